import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import type { Figures } from '../../../lib/core/figures/figures.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { appendTo, minute } from '../../support/incident-story.ts';
import {
  acknowledges,
  confirms,
  diagnoses,
  fires,
  firesAgain,
  opens,
  pages,
  reopens,
  resolves,
} from '../../core/figures/figured.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const config = await writeJson(
  folder,
  'tocsin.yaml',
  `
version: 1
environment: prod
services:
  web: { escalation: primary, workload: { kind: lambda, functionName: web } }
  shop: { escalation: primary, workload: { kind: lambda, functionName: shop } }
routing: [{ match: { name: pay-* }, service: payments, escalation: primary, severity: critical }]
unrouted: { escalation: primary, severity: critical }
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei, timeZone: Europe/London }
schedules:
  web-primary:
    timeZone: America/New_York
    layers: [{ rotation: [alice, bob], every: 1 week, starting: 2023-07-31, handoff: "09:00" }]
escalations:
  primary: { levels: [{ page: [schedule:web-primary], escalateAfter: 15m }] }
`,
);

let folders = 0;

/** A folder of its own with these incidents. */
const folderWith = async (...timelines: readonly (readonly IncidentEvent[])[]): Promise<string> => {
  folders += 1;
  const local = join(folder, `incidents-${String(folders)}`);
  const incidents = await openFolder(local, { create: true });
  for (const timeline of timelines) await incidents.append(appendTo(undefined, timeline));
  return local;
};

/** Ids begin with their instants, as those of Tocsin do. */
const usual = (id: string, changes: Parameters<typeof opens>[1] = {}): readonly IncidentEvent[] => [
  opens(id, { isDiagnosed: true, ...changes }),
  fires(0),
  diagnoses(0, 'memory-leak', 10),
  pages(1),
  acknowledges(6),
  resolves(30, 'alice'),
];

const ignored = [opens('B', { service: 'shop' }), fires(2, 'cpu'), firesAgain(4, 'cpu'), pages(5, 'responder:bob')];

const twoIncidents = await folderWith(usual('A'), ignored);

/** A day later, 10:15 in New York on Sunday. */
const NOW = minute(24 * 60);

