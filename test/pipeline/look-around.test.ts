import { describe, expect, it } from 'vitest';
import { InMemoryScanAllowance } from '../../lib/adapters/memory/in-memory-scan-allowance.ts';
import type { DiagnosisSaid } from '../../lib/core/cause.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import type { Missing } from '../../lib/core/diagnosis/facts/situation.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import type { WhyNoLogs } from '../../lib/core/logs/why-no-logs.ts';
import { toldAround } from '../../lib/core/report/told-context.ts';
import { DAY, later, MINUTE } from '../../lib/core/time.ts';
import { answerDiagnosis } from '../../lib/pipeline/diagnose.ts';
import { handleCommand } from '../../lib/pipeline/handle-command.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type LogHistory, LogHistoryError, type LogsAsked } from '../../lib/ports/log-history.ts';
import { threeLevels, threeLevelsWithLogs } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { minute, seconds } from '../support/incident-spec.ts';
import { leakSaid, unknownSaid } from '../support/said-diagnosis.ts';

/** What is logged each minute of the window, and before it. */
const logging: LogHistory = {
  read: ({ stretch: { from, to } }) =>
    Promise.resolve({
      messages: to > minute(0) ? [{ at: minute(1), text: 'pool failed 1' }] : [{ at: from, text: 'ready 1' }],
      matched: 1,
      scannedBytes: 5_000,
    }),
};

const failing = (why: WhyNoLogs, isMeant: (asked: LogsAsked) => boolean = () => true): LogHistory => ({
  read: (asked) =>
    isMeant(asked) ? Promise.reject(new LogHistoryError('no', { why, scannedBytes: 7_000 })) : logging.read(asked),
});

/** A history that keeps what it was asked. */
const watched = (history: LogHistory): { readonly history: LogHistory; readonly asked: LogsAsked[] } => {
  const asked: LogsAsked[] = [];
  return { asked, history: { read: (one) => (asked.push(one), history.read(one)) } };
};

class Around {
  readonly world: World;
  readonly allowance = new InMemoryScanAllowance();
  readonly reported: string[] = [];
  said: DiagnosisSaid | Error = leakSaid;
  missing: readonly Missing[] = [];
  history: LogHistory;

  constructor(history: LogHistory = logging, configuration = threeLevelsWithLogs) {
    this.history = history;
    this.world = new World(configuration, { isDiagnosed: true });
  }

  get pipeline(): Pipeline {
    const { said, missing, history, allowance } = this;
    return {
      ...this.world.pipeline,
      diagnoser: {
        diagnose: ({ at }) =>
          said instanceof Error
            ? Promise.reject(said)
            : Promise.resolve({
                said: { ...said, at, minutesAfterOnset: 3 },
                body: JSON.stringify([at, said.cause]),
                missing,
              }),
      },
      around: { logs: { history, allowance } },
      report: (trouble) => void this.reported.push(trouble),
    };
  }

  /** An alarm, its page, and the diagnosis that is asked for with it. */
  async begin(): Promise<string> {
    const incidentId = await this.world.alarm('web-latency');
    await this.world.send();
    await this.world.send();
    await this.answer(incidentId);
    return incidentId;
  }

  /** So many minutes later what is due is asked for, and answered. */
  async later(minutes: number, incidentId: string): Promise<void> {
    await this.world.at(minutes, incidentId);
    await this.answer(incidentId);
  }

  async answer(incidentId: string): Promise<void> {
    this.world.now = later(this.world.now, MINUTE * seconds(3));
    await answerDiagnosis(this.pipeline, { v: 1, incidentId });
  }

  async types(incidentId: string): Promise<readonly string[]> {
    const timeline = await this.world.timeline(incidentId);
    return timeline.filter((event) => /Context|Diagnosis/u.test(event.type)).map(told);
  }
}

const told = (event: IncidentEvent): string =>
  event.type === 'ContextRecorded' || event.type === 'ContextUnavailable'
    ? `${event.type} ${event.source}`
    : event.type;

const noLogs = async (around: Around, incidentId: string): Promise<string | undefined> =>
  toldAround(await around.world.timeline(incidentId)).noLogs;

