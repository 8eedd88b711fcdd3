import * as z from 'zod';
import type { ElementSpan } from './held-parts.ts';
import { type JsonFile, WANTED } from './json-file.ts';
import { metricDataIndex } from './metric-data-index.ts';
import { type Recording, recordingSchema } from './recording.ts';
import { issuesError, RecordingError } from './recording-error.ts';
import { recordingIndex } from './recording-index.ts';
import type { SeriesIndex } from './series-index.ts';
import type { ValueSpan } from './top-level-values.ts';

export interface ScannedSeries {
  readonly kind: 'recording' | 'get-metric-data';
  readonly service?: string;
  readonly memoryLimitPercent?: number;
  readonly remarks: readonly string[];
  readonly index: SeriesIndex;
}

/** The lists that hold series, by their key. */
const KINDS = { series: 'recording', MetricDataResults: 'get-metric-data' } as const;

type ListKey = keyof typeof KINDS;

const INDEXES = { series: recordingIndex, MetricDataResults: metricDataIndex } as const;

const header = recordingSchema.pick({ schema: true, service: true, memoryLimitPercent: true });

const message = z.object({ Code: z.string().default(''), Value: z.string().default('') });

const MOST_MESSAGES = 10;

const isListKey = (key: unknown): key is ListKey => typeof key === 'string' && Object.hasOwn(KINDS, key);

type HeaderKey = keyof z.infer<typeof header>;

const isHeaderKey = (key: unknown): key is HeaderKey => typeof key === 'string' && Object.hasOwn(header.shape, key);

/** What has been found of a file so far. */
interface Found {
  list?: { readonly key: ListKey; readonly keyStart: number; readonly index: SeriesIndex };
  readonly header: Partial<Record<HeaderKey, unknown>>;
  readonly messages: string[];
}

/** The index of the one list of series that a file has. */
const listAt = (file: JsonFile, found: Found, [key, { keyStart }]: readonly [ListKey, ValueSpan]): SeriesIndex => {
  const elementAt = (at: ElementSpan): unknown => file.valueAt(at, key);
  found.list ??= { key, keyStart, index: INDEXES[key](elementAt) };
  if (found.list.keyStart === keyStart) return found.list.index;
  throw new RecordingError(`${file.name}: expected one list of series, got ${found.list.key} and ${key}`);
};

const addSeries = (file: JsonFile, found: Found, [key, span]: readonly [ListKey, ValueSpan]): void => {
  const { index } = span;
  if (index === undefined) throw issuesError(file.name, [{ path: [key], message: 'expected a list of series' }]);
  const element = file.valueAt(span, `${key}[${String(index)}]`);
  const issues = listAt(file, found, [key, span]).add(element, { index, start: span.start, end: span.end });
  if (issues.length > 0)
    throw issuesError(
      file.name,
      issues.map((issue) => ({ ...issue, path: [key, index, ...issue.path] })),
    );
};

const addMessage = (file: JsonFile, found: Found, span: ValueSpan): void => {
  const read = message.safeParse(file.valueAt(span, 'Messages'));
  if (read.success && found.messages.length < MOST_MESSAGES)
    found.messages.push(`CloudWatch says ${read.data.Code}: ${read.data.Value}`);
};

const recordingOf = ({ name }: JsonFile, found: Found): Pick<Recording, 'service' | 'memoryLimitPercent'> => {
  const read = header.safeParse(found.header);
  if (!read.success) throw issuesError(name, read.error.issues);
  const { service, memoryLimitPercent } = read.data;
  return { service, memoryLimitPercent };
};

/** Goes through a file once. @throws RecordingError naming the file, the place in it, what is wrong and what was expected. */
export const scanSeries = async (file: JsonFile): Promise<ScannedSeries> => {
  const found: Found = { header: {}, messages: [] };
  let [key, keyStart]: [unknown, number] = [undefined, -1];
  await file.eachValue((span) => {
    if (span.keyStart !== keyStart) {
      keyStart = span.keyStart;
      key = file.valueAt({ start: span.keyStart, end: span.keyEnd }, 'a key');
    }
    if (span.isEmptyList) {
      // CloudWatch gives no results where nothing was asked for; a recording of nothing is none.
      if (key === 'MetricDataResults') listAt(file, found, [key, span]);
    } else if (isListKey(key)) addSeries(file, found, [key, span]);
    else if (isHeaderKey(key)) found.header[key] = file.valueAt(span, key);
    else if (key === 'Messages') addMessage(file, found, span);
  });
  if (found.list === undefined)
    throw new RecordingError(
      `${file.name}: expected ${WANTED}, got neither series nor MetricDataResults with anything in it`,
    );
  const { key: listKey, index } = found.list;
  const ofRecording = listKey === 'series' ? recordingOf(file, found) : {};
  return { kind: KINDS[listKey], ...ofRecording, remarks: found.messages, index };
};
