import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { diagnosisLines } from '../../../lib/cli/incidents/show-diagnosis.ts';
import type { IncidentsTarget } from '../../../lib/cli/incidents/target.ts';
import { plainInk, type Shell } from '../../../lib/cli/terminal/shell.ts';
import type { Finding } from '../../../lib/core/diagnosis/finding.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { HOSTILE } from '../../core/page/hostile-corpus.ts';
import { diagnosedIncident, foundElse } from '../../support/diagnosed-incident.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const EXAMPLES = new URL('../../../examples/', import.meta.url);
const recording = fileURLToPath(new URL('incidents/2023-08-05-memory-leak/recording.json', EXAMPLES));
const config = fileURLToPath(new URL('tocsin.yaml', EXAMPLES));

const folder = await temporaryFolder();
const local = join(folder, 'incidents');
const responses = await writeJson(folder, 'responses.json', [
  { at: '2023-08-05T14:05:00Z', action: 'acknowledge', by: 'alice' },
]);
await run(['replay', recording, '--config', config, '--responses', responses, '--local', local]);

const show = (width = 80, ...more: readonly string[]): Promise<Ran> =>
  run(['incidents', 'show', '01', '--local', local, ...more], { width });

/** From its heading to the timeline. */
const diagnosisIn = ({ out }: Ran): string => /^Diagnosis of [^]*?(?=\n\n\w{3} \d+ \w{3} \d{4})/m.exec(out)?.[0] ?? '';

describe('an incident that was diagnosed, as it is shown', () => {
  it('has what was found last, when, and each hypothesis with its verdict and its reason', async () => {
    const told = diagnosisIn(await show(120));
    const [heading, headline, ...rows] = told.split('\n');
    expect(heading).toMatch(/^Diagnosis of 2023-08-05 1\d:\d\d$/);
    expect(headline).toMatch(/^memory leak.*; not DB\.$/);
    expect(rows[0]).toMatch(
      /^memory leak {4}the probable cause: memory grows evenly, .* since 13:27, and has not levelled/,
    );
    expect(rows[1]).toMatch(/^deploy {9}inconclusive: no deploy was seen/);
    expect(rows[2]).toMatch(/^traffic surge {2}inconclusive: /);
    expect(rows[3]).toMatch(/^dependency DB {2}refuted: DB normal/);
  });

  it('has the series that decide, and under them what happened', async () => {
    const told = diagnosisIn(await show());
    expect(told).toContain('\nmemory, percent (╌ the limit)\n       100 ┤╌');
    expect(told).toMatch(/\nlatency p50, \w+\n/);
    expect(told).toContain('\ntraffic, count a minute\n');
    expect(told).toMatch(/\^ onset 13:27 {3}! traffic-warning 13:30/);
    expect(told).toContain('a acknowledged 14:05');
  });

  it('tells times as the clocks of the team show them, where it is known', async () => {
    const told = diagnosisIn(await show(80, '--config', config));
    expect(told).toContain('^ onset 09:27');
    expect(told).not.toContain('13:27');
    expect(told).not.toMatch(/\{t\d/);
  });

  it.each([60, 80, 120])('has room in %i columns', async (width) => {
    const told = diagnosisIn(await show(width));
    expect(Math.max(...told.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    expect(told.split('\n').filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('has the whole of it for programs, its sentences in times of UTC', async () => {
    const { diagnosis, chart } = JSON.parse((await show(80, '--json', '--config', config)).out) as Finding;
    expect(diagnosis).toMatchObject({ schema: 'diagnosis/1', cause: 'memory-leak', service: 'web' });
    expect(diagnosis.hypotheses).toHaveLength(4);
    expect(diagnosis.hypotheses[0]?.why).toContain('since 13:27');
    expect(chart.series.map(({ name }) => name)).toContain('memory');
  });
});

describe('what was found, in a terminal', async () => {
  const { world, incidentId, body } = await diagnosedIncident();
  const head = await world.head(incidentId);
  const timeline = await world.timeline(incidentId);
  const clock = localClock('UTC');
  const target = { clock, voice: voiceOf(world.pipeline.configuration, clock) } as IncidentsTarget;
  const shell = { width: 80, ink: plainInk } as Shell;
  const linesOf = (diagnosis: string | undefined): readonly string[] =>
    diagnosisLines({ head, timeline, diagnosis, target }, shell);

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{'],
    ['is of a schema of tomorrow', foundElse(body, (finding) => ({ ...finding, schema: 'finding/2' }))],
    [
      'has a field of another kind',
      foundElse(body, (finding) => ({ ...finding, chart: { ...finding.chart, from: 'soon' } })),
    ],
  ])('is left out where it %s', (_what, diagnosis) => {
    expect(linesOf(diagnosis)).toEqual([]);
  });

  it('is early where it is', () => {
    const early = foundElse(body, ({ diagnosis, ...finding }) => ({
      ...finding,
      diagnosis: { ...diagnosis, early: true },
    }));
    expect(linesOf(early).join('\n')).toContain('not DB. Early: it may change.');
  });

  it.each(HOSTILE.map((one) => [one.slice(0, 60), one]))('moves no cursor and hides nothing: %j', (_shown, hostile) => {
    const WORDS = new Set(['schema', 'at', 'from', 'cause', 'verdict', 'kind', 'unit', 'onset']);
    const found = JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      typeof value === 'string' && !WORDS.has(key) ? hostile : value,
    );
    const told = linesOf(found).join('\n');
    expect(told).toContain('Diagnosis of');
    expect(told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  });
});