describe('what logs say', () => {
  it('is looked at once the first diagnosis of a run is answered, and told: the time since against the time before', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history);
    const incidentId = await around.begin();
    expect(await around.types(incidentId)).toEqual([
      'DiagnosisAsked',
      'DiagnosisRecorded',
      'DiagnosisRevised',
      'ContextAsked',
      'ContextRecorded logs',
    ]);
    expect(asked.map(({ logGroup }) => logGroup)).toEqual(['/ecs/web', '/ecs/web']);
    const [since, before] = asked.map(({ stretch }) => stretch);
    expect(since?.to).toBe(around.world.now);
    expect(before && since && before.to < since.from).toBe(true);
    const { logs } = toldAround(await around.world.timeline(incidentId));
    expect(logs?.patterns).toEqual([
      { change: 'new', template: 'pool failed #', before: 0, now: 1, example: 'pool failed 1' },
    ]);
  });

  it('comes after the correction, which waits for nothing: it is handed over before anything is looked at', async () => {
    const around = new Around();
    let handedOver = 0;
    around.history = {
      read: (asked) => {
        handedOver = around.world.handedOver.length;
        return logging.read(asked);
      },
    };
    await around.begin();
    expect(handedOver).toBe(1);
  });

  it('is looked at where nobody can say what is wrong, too', async () => {
    const around = new Around();
    around.said = new Error('denied');
    const incidentId = await around.begin();
    expect(await around.types(incidentId)).toEqual([
      'DiagnosisAsked',
      'ContextUnavailable diagnosis',
      'ContextAsked',
      'ContextRecorded logs',
    ]);
  });

  it('is not looked at again with each later answer, but with a correction to another cause', async () => {
    const around = new Around();
    const incidentId = await around.begin();
    await around.later(5.5, incidentId);
    expect(await around.world.count(incidentId, 'ContextAsked')).toBe(1);
    around.said = { ...leakSaid, cause: 'dependency', says: ['DB read x6'] };
    await around.later(15.5, incidentId);
    expect(await around.world.count(incidentId, 'ContextAsked')).toBe(2);
  });

  it('is looked at twice at most, which is said', async () => {
    const around = new Around();
    const incidentId = await around.begin();
    for (const [at, cause] of [
      [15.5, 'dependency'],
      [36.5, 'memory-leak'],
    ] as const) {
      around.said = { ...leakSaid, cause, says: [cause] };
      await around.later(at, incidentId);
    }
    expect(await around.world.count(incidentId, 'ContextAsked')).toBe(2);
    expect(await noLogs(around, incidentId)).toBe('looked at 2 times already, the most for one incident');
  });

  it('costs one look where a process dies after it was asked for, and is asked for once more with a later answer', async () => {
    const around = new Around();
    const { history, asked } = watched({ read: () => new Promise(() => undefined) });
    around.history = history;
    const incidentId = await around.world.alarm('web-latency');
    await around.world.send();
    await around.world.send();
    // It dies while it waits for the logs: its message comes again.
    const dying = around.answer(incidentId);
    await new Promise((resolve) => setImmediate(resolve));
    void dying;
    await around.answer(incidentId);
    expect(asked).toHaveLength(2);
    expect(toldAround(await around.world.timeline(incidentId)).isAwaitedSince).toBeDefined();
    around.history = logging;
    await around.later(5.5, incidentId);
    expect(await around.types(incidentId)).toContain('ContextRecorded logs');
    expect(await around.world.count(incidentId, 'ContextAsked')).toBe(2);
  });

  it('is asked for once more after a process died, whatever else the later diagnosis lacks', async () => {
    const around = new Around({ read: () => new Promise(() => undefined) });
    const incidentId = await around.world.alarm('web-latency');
    await around.world.send();
    await around.world.send();
    void around.answer(incidentId);
    await new Promise((resolve) => setImmediate(resolve));
    around.history = logging;
    around.missing = [{ series: 'latency', reason: 'throttled' }];
    await around.later(5.5, incidentId);
    expect(await around.types(incidentId)).toContain('ContextRecorded logs');
  });

  it('is looked at once where the asking is delivered twice at once, and what the diagnosis lacks is said once', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history);
    around.missing = [{ series: 'latency', reason: 'throttled' }];
    const incidentId = await around.world.alarm('web-latency');
    await around.world.send();
    await around.world.send();
    await Promise.all([around.answer(incidentId), around.answer(incidentId)]);
    expect(asked).toHaveLength(2);
    expect((await around.types(incidentId)).filter((type) => /Recorded|Unavailable/u.test(type))).toEqual([
      'ContextUnavailable metrics',
      'DiagnosisRecorded',
      'ContextRecorded logs',
    ]);
  });

  it('ends no hold: a page that waits for its cause goes on waiting', async () => {
    const around = new Around();
    const incidentId = await around.begin();
    const head = await around.world.head(incidentId);
    const held = { ...head, held: { reason: 'escalation', diagnoseUntil: minute(99) } } as const;
    const append = { register: [], dedups: [] };
    await around.world.incidents.append({ ...append, incident: { head: held, events: [], members: [] } });
    const facts = [{ outcome: 'unavailable', source: 'logs', reason: 'late' }] as const;
    const command = { type: 'RecordContext', at: minute(9), facts } as const;
    await handleCommand(around.pipeline, { incidentId, command });
    expect((await around.world.head(incidentId)).held).toEqual(held.held);
  });
});

