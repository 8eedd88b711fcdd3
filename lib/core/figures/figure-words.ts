import { CONFIRMED_NAMES, isConfirmedCause } from '../cause.ts';
import { SECOND, spokenDuration } from '../time.ts';
import type { Distribution } from './distribution.ts';
import type { Figures } from './figures.ts';
import type { Times } from './times.ts';

/** A group of causes as people call it. */
export const causeName = (group: string): string => (isConfirmedCause(group) ? CONFIRMED_NAMES[group] : group);

const shareInWords = ({ begunByDeploy: { n, of } }: Figures): string =>
  `${String(n)} of ${String(of)}${of === 0 ? '' : ` (${String(Math.round((n / of) * 100))} %)`}`;

/** How many were begun by a deploy. */
export const deployInWords = (figures: Figures, before: Figures | undefined): string => {
  const { ofUnknownCause } = figures.begunByDeploy;
  return [
    shareInWords(figures),
    ...(ofUnknownCause === 0 ? [] : [`of ${String(ofUnknownCause)} nobody knows the cause`]),
    ...(before === undefined ? [] : [`before: ${shareInWords(before)}`]),
  ].join('; ');
};

const RELEASES_UNKNOWN = 'not known: a folder has none, and a stack keeps them for 90 days';

/** What became of services by their deploys. */
export const releasesInWords = ({ releases }: Figures): string => {
  if (releases === null) return RELEASES_UNKNOWN;
  const { better, same, worse } = releases;
  return `worse ${String(worse)}, same ${String(same)}, better ${String(better)}, cannot tell ${String(releases['cannot-tell'])}`;
};

const some = (n: number, words: string): readonly string[] => (n === 0 ? [] : [`${String(n)} ${words}`]);

/** How often the first page was right about the cause. */
export const firstPagesInWords = ({ firstPageCause }: Figures): string => {
  const { right, wrong, abstained, unconfirmed } = firstPageCause;
  const confirmed = right + wrong;
  const parts = [
    ...(confirmed === 0 ? [] : [`right about the cause in ${String(right)} of ${String(confirmed)} confirmed`]),
    ...some(unconfirmed, 'named a cause that nobody has confirmed'),
    ...some(abstained, 'named none'),
  ];
  return parts.length === 0 ? 'none went out with a diagnosis' : parts.join('; ');
};

/** Steps of an incident, as a row is headed by them. */
export const TIME_STEPS: readonly (readonly [step: keyof Times, words: string])[] = [
  ['detect', 'alarm, from onset'],
  ['firstPage', 'first page'],
  ['acknowledge', 'answer to it'],
  ['resolve', 'resolution'],
];

/** Of seconds; a dash where there is nothing to tell. */
export const spokenSeconds = (seconds: number | null): string =>
  seconds === null ? '-' : spokenDuration(seconds * SECOND);

const TOO_FEW = 'too few to compare';

/** Beside the period before, as far as that says anything. */
export const timeRemark = (now: Distribution, before: Distribution | undefined): string => {
  if (now.isTooFewToCompare) return now.n === 0 ? '' : TOO_FEW;
  if (before === undefined) return '';
  return before.isTooFewToCompare ? 'too few before' : `${spokenSeconds(before.medianSeconds)} before`;
};
