import { inOrder } from '../../core/in-order.ts';
import { type Verification, verifyTimeline } from '../../core/incident/verify.ts';
import { counted } from '../../core/words.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import { namedByLists, type NamedIncident } from '../../pipeline/named-by-lists.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { labelled } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import { toldWhile } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { Anchored } from './anchored.ts';
import { absentIncident, findIncident } from './find-incident.ts';
import { targetOf } from './open-target.ts';
import { queryOf } from './query-options.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

interface Verified {
  readonly incidentId: string;
  readonly events: number;
  readonly diagnoses: number;
  /** The first broken event first. */
  readonly problems: readonly string[];
  /** Why it could not be read; null: it was. */
  readonly unread: string | null;
}

interface Verifying {
  readonly target: IncidentsTarget;
  readonly anchored: Anchored;
}

const isSound = ({ problems, unread }: Verified): boolean => problems.length === 0 && unread === null;

const read = async (
  { target: { incidents }, anchored }: Verifying,
  incidentId: string,
): Promise<Verified | undefined> => {
  const record = await incidents.record(incidentId);
  if (record === undefined) return undefined;
  const { head, events } = record;
  const diagnoses = await incidents.diagnoses(incidentId, 'all');
  const result: Verification =
    head === undefined ? { ok: false, problems: ['there is no head'] } : verifyTimeline(events, head, diagnoses);
  const problems = [...(result.ok ? [] : result.problems), ...anchored.problemsOf(incidentId, events)];
  return { incidentId, events: events.length, diagnoses: diagnoses.length, problems, unread: null };
};

/** What was written between two of its reads looks added, or missing: a second look tells. */
const verified = async (verifying: Verifying, incidentId: string): Promise<Verified | undefined> => {
  const first = await read(verifying, incidentId);
  return first === undefined || isSound(first) ? first : read(verifying, incidentId);
};

const NONE = { events: 0, diagnoses: 0, problems: [], unread: null };

/** One that cannot be read keeps no other from being verified. */
const verifiedOrNot = async (verifying: Verifying, incidentId: string): Promise<Verified> => {
  try {
    const lost = { ...NONE, incidentId, problems: ['nothing is stored of it: it was removed'] };
    return (await verified(verifying, incidentId)) ?? lost;
  } catch (error) {
    return { ...NONE, incidentId, unread: error instanceof Error ? error.message : String(error) };
  }
};

const verifiedOne = async (verifying: Verifying, id: string): Promise<Verified> => {
  const found = await verified(verifying, await findIncident(verifying.target, id));
  if (found === undefined) throw absentIncident(verifying.target, id);
  return found;
};

const FIRST_DAY = '0000-00-00';

/** Nothing is left out of a list but by its beginning. */
const isWhole = ({ until, after, status, service, severity, cause, responder }: IncidentQuery): boolean =>
  [until, after, status, service, severity, cause, responder].every((one) => one === undefined);

/** @throws UsageError it is no hash. */
const toldAnchor = ({ anchor }: IncidentsOptions): string | undefined => {
  if (anchor === undefined || /^[0-9a-f]{64}$/u.test(anchor)) return anchor;
  throw new UsageError(`--anchor: expected the 64 hex digits of an anchor, got ${JSON.stringify(anchor)}`);
};

/** @throws UsageError one and all are asked for. */
const checkAlone = (id: string | undefined, { all, anchor }: IncidentsOptions): void => {
  if (id !== undefined && (all === true || anchor !== undefined))
    throw new UsageError('--all, --anchor: expected no id with it, or the id alone');
};

/** Whoever answers people at a stack answers ten at once; two are left to them. */
const AT_ONCE = 8;

