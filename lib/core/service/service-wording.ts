import { SECOND, spokenDuration } from '../time.ts';
import { treated, type Treatment } from './measurement.ts';
import { periodSecondsIn } from './service-signals.ts';
import type { Rule, Watched } from './rule.ts';

const BY_DEFAULT: Readonly<Record<Watched, Treatment>> = {
  memory: treated(
    'missing',
    'A process that reports no memory may be dead: no data is said as such, neither OK nor ALARM.',
  ),
  'memory-growth': treated(
    'missing',
    'Without values of memory nothing is foretold: no data is said as such, neither OK nor ALARM.',
  ),
  'slow-leak': treated(
    'missing',
    'Without values of memory, or with those of less than 31 hours, nobody can say: neither OK nor ALARM.',
  ),
  latency: treated(
    'missing',
    'Without requests there is no latency, and a dead service has none either: no data is not a recovery.',
  ),
  errors: treated('notBreaching', 'CloudWatch reports no error count while it is zero: no data means no errors.'),
  'error-count': treated(
    'notBreaching',
    'CloudWatch reports no error count while it is zero: no data means no errors.',
  ),
  availability: treated(
    'breaching',
    'Healthy targets and running tasks are reported while there are any: no data means that none is left to answer.',
  ),
  traffic: treated(
    'missing',
    'A minute without requests counts as 0 (FILL), so only the band can be missing, while CloudWatch learns it.',
  ),
  'low-traffic': treated(
    'breaching',
    'A period without requests counts as 0 (FILL), and what reports nothing at all gets none: no data is no traffic.',
  ),
  age: treated(
    'notBreaching',
    'Neither a queue that was empty and unused for six hours nor a stream without records reports an age: nothing waits.',
  ),
  depth: treated('notBreaching', 'A queue reports while anything is in it: no data means that nothing waits.'),
  'dead-letters': treated('notBreaching', 'A queue reports while anything is in it: no data means no dead letters.'),
  storage: treated(
    'missing',
    'RDS reports the storage of every instance that runs: no data means it does not, which is no recovery.',
  ),
  disk: treated('missing', 'Whatever reports no disk may be dead, which frees none: no data is neither OK nor ALARM.'),
  cpu: treated('missing', 'What reports no CPU may be dead, which is not saturation: no data is neither OK nor ALARM.'),
  throttles: treated(
    'notBreaching',
    'Refused calls are counted only in minutes that had calls: no data means that none was refused.',
  ),
  'database-cpu': treated(
    'missing',
    'RDS reports the CPU of every instance that runs: no data means it does not, which is no recovery.',
  ),
  'database-connections': treated(
    'missing',
    'RDS reports 0 connections as 0: no data means that the instance does not run, which is no recovery.',
  ),
};

/** What an alarm makes of missing data, and why. */
export const treatmentOf = ({ watches, treatMissingData, missing }: Rule): Treatment =>
  treatMissingData === undefined
    ? (missing ?? BY_DEFAULT[watches])
    : treated(treatMissingData, 'Set by treatMissingData in the configuration of the service.');

const FIRST_STEP: Readonly<Record<Watched, string>> = {
  memory:
    'First see whether it is still growing: if so, restart or scale out before it reaches the limit, then look for the leak.',
  'memory-growth':
    'First see what it grows with: a deploy, traffic, requests that wait. Then restart one task after the other, or scale out, before it is full.',
  'slow-leak':
    'First see since when, and which deploy came before: there is time. Restart before it is full, then look for the leak.',
  latency:
    'First compare traffic, memory and the database with an hour ago, then the last deploy: what moved first is the likely cause.',
  errors:
    'First read the newest error in the logs and compare its start with the last deploy: roll back if they coincide.',
  'error-count':
    'First read the newest error in the logs and compare its start with the last deploy: roll back if they coincide.',
  availability:
    'First see why the targets fail their health check, or the tasks stop: a deploy, memory or start-up. Roll back or restart; users get errors meanwhile.',
  traffic:
    'First see which way: after a surge watch latency, memory and the database and scale out before they give; after a drop look upstream, at DNS, clients and the network.',
  'low-traffic':
    'First call it from outside: if it answers, look upstream, at DNS, clients and whatever calls it; if not, follow the other alarms.',
  age: 'First see whether anything takes work from it at all, and whether that fails or is only too slow for what comes in.',
  depth: 'First see whether more comes in or less is done: start what works on it, or more of it.',
  'dead-letters':
    'First read one of them without taking it away, and the log of what gave it up; send them back once the reason is mended.',
  storage: 'First give it more storage, which takes effect while it runs: a full database stops. Then see what grows.',
  disk: 'First see what fills it: logs, old releases, a runaway file. Free room before it is full.',
  cpu: 'First see whether traffic grew with it: if so scale out; if not, look for a deploy or a process that spins.',
  throttles:
    'First see which limit is reached, of the function, the account or the table: raise it, or slow the caller.',
  'database-cpu':
    'First look at the heaviest queries: more of the same means traffic, a new one means a deploy. Everything that uses this database slows down with it.',
  'database-connections':
    'First see who holds them: a pool that is too large, connections that nobody returns, or requests that wait for a slow query.',
};

/** A forecast looks back by itself: in how many of them it stood says nothing. */
const FORETOLD: ReadonlySet<Watched> = new Set(['memory-growth', 'slow-leak']);

/** `3 of 5 minutes`, `3 of 5 periods of 5 min`. */
const spokenWindow = ({ window, signal }: Rule): string => {
  const seconds = periodSecondsIn(signal);
  const periods = seconds === 60 ? 'minutes' : `periods of ${spokenDuration(seconds * SECOND)}`;
  return `${String(window.datapointsToAlarm)} of ${String(window.evaluationPeriods)} ${periods}`;
};

/** What is wrong, what to do first, and what the alarm needs, for the person who is paged. */
export const descriptionOf = (serviceName: string, rule: Rule): string => {
  const { watches, symptom, prerequisite } = rule;
  const sentences = [
    `${serviceName} ${symptom}${FORETOLD.has(watches) ? '' : ` in ${spokenWindow(rule)}`}.`,
    FIRST_STEP[watches],
  ];
  return [...sentences, ...(prerequisite === undefined ? [] : [`This alarm ${prerequisite}`])].join(' ');
};
