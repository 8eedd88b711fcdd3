import { safeText, shownValue } from '../../lib/core/safe-text.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import { answerLink } from './answer-link.ts';
import { absent, addResponse, listIncidents, problemJson, showIncident } from './api.ts';
import { METRICS } from './contract.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import { bodiless } from './page/document.ts';
import { notFoundPage, unavailablePage } from './page/plain-pages.ts';
import { type LinkPorts, showLink } from './show-link.ts';

export interface AnswerPorts extends LinkPorts {
  readonly telemetry: Telemetry;
}

/** One kind of address: what each method does there, given what its path names. */
interface Route {
  readonly route: string;
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handle>>;
  readonly failed: () => HttpReply | Promise<HttpReply>;
}

type Handle = (ports: LinkPorts, request: HttpRequest, named: string) => Promise<HttpReply>;

const unavailable = (): HttpReply =>
  problemJson({
    statusCode: 503,
    problem: {
      error: 'that did not work just now',
      expected: 'the same request again, with its key',
      given: 'a failure',
    },
  });

const ROUTES: readonly Route[] = [
  {
    route: 'link',
    path: /^\/a\/([^/]*)$/,
    methods: { GET: showLink, HEAD: showLink, POST: answerLink },
    failed: unavailablePage,
  },
  {
    route: 'incidents',
    path: /^\/incidents$/,
    methods: { GET: ({ pipeline }, request) => listIncidents(pipeline, request) },
    failed: unavailable,
  },
  {
    route: 'incident',
    path: /^\/incidents\/([0-9A-Z]{26})$/,
    methods: { GET: ({ pipeline }, _request, incidentId) => showIncident(pipeline, incidentId) },
    failed: unavailable,
  },
  {
    route: 'responses',
    path: /^\/incidents\/([0-9A-Z]{26})\/responses$/,
    methods: { POST: ({ pipeline }, request, incidentId) => addResponse(pipeline, request, incidentId) },
    failed: unavailable,
  },
];

/** An address tells what may be done there; whether there is anything it does not tell. */
const allowed = ({ methods }: Route, method: string): HttpReply => {
  const headers = { Allow: [...Object.keys(methods), 'OPTIONS'].join(', ') };
  if (method === 'OPTIONS') return bodiless(204, headers);
  const problem = {
    error: 'this method does nothing here',
    expected: `one of ${headers.Allow}`,
    given: shownValue(method),
  };
  const { headers: typed, ...reply } = problemJson({ statusCode: 405, problem });
  return { ...reply, headers: { ...typed, ...headers } };
};

interface Found {
  readonly route: Route | undefined;
  /** A token or an incident's id. */
  readonly named: string;
}

const findRoute = (path: string): Found => {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match !== null) return { route, named: match[1] ?? '' };
  }
  return { route: undefined, named: '' };
};

const carryOut = async (ports: AnswerPorts, request: HttpRequest, { route, named }: Found): Promise<HttpReply> => {
  const { method, path } = request;
  if (route === undefined) return path.startsWith('/a/') ? notFoundPage() : absent(path);
  const handle = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
  if (handle === undefined) return allowed(route, method);
  try {
    return await handle(ports, request, named);
  } catch (error) {
    const text = route.route === 'link' ? errorText(error).replaceAll(named, '(token)') : errorText(error);
    ports.telemetry.log('error', 'a request failed', { route: route.route, method, error: text });
    return route.failed();
  }
};

const outcomeOf = (statusCode: number): string => {
  if (statusCode < 400) return METRICS.carriedOut;
  return statusCode < 500 ? METRICS.refused : METRICS.failed;
};

/** Answers one request. A link's path is its key: neither it nor its token goes into a line or a metric. */
export const answer = async (ports: AnswerPorts, request: HttpRequest): Promise<HttpReply> => {
  const { telemetry } = ports;
  const found = findRoute(request.path);
  const reply = await carryOut(ports, request, found);
  const { method, caller } = request;
  telemetry.log('info', 'answered', {
    route: found.route?.route ?? 'none',
    method: safeText(method, 16),
    statusCode: reply.statusCode,
    caller,
  });
  if (method === 'POST') telemetry.count({ [outcomeOf(reply.statusCode)]: 1 });
  return method === 'HEAD' ? { ...reply, body: '' } : reply;
};
