import * as z from 'zod';
import { DEPLOYED_NAMES, type DeployedName, type DeployRule } from '../../core/configuration.ts';
import { line } from './fields.ts';
import type { Names } from './names.ts';
import { nameOfKind } from './references.ts';

const CALLED: Readonly<Record<DeployedName, readonly [what: string, example: string]>> = {
  ecsService: ['An ECS service, as cluster/service.', 'prod/web-*'],
  function: ['A Lambda function.', 'web-worker'],
  autoScalingGroup: ['An Auto Scaling group that CodeDeploy deploys to.', 'search-*'],
  codedeployApplication: ['An application of CodeDeploy.', 'web'],
  codedeployGroup: ['A deployment group of CodeDeploy.', 'production'],
  pipeline: ['A pipeline of CodePipeline.', 'web-release'],
  stack: ['A stack of CloudFormation.', 'web-prod'],
  appconfigApplication: ['An application of AppConfig.', 'web'],
  appconfigEnvironment: ['An environment of AppConfig.', 'prod'],
};

const patterns = Object.fromEntries(
  DEPLOYED_NAMES.map((kind) => {
    const [what, example] = CALLED[kind];
    return [kind, line(256).optional().meta({ description: `${what} * stands for any text, ? for one character.`, examples: [example] })];
  }),
) as Record<DeployedName, z.ZodOptional<z.ZodString>>;

const match = z
  .strictObject(patterns)
  .refine((written) => Object.keys(written).length > 0, {
    error: `expected at least one of ${DEPLOYED_NAMES.join(', ')}: an empty match would take every deploy`,
  })
  .meta({ description: 'Every given key has to match.' });

const rule = (names: Names): z.ZodType<DeployRule> =>
  z.strictObject({
    match,
    service: nameOfKind(names, 'services').meta({ description: 'The service that is deployed, described above.' }),
  });

export const deployRules = (names: Names): z.ZodType<readonly DeployRule[]> =>
  z
    .array(rule(names))
    .max(500, { error: 'expected at most 500 rules' })
    .meta({ description: 'Whose a deploy is that no workload names; every rule that matches counts.', default: [] });
