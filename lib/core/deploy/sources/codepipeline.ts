import { fieldsOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

/** What ends without having got through has failed, for whoever looks at what it left behind. */
const STATUSES: ReadonlyMap<unknown, DeployWord['status']> = new Map([
  ['STARTED', 'STARTED'],
  ['RESUMED', 'STARTED'],
  ['SUCCEEDED', 'SUCCEEDED'],
  ['FAILED', 'FAILED'],
  ['CANCELED', 'FAILED'],
  ['STOPPED', 'FAILED'],
  ['SUPERSEDED', 'FAILED'],
]);

const isRollback = (trigger: unknown): boolean => /rollback$/iu.test(textOf(trigger) ?? '');

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export const codepipelineDeploy = ({ detail, at }: DeployEvent): ParsedDeployEvent => {
  const status = STATUSES.get(detail['state']);
  if (status === undefined) return ignored(`state is ${shownValue(detail['state'])}: neither begun nor over`);
  const id = textOf(detail['execution-id']);
  const pipeline = textOf(detail['pipeline']);
  if (id === undefined || pipeline === undefined) {
    return malformed(
      `detail has execution-id ${shownValue(detail['execution-id'])} and pipeline ${shownValue(detail['pipeline'])}, expected both`,
    );
  }
  const { 'trigger-type': type, 'trigger-detail': actor } = fieldsOf(detail['execution-trigger']);
  const subject = `pipeline ${pipeline}${isRollback(type) ? ', back to an earlier one' : ''}`;
  return {
    outcome: 'told',
    told: {
      word: wordOf(at, {
        id,
        system: 'codepipeline',
        status,
        subject,
        actor: type === 'StartPipelineExecution' ? actor : undefined,
      }),
      names: namesOf({ pipeline }),
      services: [],
    },
  };
};
