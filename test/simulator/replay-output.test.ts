import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../lib/adapters/recording/recording.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { latency, memory, onlyIncident, replaying, slowFromTen, team } from './replaying.ts';

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as object;

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
ajv.addSchema(schema('diagnosis'));
const validate = ajv.compile(schema('replay-output'));

const errorsOf = (output: unknown): unknown => {
  validate(JSON.parse(JSON.stringify(output)));
  return validate.errors;
};

const slowThenQuiet = latency([
  [10, 0.1],
  [10, 2],
  [60, 0.1],
]);

const WARNING =
  '{ memory: { warning: 75, for: 3 of 5 }, memoryGrowth: false, slowLeak: false, latency: false, errors: false, traffic: false, saturation: false }';

const CASES: readonly (readonly [string, Recording, Configuration])[] = [
  ['nobody answers', latency(slowFromTen), team()],
  ['nobody answers without a repeat', latency(slowFromTen), team({ repeat: 0 })],
  [
    'somebody answers',
    latency(slowFromTen, [
      { at: '+5m', action: 'acknowledge' },
      { at: '+9m', action: 'resolve' },
    ]),
    team(),
  ],
  ['it recovers', slowThenQuiet, team()],
  ['nothing fires', latency([[30, 0.1]]), team()],
  [
    'only a warning',
    memory([
      [10, 40],
      [30, 80],
    ]),
    team({ alarms: WARNING }),
  ],
];

describe('the output of a replay', () => {
  it.each(CASES)('keeps to its schema when %s', async (_name, recording, configuration) => {
    const { output } = await replaying(recording, configuration);
    expect(errorsOf(output)).toBeNull();
  });

  it('is refused by its schema when a page has no text', async () => {
    const { output } = await replaying(latency(slowFromTen));
    const broken = JSON.parse(JSON.stringify(output)) as { incidents: { pages: { text?: string }[] }[] };
    delete broken.incidents[0]?.pages[0]?.text;
    expect(errorsOf(broken)).not.toBeNull();
  });

  it('names the alarms, holds the whole timeline and the diagnosis that the first page carried', async () => {
    const incident = onlyIncident(await replaying(slowThenQuiet));
    expect(incident.alarms).toEqual(['tocsin-prod-web-latency-critical']);
    expect(incident.timeline[0]).toMatchObject({ type: 'IncidentOpened', v: 2 });
    expect(incident.diagnosis).toMatchObject({
      schema: 'diagnosis/1',
      cause: 'unknown',
      at: '2023-08-05T14:13:00.000Z',
    });
    expect(incident.pages[0]).toMatchObject({ level: 1, round: 1, reason: 'escalation', target: 'responder:alice' });
    expect(incident.pages[0]?.text).toContain('You are paged as level 1 of 3.');
  });

  it('is the same for the same recording, whatever the wall clock says', async () => {
    const [one, other] = [await replaying(slowThenQuiet), await replaying(slowThenQuiet)];
    expect(one.output).toEqual(other.output);
  });
});
