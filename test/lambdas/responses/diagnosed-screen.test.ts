import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lib/core/diagnosis/finding.ts';
import { HOUR, later } from '../../../lib/core/time.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import type { IncidentStore } from '../../../lib/ports/incident-store.ts';
import { HOSTILE } from '../../core/page/hostile-corpus.ts';
import { type DiagnosedIncident, diagnosedIncident, foundElse } from '../../support/diagnosed-incident.ts';
import type { Line } from '../../support/function-world.ts';
import { Visitor, words } from './visitor.ts';

const MOST = 30_720;

const shared = await diagnosedIncident();

/** Its screen as Alice has it, with this as the body of its last diagnosis. */
const screenOf = async (
  body: string | Error | undefined,
  { world, incidentId }: DiagnosedIncident = shared,
): Promise<string> => {
  const diagnoses = (): ReturnType<IncidentStore['diagnoses']> => {
    if (body instanceof Error) return Promise.reject(body);
    return Promise.resolve(body === undefined ? [] : [{ number: 2, body }]);
  };
  const visitor = new Visitor(world, world.onStore({ diagnoses }));
  const reply = await visitor.open(world.link([incidentId], 'alice'));
  expect(reply.statusCode).toBe(200);
  return reply.body;
};

const wordsOf = (body: string): string => words({ statusCode: 200, headers: {}, body });

const changed = (change: (finding: Finding) => unknown): Promise<string> => screenOf(foundElse(shared.body, change));

const withChart = (chart: Partial<Finding['chart']>): Promise<string> =>
  changed((finding) => ({ ...finding, chart: { ...finding.chart, ...chart } }));

const withDiagnosis = (diagnosis: object): Promise<string> =>
  changed((finding) => ({ ...finding, diagnosis: { ...finding.diagnosis, ...diagnosis } }));

const screen = await screenOf(shared.body);
const text = wordsOf(screen);

