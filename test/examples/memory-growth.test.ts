import { describe, expect, it } from 'vitest';
import { labelledRecordings } from '../../bench/diagnosis/labelled-recordings.ts';
import { firedOn, firedOnMemory } from '../../bench/growth/fired.ts';
import { grownMemory, NOISES, UNTROUBLED } from '../../bench/growth/made-memory.ts';
import { randomFrom } from '../../bench/random.ts';
import { seriesOf } from '../../lib/adapters/recording/recording.ts';
import { instantOf } from '../../lib/core/time.ts';

const FOLDER = 'examples/web-server/corpus/recordings';
/** A busy machine takes its time over sixty days of minutes. */
const MANY_SEEDS_MS = 120_000;
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

describe('growth by 15 % an hour and more that began 40 minutes before the memory alarm', () => {
  it.each(Object.entries(NOISES))(
    'pages 10 minutes before it and more, under %s',
    (_, noise) => {
      const late = SEEDS.map((seed) => {
        const { values, onset } = grownMemory(seed, noise);
        const { memory, 'memory-growth': growth } = firedOnMemory(values);
        const firesAt = memory[0] ?? NaN;
        return { seed, lasted: firesAt - onset, lead: firesAt - (growth[0] ?? Infinity) };
      }).filter(({ lasted, lead }) => lasted >= 40 && !(lead >= 10));
      expect(late).toEqual([]);
    },
    MANY_SEEDS_MS,
  );
});

describe('memory that is no leak', () => {
  it.each(Object.entries(UNTROUBLED))(
    'pages nobody: %s',
    (_, made) => {
      const paged = SEEDS.filter((seed) => firedOnMemory(made(randomFrom(seed)))['memory-growth'].length > 0);
      expect(paged).toEqual([]);
    },
    MANY_SEEDS_MS,
  );
});

describe('growth too slow for minutes', () => {
  it('is told by days, with a warning, and pages nobody', () => {
    const random = randomFrom(1);
    const threeDays = Array.from({ length: 864 }, (_, five) => 40 + Math.max(0, five - 400) / 24 + random());
    const fired = firedOnMemory(threeDays, 5);
    expect(fired['slow-leak'].length).toBeGreaterThan(0);
    expect(fired['memory-growth']).toEqual([]);
  });
});

describe.each(['development', 'kept'] as const)('the recorded runs, %s half', (half) => {
  it('page nobody for growth where there is no leak', () => {
    const paged = labelledRecordings(FOLDER, half)
      .filter(({ truth }) => truth.cause !== 'memory-leak')
      .filter(({ recording, from, to }) => {
        const fired = firedOn(seriesOf(recording), { from: instantOf(from), to: instantOf(to) });
        return fired['memory-growth'].length > 0;
      });
    expect(paged.map(({ name }) => name)).toEqual([]);
  });
});
