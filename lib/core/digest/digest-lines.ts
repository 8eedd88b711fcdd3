import { causeName, spokenSeconds, timeRemark } from '../figures/figure-words.ts';
import type { GroupCount } from '../figures/group-counts.ts';
import { type LocalClock, localClock } from '../report/local-clock.ts';
import type { Voice } from '../report/voice.ts';
import { HOUR, type Instant, later } from '../time.ts';
import { counted } from '../words.ts';
import type { Digest, UnresolvedIncident, Top, WorseDeploy } from './digest.ts';

/** How a digest is spoken. */
export interface DigestVoice {
  /** What people are called. */
  readonly people: Pick<Voice, 'responder'>;
  /** Makes a text of unknown origin one harmless line of at most so many characters, for whoever reads it. */
  readonly said: (text: string, max: number) => string;
  /** Where a command that the text names works: `--stack Tocsin`. */
  readonly where: string;
  /** When it is read, to say that it comes late; undefined: whenever somebody likes. */
  readonly sentAt?: Instant | undefined;
}

/** Later than this it says so. */
const LATE_MS = HOUR;
/** As many characters of an id as tell it to `incidents show`, nearly always. */
const ID_LENGTH = 14;
/** Characters of a name. */
const LONGEST_NAME = 80;

type Measured = NonNullable<Digest['measured']>;

const lastDay = ({ to }: Digest, clock: LocalClock): string => clock.stamp(later(to, -1)).slice(0, 10);

/** `2023-07-31 to 2023-08-06`. */
const daysInWords = (digest: Digest, clock: LocalClock): string =>
  `${clock.stamp(digest.from).slice(0, 10)} to ${lastDay(digest, clock)}`;

/** `12 incidents, 1 still open`. */
export const countInWords = ({ incidents: { total, open } }: Digest): string =>
  total === 0 ? 'no incident' : `${counted(total, 'incident')}${open === 0 ? '' : `, ${String(open)} still open`}`;

const headLines = (digest: Digest, clock: LocalClock, { sentAt }: DigestVoice): readonly string[] => {
  const { week, environment, dueAt, timeZone } = digest;
  const isLate = sentAt !== undefined && sentAt > later(dueAt, LATE_MS);
  return [
    `Week ${week} in ${environment}, ${daysInWords(digest, clock)}, times of ${timeZone}.`,
    ...(isLate ? [`It comes late: it was due on ${clock.stamp(dueAt)}.`] : []),
  ];
};

const countLine = ({ incidents: { total, open, before } }: Digest): string => {
  const was = `the week before, ${String(before)}`;
  if (total === 0) return `No incident opened; ${was}.`;
  return `${counted(total, 'incident')} opened, ${open === 0 ? 'none' : String(open)} still open; ${was}.`;
};

const groupsLine = (
  what: string,
  { named, more }: Top<GroupCount>,
  nameOf: (group: string) => string,
): readonly string[] => {
  if (named.length === 0) return [];
  const groups = named.map(({ group, n }) => `${nameOf(group)} ${String(n)}`);
  return [`By ${what}: ${[...groups, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(', ')}.`];
};

const timeLine = (what: string, { now, before }: Measured['resolve']): readonly string[] => {
  if (now.of === 0) return [];
  if (now.n === 0) return [`${what}: none of ${String(now.of)} so far.`];
  const remark = timeRemark(now, before);
  const share = now.of === 1 ? '' : `, median of ${String(now.n)} of ${String(now.of)}`;
  return [`${what} after ${spokenSeconds(now.medianSeconds)}${share}${remark === '' ? '' : `; ${remark}`}.`];
};

/** A heading, what it names, and how many more there are. */
const part = <T>(heading: string, { named, more }: Top<T>, lineOf: (one: T) => string): readonly string[] =>
  named.length === 0
    ? []
    : [
        '',
        `${heading}:`,
        ...named.map((one) => `- ${lineOf(one)}`),
        ...(more > 0 ? [`- and ${String(more)} more`] : []),
      ];

