import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import { type Trend, trendOf } from '../../core/figures/trend.ts';
import type { ListEntry } from '../../core/report/list-entry.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { DAY, later } from '../../core/time.ts';
import { readerOnStore } from '../../pipeline/reader-on-store.ts';
import type { ListTyped } from '../../screens/web/list-filters.ts';
import { reportScreen, type ReportShown } from '../../screens/web/report-screen.ts';
import { webFrame } from '../../screens/web/web-site.ts';
import { periodBefore, periodOf } from '../report/options.ts';
import { figuresIn } from '../../pipeline/measure-incidents.ts';
import { UsageError } from '../terminal/command-error.ts';
import { emptyWords, lacksOf, servicesToAsk } from './folder-words.ts';
import { checkNames, typedFields } from './list-wanted.ts';
import { webReply } from './replies.ts';
import type { ServedFolder } from './served-folder.ts';

const FIELDS = ['since', 'until', 'service'] as const;

const entriesIn = async ({ incidents }: ServedFolder, span: Span, service?: string): Promise<readonly ListEntry[]> =>
  Array.fromAsync(incidents.list({ since: span.from, until: span.to, ...(service === undefined ? {} : { service }) }));

const reportedOver = async (served: ServedFolder, span: Span, service?: string): Promise<ReportedFigures> => {
  const { incidents, configuration, clock } = served;
  const asked = { service, configuration, homeTimeZone: clock.timeZone };
  const read = readerOnStore(incidents);
  const now = await figuresIn(read, { ...asked, span });
  return { ...now, service, before: await figuresIn(read, { ...asked, span: periodBefore(span) }) };
};

type Empty = Pick<ReportShown, 'instead' | 'elsewhere'>;

/** Where nothing opened: when something did last. */
const emptyOf = async (served: ServedFolder, { figures }: ReportedFigures): Promise<Empty> => {
  if (figures.incidents.total > 0) return { instead: [], elsewhere: undefined };
  for await (const { openedAt } of served.incidents.list({})) {
    const words = `No incident opened in this time; the newest of all did at ${served.clock.stamp(openedAt)}.`;
    const address = `/report?until=${later(openedAt, DAY).slice(0, 10)}`;
    return { instead: [words], elsewhere: { address, words: 'Look at the 30 days up to then' } };
  }
  return { instead: [emptyWords(served.folder)], elsewhere: undefined };
};

const unreadWords = ({ unread, before }: ReportedFigures, option: string): readonly string[] => {
  const all = [...new Set([...unread, ...(before?.unread ?? [])])];
  if (all.length === 0) return [];
  const named = `${all.slice(0, 3).join(', ')}${all.length > 3 ? ', …' : ''}`;
  return [`${named}: cannot be read, and is in no figure: npx tocsin incidents verify ${option} says what is wrong.`];
};

type Looked = Pick<ReportShown, 'reported' | 'trend' | 'instead' | 'elsewhere' | 'lacks'>;

const lookedAt = async (served: ServedFolder, typed: ListTyped): Promise<Looked> => {
  const { since, until, service } = typed;
  const span = periodOf({ ...(since && { since }), ...(until && { until }) }, served.now());
  const reported = await reportedOver(served, span, service);
  const trend: Trend = trendOf(await entriesIn(served, span, service), span);
  return { reported, trend, ...(await emptyOf(served, reported)), lacks: unreadWords(reported, served.option) };
};

const NOT_LOOKED: Looked = { reported: undefined, trend: undefined, instead: [], elsewhere: undefined, lacks: [] };

/** Options of a command are fields here. */
const inFields = (message: string): string => message.replaceAll(/--(?=since|until|service)/g, '');

const looked = async (
  served: ServedFolder,
  query: URLSearchParams,
): Promise<Looked & { readonly refused: string | undefined }> => {
  try {
    checkNames(query, FIELDS);
    return { ...(await lookedAt(served, typedFields(query))), refused: undefined };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...NOT_LOOKED, refused: `Nothing was looked for. ${inFields(error.message)}.` };
  }
};

/** `GET /report`: a period beside the one before. */
export const showReport = async (served: ServedFolder, query: URLSearchParams): Promise<Response> => {
  const found = await looked(served, query);
  const { voice, clock, folder } = served;
  const screen = reportScreen({
    ...found,
    lacks: [...(await lacksOf(served)), ...found.lacks],
    typed: typedFields(query),
    choices: { services: await servicesToAsk(served) },
    voice,
    clock,
    frame: webFrame(folder, 'report'),
  });
  return webReply(found.refused === undefined ? 200 : 400, screen);
};