const report = (local: string, ...args: readonly string[]): Promise<Ran> =>
  run(['report', ...args, '--config', config, `--local=${local}`], { now: () => NOW, width: 100 });

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const schemaOf = (name: string) =>
  ajv.compile(
    JSON.parse(readFileSync(new URL(`../../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as object,
  );
const [isReport, isHandoff, isDigest] = [schemaOf('report'), schemaOf('handoff'), schemaOf('digest')];

interface Json {
  readonly figures: Figures;
  readonly before: { readonly from: string; readonly to: string; readonly figures: Figures } | null;
  readonly unread: readonly string[];
}

const json = async (local: string, ...args: readonly string[]): Promise<Json> => {
  const { out } = await report(local, '--json', ...args);
  const document: unknown = JSON.parse(out);
  expect(isReport(document), JSON.stringify(isReport.errors)).toBe(true);
  return document as Json;
};

describe('tocsin report', () => {
  it('shows figures on one screen', async () => {
    const { code, out, err } = await report(twoIncidents);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Report on every service: 2023-07-07 10:15 to 2023-08-06 10:15 (30 d)
      Times of America/New_York.

      incidents      2, 1 still open
      by service     shop 1, web 1
      by severity    critical 2
      by cause       memory leak 1, not known 1
      from a deploy  0 of 2 (0 %); of 1 nobody knows the cause
      first pages    1 named a cause that nobody has confirmed
      releases       not known: a folder has none, and a stack keeps them for 90 days

      TIME TO            N       MEDIAN  P90         MEAN
      alarm, from onset  1 of 2  10 min  10 min      10 min  too few to compare
      first page         2 of 2  3 min   4 min 36 s  3 min   too few to compare
      answer to it       1 of 2  5 min   5 min       5 min   too few to compare
      resolution         1 of 2  30 min  30 min      30 min  too few to compare

      RESPONDER       PAGES  AT NIGHT  OFF HOURS  ON CALL
      Alice Ferreira  1      0         1          145 h
      Bob Osei        1      0         1          0 h

      NOISIEST ALARMS  SERVICE  FIRED    ACTED ON
      alarm cpu        shop     2 times  0 of 1
      alarm latency    web      1 time   1 of 1
      Never acted on: 1 of 2 alarms (alarm cpu)."
    `);
  });

  it('prints one document', async () => {
    const { figures, before } = await json(twoIncidents, '--since', '2d');
    expect(figures.incidents).toMatchObject({ total: 2, open: 1 });
    expect(before).toBeNull();
  });

  it('compares with the period before, of the same length', async () => {
    const { before } = await json(twoIncidents, '--since', '12h', '--compare');
    expect(before).toMatchObject({ from: minute(0), to: minute(12 * 60), figures: { incidents: { total: 2 } } });
    const { out } = await report(twoIncidents, '--since', '12h', '--compare');
    expect(out).toContain('incidents  0 (before: 2)');
    expect(out).toMatch(/Alice Ferreira +0 +0 +0 +12 h +1 pages before/);
  });

  it('compares times where there are enough of both', async () => {
    const many = Array.from({ length: 10 }, (_, index) => usual(`M${String(index)}`));
    const later = Array.from({ length: 10 }, (_, index) => [
      opens(`N${String(index)}`, { at: minute(600) }),
      fires(600),
      pages(602),
      acknowledges(605, 'bob'),
      resolves(620, 'bob'),
    ]);
    const { out } = await report(await folderWith(...many, ...later), '--since', minute(500), '--compare');
    expect(out).toMatch(/resolution +10 of 10 +20 min +20 min +20 min +30 min before\n/);
  });

  it('takes --since back from --until', async () => {
    expect((await json(twoIncidents, '--since', '1h', '--until', '2023-08-05T15:00Z')).figures.incidents.total).toBe(2);
  });

  it('counts pages and runs of what opened before, and nothing that was over', async () => {
    const long = [opens('L'), fires(0), pages(1), pages(600), resolves(700, 'bob'), reopens(705), resolves(710)];
    const local = await folderWith(long, usual('O'));
    const { figures } = await json(local, '--since', minute(500));
    expect(figures).toMatchObject({
      incidents: { total: 0 },
      times: { resolve: { n: 1, medianSeconds: 300 } },
      responders: [{ responder: 'alice', pages: 1 }],
    });
  });

  it('prints a number a line for spreadsheets', async () => {
    const lines = (await report(twoIncidents, '--csv')).out.split('\r\n');
    expect(lines[0]).toBe('figure,group,name,measure,value,unit');
    expect(lines).toContain('incidents_by_service,shop,shop,n,1,count');
    expect(lines).toContain('time_to_resolve,all,all,median,1800,s');
    expect(lines).toContain('pages,alice,Alice Ferreira,off_hours,1,count');
    const both = (await report(twoIncidents, '--csv', '--compare')).out.split('\r\n');
    expect(both[0]).toBe('figure,group,name,measure,value,unit,before,change');
    expect(both).toContain('incidents,all,all,n,2,count,0,2');
    expect(both).toContain('time_to_resolve,all,all,median,1800,s,,');
  });

  it('is of one service', async () => {
    expect((await json(twoIncidents, '--service', 'shop')).figures.incidents.byService).toEqual([
      { group: 'shop', n: 1 },
    ]);
    expect((await json(twoIncidents, '--service', 'payments')).figures.incidents.total).toBe(0);
  });

  it('needs no configuration: people are called by their ids, and no schedule is known', async () => {
    const { out } = await run(['report', `--local=${twoIncidents}`], { now: () => NOW });
    expect(out).toMatch(/\nalice +1 +0 +1 +-\n/);
  });

  it('asks of the deploy that a stored diagnosis names', async () => {
    const local = await folderWith();
    const incidents = await openFolder(local, { create: false });
    const append = appendTo(undefined, [...usual('A'), confirms(40, 'memory-leak')]);
    const body = JSON.stringify({ schema: 'finding/1', diagnosis: { deployImplicated: 'deploy-7' }, chart: {} });
    await incidents.append({ ...append, incident: { ...append.incident, diagnoses: [{ number: 1, body }] } });
    expect((await json(local)).figures.begunByDeploy).toEqual({ n: 1, of: 1, ofUnknownCause: 0 });
    expect((await json(local)).figures.firstPageCause.right).toBe(1);
  });
});

