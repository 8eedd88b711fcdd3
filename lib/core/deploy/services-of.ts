import { type Configuration, DEPLOYED_NAMES, type DeployRule, type Workload } from '../configuration.ts';
import { globOf } from '../glob.ts';
import type { DeployedNames, ToldDeploy } from './told-deploy.ts';

/** How a workload's own deploys are called. */
const ownNames = (workload: Workload): DeployedNames => {
  if (workload.kind === 'alb-ecs' || workload.kind === 'ecs')
    return { ecsService: [`${workload.cluster}/${workload.service}`] };
  if (workload.kind === 'lambda') return { function: [workload.functionName] };
  return workload.kind === 'ec2-asg' ? { autoScalingGroup: [workload.autoScalingGroup] } : {};
};

const share = (some: DeployedNames, others: DeployedNames): boolean =>
  DEPLOYED_NAMES.some((kind) => some[kind]?.some((name) => others[kind]?.includes(name)));

const matches = ({ match }: DeployRule, names: DeployedNames): boolean =>
  DEPLOYED_NAMES.every((kind) => {
    const pattern = match[kind];
    return pattern === undefined || names[kind]?.some(globOf(pattern)) === true;
  });

/**
 * Whose a deploy is, by the names of tocsin.yaml, each once: the services that the event names, and those whose workload
 * was deployed; else those of every rule that matches. None: nobody has said.
 */
export const servicesOf = (
  { services, names }: Pick<ToldDeploy, 'services' | 'names'>,
  { services: described, deploys = [] }: Configuration,
): readonly string[] => {
  const named = services.filter((name) => Object.hasOwn(described, name));
  const own = Object.entries(described).flatMap(([name, { workload }]) =>
    share(ownNames(workload), names) ? [name] : [],
  );
  const ruled = deploys.filter((rule) => matches(rule, names)).map(({ service }) => service);
  const found = [...named, ...own];
  return [...new Set(found.length > 0 ? found : ruled)];
};
