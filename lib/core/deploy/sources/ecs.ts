import { listOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

const STATUSES: ReadonlyMap<unknown, DeployWord['status']> = new Map([
  ['SERVICE_DEPLOYMENT_IN_PROGRESS', 'STARTED'],
  ['SERVICE_DEPLOYMENT_COMPLETED', 'SUCCEEDED'],
  ['SERVICE_DEPLOYMENT_FAILED', 'FAILED'],
]);

/** Without a cluster in the ARN, as services of before 2018 have it, the name alone. */
const SERVICE = /^arn:[\w-]+:ecs:[\w-]*:\d*:service\/([\w-]{1,255}(?:\/[\w-]{1,255})?)$/u;

const serviceIn = (resources: unknown): string | undefined =>
  listOf(resources)
    .map((one) => SERVICE.exec(textOf(one) ?? '')?.[1])
    .find((name) => name !== undefined);

/** A deployment that brings an earlier one back is begun and ended as any other: only its reason says so. */
const BACK = /rolling back to (?:deploymentId )?([\w/-]{1,80})/iu;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export const ecsDeploy = ({ event, detail, at }: DeployEvent): ParsedDeployEvent => {
  const status = STATUSES.get(detail['eventName']);
  if (status === undefined) return ignored(`eventName is ${shownValue(detail['eventName'])}: no word of a deployment`);
  const id = textOf(detail['deploymentId']);
  const service = serviceIn(event['resources']);
  if (id === undefined || service === undefined) {
    return malformed(
      `${shownValue(event['detail-type'])} has deploymentId ${shownValue(detail['deploymentId'])} and ${service === undefined ? 'no' : 'an'} ARN of an ECS service in resources: expected both`,
    );
  }
  const [, back] = BACK.exec(textOf(detail['reason']) ?? '') ?? [];
  const subject = `service ${service}${back === undefined ? '' : `, back to ${back}`}`;
  return {
    outcome: 'told',
    told: {
      word: wordOf(at, { id, system: 'ecs', status, subject }),
      names: namesOf({ ecsService: service }),
      services: [],
    },
  };
};
