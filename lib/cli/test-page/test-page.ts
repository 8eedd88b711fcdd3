import { randomUUID } from 'node:crypto';
import { httpApiDrills } from '../../adapters/http-api/http-api-drills.ts';
import { topicSuffix } from '../../adapters/sns/contract.ts';
import { topicSubscriptions } from '../../adapters/sns/topic-subscriptions.ts';
import type { Target } from '../../core/configuration.ts';
import { epochOf, HOUR, MINUTE, parseDuration, SECOND, spokenDuration } from '../../core/time.ts';
import { listed } from '../../core/words.ts';
import { callersSns } from '../../runtime/terminal-clients.ts';
import { askAws, callerOf } from '../stack/asking-aws.ts';
import { type DeployedStack, deployedStack } from '../stack/deployed-stack.ts';
import { apiOf } from '../stack/stack-api.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { type DrillOutcome, drillOutcome, isSettled, stillAwaited } from './drill-outcome.ts';
import {
  acknowledgedLine,
  isUnheard,
  NO_ARRIVAL,
  NOTHING_ARRIVES,
  type ShownTarget,
  targetLines,
  testedName,
} from './drill-text.ts';

export interface TestPageOptions {
  readonly stack: string;
  readonly to?: readonly string[];
  readonly wait?: string | true;
  readonly json?: true;
}

const POLL_MS = 2 * SECOND;
/** The stack gives up what is unsent after five minutes. */
const SENT_WITHIN_MS = 6 * MINUTE;
const USUAL_WAIT_MS = 15 * MINUTE;

/** @throws UsageError */
const waitOf = ({ wait }: TestPageOptions): number | undefined => {
  if (wait === undefined || wait === true) return wait && USUAL_WAIT_MS;
  const ms = parseDuration(wait);
  if (ms !== undefined && ms > 0 && ms <= HOUR) return ms;
  throw new UsageError(`--wait: expected a duration such as 10m, at most 1h, got ${JSON.stringify(wait)}`);
};

interface Polled {
  readonly read: () => Promise<DrillOutcome>;
  readonly isDone: (outcome: DrillOutcome) => boolean;
  readonly withinMs: number;
}

/** Looks again and again until it is done, or its time is over: how it stands then. */
const poll = async ({ now, pause }: Shell, { read, isDone, withinMs }: Polled): Promise<DrillOutcome> => {
  const untilMs = epochOf(now()) + withinMs;
  let outcome = await read();
  while (!isDone(outcome) && epochOf(now()) < untilMs) {
    await pause(POLL_MS);
    outcome = await read();
  }
  return outcome;
};

type Subscriptions = ShownTarget['subscriptions'];

/** Who subscribes; undefined, and said once why, where these credentials may not ask: the test goes on. */
const subscriptionsOf = async (
  shell: Shell,
  { topicArnPrefix }: DeployedStack,
  targets: readonly Target[],
): Promise<ReadonlyMap<Target, Subscriptions>> => {
  if (topicArnPrefix === undefined) return new Map();
  const client = callersSns(callerOf(shell));
  const why = new Set<string>();
  const ask = async (target: Target): Promise<readonly [Target, Subscriptions]> => {
    const topicArn = topicArnPrefix + topicSuffix(target);
    const call = (): Promise<Subscriptions> => topicSubscriptions(client, topicArn);
    const asked = { action: 'sns:ListSubscriptionsByTopic', resource: topicArn, call };
    try {
      return [target, await askAws(shell, { ...asked, doing: 'asking SNS who subscribes' })];
    } catch (error) {
      if (!(error instanceof FailedError)) throw error;
      why.add(error.message);
      return [target, undefined];
    }
  };
  const known = new Map(await Promise.all(targets.map(ask)));
  const [first] = why;
  if (first !== undefined) shell.err(printable(`Who subscribes is not known. ${first}`));
  return known;
};

