import { stackOutputs } from '../../adapters/cloudformation/stack-outputs.ts';
import { callersCloudFormation } from '../../runtime/terminal-clients.ts';
import { FailedError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { askAws, callerOf } from './asking-aws.ts';

/** A stack that `cdk deploy` made, by its outputs. */
export interface DeployedStack {
  readonly name: string;
  readonly tableName: string;
  /** Where its incidents are of. */
  readonly account: string;
  readonly region: string;
  /** What the topic of a target begins with; undefined: it has none. */
  readonly topicArnPrefix?: string | undefined;
  /** Undefined: it has none. */
  readonly api?: DeployedApi | undefined;
}

interface DeployedApi {
  /** Without a slash at the end. */
  readonly url: string;
  /** What a policy names it by, before stage, method and path. */
  readonly arn: string;
}

const apiIn = (outputs: ReadonlyMap<string, string>): DeployedApi | undefined => {
  const url = outputs.get('ApiUrl');
  if (url === undefined) return undefined;
  const [, partition = 'aws', , region = '*', account = '*'] = (outputs.get('OpsTopicArn') ?? '').split(':');
  const id = /^https:\/\/(\w+)\.execute-api\./u.exec(url)?.[1] ?? '*';
  return { url, arn: `arn:${partition}:execute-api:${region}:${account}:${id}` };
};

/** The stack of `--stack`, asked for with the caller's credentials. @throws FailedError why it cannot be used. */
export const deployedStack = async (shell: Shell, name: string): Promise<DeployedStack> => {
  const outputs = await askAws(shell, {
    action: 'cloudformation:DescribeStacks',
    resource: `arn:aws:cloudformation:*:*:stack/${name}/*`,
    doing: `asking CloudFormation for the stack ${name}`,
    call: () => stackOutputs(callersCloudFormation(callerOf(shell)), name),
  });
  if (outputs === undefined)
    throw new FailedError(
      `there is no stack ${JSON.stringify(name)} in this account and Region: AWS_PROFILE and AWS_REGION say which those are, npx cdk list what yours is called`,
    );
  const tableName = outputs.get('TableName');
  const [, , , region = '', account = ''] = (outputs.get('OpsTopicArn') ?? '').split(':');
  const topicArnPrefix = outputs.get('TopicArnPrefix');
  if (tableName !== undefined) return { name, tableName, account, region, topicArnPrefix, api: apiIn(outputs) };
  throw new FailedError(
    `the stack ${JSON.stringify(name)} has no output TableName: is it one of Tocsin, and its first deploy done?`,
  );
};