describe('a report of hostile names', () => {
  const name = '=HYPERLINK("http://x","a")\u001b[2J\r\nreleases 99';
  const hostile = folderWith([
    opens('H', { service: name }),
    fires(0, 'h', { name }),
    pages(1, `responder:${name}` as 'responder:bob'),
  ]);

  it('cannot write a line of its own, or move the cursor', async () => {
    for (const form of [[], ['--csv'], ['--compare']]) {
      const { out } = await report(await hostile, ...form);
      expect(out).not.toContain('\u001b');
      expect(out).not.toMatch(/^"?releases 99/m);
    }
  });

  it('is no formula of a spreadsheet', async () => {
    const { out } = await report(await hostile, '--csv');
    expect(out).toContain(`"'=HYPERLINK(""http://x"",""a"") releases 99"`);
    expect(out).not.toMatch(/(?:^|,)"?=/m);
  });

  it('says what it was in JSON', async () => {
    expect((await json(await hostile)).figures.incidents.byService).toEqual([{ group: name, n: 1 }]);
  });
});

describe('a report that cannot be', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['no time', ['--since', 'soon'], '--since: expected an instant'],
    [
      'a beginning after the end',
      ['--since', '1h', '--until', '2023-09-01T00:00Z', '--since', minute(2_000)],
      'is not before --until',
    ],
    ['a range of years', ['--since', '800d'], 'a report is of a year at most'],
    [
      'a service that nobody knows',
      ['--service', 'wbe'],
      '--service: no service "wbe" is known: expected one of web, shop, payments, unrouted',
    ],
    ['two forms', ['--json', '--csv'], '--json, --csv: say one of them'],
    ['a schedule without a hand-over', ['--schedule', 'web-primary'], 'add --handoff'],
    ['a hand-over of no schedule', ['--handoff'], '--schedule <schedule>'],
    [
      'a schedule that is none',
      ['--handoff', '--schedule', 'constructor'],
      'there is no schedule "constructor": expected one of web-primary',
    ],
    ['a hand-over as a table', ['--handoff', '--schedule', 'web-primary', '--csv'], '--csv: not of a hand-over'],
    ['a hand-over, compared', ['--handoff', '--schedule', 'web-primary', '--compare'], '--compare: not of a hand-over'],
    ['a folder and a stack', ['--stack', 'Tocsin'], 'incidents are in one of them'],
  ])('says so of %s', async (_what, args, err) => {
    expect(await report(twoIncidents, ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(err) as string,
    });
  });

  it('says so where no place is named, or no tocsin.yaml for a hand-over', async () => {
    expect(await run(['report'])).toMatchObject({ code: 2, err: expect.stringContaining('--local') as string });
    const handoff = ['report', '--handoff', '--schedule', 'web-primary', `--local=${twoIncidents}`];
    expect(await run(handoff)).toMatchObject({ code: 2, err: expect.stringContaining('--config') as string });
  });

  it('says so of a folder that is not there, or empty', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(await report(empty)).toMatchObject({ code: 2, err: expect.stringContaining('is empty') as string });
    expect(await report(join(folder, 'nowhere'))).toMatchObject({ code: 2 });
  });

  it('says calmly that there is no incident, or when the last one was', async () => {
    expect(await report(await folderWith())).toMatchObject({
      code: 0,
      out: expect.stringMatching(/incidents {2}0[^]*No incidents in [^]*tocsin\s+replay/) as string,
    });
    const { code, out } = await report(twoIncidents, '--since', '1h');
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the newest of all did at 2023-08-05 10:15');
    expect(out).toContain('--until 2023-08-06');
  });

  it('goes without the torn end of a folder, and says so', async () => {
    const torn = `${twoIncidents}-torn`;
    await cp(twoIncidents, torn, { recursive: true });
    const last = (await readdir(join(torn, 'journal'))).sort().at(-1) ?? '';
    await truncate(join(torn, 'journal', last), 40);
    const { code, out, err } = await report(torn);
    expect(code).toBe(0);
    expect(out).toContain('incidents      1');
    expect(err).toContain(`${last}: cannot be read`);
  });

  it('refuses a folder from whose middle something is missing', async () => {
    const holed = `${twoIncidents}-holed`;
    await cp(twoIncidents, holed, { recursive: true });
    await rm(join(holed, 'journal', '000000000001.json'));
    expect(await report(holed)).toMatchObject({ code: 2, err: expect.stringContaining('is missing') as string });
  });

  it('leaves out an incident that cannot be read, and names it', async () => {
    const local = await folderWith(usual('A'));
    const append = appendTo(undefined, usual('D'));
    const incidents = await openFolder(local, { create: false });
    const events = append.incident.events.map((event) => ({ ...event, body: '{' }));
    await incidents.append({ ...append, incident: { ...append.incident, events } });
    const { code, err } = await report(local);
    expect({ code, err }).toEqual({
      code: 0,
      err: `D: cannot be read, and is in no figure: npx tocsin incidents verify --local=${local} says what is wrong`,
    });
    const document = await json(local);
    expect(document).toMatchObject({ unread: ['D'], figures: { incidents: { total: 1 } } });
  });
});