const pageLines = ({ pages, responders }: Measured, { people, said }: DigestVoice): readonly string[] => {
  if (pages.total === 0) return ['', 'Nobody was paged.'];
  const heading = `${counted(pages.total, 'page')} to people, ${String(pages.atNight)} at night`;
  return part(
    heading,
    responders,
    ({ responder, pages: n, atNight }) =>
      `${said(people.responder(responder), LONGEST_NAME)}: ${String(n)}, ${String(atNight)} at night`,
  );
};

const alarmLines = ({ alarms }: Measured, { said }: DigestVoice): readonly string[] =>
  part(
    'Noisiest alarms',
    alarms,
    ({ name, service, firings, runs, actedOn }) =>
      `${said(name, LONGEST_NAME)} (${said(service, LONGEST_NAME)}): fired ${counted(firings, 'time')}, acted on in ${String(actedOn)} of ${String(runs)}`,
  );

const measuredLines = (digest: Digest, voice: DigestVoice): readonly string[] => {
  const { measured, from, to } = digest;
  if (measured === null)
    return [
      'Severities, times, pages and alarms are not counted: to read so many incidents takes too long.',
      `npx tocsin report ${voice.where} --since ${from} --until ${to} has them.`,
    ];
  return [
    ...groupsLine('severity', { named: measured.bySeverity, more: 0 }, (group) => group),
    ...groupsLine('cause', { named: measured.byCause, more: 0 }, causeName),
    ...timeLine('First page answered', measured.acknowledge),
    ...timeLine('Resolved', measured.resolve),
    ...pageLines(measured, voice),
    ...alarmLines(measured, voice),
  ];
};

const incidentLines = (digest: Digest, voice: DigestVoice): readonly string[] => {
  const { incidents, measured } = digest;
  if (incidents.total > 0)
    return [
      ...groupsLine('service', incidents.byService, (service) => voice.said(service, LONGEST_NAME)),
      ...measuredLines(digest, voice),
    ];
  // Whoever was paged was paged for what had opened before.
  return measured?.pages.total === 0 ? [] : measuredLines(digest, voice);
};

const openLine =
  (clock: LocalClock, { said }: DigestVoice) =>
  ({ incidentId, service, severity, status, openedAt }: UnresolvedIncident): string =>
    `${said(service, LONGEST_NAME)}, ${severity}, ${status}, since ${clock.stamp(openedAt)}: ${said(incidentId, 40).slice(0, ID_LENGTH)}`;

const worseLines = ({ worse }: Digest, clock: LocalClock, { said }: DigestVoice): readonly string[] => {
  if (worse === null) return ['', 'Deploys called worse: not known here.'];
  if (worse.named.length === 0) return ['', 'No deploy was called worse.'];
  return part(
    'Deploys called worse',
    worse,
    ({ service, id, deployedAt }: WorseDeploy) =>
      `${said(service, LONGEST_NAME)}, ${clock.stamp(deployedAt)}: ${said(id, LONGEST_NAME)}`,
  );
};

const lackLines = ({ unread }: Digest, { where }: DigestVoice): readonly string[] =>
  unread === 0
    ? []
    : [
        '',
        `Of ${counted(unread, 'incident')} the timeline could not be read: nothing of it is measured above.`,
        `npx tocsin incidents verify --all ${where} says what is wrong.`,
      ];

/** Kept in mails and chats, which whoever changes the table does not reach. */
const anchorLines = ({ anchor }: Digest, { where }: DigestVoice): readonly string[] => {
  if (anchor === null) return ['', 'There is no anchor yet: nothing here proves how timelines stood.'];
  return [
    '',
    `Anchor of ${anchor.day}: ${anchor.hash}`,
    'It proves how timelines stood after that day; whoever doubts them runs',
    `npx tocsin incidents verify --all ${where} --anchor ${anchor.hash}`,
  ];
};

/** A digest in lines, the same in a mail, a chat and a terminal. */
export const digestLines = (digest: Digest, voice: DigestVoice): readonly string[] => {
  const clock = localClock(digest.timeZone);
  return [
    ...headLines(digest, clock, voice),
    '',
    countLine(digest),
    ...incidentLines(digest, voice),
    ...part('Still open', digest.stillOpen, openLine(clock, voice)),
    ...worseLines(digest, clock, voice),
    ...lackLines(digest, voice),
    ...anchorLines(digest, voice),
  ];
};
