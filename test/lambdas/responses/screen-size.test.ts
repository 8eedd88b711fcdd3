import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../lib/adapters/recording/read-recording.ts';
import { CAUSES } from '../../../lib/core/cause.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { eventOf } from '../../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { incidentScreen } from '../../../lib/screens/incident-screen.ts';
import { readerOf, viewOf } from '../../../lib/screens/incident-view.ts';
import { NOTHING_KEPT } from '../../../lib/screens/kept.ts';
import { severalScreen } from '../../../lib/screens/several-screen.ts';
import { timelineScreen } from '../../../lib/screens/timeline.ts';
import { replay } from '../../../lib/simulator/replay.ts';
import { hostile, logsTold, similarTold, somePatterns } from '../../support/around-events.ts';
import { configurationOf, threeLevels } from '../../support/configurations.ts';
import { fullestIncident } from '../../support/fullest-incident.ts';
import { minute } from '../../support/incident-spec.ts';

/** 30 KB as they are sent, not compressed. */
const MOST = 30_720;

const FOLDER = new URL('../../../examples/incidents/2023-08-05-memory-leak/', import.meta.url);

interface Told {
  readonly configuration: Configuration;
  readonly incident: Incident;
  readonly timeline: readonly IncidentEvent[];
  /** The body of its last diagnosis. */
  readonly diagnosis?: string | undefined;
}

const viewed = ({ configuration, incident, timeline, diagnosis }: Told): ReturnType<typeof viewOf> =>
  viewOf(incident, { timeline, diagnosis }, readerOf(configuration, undefined, timeline.at(-1)?.at ?? minute(0)));

const screenOf = (told: Told): Promise<string> =>
  incidentScreen(viewed(told), { outcome: undefined, kept: NOTHING_KEPT, nonce: 'n'.repeat(22), isOneOfSeveral: true });

const linesIn = (body: string): number => (/<ol>([^]*?)<\/ol>/.exec(body)?.[1] ?? '').split('<li>').length - 1;

/** The recorded incident as its team had it, every incident of it. */
const demo = async (): Promise<readonly Told[]> => {
  const configuration = configurationOf(readFileSync(new URL('tocsin.yaml', FOLDER), 'utf8'));
  const recording = await readRecording(fileURLToPath(new URL('recording.json', FOLDER)));
  const { incidents } = await replay({ recording, configuration });
  const told: Told[] = [];
  for await (const { incidentId } of incidents.list({})) {
    const incident = await incidents.head(incidentId);
    const timeline = (await incidents.timeline(incidentId)).map(eventOf);
    const diagnosis = (await incidents.diagnoses(incidentId, 'all')).at(-1)?.body;
    if (incident !== undefined) told.push({ configuration, incident, timeline, diagnosis });
  }
  return told;
};

const ID = '01H72Y3QK0ZZZZZZZZZZZZZZZZ';

const notes = (count: number, text: string): readonly IncidentEvent[] =>
  Array.from({ length: count }, (_, index): IncidentEvent => ({
    v: 2,
    at: minute(index),
    type: 'NoteAdded',
    by: 'alice',
    text: `${String(index)} ${text}`,
  }));

/** A head filled to its bounds, in a team of so many with the longest names. */
const fullest = (timeline: readonly IncidentEvent[], team = 8): Told => {
  const more = Array.from({ length: team }, (_, index) => [
    `responder-${String(index)}`,
    { name: `${String(index)} ${'n'.repeat(40)}`, timeZone: 'Europe/London' },
  ]);
  const responders = { ...threeLevels.responders, ...(Object.fromEntries(more) as Configuration['responders']) };
  const { resolution: _, ...open } = fullestIncident(ID);
  return { configuration: { ...threeLevels, responders }, incident: open, timeline };
};

/** As much as is drawn, of lines that go up and down all the time, and of the longest texts. */
const fullestFinding = (text: string): string => {
  const at = minute(0);
  const values = Array.from({ length: 180 }, (_, index) => (index % 2 === 0 ? 0 : 100 - (index % 50)));
  const hypotheses = CAUSES.map((cause) => ({
    cause,
    verdict: 'inconclusive',
    why: text,
    wouldChange: text,
    evidence: Array.from({ length: 4 }, (_, index) => ({
      kind: 'series',
      claim: `${String(index)}${text}`,
      supports: true,
    })),
  }));
  const timeline = Array.from({ length: 6 }, (_, index) => ({ at: minute(index), series: text, what: text }));
  const said = { at, cause: 'unknown', headline: text, early: true, minutesAfterOnset: 4, onset: at };
  return JSON.stringify({
    schema: 'finding/1',
    diagnosis: { ...said, timeline, hypotheses },
    chart: {
      from: at,
      stepSeconds: 60,
      series: Array.from({ length: 4 }, () => ({ name: text, unit: 'Percent', limit: 100, values })),
      marks: Array.from({ length: 6 }, (_, index) => ({ at: minute(index), what: text })),
    },
  });
};