describe('D43 logs that cannot be read', () => {
  it.each<[WhyNoLogs, string]>([
    ['denied', 'denied: no permission to query /ecs/web (logs:StartQuery)'],
    ['throttled', 'throttled: too many queries of this account at once'],
    ['gone', 'there is no log group /ecs/web'],
    ['malformed', 'CloudWatch Logs refused the query'],
    ['cancelled', 'somebody stopped the query'],
    ['failed', 'the query failed in CloudWatch Logs'],
    ['late', 'the query took too long and was stopped'],
    ['unanswered', 'CloudWatch Logs did not answer'],
  ])('as %s are said to be: %s', async (why, words) => {
    const around = new Around(failing(why));
    const incidentId = await around.begin();
    expect(await noLogs(around, incidentId)).toBe(words);
    expect(around.reported).toContain('logs could not be read');
  });

  it('since nobody foresaw why are not answered', async () => {
    const around = new Around({ read: () => Promise.reject(new TypeError('x is not a function')) });
    expect(await noLogs(around, await around.begin())).toBe('CloudWatch Logs did not answer');
  });

  it('of the time before leave what is logged now, and nobody knows what is new', async () => {
    const around = new Around(failing('throttled', ({ stretch }) => stretch.to < minute(0)));
    const { logs } = toldAround(await around.world.timeline(await around.begin()));
    expect(logs).toMatchObject({
      quiet: null,
      patterns: [{ before: null, now: 1 }],
      lacks: ['the time before: throttled: too many queries of this account at once'],
    });
  });

  it('of a service whose log group nobody named are said to lack that', async () => {
    const around = new Around(logging, threeLevels);
    expect(await noLogs(around, await around.begin())).toBe('tocsin.yaml names no log group of web');
  });

  it('since nobody is to look at them are not, and nothing is said of them', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history, { ...threeLevelsWithLogs, logs: false });
    const incidentId = await around.begin();
    expect(asked).toEqual([]);
    expect(toldAround(await around.world.timeline(incidentId))).toEqual({ noSimilar: 'none is known' });
    await around.later(5.5, incidentId);
    expect(await around.world.count(incidentId, 'ContextAsked')).toBe(1);
  });
});

