import { alarmsInProcess, type InProcess } from './alarms-in-process.ts';
import { type OverHttp, alarmsOverHttp } from './alarms-over-http.ts';
import { STORM_ALARMS } from './alarm-storm.ts';
import { perSecond, table, whole } from './table.ts';

/** The two sizes of a storm, and what Alertmanager 0.25 took of each on a like machine (2 cores), alarms a second. */
const STORMS = [
  { groups: 50, goal: 4107 },
  { groups: 2000, goal: 1462 },
] as const;

export interface Alarms {
  readonly inProcess: readonly InProcess[];
  readonly overHttp: OverHttp;
}

export const alarms = async (): Promise<Alarms> => ({
  inProcess: await alarmsInProcess(STORMS.map(({ groups }) => groups)),
  overHttp: await alarmsOverHttp(STORMS.map(({ groups }) => groups)),
});

const goalOf = (groups: number): number => STORMS.find((storm) => storm.groups === groups)?.goal ?? Number.NaN;

const ratioOf = (rate: number, other: number | undefined): string =>
  other === undefined ? '' : `${(rate / other).toFixed(2)}x`;

const inProcessTable = (measured: readonly InProcess[]): string =>
  table(
    ['in process, pages sent included', 'groups', 'median ms', 'alarms/s', 'goal', 'to goal', 'lost', 'paged twice'],
    measured.map(({ batch, groups, median, lost, tally }) => {
      const rate = perSecond(STORM_ALARMS, median);
      const goal = goalOf(groups);
      return [
        `receive, ${batch === 1 ? '1 alarm a call' : `${String(batch)} alarms a batch`}`,
        whole(groups),
        whole(median),
        whole(rate),
        whole(goal),
        ratioOf(rate, goal),
        String(lost),
        String(tally.pagedTwice),
      ];
    }),
  );

const overHttpTable = ({ measured, peer }: OverHttp): string => {
  const rateOf = (who: string, like: OverHttp['measured'][number]): number | undefined => {
    const one = measured.find(
      (row) => row.who === who && row.groups === like.groups && row.alarmsAPost === like.alarmsAPost,
    );
    return one && perSecond(STORM_ALARMS, one.median);
  };
  const headings = ['alarms/POST', 'groups', 'median ms', 'alarms/s', 'goal', 'to goal', 'to peer', 'lost', 'messages'];
  return table(
    ['over loopback HTTP', ...headings],
    measured.map((row) => {
      const rate = perSecond(STORM_ALARMS, row.median);
      const isTocsin = row.who === 'tocsin';
      const goal = isTocsin && row.alarmsAPost === 1 ? goalOf(row.groups) : undefined;
      return [
        isTocsin ? 'Tocsin' : (peer ?? ''),
        String(row.alarmsAPost),
        whole(row.groups),
        whole(row.median),
        whole(rate),
        goal === undefined ? '' : whole(goal),
        ratioOf(rate, goal),
        isTocsin ? ratioOf(rate, rateOf('alertmanager', row)) : '',
        String(row.lost),
        whole(row.messages),
      ];
    }),
  );
};

const GOALS =
  'Goals are published figures, not of this run: Alertmanager 0.25 on a like machine (2 cores), one alarm a POST.';
const NO_PEER = 'No alertmanager on PATH to run beside it (Debian: apt-get install prometheus-alertmanager).';

export const alarmsText = ({ inProcess, overHttp }: Alarms): string =>
  [
    `${whole(STORM_ALARMS)} distinct alarms, the groups taken in turn`,
    '',
    inProcessTable(inProcess),
    '',
    overHttpTable(overHttp),
    '',
    GOALS,
    ...(overHttp.peer === undefined ? [NO_PEER] : []),
  ].join('\n');

/** What was lost or paged twice, in words; none: every figure stands for work that was done right. */
export const alarmsWrong = ({ inProcess, overHttp }: Alarms): readonly string[] => [
  ...inProcess.flatMap(({ wrong }) => wrong),
  ...overHttp.measured.flatMap(({ wrong }) => wrong),
];
