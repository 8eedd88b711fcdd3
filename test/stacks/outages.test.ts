import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { comeAgain } from '../../lib/pipeline/come-again.ts';
import { World } from '../support/function-world.ts';
import { example, type Resource, synthesize } from './synthesized.ts';

const DAY_SECONDS = 86_400;

/** Of the table "When things fail": what happens, by what fails. */
const outages = (): Record<string, string> => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/security.md'), 'utf8');
  const [, section = ''] = text.split('## When things fail');
  return Object.fromEntries(
    [...section.matchAll(/^\| +(.+?) +\| +(.+?) +\|$/gmu)].map(([, what = '', happens = '']) => [what, happens]),
  );
};

/** After how many seconds a message comes again that failed for the nth time. */
const comesAgain = async (times: number): Promise<readonly number[]> => {
  const world = new World();
  for (let time = 1; time <= times; time += 1) {
    await comeAgain(world, [{ receiptHandle: 'a', attributes: { ApproximateReceiveCount: String(time) } }]);
  }
  return world.again.map(([seconds]) => seconds);
};

let queues: readonly Resource[];

beforeAll(() => {
  queues = Object.values(synthesize(example()).template.findResources('AWS::SQS::Queue')) as Resource[];
});

describe('A4 the table of outages in docs/security.md', () => {
  it('says of a function that fails how long its messages are kept, as the template has it', () => {
    const [, days] = /for (\d+) days/u.exec(outages()['a function, or its deploy'] ?? '') ?? [];
    for (const { Properties } of queues) {
      expect(Properties['MessageRetentionPeriod']).toBe(Number(days) * DAY_SECONDS);
    }
  });

  it('says how often they are tried again, as the functions have it', async () => {
    const said = /after (\d+) seconds (\d+) times, then every (\d+) minutes/u;
    const [, seconds, times, minutes] = said.exec(outages()['a function, or its deploy'] ?? '') ?? [];
    const again = await comesAgain(Number(times) + 2);
    expect(new Set(again.slice(0, Number(times)))).toEqual(new Set([Number(seconds)]));
    expect(new Set(again.slice(Number(times)))).toEqual(new Set([Number(minutes) * 60]));
  });

  it('is true of a failure of 13 days: no queue gives a message up before', async () => {
    const receives = queues.flatMap(({ Properties }) => {
      const redrive = Properties['RedrivePolicy'] as { maxReceiveCount: number } | undefined;
      return redrive === undefined ? [] : [redrive.maxReceiveCount];
    });
    expect(receives).toHaveLength(5);
    const lasts = (await comesAgain(Math.min(...receives))).reduce((sum, seconds) => sum + seconds, 0);
    expect(lasts).toBeGreaterThan(13 * DAY_SECONDS);
  });
});