describe('what a day may scan', () => {
  const today = minute(0);
  const limited = (scanPerDayBytes: number): Configuration => ({ ...threeLevelsWithLogs, logs: { scanPerDayBytes } });

  it('is a tenth for one look, half of it for each query; what was not scanned is given back', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history, limited(1e9));
    await around.begin();
    expect(asked.map(({ mostBytes }) => mostBytes)).toEqual([5e7, 5e7]);
    expect(await around.allowance.take(today, { wanted: 1e9, most: 1e9 })).toBe(1e9 - 10_000);
  });

  it('is charged what was scanned in vain', async () => {
    const around = new Around(failing('late'), limited(1e9));
    await around.begin();
    expect(await around.allowance.take(today, { wanted: 1e9, most: 1e9 })).toBe(1e9 - 14_000);
  });

  it('used up, is said, and nothing is looked at until the next day', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history, limited(2e10));
    await around.allowance.take(today, { wanted: 2e10, most: 2e10 });
    const incidentId = await around.begin();
    expect(asked).toEqual([]);
    expect(await noLogs(around, incidentId)).toBe('the 20 GB of logs that may be scanned a day are used up');
    expect(await around.allowance.take(later(today, DAY), { wanted: 1, most: 2e10 })).toBe(1);
  });

  it('that cannot be given back is spent, and what was read is told', async () => {
    const around = new Around(logging, limited(1e9));
    around.allowance.settle = () => Promise.reject(new Error('throttled'));
    const { logs } = toldAround(await around.world.timeline(await around.begin()));
    expect(logs?.patterns).toHaveLength(1);
    expect(around.reported).toEqual(['what was not scanned of logs could not be given back']);
    expect(await around.allowance.take(today, { wanted: 1e9, most: 1e9 })).toBe(9e8);
  });

  it('that cannot be looked up is said, and nothing is looked at', async () => {
    const { history, asked } = watched(logging);
    const around = new Around(history);
    around.allowance.take = () => Promise.reject(new Error('throttled'));
    const incidentId = await around.begin();
    expect(asked).toEqual([]);
    expect(await noLogs(around, incidentId)).toBe('what may be scanned a day could not be looked up');
  });
});

describe('similar incidents', () => {
  interface Past {
    readonly at: number;
    readonly said: DiagnosisSaid;
    readonly and?: 'confirmed' | 'noted';
  }

  /** One that is over: what was found, what a person said it was, and what helped. */
  const past = async (around: Around, { at, said, and }: Past): Promise<string> => {
    around.world.now = minute(at);
    around.said = said;
    const incidentId = await around.begin();
    const respond = (response: Response): Promise<unknown> =>
      handleCommand(around.pipeline, {
        incidentId,
        command: { type: 'Respond', at: around.world.now, by: 'alice', response },
      });
    if (and === 'noted') await respond({ type: 'note', text: 'restarted the tasks, see https://wiki.example/x' });
    await around.world.alarm('web-latency', 'OK');
    await respond({ type: 'resolve', ...(and === 'confirmed' && { cause: 'memory-leak' }) });
    return incidentId;
  };

  it('of the same service and cause are told with how they ended, the newest first', async () => {
    const around = new Around();
    const first = await past(around, { at: -9_000, said: leakSaid, and: 'noted' });
    const second = await past(around, { at: -6_000, said: unknownSaid, and: 'confirmed' });
    await past(around, { at: -3_000, said: unknownSaid });
    around.world.now = minute(0);
    around.said = leakSaid;
    const { similar } = toldAround(await around.world.timeline(await around.begin()));
    expect(similar).toMatchObject({
      cause: 'memory-leak',
      incidents: [
        { incidentId: second, isConfirmed: true, resolvedBy: 'alice' },
        {
          incidentId: first,
          isConfirmed: false,
          note: { by: 'alice', text: expect.stringContaining('restarted') as string },
        },
      ],
    });
  });

  it('are not looked for where no cause is known, nor told of where there is none', async () => {
    const around = new Around();
    await past(around, { at: -9_000, said: unknownSaid });
    around.world.now = minute(0);
    around.said = leakSaid;
    expect(toldAround(await around.world.timeline(await around.begin())).similar).toBeUndefined();
  });

  it('that cannot be read are said to be unknown, and the logs are told all the same', async () => {
    const around = new Around();
    const { index } = around.world.pipeline;
    Object.assign(around.world.pipeline, {
      index: {
        due: index.due.bind(index),
        list: () => {
          throw new Error('throttled');
        },
      },
    });
    const told = toldAround(await around.world.timeline(await around.begin()));
    expect(told.noSimilar).toBe('they could not be read');
    expect(told.logs).toBeDefined();
  });
});