describe('tocsin report --handoff', () => {
  const handoff = (...args: readonly string[]): Promise<Ran> =>
    report(twoIncidents, '--handoff', '--schedule', 'web-primary', ...args);

  it('tells whoever takes over what was open, who was paged and what is still to watch', async () => {
    const { code, out } = await handoff('--until', '2023-08-05T14:50Z');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Hand-over of web-primary, to Bob Osei
      Alice Ferreira was on call 2023-07-31 09:00 to 2023-08-07 09:00. As it stood 2023-08-05 10:50; times
      of America/New_York.

      Was open
      B  shop, critical (alarm cpu): cause not known; opened 10:15, still open
      A  web, critical (alarm latency): memory leak; opened 10:15, resolved by Alice Ferreira at 10:45

      Was paged
      Alice Ferreira  1 page, 0 at night, 1 off hours
      Bob Osei        1 page, 0 at night, 1 off hours

      Still to watch
      B  shop: triggered: nobody has acknowledged it
      A  web: resolved at 10:45: it may come back; cause not confirmed: memory leak"
    `);
  });

  it.each([40, 60])('has room in a terminal of %i columns', async (width) => {
    const args = ['report', '--handoff', '--schedule', 'web-primary', '--config', config, `--local=${twoIncidents}`];
    const { out } = await run(args, { now: () => NOW, width });
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
  });

  it('tells nothing of what came later', async () => {
    const { out } = await handoff('--until', '2023-08-05T14:20Z');
    expect(out).toContain('A  web: triggered: nobody has acknowledged it');
    expect((await handoff('--until', '2023-08-05T14:00Z')).out).toMatch(
      /No incident was open\.[^]*Nobody was paged\.[^]*Nothing is left to watch\./,
    );
  });

  it('prints one document', async () => {
    const document: unknown = JSON.parse((await handoff('--json')).out);
    expect(isHandoff(document), JSON.stringify(isHandoff.errors)).toBe(true);
    expect(document).toMatchObject({
      shift: { responder: 'alice', next: 'bob' },
      incidents: [{ incidentId: 'B' }, { incidentId: 'A' }],
    });
  });

  it('fails where nobody was on call', async () => {
    expect(await handoff('--until', '2023-07-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody was on call in web-primary') as string,
    });
  });
});

describe('tocsin report --digest', () => {
  const digest = (...args: readonly string[]): Promise<Ran> => report(twoIncidents, '--digest', ...args);

  it('shows what channels are told of the last week, and sends nothing', async () => {
    const { code, out, err } = await run(['report', '--digest', '--config', config, `--local=${twoIncidents}`], {
      now: () => minute(3 * 24 * 60),
      width: 100,
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Week 2023-W31 in prod, 2023-07-31 to 2023-08-06, times of UTC.

      2 incidents opened, 1 still open; the week before, 0.
      By service: shop 1, web 1.
      By severity: critical 2.
      By cause: memory leak 1, not known 1.
      First page answered after 5 min, median of 1 of 2; too few to compare.
      Resolved after 30 min, median of 1 of 2; too few to compare.

      2 pages to people, 0 at night:
      - Alice Ferreira: 1, 0 at night
      - Bob Osei: 1, 0 at night

      Noisiest alarms:
      - alarm cpu (shop): fired 2 times, acted on in 0 of 1
      - alarm latency (web): fired 1 time, acted on in 1 of 1

      Still open:
      - shop, critical, triggered, since 2023-08-05 14:15: B

      Deploys called worse: not known here.

      There is no anchor yet: nothing here proves how timelines stood."
    `);
  });

  it('is of the last week by a time that is given', async () => {
    expect((await digest()).out).toContain('Week 2023-W30 in prod, 2023-07-24 to 2023-07-30');
    expect((await digest('--until', '2023-07-20')).out).toContain('Week 2023-W28');
  });

  it('prints one document', async () => {
    const document: unknown = JSON.parse((await digest('--json')).out);
    expect(isDigest(document), JSON.stringify(isDigest.errors)).toBe(true);
    expect(document).toMatchObject({ week: '2023-W30', sentAt: null });
  });

  it.each([
    [['--handoff', '--schedule', 'web-primary'], '--handoff: not of a digest'],
    [['--since', '3d'], '--since: not of a digest, which is of one week; --json and --until are'],
    [['--service', 'web'], '--service: not of a digest'],
    [['--csv'], '--csv: not of a digest'],
  ])('with %j is wrong use', async (args, said) => {
    expect(await digest(...args)).toMatchObject({ code: 2, err: expect.stringContaining(said) as string });
  });

  it('needs the file that says whose week it is', async () => {
    const { code, err } = await run(['report', '--digest', `--local=${twoIncidents}`], { now: () => NOW });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('--config <file>') as string });
  });
});
