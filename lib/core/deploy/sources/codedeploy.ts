import { textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

/** One that was stopped did not get through either. */
const STATUSES: ReadonlyMap<unknown, DeployWord['status']> = new Map([
  ['START', 'STARTED'],
  ['SUCCESS', 'SUCCEEDED'],
  ['FAILURE', 'FAILED'],
  ['STOP', 'FAILED'],
]);

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
export const codedeployDeploy = ({ detail, at }: DeployEvent): ParsedDeployEvent => {
  const status = STATUSES.get(detail['state']);
  if (status === undefined) return ignored(`state is ${shownValue(detail['state'])}: neither begun nor over`);
  const id = textOf(detail['deploymentId']);
  const application = textOf(detail['application']);
  if (id === undefined || application === undefined) {
    return malformed(
      `detail has deploymentId ${shownValue(detail['deploymentId'])} and application ${shownValue(detail['application'])}, expected both`,
    );
  }
  const group = textOf(detail['deploymentGroup']);
  const subject = `application ${application}${group === undefined ? '' : `, group ${group}`}`;
  return {
    outcome: 'told',
    told: {
      word: wordOf(at, { id, system: 'codedeploy', status, subject }),
      names: namesOf({ codedeployApplication: application, codedeployGroup: group }),
      services: [],
    },
  };
};
