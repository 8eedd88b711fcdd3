import { describe, expect, it } from 'vitest';
import stringWidth from 'string-width';
import { aroundLines } from '../../../lib/cli/incidents/show-around.ts';
import type { IncidentsTarget } from '../../../lib/cli/incidents/target.ts';
import { plainInk, type Shell } from '../../../lib/cli/terminal/shell.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { HOSTILE } from '../../core/page/hostile-corpus.ts';
import { hostile, logsTold, similarTold, somePatterns, someSimilar, unavailable } from '../../support/around-events.ts';
import { threeLevels } from '../../support/configurations.ts';

const clock = localClock('UTC');
const target = { clock, voice: voiceOf(threeLevels, clock) } as IncidentsTarget;

const shown = (width: number, ...timeline: readonly IncidentEvent[]): readonly string[] =>
  aroundLines({ head: {} as Incident, timeline, diagnosis: undefined, target }, { width, ink: plainInk } as Shell);

describe('an incident around which somebody has looked, as it is shown', () => {
  it('has what its logs say, and how similar incidents went', () => {
    expect(shown(120, logsTold(), similarTold())).toEqual([
      '',
      'Logs',
      'the 30 min since 13:29 against 1 h before: 978 and 1804 messages',
      'none -> 41  ERROR pool is empty 7',
      '4 -> 30     slow request: 17',
      '2 more new or more frequent',
      'since: the newest 978 of 3000 messages',
      '',
      'Seen before: a memory leak',
      '2023-07-03 10:12  lasted 42 min, Alice Ferreira resolved it, cause confirmed; Alice Ferreira: restarted the tasks:',
      '                  https://wiki.example.com/cache (01H4DW0000SJPC7A7A7A7A7A7A)',
      '2023-06-03 10:12  lasted 1 h, recovered by itself, cause not confirmed (01H1ZW0000SJPC7A7A7A7A7A7A)',
    ]);
  });

  it('says what is not known, and nothing where nobody asked', () => {
    expect(shown(80, unavailable('logs', 'denied'), unavailable('similar', 'they are gone'))).toEqual([
      '',
      'Nothing from the logs: denied.',
      '',
      'Nothing from past incidents: they are gone.',
    ]);
    expect(shown(80)).toEqual([]);
  });

  it.each(HOSTILE.map((one) => [one.slice(0, 60), one]))('moves no cursor and hides nothing: %j', (_shown, text) => {
    const lines = shown(80, logsTold(hostile(somePatterns, text)), similarTold(hostile(someSimilar, text)));
    expect(lines.join('\n')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    );
  });

  it.each([60, 80, 120])('has room in %i columns', (width) => {
    for (const line of shown(width, logsTold(), similarTold())) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });
});
