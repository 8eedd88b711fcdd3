import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../running.ts';

const folder = await temporaryFolder();

const written = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};

const PEOPLE = `responders: { alice: { name: Alice } }
channels: { ops: { name: "#ops", kind: chat } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`;

const WORKLOADS = ['lambda, functionName', 'sqs, queue', 'rds, database'];

const ofServices = (count: number): string =>
  `${PEOPLE}services:\n${Array.from({ length: count }, (_, index) => {
    const workload = `{ kind: ${WORKLOADS[index % WORKLOADS.length] ?? ''}: thing${String(index)} }`;
    return `  service-${String(index)}: { escalation: primary, workload: ${workload} }\n`;
  }).join('')}`;

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('what tocsin check says of a deploy', () => {
  it('is its alarms by service, its topics and what they cost, in 80 columns', async () => {
    const { out } = await run(['check', 'examples/tocsin.yaml']);
    expect(out).toBe(`examples/tocsin.yaml: no error in it. A deploy of it to prod has

11 alarms of 1 service
  11  web  alb-ecs  memory (2), memory-growth, slow-leak, latency, errors,
                    traffic, cpu, database-cpu, database-connections,
                    user-impact

6 topics, silent until you subscribe: the outputs Subscribe… are the commands
  responders  alice, bob, dev-lead, manager
  channels    ops (chat)
  ops         alarms about the pager itself

About $11.03 a month (us-east-1, no free tier; counted in docs/cost.md)
  $3.30  Alarms of the pager itself
  $2.10  Alarms of the services
  $2.00  Keys
  $1.91  Standing by: polling queues, the reconciler
  $0.97  Forecasts of memory: reading, metrics, runs
  $0.60  Metrics of the pager
  $0.15  Everything else`);
  });

  it('tells services with the same alarms together: a hundred take a screen', async () => {
    const { out } = await run(['check', await written('hundred.yaml', ofServices(100))]);
    expect(out.split('\n').length).toBeLessThan(30);
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(out).toContain('  306  service-0 and 33 more');
    expect(out).toMatch(/66 {2}service-1 and 32 more {2}sqs +age \(2\)/u);
  });

  it('says which service has no alarm that pages', async () => {
    const off = ofServices(2).replace('queue: thing1 }', 'queue: thing1 }, alarms: { age: { warning: 5m } }');
    expect((await run(['check', await written('off.yaml', off)])).out).toMatch(/service-1 +sqs +age; none pages/u);
  });

  it('is whole with --json', async () => {
    const { out } = await run(['check', await written('two.yaml', ofServices(2)), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      services: 2,
      deployed: {
        alarms: 11,
        topics: 3,
        services: [
          { name: 'service-0', kind: 'lambda' },
          {
            name: 'service-1',
            kind: 'sqs',
            alarms: [
              {
                name: 'tocsin-default-service-1-age-critical',
                watches: 'age',
                severity: 'critical',
                isComposite: false,
              },
              { severity: 'warning' },
            ],
          },
        ],
        subscriptions: [
          { target: 'responder:alice', kind: 'email' },
          { target: 'channel:ops', kind: 'chat' },
          { target: 'ops', kind: 'email' },
        ],
      },
      cost: { dollars: expect.any(Number) as number, lines: expect.any(Array) as unknown[] },
      gaps: [],
    });
  });
});

describe('what tocsin check says of gaps', () => {
  const OPEN = `${PEOPLE}schedules:
  main:
    timeZone: Europe/Berlin
    layers:
      - { rotation: [alice], starting: 2033-01-03 }
`;

  it('is where they are in the file, and no failure', async () => {
    const file = await written('open.yaml', OPEN);
    const { code, out, err } = await run(['check', file]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('no error in it, and 2 gaps (below). A deploy');
    expect(out.slice(out.indexOf('\n2 gaps'))).toBe(`
2 gaps, which no deploy refuses:
${file}:5:3 schedules.main: nobody is paged by it: in no level of a policy
      main:
      ^^^^
${file}:8:40 schedules.main.layers[0].starting: the schedule begins at 2033-01-03 09:00 (Europe/Berlin): nobody is on call before
          - { rotation: [alice], starting: 2033-01-03 }
                                           ^^^^^^^^^^`);
  });

  it('is in --json too', async () => {
    const { code, out } = await run(['check', await written('open.yaml', OPEN), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      gaps: [
        { line: 5, column: 3, path: 'schedules.main' },
        { line: 8, column: 40, path: 'schedules.main.layers[0].starting' },
      ],
    });
  });
});
