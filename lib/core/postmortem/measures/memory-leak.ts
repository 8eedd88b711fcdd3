import { type Basis, alarmNamed } from './basis.ts';
import { alarmProposal } from './alarm-proposal.ts';
import type { Proposal } from './proposal.ts';

const load = ({ traffic }: Basis): string => traffic ?? 'the traffic of this incident';

/** No build goes out on which the growth alarm fires. */
const leakTest = (basis: Basis): Proposal => {
  const { service, events } = basis;
  const alarm = alarmNamed(basis, 'memory-growth', 'critical');
  return {
    measure: `A leak test before each release: half an hour of load on the new build, in an environment of its own, recorded; the build fails while the growth alarm fires on what was recorded.`,
    task: 'Put the leak test into the build',
    commands: [
      `npx tocsin record --service ${service} --from 35m --out leak-test.json`,
      `npx tocsin backtest --metrics leak-test.json --alarm ${alarm} --json | jq -e '[.alarms[].timesInAlarm] | add == 0'`,
    ],
    events,
  };
};

export const memoryLeakProposals = (basis: Basis): readonly Proposal[] => [
  {
    measure: 'What grows gets a bound. A restart frees memory for as long as it took to fill.',
    task: 'Find what holds the memory, and give it a bound',
    events: basis.events,
  },
  alarmProposal(basis, {
    watches: 'memory-growth',
    severity: 'critical',
    does: 'pages before memory is full',
    key: 'memoryGrowth',
    sweep: 'exhaustionWithin=30m..3h:30m',
  }),
  leakTest(basis),
  {
    measure: `A load-test routine: ${load(basis)}, for as long as memory took to fill, with visitors that do not come back.`,
    task: `Run the load test at ${load(basis)} once a release`,
    events: basis.events,
  },
];