const verifiedAll = async (verifying: Verifying, query: IncidentQuery, shell: Shell): Promise<readonly Verified[]> => {
  const all: Verified[] = [];
  const work = async ({ incidentId, isDamaged }: NamedIncident): Promise<Verified> => {
    const one = await verifiedOrNot(verifying, incidentId);
    return isDamaged ? { ...one, problems: [...one.problems, 'its entry in lists is damaged'] } : one;
  };
  await toldWhile(shell)('verifying', async (say) => {
    const take = async (some: AsyncIterable<NamedIncident> | Iterable<NamedIncident>): Promise<void> => {
      for await (const one of inOrder(some, AT_ONCE, work)) {
        all.push(one);
        say(`verified ${counted(all.length, 'incident')}`);
      }
    };
    await take(namedByLists(verifying.target.incidents, query));
    // What no list names any more is asked for by its id.
    if (isWhole(query)) await take(verifying.anchored.missed.map((incidentId) => ({ incidentId, isDamaged: false })));
  });
  return all;
};

/** What it reads is told by what was verified. */
const untold = ({ status: _status, ...shell }: Shell): Shell => shell;

/** @throws UsageError one and all are asked for. */
const verifiedOf = async (shell: Shell, id: string | undefined, asked: IncidentsOptions) => {
  const told = toldAnchor(asked);
  checkAlone(id, asked);
  const query = queryOf(asked, shell);
  if (id !== undefined) {
    const target = await targetOf(shell, asked);
    return { target, anchors: [], all: [await verifiedOne({ target, anchored: new Anchored([]) }, id)] };
  }
  // An index leads to the files of one incident; only all of them tell that none is missing.
  const target = await targetOf(untold(shell), asked, { isWhole: true });
  const anchored = new Anchored(await target.anchors((query.since ?? FIRST_DAY).slice(0, 10)), told);
  return { target, anchors: anchored.problems, all: await verifiedAll({ target, anchored }, query, shell) };
};

const wordsOf = ({ events, diagnoses, problems, unread }: Verified): readonly string[] => {
  if (unread !== null) return [`could not be read: ${unread}`];
  const stored = diagnoses === 0 ? '' : `, diagnoses: ${String(diagnoses)}`;
  return problems.length > 0 ? problems : [`whole: ${String(events)} events${stored}: head and chain agree`];
};

const verifiedText = (all: readonly Verified[], { ink, width }: Shell): string =>
  all
    .flatMap((one) => {
      const found = wordsOf(one).map((text) => [one.incidentId, printable(text)] as const);
      return labelled(found, width).map((line) => ink(line, isSound(one) ? 'green' : 'red'));
    })
    .join('\n');

/** Undefined: everything is as it was written. */
const failureOf = (
  all: readonly Verified[],
  anchors: readonly string[],
  { place }: IncidentsTarget,
): string | undefined => {
  const share = (some: readonly Verified[]): string => `${String(some.length)} of ${String(all.length)} incidents`;
  const broken = all.filter(({ problems }) => problems.length > 0);
  const unread = all.filter((one) => one.unread !== null);
  const [first] = broken;
  if (first !== undefined)
    return `${share(broken)} are not as they were written, the first ${first.incidentId} (${first.problems[0] ?? ''}): ${place.mend}`;
  if (anchors[0] !== undefined) return `${anchors[0]}: ${place.mend}`;
  return unread.length === 0 ? undefined : `${share(unread)} could not be read, and may be damaged`;
};

/** `tocsin incidents verify`. @throws FailedError something is not as it was written, or cannot be read. */
export const verifyIncidents = async (
  shell: Shell,
  id: string | undefined,
  options: IncidentsOptions,
): Promise<void> => {
  const { target, anchors, all } = await verifiedOf(shell, id, options);
  const unreadable = await target.unreadable();
  if (options.json === true) shell.out(JSON.stringify({ incidents: all, anchors, unreadable }, undefined, 2));
  else shell.out(all.length === 0 ? `No incidents in ${shell.ink(target.place.name)}.` : verifiedText(all, shell));
  if (unreadable.length > 0)
    throw new FailedError(
      `${unreadable.join(', ')}: cannot be read, so whatever was recorded there is missing above: restore it from a copy`,
    );
  const failure = failureOf(all, anchors, target);
  if (failure !== undefined) throw new FailedError(failure);
};
