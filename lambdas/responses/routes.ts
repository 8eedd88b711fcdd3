import { TrieRouter } from 'hono/router/trie-router';
import { safeText, shownValue } from '../../lib/core/safe-text.ts';
import { UnreadyIndexError } from '../../lib/ports/unread.ts';
import { errorText } from '../../lib/ports/telemetry.ts';
import { notFoundScreen, unavailableScreen } from '../../lib/screens/plain-screens.ts';
import { formFields } from '../../lib/screens/read-form.ts';
import { PATH_SHAPES, RESPONSES_METRICS, type RouteName, ROUTES } from './contract.ts';
import { bodiless, type HttpReply, type HttpRequest, problemReply, screenReply } from './http.ts';
import type { ApiPorts, PathNames } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { respondByLink } from './respond-by-link.ts';
import { type LinkPorts, showLink } from './show-link.ts';

export type ResponsesPorts = LinkPorts & ApiPorts;

type Handle = (ports: ResponsesPorts, request: HttpRequest, named: PathNames) => Promise<HttpReply>;

interface Found {
  readonly name: RouteName;
  readonly named: PathNames;
}

const router = new TrieRouter<RouteName>();

/** `/a/{token}` as the API has it is `/a/:token` to the router. Nothing is looked up for what can be no id, or no number. */
const routerPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const shape = PATH_SHAPES[name];
    return shape === undefined ? `:${name}` : `:${name}{${shape}}`;
  });

for (const [name, { path }] of Object.entries(ROUTES)) router.add('ALL', routerPath(path), name as RouteName);

const find = (path: string): Found | undefined => {
  if (!path.startsWith('/')) return undefined;
  const [[match]] = router.match('ALL', path) as [[RouteName, Partial<PathNames>][]];
  if (match === undefined) return undefined;
  const [name, { token = '', incidentId = '', number = '' }] = match;
  return { name, named: { token, incidentId, number } };
};

const answerLink: Handle = (ports, request, { token }) =>
  request.method === 'POST' ? respondByLink(ports, request, token) : showLink(ports, request, token);

const handleOf = (name: RouteName): Handle => (name === 'link' ? answerLink : OPERATIONS[name].answer);

/** An address tells what may be done there; whether there is anything it does not tell. */
const allowed = (name: RouteName, method: string): HttpReply => {
  const Allow = [...ROUTES[name].methods, 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return bodiless(204, { Allow });
  const refusal = {
    error: 'this method does nothing here',
    expected: `one of ${Allow}`,
    given: shownValue(method),
  };
  const reply = problemReply({ problem: 'method-not-allowed', refusal });
  return { ...reply, headers: { ...reply.headers, Allow } };
};

const ADDRESSES = Object.entries(ROUTES).flatMap(([name, { path }]) => (name === 'link' ? [] : [path]));

const nothingAt = (path: string): HttpReply | Promise<HttpReply> => {
  if (path.startsWith('/a/')) return screenReply(404, notFoundScreen());
  const expected = `one of ${ADDRESSES.join(', ')}, with an id of 26 digits and capitals`;
  const refusal = { error: 'there is nothing at this address', expected, given: shownValue(path) };
  return problemReply({ problem: 'no-such-address', refusal });
};

const failed = (name: RouteName, { body }: HttpRequest): HttpReply | Promise<HttpReply> => {
  if (name === 'link') return screenReply(503, unavailableScreen(formFields(body)), { 'Retry-After': '2' });
  const expected = 'the same request again, with its key';
  const refusal = { error: 'that did not work just now', expected, given: 'a failure' };
  return problemReply({ problem: 'unavailable', refusal });
};

/** Who asks can do something about it: a wait, or a deploy. */
const unready = ({ message }: UnreadyIndexError): HttpReply => {
  const expected =
    'the same request once aws dynamodb describe-table says IndexStatus ACTIVE, or the stack is deployed again';
  const refusal = { error: message, expected, given: 'a table in the middle of an update' };
  return problemReply({ problem: 'unavailable', refusal });
};

const carryOut = async (ports: ResponsesPorts, request: HttpRequest, found: Found | undefined): Promise<HttpReply> => {
  const { method, path } = request;
  if (found === undefined) return nothingAt(path);
  const { name, named } = found;
  if (!ROUTES[name].methods.some((known) => known === method)) return allowed(name, method);
  try {
    return await handleOf(name)(ports, request, named);
  } catch (error) {
    const text = name === 'link' ? errorText(error).replaceAll(named.token, '(token)') : errorText(error);
    ports.telemetry.log('error', 'a request failed', { route: name, method, error: text });
    return error instanceof UnreadyIndexError ? unready(error) : failed(name, request);
  }
};

const outcomeOf = (statusCode: number): string => {
  if (statusCode < 400) return RESPONSES_METRICS.carriedOut;
  return statusCode < 500 ? RESPONSES_METRICS.refused : RESPONSES_METRICS.failed;
};

/** Answers one request. A link's path is its key: neither it nor its token goes into a line or a metric. */
export const answer = async (ports: ResponsesPorts, request: HttpRequest): Promise<HttpReply> => {
  const { telemetry } = ports;
  const found = find(request.path);
  const reply = await carryOut(ports, request, found);
  const { method, caller } = request;
  telemetry.log('info', 'answered', {
    route: found?.name ?? 'none',
    method: safeText(method, 16),
    statusCode: reply.statusCode,
    caller,
  });
  if (method === 'POST') telemetry.count({ [outcomeOf(reply.statusCode)]: 1 });
  return method === 'HEAD' ? { ...reply, body: '' } : reply;
};
