import { type JsonObject, listOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import {
  type DeployEvent,
  malformed,
  type ParsedDeployEvent,
  pastTimeOf,
  type ToldDeploy,
  wordOf,
} from '../told-deploy.ts';

/** What the source of such an event begins with. */
export const CUSTOM_SOURCE = 'deploy.';
export const CUSTOM_DETAIL_TYPE = 'Deployment';

/** Letters alone: `rolled-back`, `ROLLED_BACK`. */
const STATUSES: ReadonlyMap<string, DeployWord['status']> = new Map([
  ['started', 'STARTED'],
  ['inprogress', 'STARTED'],
  ['succeeded', 'SUCCEEDED'],
  ['success', 'SUCCEEDED'],
  ['completed', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['failure', 'FAILED'],
  ['cancelled', 'FAILED'],
  ['canceled', 'FAILED'],
  ['rolledback', 'ROLLED_BACK'],
]);

/** Whoever says no more than that there was one says that it is done. */
const statusIn = (written: unknown): DeployWord['status'] | undefined =>
  written === undefined || written === null
    ? 'SUCCEEDED'
    : STATUSES.get((textOf(written) ?? '').toLowerCase().replace(/[^a-z]/gu, ''));

const SERVICE = /^[a-z0-9][a-z0-9-]{0,62}$/u;
const MOST_SERVICES = 20;

/** A name, or several. */
const servicesIn = (written: unknown): readonly string[] => {
  const names = typeof written === 'string' ? [written] : listOf(written);
  return names
    .flatMap((name) => (typeof name === 'string' && SERVICE.test(name) ? [name] : []))
    .slice(0, MOST_SERVICES);
};

/** A build may be known by its number. */
const wordIn = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);

const first = (detail: JsonObject, keys: readonly string[]): string | undefined =>
  keys.map((key) => wordIn(detail[key])).find((text) => text !== undefined);

/** Without an id its revision ties its words together; without that it stands alone. */
const idIn = (detail: JsonObject, event: JsonObject): string | undefined =>
  first(detail, ['id', 'idempotencyKey', 'revision', 'version', 'commit']) ?? textOf(event['id']);

const meantFor = (detail: JsonObject): Required<ToldDeploy>['meantFor'] => {
  const stack = textOf(detail['stack']);
  const environment = first(detail, ['environment', 'env']);
  return { ...(stack !== undefined && { stack }), ...(environment !== undefined && { environment }) };
};

/** What anybody may put on the bus of this account: docs/deploys.md has the fields. */
export const customDeploy = ({ event, detail, at: receivedAt }: DeployEvent): ParsedDeployEvent => {
  const status = statusIn(detail['status']);
  if (status === undefined) {
    return malformed(
      `detail.status is ${shownValue(detail['status'])}, expected started, succeeded, failed or rolled_back`,
    );
  }
  const services = servicesIn(detail['service']);
  const id = idIn(detail, event);
  if (services.length === 0 || id === undefined) {
    return malformed(
      `detail.service is ${shownValue(detail['service'])}, expected the name of a service of tocsin.yaml`,
    );
  }
  const at = pastTimeOf([detail['at'], detail['startedAt']], receivedAt);
  const revision = first(detail, ['revision', 'version', 'commit']);
  const { url, actor } = detail;
  const said = { id, system: 'custom', status, subject: services.join(', '), revision, url, actor };
  return { outcome: 'told', told: { word: wordOf(at, said), names: {}, services, meantFor: meantFor(detail) } };
};