const problemsOf = (targets: readonly ShownTarget[], awaited: readonly string[]): readonly string[] => {
  const names = (some: readonly ShownTarget[]): string =>
    listed(
      some.map(({ target }) => testedName(target)),
      'and',
    );
  const of = (...outcomes: readonly ShownTarget['outcome'][]): readonly ShownTarget[] =>
    targets.filter(({ outcome }) => outcomes.includes(outcome));
  const failed = of('failed');
  const waiting = of('waiting');
  const unknown = of('unknown');
  const unheard = targets.filter((one) => one.outcome === 'accepted' && isUnheard(one));
  return [
    ...(failed.length > 0 ? [`the test page for ${names(failed)} failed`] : []),
    ...(waiting.length > 0 ? [`the test page for ${names(waiting)} is not sent yet`] : []),
    ...(unknown.length > 0 ? [`nobody knows whether SNS took the test page for ${names(unknown)}`] : []),
    ...(unheard.length > 0 ? [`nobody subscribes to ${names(unheard)}`] : []),
    ...(awaited.length > 0 ? [`no acknowledgement by ${listed(awaited, 'and')}`] : []),
  ];
};

/** `tocsin test-page`. @throws FailedError not each page was taken, can be got or, where that was waited for, was acknowledged. */
export const testPage = async (shell: Shell, options: TestPageOptions): Promise<void> => {
  const waitMs = waitOf(options);
  const isJson = options.json === true;
  const say = (text: string): void => {
    if (!isJson) shell.out(wrap(printable(text), shell.width).join('\n'));
  };
  const stack = await deployedStack(shell, options.stack);
  const drills = httpApiDrills(apiOf(shell, stack));
  const opened = await drills.open({ to: options.to, key: randomUUID() });
  if ('refusal' in opened) {
    const { kind, error, expected } = opened.refusal;
    throw new (kind === 'conflict' ? FailedError : UsageError)(`${error}: expected ${expected}`);
  }
  const { incidentId } = opened;
  say(`Drill ${incidentId} of ${stack.name}: each page says that it is a test.`);
  const read = async (): Promise<DrillOutcome> => drillOutcome(await drills.timeline(incidentId));
  const sent = await poll(shell, { read, isDone: isSettled, withinMs: SENT_WITHIN_MS });
  const subscriptions = await subscriptionsOf(
    shell,
    stack,
    sent.targets.map(({ target }) => target),
  );
  const targets = sent.targets.map((one): ShownTarget => ({ ...one, subscriptions: subscriptions.get(one.target) }));
  if (!isJson) shell.out(targetLines(targets, shell));
  const { acknowledged, awaited } = await acknowledgements(shell, { read: heardOf(read, targets), waitMs, say });
  if (isJson) shell.out(JSON.stringify({ incidentId, targets, acknowledged }, undefined, 2));
  say(NO_ARRIVAL);
  const problems = problemsOf(targets, awaited);
  if (problems.length > 0) throw new FailedError(`${problems.join('; ')}: ${NOTHING_ARRIVES}`);
};

/** Nobody is waited for who cannot get the page. */
const heardOf =
  (read: () => Promise<DrillOutcome>, shown: readonly ShownTarget[]): (() => Promise<DrillOutcome>) =>
  async () => {
    const unheard = new Set(shown.filter(isUnheard).map(({ target }) => target));
    const { targets, acknowledged } = await read();
    return { acknowledged, targets: targets.filter(({ target }) => !unheard.has(target)) };
  };

interface Waiting {
  readonly read: () => Promise<DrillOutcome>;
  readonly waitMs: number | undefined;
  readonly say: (text: string) => void;
}

/** Who acknowledged, and who was waited for in vain. */
const acknowledgements = async (
  shell: Shell,
  { read, waitMs, say }: Waiting,
): Promise<{ readonly acknowledged: DrillOutcome['acknowledged']; readonly awaited: readonly string[] }> => {
  const told = new Set<string>();
  const tell = async (): Promise<DrillOutcome> => {
    const outcome = await read();
    for (const one of outcome.acknowledged) if (!told.has(one.by)) say(acknowledgedLine(one));
    for (const { by } of outcome.acknowledged) told.add(by);
    return outcome;
  };
  if (waitMs === undefined) return { acknowledged: (await tell()).acknowledged, awaited: [] };
  say(`Press Acknowledge in the page: that is waited for, ${spokenDuration(waitMs)} at most.`);
  const isDone = (outcome: DrillOutcome): boolean => stillAwaited(outcome).length === 0;
  const last = await poll(shell, { read: tell, isDone, withinMs: waitMs });
  return { acknowledged: last.acknowledged, awaited: stillAwaited(last) };
};
