import type { ListEntry } from '../../core/report/list-entry.ts';
import { writeCursor } from '../../core/report/list-cursor.ts';
import { queryIncidents } from '../../pipeline/query-incidents.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import type { ListChoices } from '../../screens/web/list-filters.ts';
import { listRows, listScreen, type ListShown } from '../../screens/web/list-screen.ts';
import { webFrame } from '../../screens/web/web-site.ts';
import { UsageError } from '../terminal/command-error.ts';
import { emptyWords, lacksOf, servicesToAsk } from './folder-words.ts';
import { listWanted, typedFields } from './list-wanted.ts';
import { webReply } from './replies.ts';
import type { ServedFolder } from './served-folder.ts';

const MOST_ROWS = 50;

const choicesOf = async (served: ServedFolder): Promise<ListChoices> => ({
  services: await servicesToAsk(served),
  responders: Object.entries(served.configuration?.responders ?? {}).map(([id, { name }]) => [id, name] as const),
});

/** One more than fit says that there is more. */
const found = async ({ incidents }: ServedFolder, query: IncidentQuery): Promise<readonly ListEntry[]> => {
  const entries: ListEntry[] = [];
  for await (const { entry, isListed } of queryIncidents(incidents, query)) {
    if (isListed) entries.push(entry);
    if (entries.length > MOST_ROWS) break;
  }
  return entries;
};

const nothingFound = async ({ incidents, folder }: ServedFolder, isFirst: boolean): Promise<readonly string[]> => {
  if (!isFirst) return ['No older incident matches.'];
  for await (const _entry of incidents.list({})) return ['No incident matches: take a filter away.'];
  return [emptyWords(folder)];
};

type Listed = Pick<ListShown, 'rows' | 'next' | 'instead'>;

const listed = async (served: ServedFolder, query: IncidentQuery): Promise<Listed> => {
  const entries = await found(served, query);
  const rows = await listRows(entries.slice(0, MOST_ROWS), { ...served, now: served.now() });
  const last = entries[rows.length - 1];
  return {
    rows,
    next: rows.length < entries.length && last !== undefined ? writeCursor(last) : undefined,
    instead: entries.length > 0 ? [] : await nothingFound(served, query.after === undefined),
  };
};

const wantedIn = (query: URLSearchParams, served: ServedFolder): IncidentQuery | { readonly refused: string } => {
  try {
    return listWanted(query, served.now());
  } catch (error) {
    if (error instanceof UsageError) return { refused: `Nothing was looked for. ${error.message}.` };
    throw error;
  }
};

const NOTHING: Listed = { rows: [], next: undefined, instead: [] };

/** `GET /`. What was refused is shown with the form as it was filled in. */
export const showList = async (served: ServedFolder, query: URLSearchParams): Promise<Response> => {
  const wanted = wantedIn(query, served);
  const refused = 'refused' in wanted ? wanted.refused : undefined;
  const screen = listScreen({
    ...('refused' in wanted ? NOTHING : await listed(served, wanted)),
    refused,
    isFirst: !query.has('cursor'),
    typed: typedFields(query),
    choices: await choicesOf(served),
    lacks: await lacksOf(served),
    frame: webFrame(served.folder, 'list'),
    timeZone: served.clock.timeZone,
  });
  return webReply(refused === undefined ? 200 : 400, screen);
};
