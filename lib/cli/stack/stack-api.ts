import { type ApiCall, type ApiRequest } from '../../adapters/http-api/api-call.ts';
import { signedCall } from '../../adapters/http-api/signed-call.ts';
import { jitter } from '../../runtime/clock.ts';
import { callersApiSigner } from '../../runtime/terminal-clients.ts';
import { FailedError } from '../terminal/command-error.ts';
import { toldWhile } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { askAws, callerOf } from './asking-aws.ts';
import { type DeployedStack, deployedStack } from './deployed-stack.ts';

/** As a policy that lets people read, or answer, names it: every address below the first name. */
const resourceOf = ({ method, path }: ApiRequest): string => {
  const below = `/*/${method}/${path.split('/')[1] ?? ''}`;
  if (method === 'GET') return `${below}*`;
  return path.endsWith('/responses') ? `${below}/*/responses` : below;
};

/** Of lists, how far back it is by now: long ranges are asked for one part after the other. */
const wordsOf = ({ query: { since } = {} }: ApiRequest): string =>
  since === undefined ? '' : ` back to ${since.slice(0, 10)}`;

/** Its API, asked with the caller's credentials. @throws FailedError why it cannot be asked. */
export const apiOf = (shell: Shell, { name, api }: DeployedStack): ApiCall => {
  if (api === undefined)
    throw new FailedError(`the stack ${JSON.stringify(name)} has no output ApiUrl: deploy it again`);
  const send = signedCall({ url: api.url, signer: callersApiSigner(callerOf(shell)), pause: jitter });
  const telling = toldWhile(shell);
  return (asked) =>
    askAws(shell, {
      action: 'execute-api:Invoke',
      resource: api.arn + resourceOf(asked),
      doing: `asking the stack ${name}${wordsOf(asked)}`,
      call: () => send(asked),
      telling,
    });
};

/** The API of a deployed stack. @throws FailedError why it cannot be asked. */
export const stackApi = async (shell: Shell, name: string): Promise<ApiCall> =>
  apiOf(shell, await deployedStack(shell, name));
