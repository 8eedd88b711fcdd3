import type { LogPatterns, SimilarIncidents } from '../../lib/core/context.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Instant } from '../../lib/core/time.ts';

const AT: Instant = '2023-08-05T13:59:00.000Z';

export const somePatterns: LogPatterns = {
  window: { from: '2023-08-05T13:29:00.000Z', to: AT, messages: 978 },
  quiet: { from: '2023-08-05T12:25:00.000Z', to: '2023-08-05T13:25:00.000Z', messages: 1_804 },
  patterns: [
    { change: 'new', template: 'ERROR pool is empty #', before: 0, now: 41, example: 'ERROR pool is empty 7' },
    { change: 'grown', template: 'slow request: #', before: 4, now: 30, example: 'slow request: 17' },
  ],
  others: 2,
  lacks: ['since: the newest 978 of 3000 messages'],
};

export const someSimilar: SimilarIncidents = {
  cause: 'memory-leak',
  incidents: [
    {
      incidentId: '01H4DW0000SJPC7A7A7A7A7A7A',
      openedAt: '2023-07-03T10:12:00.000Z',
      resolvedAt: '2023-07-03T10:54:00.000Z',
      resolvedBy: 'alice',
      isConfirmed: true,
      note: { by: 'alice', text: 'restarted the tasks: https://wiki.example.com/cache' },
    },
    {
      incidentId: '01H1ZW0000SJPC7A7A7A7A7A7A',
      openedAt: '2023-06-03T10:12:00.000Z',
      resolvedAt: '2023-06-03T11:12:00.000Z',
      isConfirmed: false,
    },
  ],
};

export const asked: IncidentEvent = { v: 2, at: AT, type: 'ContextAsked', cause: 'memory-leak' };

export const logsTold = (context: LogPatterns = somePatterns): IncidentEvent => ({
  v: 2,
  at: AT,
  type: 'ContextRecorded',
  source: 'logs',
  context,
});

export const similarTold = (context: SimilarIncidents = someSimilar): IncidentEvent => ({
  v: 2,
  at: AT,
  type: 'ContextRecorded',
  source: 'similar',
  context,
});

export const unavailable = (source: string, reason: string): IncidentEvent => ({
  v: 2,
  at: AT,
  type: 'ContextUnavailable',
  source,
  reason,
});

/** The same with every text another, and the ids and times as they are. */
export const hostile = <T>(context: T, text: string): T =>
  JSON.parse(JSON.stringify(context), (key, value: unknown) =>
    typeof value === 'string' && ['template', 'example', 'text', 'lacks', '0'].includes(key) ? text : value,
  ) as T;
