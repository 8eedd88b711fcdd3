import { dynamoDbDeploys } from '../../adapters/dynamodb/dynamodb-deploys.ts';
import type { DeployWord } from '../../core/deploy/deploy-word.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { counted } from '../../core/words.ts';
import { callersDynamoDb } from '../../runtime/terminal-clients.ts';
import { askAws, callerOf } from '../stack/asking-aws.ts';
import { deployedStack } from '../stack/deployed-stack.ts';
import type { Shell } from '../terminal/shell.ts';

/** One element of `deploys` of a recording. */
export type DeployOfRecording = Omit<DeployWord, 'subject'> & { readonly service: string };

export interface Deploys {
  readonly deploys: readonly DeployOfRecording[];
  readonly remarks: readonly string[];
}

/** Words; a busy service has some dozen a day. */
const MOST = 5_000;

export const NOT_ASKED: Deploys = {
  deploys: [],
  remarks: ['not in the recording: deploys: --stack <name> says which stack knows of them'],
};

const remarksOn = (words: readonly DeployWord[] | undefined, service: string): readonly string[] => {
  if (words === undefined) return [`not in the recording: deploys: nobody ever told the stack of one of ${service}`];
  return words.length < MOST ? [] : [`only the newest ${counted(MOST, 'word')} of deploys are in the recording`];
};

/** What the stack knows of deploys of a service, read with the caller's credentials. @throws FailedError */
export const recordedDeploys = async (
  shell: Shell,
  stack: string,
  { service, span }: { readonly service: string; readonly span: Span },
): Promise<Deploys> => {
  const { tableName } = await deployedStack(shell, stack);
  const words = await askAws(shell, {
    action: 'dynamodb:Query',
    doing: 'reading the deploys',
    call: () => dynamoDbDeploys({ client: callersDynamoDb(callerOf(shell)), tableName }).words(service, span, MOST),
  });
  const deploys = (words ?? []).map(({ at, id, system, status, revision, actor, url }): DeployOfRecording => {
    return { at, id, system, service, revision, actor, url, status };
  });
  return { deploys, remarks: remarksOn(words, service) };
};