const USUAL = 'web-2 restarts in a loop since the deploy, rolled back to 41, waiting for the cache';

describe('a screen', () => {
  it('of the demo takes two fifths of what it may, and with all that was found less than half', async () => {
    const incidents = await demo();
    expect(incidents).not.toEqual([]);
    for (const told of incidents) {
      const body = await screenOf(told);
      expect(linesIn(body)).toBeGreaterThan(3);
      expect(body).toContain('role="img"');
      expect(Buffer.byteLength(body)).toBeLessThan(MOST / 2);
      expect(Buffer.byteLength(await screenOf({ ...told, diagnosis: undefined }))).toBeLessThan(0.4 * MOST);
    }
  });

  it.each([
    ['200 lines of a timeline', fullest(notes(200, USUAL))],
    ['5,000 lines', fullest(notes(5_000, USUAL))],
    ['200 of the longest notes, each character five bytes of HTML', fullest(notes(200, '&'.repeat(3_990)))],
    ['200 of the longest notes, all of them links', fullest(notes(200, 'https://a.example/x '.repeat(199)))],
    ['a team of 40', fullest(notes(200, USUAL), 40)],
    [
      'all that can be known beside',
      {
        ...fullest([...notes(200, USUAL), logsTold(hostile(somePatterns, 'x'.repeat(220))), similarTold()]),
        diagnosis: fullestFinding('memory rises '.repeat(12)),
      },
    ],
    [
      'all that can be known beside, each character five bytes of HTML',
      {
        ...fullest([...notes(200, USUAL), logsTold(hostile(somePatterns, '&'.repeat(220)))], 40),
        diagnosis: fullestFinding('&'.repeat(4_000)),
      },
    ],
    ['all that can be found', { ...fullest(notes(200, USUAL)), diagnosis: fullestFinding('memory rises '.repeat(12)) }],
    [
      'the longest of it, each character five bytes of HTML',
      { ...fullest(notes(200, USUAL), 40), diagnosis: fullestFinding('&'.repeat(4_000)) },
    ],
  ])('of the fullest incident, with %s, is at most 30 KB', async (_what, told) => {
    const body = await screenOf(told);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST);
    expect(linesIn(body)).toBeGreaterThan(0);
  });

  it('of the fullest incident shows all four series, whatever else there is to find', async () => {
    const body = await screenOf({
      ...fullest(notes(200, USUAL)),
      diagnosis: fullestFinding('memory rises '.repeat(12)),
    });
    expect(body.match(/role="img"/g)).toHaveLength(4);
    expect(body).toContain('Why, and what else it could be');
    expect(linesIn(body)).toBeGreaterThanOrEqual(10);
  });

  it('of the fullest incident shows at least 70 usual lines, and the way to the others', async () => {
    const body = await screenOf(fullest(notes(200, USUAL)));
    expect(linesIn(body)).toBeGreaterThanOrEqual(70);
    expect(body).toContain('All 200 lines');
  });
});

describe('a screen of several', () => {
  it('shows as many as one message is about, each filled to its bounds', async () => {
    const { configuration, incident } = fullest([]);
    const all = Array.from({ length: 10 }, (_, index) => ({
      ...incident,
      incidentId: `${ID.slice(0, -1)}${String(index)}`,
    }));
    const shown = { outcome: undefined, kept: NOTHING_KEPT, nonce: 'n'.repeat(22) };
    const body = await severalScreen(all, readerOf(configuration, undefined, minute(5)), shown);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST);
  });
});

describe('the whole timeline', () => {
  it.each([
    ['usual', USUAL],
    ['the longest', '"'.repeat(3_900)],
  ])('of %s lines comes in pieces of at most 30 KB, without a gap', async (_what, text) => {
    const view = viewed(fullest(notes(200, text)));
    const seen: string[] = [];
    for (let before: number | undefined = 200; before !== undefined;) {
      const body: string = await timelineScreen(view, before);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST);
      seen.push(...[...body.matchAll(/<span class="said">Alice Ferreira: (\d+) /g)].map(([, index = '']) => index));
      const [, older] = /before=(\d+)">/.exec(body) ?? [];
      before = older === undefined ? undefined : Number(older);
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => String(199 - index)));
  });

  it('shows the longest note whole, which the screen of the incident only begins', async () => {
    const text = `${'word '.repeat(790)}https://wiki.example/run`;
    const told = fullest(notes(2, text));
    expect(await screenOf(told)).not.toContain('https://wiki.example/run');
    expect(await timelineScreen(viewed(told), 2)).toContain('<a href="https://wiki.example/run"');
  });
});
