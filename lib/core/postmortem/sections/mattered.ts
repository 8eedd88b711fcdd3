import { LOGS } from '../../context.ts';
import { DIAGNOSIS, type IncidentEvent } from '../../incident/events.ts';
import { seesNothing } from '../../incident/inquiry.ts';
import { toldContext } from '../../report/told-context.ts';
import type { Material } from '../facts/material.ts';
import { isOf, type Placed } from '../facts/placed.ts';
import { lastRecovery } from '../facts/recovery.ts';
import { isWithin } from '../facts/runs.ts';

/** Told whenever they happen. */
const ALWAYS: ReadonlySet<IncidentEvent['type']> = new Set([
  'AlarmJoined',
  'AlarmsJoined',
  'SilenceEnded',
  'SeverityRaised',
  'NoteAdded',
  'IncidentAcknowledged',
  'IncidentSnoozed',
  'IncidentEscalated',
  'IncidentReassigned',
  'LevelSkipped',
  'PageFailed',
  'DiagnosisRevised',
  'CauseConfirmed',
  'IncidentResolved',
  'IncidentReopened',
]);

/** What may come again and again while nothing else happens: the first of each time. */
const REPEATED: ReadonlySet<IncidentEvent['type']> = new Set(['IncidentUnanswered', 'NobodyReached']);

/** Each last alarm to recover before a resolution; those that came back are not. */
const recoveries = ({ runs, events }: Material): ReadonlySet<Placed> =>
  new Set(
    runs.flatMap((run) => {
      const within = events.filter((placed) => isWithin(run, placed));
      return lastRecovery(run, within) ?? [];
    }),
  );

/** Diagnoses that came to something else than the one before, unless what follows them says so. */
const newFindings = ({ events }: Material): ReadonlySet<Placed> => {
  const revising = new Set(events.filter(isOf('DiagnosisRevised')).map(({ event }) => event.number));
  const recorded = events
    .filter(isOf('DiagnosisRecorded'))
    .filter(({ event }) => event.unconfirmed === undefined && !seesNothing(event.said));
  return new Set(
    recorded.filter(
      ({ event }, index) => event.said.cause !== recorded[index - 1]?.event.said.cause && !revising.has(event.number),
    ),
  );
};

/** What is sent because nobody answered belongs to what says that nobody did. */
const isPage = ({ event }: Placed): boolean =>
  event.type === 'PageSent' && event.kind === 'page' && event.isUnanswered !== true && event.reason !== 'unanswered';

const isNews = ({ event }: Placed): boolean => {
  if (event.type === 'AcknowledgementEnded') return event.because !== 'escalated' && event.because !== 'reassigned';
  if (event.type === 'ContextUnavailable') return event.source === DIAGNOSIS;
  if (event.type !== 'ContextRecorded') return false;
  const told = toldContext(event);
  return told?.source === LOGS && told.context.patterns.length > 0;
};

/** The events of a timeline that a reader of the whole story wants to know of, in its order. */
export const mattered = (material: Material): readonly Placed[] => {
  const [over, found] = [recoveries(material), newFindings(material)];
  const told = material.events.filter(
    (placed) =>
      ALWAYS.has(placed.event.type) ||
      REPEATED.has(placed.event.type) ||
      over.has(placed) ||
      found.has(placed) ||
      isPage(placed) ||
      isNews(placed),
  );
  return told.filter(({ event: { type } }, index) => !REPEATED.has(type) || told[index - 1]?.event.type !== type);
};
