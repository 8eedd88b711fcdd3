import { TrieRouter } from 'hono/router/trie-router';
import { safeText, shownValue } from '../../lib/core/safe-text.ts';
import { UnreadyIndexError } from '../../lib/ports/unread.ts';
import { errorText } from '../../lib/ports/telemetry.ts';
import { notFoundScreen, unavailableScreen } from '../../lib/screens/plain-screens.ts';
import { answerAnchors } from './anchors.ts';
import { formFields } from '../../lib/screens/read-form.ts';
import { answerIncident, answerList, takeResponse } from './api.ts';
import {
  ANCHORS_ROUTE,
  DIAGNOSES_ROUTE,
  DIAGNOSIS_ROUTE,
  INCIDENT_ROUTE,
  INCIDENTS_ROUTE,
  LINK_ROUTE,
  RECORD_ROUTE,
  RESPONSES_METRICS,
  RESPONSES_ROUTE,
} from './contract.ts';
import { bodiless, type HttpReply, type HttpRequest, refusalReply, screenReply } from './http.ts';
import { answerStoredDiagnoses, answerStoredDiagnosis, answerRecord } from './record.ts';
import { respondByLink } from './respond-by-link.ts';
import { type LinkPorts, showLink } from './show-link.ts';

/** What a path names: a token or an incident's id, and what is named below it; empty where nothing is. */
type Named = readonly [first: string, second: string];

type Handle = (ports: LinkPorts, request: HttpRequest, named: Named) => Promise<HttpReply>;

/** One kind of address: what each method does there, given what its path names. */
interface Route {
  readonly name: string;
  readonly methods: Readonly<Record<string, Handle>>;
  readonly failed: (request: HttpRequest) => HttpReply | Promise<HttpReply>;
}

interface Found {
  readonly route: Route;
  readonly named: Named;
}

const unavailable = (): HttpReply =>
  refusalReply({
    statusCode: 503,
    refusal: {
      error: 'that did not work just now',
      expected: 'the same request again, with its key',
      given: 'a failure',
    },
  });

/** Who asks can do something about it: a wait, or a deploy. */
const unready = ({ message }: UnreadyIndexError): HttpReply =>
  refusalReply({
    statusCode: 503,
    refusal: {
      error: message,
      expected:
        'the same request once aws dynamodb describe-table says IndexStatus ACTIVE, or the stack is deployed again',
      given: 'a table in the middle of an update',
    },
  });

const router = new TrieRouter<Route>();

/** Nothing is looked up for what can be no incident's id, or no number. */
const SHAPES: Readonly<Record<string, string>> = { incidentId: '{[0-9A-Z]{26}}', number: '{[0-9]{1,9}}' };

/** `/a/{token}` as the API has it is `/a/:token` to the router. */
const add = (path: string, route: Route): void => {
  router.add(
    'ALL',
    path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => `:${name}${SHAPES[name] ?? ''}`),
    route,
  );
};

add(LINK_ROUTE, {
  name: 'link',
  methods: {
    GET: (ports, request, [token]) => showLink(ports, request, token),
    HEAD: (ports, request, [token]) => showLink(ports, request, token),
    POST: (ports, request, [token]) => respondByLink(ports, request, token),
  },
  failed: ({ body }) => screenReply(503, unavailableScreen(formFields(body)), { 'Retry-After': '2' }),
});

const addJson = (path: string, name: string, methods: Route['methods']): void => {
  add(path, { name, methods, failed: unavailable });
};

addJson(INCIDENTS_ROUTE, 'incidents', { GET: ({ pipeline }, request) => answerList(pipeline, request) });
addJson(ANCHORS_ROUTE, 'anchors', { GET: ({ anchors }, request) => answerAnchors(anchors, request) });
addJson(INCIDENT_ROUTE, 'incident', { GET: ({ pipeline }, _request, [id]) => answerIncident(pipeline, id) });
addJson(RECORD_ROUTE, 'record', { GET: ({ pipeline }, request, [id]) => answerRecord(pipeline, request, id) });
addJson(DIAGNOSES_ROUTE, 'diagnoses', {
  GET: ({ pipeline }, request, [id]) => answerStoredDiagnoses(pipeline, request, id),
});
addJson(DIAGNOSIS_ROUTE, 'diagnosis', {
  GET: ({ pipeline }, _request, [id, number]) => answerStoredDiagnosis(pipeline, id, number),
});
addJson(RESPONSES_ROUTE, 'responses', { POST: ({ pipeline }, request, [id]) => takeResponse(pipeline, request, id) });

type PathNames = Readonly<Partial<Record<'token' | 'incidentId' | 'number', string>>>;

const find = (path: string): Found | undefined => {
  if (!path.startsWith('/')) return undefined;
  const [[match]] = router.match('ALL', path) as [[Route, PathNames][]];
  if (match === undefined) return undefined;
  const [route, { token, incidentId, number }] = match;
  return { route, named: [token ?? incidentId ?? '', number ?? ''] };
};

/** An address tells what may be done there; whether there is anything it does not tell. */
const allowed = ({ methods }: Route, method: string): HttpReply => {
  const Allow = [...Object.keys(methods), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return bodiless(204, { Allow });
  const refusal = {
    error: 'this method does nothing here',
    expected: `one of ${Allow}`,
    given: shownValue(method),
  };
  const reply = refusalReply({ statusCode: 405, refusal });
  return { ...reply, headers: { ...reply.headers, Allow } };
};

const nothingAt = (path: string): HttpReply | Promise<HttpReply> =>
  path.startsWith('/a/')
    ? screenReply(404, notFoundScreen())
    : refusalReply({
        statusCode: 404,
        refusal: {
          error: 'there is nothing at this address',
          expected:
            '/incidents, /incidents/anchors, /incidents/{id}, or record, diagnoses, diagnoses/{number} or responses below that',
          given: shownValue(path),
        },
      });

const carryOut = async (ports: LinkPorts, request: HttpRequest, found: Found | undefined): Promise<HttpReply> => {
  const { method, path } = request;
  if (found === undefined) return nothingAt(path);
  const { route, named } = found;
  const handle = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
  if (handle === undefined) return allowed(route, method);
  try {
    return await handle(ports, request, named);
  } catch (error) {
    const text = route.name === 'link' ? errorText(error).replaceAll(named[0], '(token)') : errorText(error);
    ports.telemetry.log('error', 'a request failed', { route: route.name, method, error: text });
    return error instanceof UnreadyIndexError ? unready(error) : route.failed(request);
  }
};

const outcomeOf = (statusCode: number): string => {
  if (statusCode < 400) return RESPONSES_METRICS.carriedOut;
  return statusCode < 500 ? RESPONSES_METRICS.refused : RESPONSES_METRICS.failed;
};

/** Answers one request. A link's path is its key: neither it nor its token goes into a line or a metric. */
export const answer = async (ports: LinkPorts, request: HttpRequest): Promise<HttpReply> => {
  const { telemetry } = ports;
  const found = find(request.path);
  const reply = await carryOut(ports, request, found);
  const { method, caller } = request;
  telemetry.log('info', 'answered', {
    route: found?.route.name ?? 'none',
    method: safeText(method, 16),
    statusCode: reply.statusCode,
    caller,
  });
  if (method === 'POST') telemetry.count({ [outcomeOf(reply.statusCode)]: 1 });
  return method === 'HEAD' ? { ...reply, body: '' } : reply;
};
