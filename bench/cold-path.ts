import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { bundleFunctions, withConfiguration } from '../lib/constructs/function-bundles.ts';
import { instantOf } from '../lib/core/time.ts';
import { alarmEvent } from '../test/support/alarm-events.ts';
import { threeLevels } from '../test/support/configurations.ts';
import { type AwsStandIn, startAwsStandIn } from './aws-stand-in.ts';
import { load, machine } from './machine.ts';
import { type Contestant, interleaved, tell } from './measure.ts';
import { percentile } from './percentile.ts';
import { table, whole } from './table.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = { warmUp: 2, counted: 15 };
const MEASURED = ['alarm-intake', 'page-sender', 'responses'] as const;

const DIAGNOSING = 'alarm-intake, diagnosing';

const EMPTY = `export const handler = async () => ({ batchItemFailures: [] });`;
const ONE_CLIENT = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => {
  await client.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
  return { batchItemFailures: [] };
};`;

interface ColdStart {
  /** Of an answer over HTTP. */
  readonly statusCode?: number;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly imported: number;
  readonly handled: number;
  readonly cpu: number;
  readonly failures: readonly unknown[];
}

/** Bundled as the functions are, but for `import()`, which stays: what a function of nothing but a client pays. */
const baseline = (contents: string, outfile: string): void => {
  buildSync({
    stdin: { contents, resolveDir: ROOT },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
};

const writeBundles = (folder: string): Metafile => {
  baseline(EMPTY, join(folder, 'empty.cjs'));
  baseline(ONE_CLIENT, join(folder, 'one-client.cjs'));
  const { javascript, metafile } = bundleFunctions();
  for (const [name, code] of javascript)
    writeFileSync(join(folder, `${name}.cjs`), withConfiguration(code, threeLevels));
  return metafile;
};

const record = (body: string, index: number): object => ({
  messageId: String(index),
  body,
  attributes: { SentTimestamp: String(Date.now()), MessageGroupId: 'responder:alice' },
});

/** The request of a browser that opens the link of a message. */
const opens = (published: string): object => {
  const rawPath = /(\/a\/[\w-]{22})/u.exec(decodeURIComponent(published))?.[1] ?? '/';
  return {
    version: '2.0',
    routeKey: 'ANY /a/{token}',
    rawPath,
    rawQueryString: '',
    headers: { host: 'abc.execute-api.eu-west-1.amazonaws.com', accept: 'text/html' },
    requestContext: { http: { method: 'GET', path: rawPath }, domainName: 'abc.execute-api.eu-west-1.amazonaws.com' },
    isBase64Encoded: false,
  };
};

const coldStart = (folder: string, name: string, { endpoint, event: invocation }: Called): Promise<ColdStart> =>
  new Promise((resolve, reject) => {
    const event = join(folder, 'event.json');
    writeFileSync(event, JSON.stringify(invocation));
    const env = {
      PATH: process.env['PATH'] ?? '',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: name,
      STACK_NAME: 'Tocsin',
      TABLE_NAME: 'table',
      ALARMS_QUEUE_URL: `${endpoint}/111122223333/alarms`,
      PAGES_QUEUE_URL: `${endpoint}/111122223333/pages.fifo`,
      TICKS_QUEUE_URL: `${endpoint}/111122223333/ticks`,
      DIAGNOSES_QUEUE_URL: `${endpoint}/111122223333/diagnoses`,
      DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead`,
      TOPIC_ARN_PREFIX: 'arn:aws:sns:eu-west-1:111122223333:Tocsin-',
      LINK_BASE: 'https://abc.execute-api.eu-west-1.amazonaws.com/a/',
    };
    const child = spawn(process.execPath, [`${ROOT}bench/cold-start.mjs`, join(folder, `${name}.cjs`), event], { env });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
    child.once('exit', () => {
      const result = /^RESULT (.*)$/mu.exec(said.join(''))?.[1];
      const measured = result === undefined ? undefined : (JSON.parse(result) as ColdStart);
      if (measured?.failures.length === 0) resolve(measured);
      else reject(new Error(`${name} failed: ${said.join('').slice(-2_000)}`));
    });
  });

interface Called {
  readonly endpoint: string;
  /** What the function is invoked with. */
  readonly event: object;
}

class Contest {
  readonly starts = new Map<string, ColdStart[]>();
  private readonly folder: string;
  private readonly standIn: AwsStandIn;
  private alarms = 0;

  constructor(folder: string, standIn: AwsStandIn) {
    this.folder = folder;
    this.standIn = standIn;
  }