describe('the screen of a diagnosed incident', () => {
  it('has the button first, then the cause, its picture and what began when, and then where to look', () => {
    const order = [
      'Acknowledge',
      'Cause: memory leak (surge x4.0)',
      'memory 93 %',
      'What began when',
      'Why, and',
      'logs',
    ];
    const places = order.map((one) => text.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('tells what began when, what began together in one breath, as the clocks of its reader show it', () => {
    expect(text).toContain('What began when: 09:27 traffic x4.0, memory +2.0 %/min, latency p50 x1.6.');
  });

  it('has each hypothesis with its verdict, its reason, its evidence and what would change it, the cause first', () => {
    const [, ...items] = (/<details class="why">([^]*?)<\/details>/.exec(screen)?.[1] ?? '').split('<li>');
    const told = items.map((item) => wordsOf(item).trim());
    expect(told.map((one) => /^[^:]+: (?:the probable cause|inconclusive|refuted)/.exec(one)?.[0])).toEqual([
      'memory leak: the probable cause',
      'deploy: inconclusive',
      'traffic surge: inconclusive',
      'dependency DB: refuted',
    ]);
    expect(told[0]).toMatch(
      /memory grows evenly, \+2\.0 %\/min since 09:27, .* memory rose from 32 % to 93 % .* What would change this: memory that stays level/,
    );
    expect(told[3]).toMatch(
      /DB normal: read 0\.042 ms .* DB read 0\.042 ms, x0\.4 .* What would change this: DB read above/,
    );
  });

  it('names first the cause that is named, wherever it stands', async () => {
    const body = await withDiagnosis({ cause: 'dependency' });
    expect(wordsOf(body)).toMatch(/what else it could be dependency DB: the probable cause/);
  });

  it('shows each series with its newest value, its range and its limit', () => {
    expect(text).toContain('memory 93 % 27 % to 93 %, dashed: its limit of 100 %');
    expect(text).toContain('traffic 2000 492 to 2077');
    expect(text).toContain('latency p50 1.2 ms 0.51 ms to 2 ms');
    expect(screen.match(/class="limit"/g)).toHaveLength(1);
  });

  it('says what is seen to whoever does not see it', () => {
    expect(screen.match(/role="img"/g)).toHaveLength(3);
    expect(text).toContain(
      '30 % at first (08:25), 93 % at the end (09:58), between 27 % and 93 %; its limit is 100 %.',
    );
  });

  it('marks when it began and when alarms fired, on every series, with a legend', () => {
    expect(text).toContain('1 09:27 it began 2 09:30 alarm traffic-warning 3 09:51 alarm memory-warning');
    expect(screen.match(/class="mark onset" d="M62 0v56"/g)).toHaveLength(3);
  });

  it('says of when it is, and how far its values are apart', () => {
    expect(text).toContain('One value a minute, until 09:58 EDT (13:58 UTC).');
  });

  it('leaves a gap where values are missing', async () => {
    const values = [1, 1, null, null, 2, 3, null, 4];
    const body = await withChart({ series: [{ name: 'memory', unit: 'Percent', limit: null, values }] });
    expect(body).toContain('<path d="M0.5 42l1 0M4.5 28l1-14M7.5 0h.1" />');
    expect(wordsOf(body)).toContain('between 1 % and 4 %; 3 of 8 values are missing.');
  });

  it('marks deploys, and the acknowledgement once there is one', async () => {
    const own = await diagnosedIncident();
    await respond(own.world.pipeline, { incidentId: own.incidentId, by: 'alice', response: { type: 'acknowledge' } });
    const body = foundElse(own.body, ({ chart, ...finding }) => ({
      ...finding,
      chart: { ...chart, marks: [...chart.marks, { at: '2023-08-05T13:25:00.000Z', what: 'deploy web-41' }] },
    }));
    expect(wordsOf(await screenOf(body, own))).toMatch(/1 09:25 deploy web-41 2 09:27 it began .* 09:58 acknowledged/);
  });

  it('dates what was on another day', async () => {
    const body = await withDiagnosis({
      timeline: [{ at: '2023-08-04T10:00:00.000Z', series: 'memory', what: '+1 %/h' }],
    });
    expect(wordsOf(body)).toContain('What began when: 2023-08-04 06:00 memory +1 %/h.');
  });

  it('says when it was diagnosed, where that was some time ago', async () => {
    const own = await diagnosedIncident();
    own.world.now = later(own.world.now, HOUR);
    expect(wordsOf(await screenOf(own.body, own))).toContain('not DB, as of 09:58 EDT (13:58 UTC).');
  });

  it('shows no mark of a time, no script and no style of its own', () => {
    expect(screen).not.toMatch(/\{t\d/);
    expect(screen).not.toMatch(/<script|\sstyle=|\son\w+=/);
  });

  it('takes less than half of what a screen may', () => {
    expect(Buffer.byteLength(screen)).toBeLessThan(MOST / 2);
  });
});

describe('what was found, where it cannot be read', () => {
  const CAUSE = 'Cause: memory leak (surge x4.0)';
  const warningsIn = ({ world }: DiagnosedIncident): readonly Line[] =>
    world.lines.filter(({ level }) => level === 'warn');

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{'],
    ['is of a schema of tomorrow', foundElse(shared.body, (finding) => ({ ...finding, schema: 'finding/2' }))],
    [
      'has one field of another kind',
      foundElse(shared.body, ({ chart, diagnosis }) => ({ chart, diagnosis: { ...diagnosis, at: 5 } })),
    ],
    ['cannot be had', new Error('table down')],
  ])('and so %s: the screen is shown without it', async (_what, body) => {
    const shown = await screenOf(body);
    expect(wordsOf(shown)).toContain(CAUSE);
    expect(wordsOf(shown)).toContain('incident opened: web in prod');
    expect(shown).not.toContain('<svg');
  });

  it('is told to whoever looks after it, where it could not be had', async () => {
    const own = await diagnosedIncident();
    await screenOf(new Error('table down'), own);
    expect(warningsIn(own)).toEqual([
      {
        level: 'warn',
        message: 'a screen without what was found of the cause',
        fields: { error: expect.stringContaining('table down') as string },
      },
    ]);
  });

  it('is not asked for where nobody looked', async () => {
    const own = await diagnosedIncident();
    const { store } = own.world.pipeline;
    const head: IncidentStore['head'] = async (id) => {
      const incident = await store.head(id);
      return incident && { ...incident, inquiry: undefined };
    };
    const diagnoses = (): Promise<never> => Promise.reject(new Error('asked'));
    const visitor = new Visitor(own.world, own.world.onStore({ head, diagnoses }));
    expect((await visitor.open(own.world.link([own.incidentId], 'alice'))).statusCode).toBe(200);
    expect(warningsIn(own)).toEqual([]);
  });
});

/** Every text of a finding that is no time and none of a few words is this one. */
const hostileFinding = (body: string, text: string): string => {
  const WORDS = new Set(['schema', 'at', 'from', 'cause', 'verdict', 'kind', 'unit', 'onset']);
  return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
    typeof value === 'string' && !WORDS.has(key) ? text : value,
  );
};

/** Tags with the names of their attributes. */
const kindsOf = (body: string): ReadonlySet<string> =>
  new Set(
    (body.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>/g) ?? []).map((tag) =>
      tag.replace(/="[^"]*"/g, '').replace(/\s+/g, ' '),
    ),
  );

describe('a diagnosis with hostile texts', () => {
  const known = kindsOf(screen);

  it.each(HOSTILE.map((one) => [one.slice(0, 60), one]))('is built of the same tags: %j', async (_shown, hostile) => {
    const body = await screenOf(hostileFinding(shared.body, hostile));
    expect(body).toContain('<svg');
    expect([...kindsOf(body)].filter((tag) => !known.has(tag))).toEqual([]);
    expect(body.match(/href="https?:/g)).toEqual(screen.match(/href="https?:/g));
    expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
    expect(body.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST);
  });
});

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))]
    : [path];

const put = (value: unknown, [key, ...rest]: Path, other: unknown): unknown => {
  if (key === undefined) return other;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  fields[key] = put(fields[key], rest, other);
  return copy;
};

describe('whatever is stored as a finding', () => {
  const finding: unknown = JSON.parse(shared.body);
  const paths = pathsOf(finding);
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      null,
      -1,
      1e308,
      -1e99,
      5e-324,
      '',
      '{t999999999}',
      '9999-12-31T23:59:59.999Z',
      '0000-01-01T00:00:00.000Z',
    ),
    fc.array(fc.constantFrom(null, 1e100, -1e100, 0), { maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 5_000 }),
  );

  const good = (body: string): void => {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST);
    expect(body).not.toMatch(/NaN|Infinity|undefined/);
    expect(body).toContain('Cause: memory leak (surge x4.0)');
    expect(body.trimEnd()).toMatch(/<\/html>$/);
  };

  it('breaks no screen, with any of its fields another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), odd, async (path, other) => {
        good(await screenOf(JSON.stringify(put(finding, path, other))));
      }),
      { numRuns: 400 },
    );
  });

  it('breaks no screen, whatever text it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (body) => {
        good(await screenOf(body));
      }),
    );
  });
});
