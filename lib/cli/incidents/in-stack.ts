import { httpApiAnchors } from '../../adapters/http-api/http-api-anchors.ts';
import { httpApiDeploys } from '../../adapters/http-api/http-api-deploys.ts';
import { httpApiIncidents } from '../../adapters/http-api/http-api-incidents.ts';
import { httpApiResponses } from '../../adapters/http-api/http-api-responses.ts';
import { stackApi } from '../stack/stack-api.ts';
import type { Shell } from '../terminal/shell.ts';
import type { PlacedIncidents } from './target.ts';

/** The incidents of `--stack`, by its API. @throws FailedError why the stack cannot be asked. */
export const incidentsInStack = async (shell: Shell, name: string): Promise<PlacedIncidents> => {
  const call = await stackApi(shell, name);
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
    deploys: httpApiDeploys(call, shell.now),
    unreadable: () => Promise.resolve([]),
  };
};
