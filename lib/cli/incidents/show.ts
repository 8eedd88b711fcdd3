import type { Configuration } from '../../core/configuration.ts';
import { findingIn } from '../../core/diagnosis/finding.ts';
import type { DiagnosisChart } from '../../core/diagnosis/summary/chart.ts';
import type { Diagnosis } from '../../core/diagnosis/verdict/diagnosis.ts';
import { policyNameOf, policyOf } from '../../core/escalation/policy.ts';
import { eventOf } from '../../core/incident/chain.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { HeadAlarm, Incident, Requested } from '../../core/incident/incident.ts';
import { type Seen, seenOf } from '../../core/incident/response.ts';
import { afterwards, nextInWords } from '../../core/report/afterwards.ts';
import { coverageInWords } from '../../core/report/coverage.ts';
import { factsNow } from '../../core/report/facts-now.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { sentPages } from '../../core/report/sent-pages.ts';
import { statusInWords } from '../../core/report/status.ts';
import { storyOf } from '../../core/report/story.ts';
import type { Instant } from '../../core/time.ts';
import { inZoneOf } from '../../core/time-mark.ts';
import { counted } from '../../core/words.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { labelled, table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { storyLines } from '../terminal/story-lines.ts';
import { aroundLines } from './show-around.ts';
import { confirmedFact } from './confirmed-fact.ts';
import { diagnosisLines, type ShownIncident } from './show-diagnosis.ts';
import { readFound } from './find-incident.ts';
import { targetOf } from './open-target.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

/** Whom it pages is what today's configuration says; without one nobody knows. */
const policyFact = (
  head: Incident,
  configuration: Configuration | undefined,
): readonly (readonly [string, string])[] => {
  if (configuration === undefined) return [];
  const { levels, repeat } = policyOf(configuration, head);
  const name = printable(policyNameOf(configuration, head));
  return [['policy', `${name}: ${counted(levels.length, 'level')}, ${counted(repeat + 1, 'round')}`]];
};

type LabelledFact = readonly [string, string];

/** What happens by itself; who is paged, only where it is still to come. */
const outlookFacts = (
  { head, target: { configuration, voice } }: ShownIncident,
  now: Instant,
): readonly LabelledFact[] => {
  const time = (at: Instant): string => voice.time(at, head.openedAt);
  const facts = configuration && factsNow(head, { configuration, now, responder: undefined });
  const then = afterwards(head, facts, time);
  const next = facts?.next !== undefined && facts.next.at > now ? nextInWords(head, facts, time) : undefined;
  const told: readonly (readonly [string, string | undefined])[] = [
    ...coverageInWords(head, voice, time).map((text) => ['cover', text] as const),
    ['outlook', then],
    ['next', next],
  ];
  return told.flatMap(([label, text]) => (text === undefined ? [] : [[label, printable(text)] as const]));
};

const headLines = (shown: ShownIncident, { ink, width, now }: Shell): readonly string[] => {
  const { head, target } = shown;
  const { clock, voice, configuration } = target;
  const { incidentId, service, environment, severity, openedAt, flaps, runbook, account, region } = head;
  const facts: readonly (readonly [string, string])[] = [
    [
      'opened',
      `${clock.stamp(openedAt)} (${clock.timeZone})${flaps > 0 ? `, came back ${counted(flaps, 'time')}` : ''}`,
    ],
    ['status', printable(statusInWords(head, voice))],
    ...outlookFacts(shown, now()),
    ...confirmedFact(shown.timeline, voice),
    ...policyFact(head, configuration),
    ['account', `${printable(account)}, ${printable(region)}`],
    ...(runbook === undefined ? [] : [['runbook', printable(runbook)] as const]),
  ];
  return [
    ...wrap(printable(`${incidentId}  ${service} in ${environment}, ${severity}`), width).map((line) =>
      ink(line, 'bold'),
    ),
    ...labelled(facts, width).map((line) => ink(line)),
  ];
};

