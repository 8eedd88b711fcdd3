import type { DeployWord } from '../../core/deploy/deploy-word.ts';
import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import type { LocalClock } from '../../core/report/local-clock.ts';
import { epochOf, spokenDuration } from '../../core/time.ts';
import { counted, listed as spokenList } from '../../core/words.ts';
import type { JudgedDeploy } from '../../ports/deploy-reader.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import type { Listed } from './listed.ts';

/** Of more, the newest are shown. */
const MOST_SHOWN = 100;

const STATUSES: Readonly<Record<DeployWord['status'], readonly [word: string, style?: Style]>> = {
  STARTED: ['started', 'cyan'],
  SUCCEEDED: ['succeeded'],
  FAILED: ['failed', 'red'],
  ROLLED_BACK: ['rolled back', 'yellow'],
};

const VERDICTS: Readonly<Record<ReleaseVerdict['verdict'], string>> = {
  better: 'better',
  same: 'same',
  worse: 'worse',
  'cannot-tell': 'cannot tell',
};

/** Of the newest, in sentences. */
const MOST_WORSE = 5;

const worseIn = (deploys: readonly JudgedDeploy[]): readonly string[] =>
  deploys
    .flatMap(({ service, revision, id, verdict }) =>
      verdict?.verdict === 'worse' ? [`Worse, ${service ?? ''} ${revision ?? id}: ${verdict.why}.`] : [],
    )
    .slice(0, MOST_WORSE);

const COLUMNS: readonly (readonly [heading: string, fit: Fit])[] = [
  ['BEGAN', {}],
  ['SERVICE', { least: 10 }],
  ['STATUS', {}],
  ['VERDICT', { rank: 5 }],
  ['REVISION', { least: 12 }],
  ['TOOK', { rank: 2 }],
  ['SYSTEM', { rank: 3 }],
  ['WHAT', { least: 16, rank: 4 }],
  ['BY', { least: 8, rank: 1 }],
];

const NOT_SAID = '-';

const tookOf = ({ startedAt, finishedAt }: JudgedDeploy): string =>
  startedAt === null || finishedAt === null ? NOT_SAID : spokenDuration(epochOf(finishedAt) - epochOf(startedAt));

const rowOf = (deploy: JudgedDeploy, clock: LocalClock): readonly string[] => [
  clock.stamp(deploy.firstAt),
  printable(deploy.service ?? NOT_SAID),
  STATUSES[deploy.status][0],
  deploy.verdict === null ? NOT_SAID : VERDICTS[deploy.verdict.verdict],
  printable(deploy.revision ?? NOT_SAID),
  tookOf(deploy),
  printable(deploy.system),
  printable(deploy.subject ?? deploy.id),
  printable(deploy.actor ?? NOT_SAID),
];

/** What the table does not hold, in sentences. */
const remarksOn = ({ deploys, unheardOf, isCut, since }: Listed, clock: LocalClock): readonly string[] => {
  const more = deploys.length - MOST_SHOWN;
  return [
    ...worseIn(deploys),
    ...(more > 0 || isCut
      ? [`${isCut ? 'At least ' : ''}${String(Math.max(more, 1))} more: a later --since, or --json, shows them.`]
      : []),
    ...(unheardOf.length > 0
      ? [
          `Nobody ever told of a deploy of ${spokenList(unheardOf, 'or')}: that is not to know, not none (docs/deploys.md).`,
        ]
      : []),
    ...(deploys.some(({ service }) => service === null)
      ? ['Of no service: deploys in tocsin.yaml says whose such a deploy is.']
      : []),
    `${counted(deploys.length, 'deploy')} since ${clock.stamp(since)}. Times of ${clock.timeZone}.`,
  ];
};

export const deploysText = (listed: Listed, clock: LocalClock, { ink, width }: Shell): string => {
  const shown = listed.deploys.slice(0, MOST_SHOWN);
  const remarks = remarksOn(listed, clock).flatMap((remark) =>
    wrap(printable(remark), width).map((line) => ink(line, 'dim')),
  );
  if (shown.length === 0) return remarks.join('\n');
  const [heading = '', ...rows] = table(
    [COLUMNS.map(([name]) => name), ...shown.map((deploy) => rowOf(deploy, clock))],
    width,
    COLUMNS.map(([, fit]) => fit),
  );
  const inked = rows.map((row, index) => ink(row, STATUSES[shown[index]?.status ?? 'SUCCEEDED'][1]));
  return [ink(heading, 'dim'), ...inked, '', ...remarks].join('\n');
};
