import { epochOf, type Instant } from '../../lib/core/time.ts';
import type { StubAnswer, StubRequest } from './aws-stub.ts';

export interface LoggedMessage {
  readonly at: Instant;
  readonly message: string;
}

/** What a query comes to, and what is strange about it. */
export interface LogsBehaviour {
  /** Looks at which it still runs, with this of what it finds so far. @default 1 */
  readonly runsFor?: number;
  readonly soFar?: 'nothing' | 'everything';
  /** How it ends. @default Complete */
  readonly ends?: string;
  readonly bytesScanned?: number;
  /** Instead of the answer to an operation: an error, no answer, a foreign shape. */
  readonly answers?: Readonly<Record<string, StubAnswer>>;
}

/** Logs Insights before log groups: one query at a time counts its looks. For `startAwsStub`. */
export class FakeLogs {
  readonly stopped: string[] = [];
  private readonly groups: Readonly<Record<string, readonly LoggedMessage[]>>;
  private readonly behaviour: LogsBehaviour;
  private readonly queries = new Map<string, { readonly rows: readonly LoggedMessage[]; looks: number }>();

  constructor(groups: Readonly<Record<string, readonly LoggedMessage[]>>, behaviour: LogsBehaviour = {}) {
    this.groups = groups;
    this.behaviour = behaviour;
  }

  readonly answer = ({ operation, body }: StubRequest): StubAnswer => {
    if (operation === 'StopQuery') this.stopped.push(String(body['queryId']));
    const instead = this.behaviour.answers?.[operation];
    if (instead !== undefined) return instead;
    if (operation === 'StartQuery') return this.start(body);
    if (operation === 'GetQueryResults') return this.look(String(body['queryId']));
    return operation === 'StopQuery' ? { result: { success: true } } : { error: 'UnknownOperationException' };
  };

  private start({ logGroupName, startTime, endTime }: StubRequest['body']): StubAnswer {
    const logged = this.groups[String(logGroupName)];
    if (logged === undefined) return { error: 'ResourceNotFoundException' };
    const seconds = ({ at }: LoggedMessage): number => Math.floor(epochOf(at) / 1_000);
    const rows = logged.filter((one) => seconds(one) >= Number(startTime) && seconds(one) <= Number(endTime));
    const queryId = `query-${String(this.queries.size + 1)}`;
    this.queries.set(queryId, { rows: rows.toSorted((one, other) => (one.at > other.at ? -1 : 1)), looks: 0 });
    return { result: { queryId } };
  }

  private look(queryId: string): StubAnswer {
    const query = this.queries.get(queryId);
    if (query === undefined) return { error: 'ResourceNotFoundException' };
    query.looks += 1;
    const { runsFor = 1, soFar = 'nothing', ends = 'Complete', bytesScanned = 1_000 } = this.behaviour;
    const isRunning = query.looks <= runsFor;
    const shown = isRunning && soFar === 'nothing' ? [] : query.rows;
    const results = shown.slice(0, 3_000).map(({ at, message }) => [
      { field: '@timestamp', value: at.replace('T', ' ').replace('Z', '') },
      { field: 'said', value: message.slice(0, 500) },
      { field: '@ptr', value: 'CmEKJgoiMTIz' },
    ]);
    const statistics = { recordsMatched: query.rows.length, recordsScanned: query.rows.length, bytesScanned };
    return { result: { status: isRunning ? 'Running' : ends, results, statistics } };
  }
}
