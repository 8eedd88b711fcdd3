import { describe, expect, it } from 'vitest';
import { seal } from '../../../lib/core/incident/chain.ts';
import type { LogPatterns } from '../../../lib/core/context.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { HOSTILE } from '../../core/page/hostile-corpus.ts';
import {
  asked,
  hostile,
  logsTold,
  similarTold,
  somePatterns,
  someSimilar,
  unavailable,
} from '../../support/around-events.ts';
import { diagnosedIncident } from '../../support/diagnosed-incident.ts';
import { Visitor, words } from './visitor.ts';

const { world, incidentId } = await diagnosedIncident();
const before = await world.timeline(incidentId);

/** The screen as Alice has it, with these at the end of its timeline. */
const screenOf = async (...more: readonly IncidentEvent[]): Promise<string> => {
  const timeline = seal([...before, ...more], { version: 0, tip: '' });
  const visitor = new Visitor(world, world.onStore({ timeline: () => Promise.resolve(timeline) }));
  return (await visitor.open(world.link([incidentId], 'alice'))).body;
};

const wordsOf = (body: string): string => words({ statusCode: 200, headers: {}, body });

describe('the screen of an incident around which somebody has looked', () => {
  it('has a row for each pattern, how often before and now, and what was looked at', async () => {
    const screen = await screenOf(logsTold());
    const rows = [...screen.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row = '']) =>
      wordsOf(row).trim().replace(/\s+/g, ' '),
    );
    expect(rows).toEqual([
      'Before 1 h Now 30 min New, or more often: one of them',
      'none 41 ERROR pool is empty 7',
      '4 30 slow request: 17',
    ]);
    const text = wordsOf(screen);
    expect(text).toContain('2 more new or more frequent.');
    expect(text).toContain('The 30 min since 09:29 against 1 h before: 978 and 1804 messages.');
    expect(text).toContain('Since: the newest 978 of 3000 messages.');
  });

  it('says that nothing is new, or that nobody knows what was before', async () => {
    const none = { ...somePatterns, patterns: [], others: 0 };
    expect(wordsOf(await screenOf(logsTold(none)))).toContain('Nothing new, and nothing much more frequent.');
    const text = wordsOf(await screenOf(logsTold({ ...none, quiet: null, lacks: ['the time before: denied'] })));
    expect(text).toContain('the time before could not be looked at');
    expect(text).toContain('The time before: denied.');
  });

  it('has how similar incidents went, the links of their notes alive', async () => {
    const screen = await screenOf(similarTold());
    const text = wordsOf(screen);
    expect(text).toContain('Seen before: a memory leak here');
    expect(text).toContain(
      'lasted 42 min, Alice Ferreira resolved it, cause confirmed; Alice Ferreira: restarted the tasks',
    );
    expect(text).toContain('lasted 1 h, recovered by itself, cause not confirmed');
    expect(screen).toContain('<a href="https://wiki.example.com/cache"');
    expect(text).toContain('Incident 01H4DW0000SJPC7A7A7A7A7A7A');
  });

  it('says why there is nothing, and that somebody looks', async () => {
    expect(wordsOf(await screenOf(asked))).toContain('Logs are looked at since 09:59 EDT');
    const text = wordsOf(await screenOf(asked, unavailable('logs', 'denied'), unavailable('similar', 'they are gone')));
    expect(text).toContain('Nothing from the logs: denied.');
    expect(text).toContain('Nothing from past incidents: they are gone.');
    expect(text).not.toContain('looked at since');
  });

  it('is as it was where nobody has, or what is stored is of another version', async () => {
    expect(await screenOf()).not.toContain('What the logs say');
    expect(await screenOf(logsTold({ schema: 2 } as unknown as LogPatterns))).not.toContain('What the logs say');
  });

  it.each(HOSTILE.map((one) => [one.slice(0, 60), one]))(
    'runs and follows nothing of a message: %j',
    async (_shown, text) => {
      const screen = await screenOf(logsTold(hostile(somePatterns, text)), similarTold(hostile(someSimilar, text)));
      expect(screen).not.toMatch(/<script|<img|href="(?:javascript|slack|mailto|data):/iu);
      const table = /<table>([^]*?)<\/table>/.exec(screen)?.[1] ?? '';
      expect(table).not.toMatch(/<a |[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/u);
      expect(Buffer.byteLength(screen)).toBeLessThanOrEqual(30_720);
    },
  );
});
