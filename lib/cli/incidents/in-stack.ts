import type { ApiCall, ApiRequest } from '../../adapters/http-api/api-call.ts';
import { httpApiAnchors } from '../../adapters/http-api/http-api-anchors.ts';
import { httpApiIncidents } from '../../adapters/http-api/http-api-incidents.ts';
import { httpApiResponses } from '../../adapters/http-api/http-api-responses.ts';
import { signedCall } from '../../adapters/http-api/signed-call.ts';
import { jitter } from '../../runtime/clock.ts';
import { callersApiSigner } from '../../runtime/terminal-clients.ts';
import { askAws, callerOf } from '../stack/asking-aws.ts';
import { deployedStack } from '../stack/deployed-stack.ts';
import { FailedError } from '../terminal/command-error.ts';
import { toldWhile } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import type { PlacedIncidents } from './target.ts';

/** As a policy that lets people read, or answer, names it. */
const RESOURCES = { GET: '/*/GET/incidents*', POST: '/*/POST/incidents/*/responses' } as const;

/** Of lists, how far back it is by now: long ranges are asked for one part after the other. */
const wordsOf = ({ query: { since } = {} }: ApiRequest): string =>
  since === undefined ? '' : ` back to ${since.slice(0, 10)}`;

/** The incidents of `--stack`, by its API. @throws FailedError why the stack cannot be asked. */
export const incidentsInStack = async (shell: Shell, name: string): Promise<PlacedIncidents> => {
  const { api } = await deployedStack(shell, name);
  if (api === undefined)
    throw new FailedError(`the stack ${JSON.stringify(name)} has no output ApiUrl: deploy it again`);
  const send = signedCall({ url: api.url, signer: callersApiSigner(callerOf(shell)), pause: jitter });
  const telling = toldWhile(shell);
  const call: ApiCall = (asked) =>
    askAws(shell, {
      action: 'execute-api:Invoke',
      resource: api.arn + RESOURCES[asked.method],
      doing: `asking the stack ${name}${wordsOf(asked)}`,
      call: () => send(asked),
      telling,
    });
  return {
    place: {
      kind: 'stack',
      name: `the stack ${name}`,
      option: `--stack ${name}`,
      mend: 'restore its table to a time before beside it, and compare (docs/security.md)',
    },
    incidents: httpApiIncidents(call, shell.now),
    respond: httpApiResponses(call),
    anchors: (since) => httpApiAnchors(call, since),
    unreadable: () => Promise.resolve([]),
  };
};
