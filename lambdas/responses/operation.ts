import type * as z from 'zod/mini';
import { readFields } from '../../lib/core/response/read-fields.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import type { Instant } from '../../lib/core/time.ts';
import { counted } from '../../lib/core/words.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { DeployLogs } from '../../lib/pipeline/query-deploys.ts';
import type { AnchorLog } from '../../lib/ports/anchor-log.ts';
import { type HttpReply, type HttpRequest, problemReply } from './http.ts';

/** What the JSON routes answer from. */
export interface ApiPorts extends DeployLogs {
  readonly pipeline: Pipeline;
  readonly anchors: Pick<AnchorLog, 'since'>;
  /** Of AWS, that the stack is in. */
  readonly region: string;
  /** The OpenAPI document of these very routes. */
  readonly document: object;
}

/** What a path names; empty where it names none. */
export interface PathNames {
  readonly token: string;
  readonly incidentId: string;
  readonly number: string;
}

interface Asked<Query> {
  readonly request: HttpRequest;
  readonly named: PathNames;
  readonly query: Query;
}

/** What one JSON route does. */
export interface Operation {
  /** Its parameters; those of time may be counted back from now. */
  readonly query: (now: Instant) => z.ZodMiniObject;
  readonly answer: (ports: ApiPorts, request: HttpRequest, named: PathNames) => Promise<HttpReply>;
}

/** Characters of a query, as sent. API Gateway takes 10,240 bytes of request line and headers. */
export const LONGEST_QUERY = 2_048;

const tooLong = (length: number): Refusal => ({
  error: 'the query is too long',
  expected: `at most ${counted(LONGEST_QUERY, 'character')}`,
  given: counted(length, 'character'),
});

/** Of what is given twice the first counts. */
const firstOfEach = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...query].toReversed());

/** A route that is asked with parameters: nothing is looked up for what cannot be read. */
export const operation = <Query>(
  query: (now: Instant) => z.ZodMiniObject & z.ZodMiniType<Query>,
  answerTo: (ports: ApiPorts, asked: Asked<Query>) => Promise<HttpReply>,
): Operation => ({
  query,
  answer: async (ports, request, named) => {
    const { length } = request.query.toString();
    const read =
      length > LONGEST_QUERY
        ? { refusal: tooLong(length) }
        : readFields(query(ports.pipeline.clock()), firstOfEach(request.query));
    if ('refusal' in read) return problemReply({ problem: 'invalid-request', ...read });
    return answerTo(ports, { request, named, query: read.value });
  },
});
