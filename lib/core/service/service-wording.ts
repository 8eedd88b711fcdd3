import type { Workload, MissingData } from '../configuration.ts';
import type { Rule, Watched } from './service-rules.ts';

interface Treatment {
  readonly treatMissingData: MissingData;
  readonly missingDataReason: string;
}

const treated = (treatMissingData: MissingData, missingDataReason: string): Treatment => ({
  treatMissingData,
  missingDataReason,
});

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
  availability: treated(
    'breaching',
    'The load balancer counts healthy targets while any is registered: no data means that none is left to answer.',
  ),
  traffic: treated(
    'missing',
    'A minute without requests counts as 0 (FILL), so only the band can be missing, while CloudWatch learns it.',
  ),
  cpu: treated('missing', 'What reports no CPU may be dead, which is not saturation: no data is neither OK nor ALARM.'),
  throttles: treated(
    'notBreaching',
    'Lambda counts refused calls only in minutes that had calls: no data means that none was refused.',
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

/** A web service is expected to have requests; a function that runs every quarter of an hour is well between its runs. */
const BETWEEN_CALLS = treated(
  'ignore',
  'A function that is not called reports nothing, which is neither a failure nor a recovery: the state stays as it was.',
);

const OF_CALLS: ReadonlySet<Watched> = new Set(['memory', 'memory-growth', 'slow-leak', 'latency']);

/** What an alarm makes of missing data, and why. */
export const treatmentOf = ({ watches, treatMissingData }: Rule, { kind }: Workload): Treatment => {
  if (treatMissingData !== undefined) {
    return treated(treatMissingData, 'Set by treatMissingData in the configuration of the service.');
  }
  const isOfCalls = OF_CALLS.has(watches);
  return kind === 'lambda' && isOfCalls ? BETWEEN_CALLS : BY_DEFAULT[watches];
};

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
  availability:
    'First see why the targets fail their health check: a deploy, memory or start-up. Roll back or restart; users get errors meanwhile.',
  traffic:
    'First see which way: after a surge watch latency, memory and the database and scale out before they give; after a drop look upstream, at DNS, clients and the network.',
  cpu: 'First see whether traffic grew with it: if so scale out; if not, look for a deploy or a process that spins.',
  throttles:
    'First compare concurrent executions with the limits of the function and of the account: raise the one that is reached, or slow the caller.',
  'database-cpu':
    'First look at the heaviest queries: more of the same means traffic, a new one means a deploy. Everything that uses this database slows down with it.',
  'database-connections':
    'First see who holds them: a pool that is too large, connections that nobody returns, or requests that wait for a slow query.',
};

/** A forecast looks back by itself: in how many of them it stood says nothing. */
const FORETOLD: ReadonlySet<Watched> = new Set(['memory-growth', 'slow-leak']);

/** What is wrong, what to do first, and what the alarm needs, for the person who is paged. */
export const descriptionOf = (serviceName: string, { watches, symptom, window: of, prerequisite }: Rule): string => {
  const window = `${String(of.datapointsToAlarm)} of ${String(of.evaluationPeriods)} minutes`;
  const sentences = [`${serviceName} ${symptom}${FORETOLD.has(watches) ? '' : ` in ${window}`}.`, FIRST_STEP[watches]];
  return [...sentences, ...(prerequisite === undefined ? [] : [`This alarm ${prerequisite}`])].join(' ');
};
