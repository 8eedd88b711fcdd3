import { describe, expect, it } from 'vitest';
import type { LogPatterns } from '../../../lib/core/context.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { storyOf } from '../../../lib/core/report/story.ts';
import { toldAround } from '../../../lib/core/report/told-context.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { asked, logsTold, similarTold, somePatterns, someSimilar, unavailable } from '../../support/around-events.ts';
import { threeLevels } from '../../support/configurations.ts';

const voice = voiceOf(threeLevels, localClock('UTC'));

const lines = (...timeline: readonly IncidentEvent[]): readonly string[] =>
  storyOf(timeline, voice).map(({ text }) => text);

describe('what is known around an incident', () => {
  it('is the last word of each source', () => {
    const newer = { ...somePatterns, others: 7 };
    expect(toldAround([asked, logsTold(), similarTold(), asked, logsTold(newer)])).toEqual({
      logs: newer,
      noLogs: undefined,
      similar: someSimilar,
      noSimilar: undefined,
      isAwaitedSince: undefined,
    });
  });

  it('is nothing where nobody asked, and awaited where nothing has come', () => {
    expect(toldAround([])).toEqual({});
    expect(toldAround([asked])).toEqual({ isAwaitedSince: asked.at });
  });

  it('is still what was known before where nobody knows more, and why', () => {
    const told = toldAround([asked, logsTold(), asked, unavailable('logs', 'denied')]);
    expect(told).toMatchObject({ logs: somePatterns, noLogs: 'denied', isAwaitedSince: undefined });
  });

  it('has nothing to do with why there is no diagnosis', () => {
    expect(toldAround([asked, unavailable('diagnosis', 'denied')])).toEqual({ isAwaitedSince: asked.at });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['another version', { schema: 2 }],
    ['a count that is none', { ...somePatterns, others: 'many' }],
    ['a time that is none', { ...somePatterns, window: { ...somePatterns.window, from: 'soon' } }],
    ['more than there can be', { ...somePatterns, lacks: Array.from({ length: 99 }, () => 'x') }],
    ['a text without end', { ...somePatterns, lacks: ['x'.repeat(9_999)] }],
  ])('is left out where what is stored is %s, and the line says that there was something', (_what, context) => {
    const event = logsTold(context as LogPatterns);
    expect(toldAround([event])).toEqual({});
    expect(lines(event)).toEqual(['context recorded: logs']);
  });
});

describe('the timeline', () => {
  it('tells what is new in the logs, and how much more', () => {
    expect(lines(asked, logsTold())).toEqual([
      'logs since 13:29: "ERROR pool is empty 7" (41 times in 30 min, before none in 1 h); 3 more new or more frequent',
    ]);
  });

  it('tells that nothing is', () => {
    expect(lines(logsTold({ ...somePatterns, patterns: [], others: 0 }))).toEqual([
      'logs since 13:29: nothing new, and nothing much more frequent',
    ]);
    const window = { ...somePatterns.window, messages: 0 };
    expect(lines(logsTold({ ...somePatterns, window, patterns: [], others: 0 }))).toEqual([
      'logs since 13:29: nothing is logged',
    ]);
  });

  it('tells how the last similar incident went', () => {
    expect(lines(similarTold())).toEqual([
      'seen before: 2023-07-03 10:12, lasted 42 min, Alice Ferreira resolved it, cause confirmed; Alice Ferreira: restarted the tasks: https://wiki.example.com/cache; 1 more before',
    ]);
  });

  it('tells what could not be looked at, and why', () => {
    expect(lines(unavailable('logs', 'denied'), unavailable('similar', 'late'), unavailable('tomorrow', 'x'))).toEqual([
      'nothing from the logs: denied',
      'nothing from past incidents: late',
      'nothing from tomorrow: x',
    ]);
  });
});