/** Of name, state, severity and when that was. */
const FITS: readonly Fit[] = [{ least: 24 }, { least: 12 }, { rank: 1 }, { rank: 2 }];

const stateOf = ({ state, silenced }: HeadAlarm): string => (silenced ? `${state} (muted)` : state);

const alarmLines = (
  { head: { alarms, counts }, target: { clock } }: ShownIncident,
  { ink, width }: Shell,
): readonly string[] => {
  const rows = alarms.map((alarm) => [
    printable(alarm.name),
    stateOf(alarm),
    alarm.severity,
    `since ${clock.stamp(alarm.since)}`,
  ]);
  const unnamed = counts.joined - alarms.length;
  return [
    '',
    ink('Alarms', 'bold'),
    ...table(rows, width, FITS).map((line) => ink(line)),
    ...(unnamed > 0 ? [ink(`and ${String(unnamed)} more`)] : []),
  ];
};

const unsentLines = ({ head: { requested }, target }: ShownIncident, { ink, width }: Shell): readonly string[] => {
  if (requested.length === 0) return [];
  const names = requested.map(({ target: to, kind }) => `a ${kind} to ${target.voice.target(to)}`);
  const { kind, name } = target.place;
  const text =
    kind === 'stack'
      ? `Requested and not sent yet: ${names.join(', ')}.`
      : `Requested and not sent: ${names.join(', ')}. Nothing sends it here: ${name} is a folder.`;
  return ['', ...wrap(printable(text), width).map((line) => ink(line, 'yellow'))];
};

const showText = (shown: ShownIncident, shell: Shell): string => {
  const { timeline, target } = shown;
  const story = storyOf(timeline, target.voice);
  const firstPage = story.find(({ page }) => page !== undefined);
  const lines = story.map((told) => ({ ...told, show: told === firstPage ? 'text' : 'subject' }) as const);
  return [
    ...headLines(shown, shell),
    ...alarmLines(shown, shell),
    ...diagnosisLines(shown, shell),
    ...aroundLines(shown, shell),
    '',
    ...storyLines(lines, target.clock, shell),
    ...unsentLines(shown, shell),
  ].join('\n');
};

interface ShownJson {
  readonly incident: Incident;
  readonly seen: Seen;
  readonly pages: ReturnType<typeof sentPages>;
  readonly unsent: readonly Requested[];
  /** The last, whole, with what is drawn of it; times in its sentences are those of UTC. */
  readonly diagnosis: Diagnosis | null;
  readonly chart: DiagnosisChart | null;
  readonly timeline: readonly IncidentEvent[];
}

const NOTHING_FOUND = { diagnosis: null, chart: null };

const UTC = localClock('UTC');

const asJson = ({ head, timeline, diagnosis: body }: ShownIncident): ShownJson => {
  const found = body === undefined ? undefined : findingIn(body);
  const { diagnosis, chart } = found === undefined ? NOTHING_FOUND : inZoneOf(found, (at) => UTC.minute(at));
  return {
    incident: head,
    seen: seenOf(head),
    pages: sentPages(timeline),
    unsent: head.requested,
    diagnosis,
    chart,
    timeline,
  };
};

const lastDiagnosis = async ({ incidents }: IncidentsTarget, head: Incident): Promise<string | undefined> => {
  const { count = 0 } = head.inquiry ?? {};
  if (count === 0) return undefined;
  const [last] = await incidents.diagnoses(head.incidentId, [count]);
  return last?.body;
};

/** `tocsin incidents show`. */
export const showIncident = async (shell: Shell, id: string, options: IncidentsOptions): Promise<void> => {
  const target = await targetOf(shell, options);
  const { head, events } = await readFound(target, id);
  const timeline = events.map(eventOf);
  const shown = { head, timeline, diagnosis: await lastDiagnosis(target, head), target };
  shell.out(options.json === true ? JSON.stringify(asJson(shown), undefined, 2) : showText(shown, shell));
};