  get contestants(): readonly Contestant[] {
    return [
      this.contestant('empty', () => ({})),
      this.contestant('one-client', () => ({})),
      this.contestant('alarm-intake', () => ({ Records: [this.anAlarm()] })),
      // The same of a service that is described: the page waits for its diagnosis, for which the second client is loaded.
      this.contestant(DIAGNOSING, () => ({ Records: [this.anAlarm('web')] })),
      // The page that alarm-intake handed over in the same round. Once it is published, the function only paces itself.
      this.contestant(
        'page-sender',
        () => ({ Records: this.standIn.aws.takePages().slice(0, 1).map(record) }),
        () => this.standIn.publishedAt,
      ),
      // The screen behind the link that page-sender published in the same round.
      this.contestant('responses', () => opens(this.standIn.aws.published)),
    ];
  }

  /** Each opens an incident: an account of its own is a group of its own. */
  private anAlarm(service?: string): object {
    this.alarms += 1;
    const name = `alarm-${String(this.alarms)}`;
    const tags: Record<string, string> = service === undefined ? {} : { 'tocsin:service': service };
    const event = alarmEvent({ name, state: 'ALARM', at: instantOf(Date.now()), tags });
    return record(JSON.stringify({ ...event, account: String(100_000_000_000 + this.alarms) }), 0);
  }

  private contestant(name: string, eventOf: () => object, doneAt?: () => number): Contestant {
    const round = async (): Promise<number> => {
      const [bundle = ''] = name.split(',');
      const whole = await coldStart(this.folder, bundle, { endpoint: this.standIn.endpoint, event: eventOf() });
      const start = doneAt === undefined ? whole : { ...whole, handled: doneAt() - whole.startedAt };
      if (start.handled < start.imported || (start.statusCode ?? 200) !== 200) throw new Error(`${name} did nothing`);
      this.starts.set(name, [...(this.starts.get(name) ?? []), start]);
      return start.handled;
    };
    return { name, round };
  }
}

const packageOf = (path: string): string => {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path) ?? [];
  return name ?? 'Tocsin itself';
};

const ASIDE_BYTES = 8_000;

/** What of a bundle comes from where, the largest first; what is small is one line. */
const sharesOf = ({ outputs }: Metafile, name: string): string => {
  const output = Object.entries(outputs).find(([path]) => path.endsWith(`${name}.js`))?.[1];
  if (output === undefined) throw new Error(`no bundle of ${name}`);
  const shares = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const from = packageOf(path);
    shares.set(from, (shares.get(from) ?? 0) + bytesInOutput);
  }
  const small = [...shares].filter(([, bytes]) => bytes < ASIDE_BYTES);
  const rows = [
    ...[...shares].filter(([, bytes]) => bytes >= ASIDE_BYTES).toSorted(([, one], [, other]) => other - one),
    [`${String(small.length)} more`, small.reduce((sum, [, bytes]) => sum + bytes, 0)] as const,
  ];
  return table(
    [name, 'bytes'],
    [['whole bundle', whole(output.bytes)], ...rows.map(([from, bytes]) => [`  ${from}`, whole(bytes)])],
  );
};

const timesOf = (starts: ReadonlyMap<string, readonly ColdStart[]>): string => {
  const median = (name: string, of: (start: ColdStart) => number): number =>
    percentile((starts.get(name) ?? []).slice(ROUNDS.warmUp).map(of), 50);
  const floor = median('one-client', ({ handled }) => handled);
  return table(
    [
      'cold path, medians of ' + String(ROUNDS.counted),
      'import ms',
      'import + first ms',
      'processor ms',
      'to one client',
    ],
    [...starts.keys()].map((name) => [
      name,
      ...[
        median(name, ({ imported }) => imported),
        median(name, ({ handled }) => handled),
        median(name, ({ cpu }) => cpu),
      ].map((ms) => ms.toFixed(1)),
      `${(median(name, ({ handled }) => handled) / floor).toFixed(2)}x`,
    ]),
  );
};

const { cpu, cores, memoryGiB, node, platform } = machine();
const before = load();
const folder = mkdtempSync(join(tmpdir(), 'tocsin-cold-'));
const standIn = await startAwsStandIn();
try {
  const metafile = writeBundles(folder);
  const contest = new Contest(folder, standIn);
  tell('cold path');
  await interleaved(contest.contestants, ROUNDS);
  console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${timesOf(contest.starts)}

${MEASURED.map((name) => sharesOf(metafile, name)).join('\n\n')}`);
} finally {
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
}
