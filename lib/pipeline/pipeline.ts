import type { AlarmChange } from '../core/alarm/change.ts';
import type { Route } from '../core/service/route-alarm.ts';
import type { Configuration, Target } from '../core/configuration.ts';
import type { Sha256 } from '../core/hash.ts';
import type { AlarmTags } from '../ports/alarm-tags.ts';
import type { Clock, Pause } from '../ports/clock.ts';
import type { AlarmRegister, IncidentIndex, IncidentStore } from '../ports/incident-store.ts';
import type { LogHistory } from '../ports/log-history.ts';
import type { PageLinks, Pager } from '../ports/pager.ts';
import type { Diagnoser } from '../ports/diagnoser.ts';
import type { DiagnosesQueue, PagesQueue, TicksQueue } from '../ports/queues.ts';
import type { ScanAllowance } from '../ports/scan-allowance.ts';
import type { SetAside } from '../ports/set-aside.ts';

/** What it takes to look at logs: each look costs. */
export interface LogReading {
  readonly history: LogHistory;
  readonly allowance: ScanAllowance;
}

/** What the use cases work with: the ports, and the configuration they were set up with. */
export interface Pipeline {
  readonly store: IncidentStore;
  readonly register: AlarmRegister;
  readonly index: IncidentIndex;
  readonly pages: PagesQueue;
  readonly ticks: TicksQueue;
  /** Undefined: nobody looks for causes here. */
  readonly diagnoses?: DiagnosesQueue | undefined;
  /** Says what is wrong while the first page waits, and later where that is asked. */
  readonly diagnoser?: Diagnoser | undefined;
  /** Looks at logs, where it can, and at past incidents beside a diagnosis. Undefined: nobody does here. */
  readonly around?: { readonly logs?: LogReading | undefined } | undefined;
  readonly pager: Pager;
  readonly links: PageLinks;
  readonly aside: SetAside;
  readonly clock: Clock;
  /** Resolves after at most so many milliseconds, at random: the time between two tries of a lost race. */
  readonly jitter: Pause;
  /** Waits for what a message can do without, and not long: rejects then. @default as long as it takes */
  readonly briefly?: <T>(work: Promise<T>) => Promise<T>;
  /** Keeps one target's messages apart. */
  readonly pace: Pause;
  readonly configuration: Configuration;
  /** Chains the events. @default the core's own, which is slower */
  readonly sha256?: Sha256;
  /** Told of what failed and is made good elsewhere: a line for a log. */
  readonly report?: (trouble: string, error: unknown) => void;
  /** Where a command that answers a message works, said in messages without a link: `--local`, `--stack NAME`. */
  readonly respondWith?: string;
  /** Looks up what alarms are tagged with, where events do not say and it decides. Undefined: nobody does here. */
  readonly tags?: AlarmTags | undefined;
  /** Where an alarm belongs; a replay puts its own mark on the group. */
  readonly route: (change: AlarmChange) => Route;
  /** Targets that the last audit could not reach. */
  readonly unreachable: () => Promise<ReadonlySet<Target>>;
}
