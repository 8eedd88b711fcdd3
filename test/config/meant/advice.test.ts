import { describe, expect, it } from 'vitest';
import { LAMBDA, loaded, PEOPLE, POLICY, problemsOf, withService } from '../loading.ts';

const SQS = '{ kind: sqs, queue: orders, deadLetterQueue: dlq }';
const RDS = '{ kind: rds, database: db }';
const withAlarms = (alarms: string, workload = LAMBDA): string =>
  withService(`workload: ${workload}`, `alarms: { ${alarms} }`);
const withTop = (line: string): string => `${PEOPLE}${POLICY}${line}\n`;
const withPolicy = (...lines: readonly string[]): string =>
  [`${PEOPLE}escalations:\n  primary:`, ...lines.map((line) => `    ${line}`)].join('\n');
const withLayer = (layer: string): string =>
  withTop(
    `schedules: { rota: { timeZone: Europe/London, layers: [{ rotation: [alice], starting: 2023-07-31, ${layer} }] } }`,
  );

/** What to do, of the one problem of a file. */
const adviceOn = (text: string): string => {
  const [problem = '', ...more] = problemsOf(text);
  expect(more).toEqual([]);
  return problem.replace(/^.*?(?:, got (?:"(?:[^"\\]|\\.)*"|[^:]*)|there is no [^"]*"[^"]*")(?:: |$)/u, '');
};

describe('a duration', () => {
  it.each([
    ['latency: { critical: 1000 }', 'write critical: 1000ms or 1000s'],
    ['latency: { critical: "1000" }', 'write critical: 1000ms or 1000s'],
    ['latency: { critical: 5000 }', 'write critical: 5000ms'],
    ['latency: { critical: 0.8 }', 'write critical: 0.8s or 0.8m'],
    ['latency: { critical: 5 min }', 'write critical: 5m'],
    ['latency: { critical: 500 msec }', 'write critical: 500ms'],
    ['latency: { critical: "1,5s" }', 'write critical: 1500ms'],
    ['latency: { critical: PT5M }', 'write critical: 5m'],
    ['latency: { critical: [1s] }', 'write critical: 1s'],
    ['memoryGrowth: { exhaustionWithin: 60 }', 'write exhaustionWithin: 60m'],
    ['memoryGrowth: { exhaustionWithin: 1h30m }', 'write exhaustionWithin: 90m'],
  ])('in units that its key takes: %s', (alarms, advice) => {
    expect(adviceOn(withAlarms(alarms))).toBe(advice);
  });

  it.each([
    [withAlarms('age: { critical: 900 }', SQS), 'write critical: 900s or 900m'],
    [withPolicy('levels: [{ page: [responder:alice], escalateAfter: 15 }]'), 'write escalateAfter: 15s or 15m'],
    [
      withPolicy('levels: [{ page: [responder:alice] }]', 'acknowledgementTimeout: 30'),
      'write acknowledgementTimeout: 30m',
    ],
    [withPolicy('levels: [{ page: [responder:alice] }]', 'unansweredEvery: 1'), 'write unansweredEvery: 1m or 1h'],
    [withService(`workload: ${LAMBDA}`, 'cooldown: 10'), 'write cooldown: 10s or 10m'],
    [withTop('diagnosis: { within: 1500 }'), 'write within: 1500ms'],
    [withLayer('every: 7'), 'write every: 7 days or 7 weeks'],
    [withLayer('every: weekly'), 'write every: 1 week'],
    [withLayer('every: 48h'), 'write every: 2 days'],
  ])('in units that its key takes, elsewhere: %#', (text, advice) => {
    expect(adviceOn(text)).toBe(advice);
  });

  it.each([
    ['latency: { critical: 1000m }', 'expected from 1ms to 1h, got "1000m"'],
    ['latency: { critical: 0.4ms }', 'expected from 1ms to 1h, got "0.4ms"'],
    ['memoryGrowth: { exhaustionWithin: 1m }', 'expected from 5m to 24h, got "1m"'],
    ['memoryGrowth: { exhaustionWithin: 2 days }', 'expected from 5m to 24h, got "2 days"'],
  ])('has bounds: %s', (alarms, said) => {
    expect(problemsOf(withAlarms(alarms)).join()).toMatch(new RegExp(`${said}$`));
  });

  it('is suggested only as it is taken', () => {
    for (const number of [1, 30, 90, 900, 1_000, 3_600, 100_000]) {
      const [, first = '', other = first] =
        / critical: (\S+)(?: or (\S+))?$/.exec(adviceOn(withAlarms(`latency: { critical: ${String(number)} }`))) ?? [];
      for (const suggested of [first, other]) loaded(withAlarms(`latency: { critical: ${suggested} }`));
    }
  });
});

describe('a threshold', () => {
  it.each([
    ['memory: { critical: 90% }', 'write critical: 90'],
    ['memory: { critical: 90 percent }', 'write critical: 90'],
    ['memory: { critical: "90" }', 'write critical: 90, without quotes'],
    ['memory: { critical: “90” }', 'write critical: 90'],
    ['memory: 90', 'write memory: { critical: 90 } or { warning: 90 }'],
    ['memory: 90%', 'write memory: { critical: 90 } or { warning: 90 }'],
    ['memory: "90"', 'write memory: { critical: 90 } or { warning: 90 }'],
    ['memory: [90]', 'write memory: { critical: 90 } or { warning: 90 }'],
    ['latency: 1000', 'write latency: { critical: 1000ms } or { critical: 1000s }'],
    ['latency: 1s', 'write latency: { critical: 1s } or { warning: 1s }'],
    ['latency: p95', 'write latency: { stat: p95 }'],
    ['memoryGrowth: 60', 'write memoryGrowth: { exhaustionWithin: 60m }'],
    ['traffic: anomaly', 'write traffic: { critical: anomaly } or { warning: anomaly }'],
    ['saturation: { throttles: "5" }', 'write throttles: 5, without quotes'],
  ])('that is no number or no mapping: %s', (alarms, advice) => {
    expect(adviceOn(withAlarms(alarms))).toBe(advice);
  });

  it.each([
    [withAlarms('depth: "10,000"', SQS), 'write depth: { critical: 10000 } or { warning: 10000 }'],
    [withAlarms('depth: { critical: 10k }', SQS), 'write critical: 10000'],
    [withAlarms('storage: { critical: 2 GiB }', RDS), 'write critical: 2GB'],
    [withAlarms('storage: { critical: 2147483648 }', RDS), 'write critical: 2048MB'],
    [withTop('logs: 20GB'), 'write logs: { scanPerDay: 20GB }'],
    [withTop('logs: { scanPerDay: "20" }'), 'write scanPerDay: 20GB'],
    [withTop('logs: { scanPerDay: 20gb }'), 'write scanPerDay: 20GB'],
    [withPolicy('levels: [{ page: [responder:alice] }]', 'repeat: "2"'), 'write repeat: 2, without quotes'],
    [withPolicy('levels: [{ page: [responder:alice] }]', 'repeat: 2 times'), 'write repeat: 2'],
    [withTop('version: "1"'), 'write version: 1, without quotes'],
    [withTop('routing: [{ match: { account: 12345678901 } }]'), 'write account: "012345678901"'],
  ])('as a count or a size: %#', (text, advice) => {
    expect(adviceOn(text)).toBe(advice);
  });

  it.each([
    ['for: 3', 'write for: 3 of 3'],
    ['for: 3/5', 'write for: 3 of 5'],
    ['for: 3 out of 5', 'write for: 3 of 5'],
    ['for: 5m', 'write for: 5 of 5'],
    ['period: 5m', 'write period: 300'],
    ['period: "60"', 'write period: 60, without quotes'],
    ['stat: 99', 'write stat: p99'],
    ['stat: P99', 'write stat: p99'],
    ['stat: avg', 'write stat: Average'],
  ])('over a window: %s', (written, advice) => {
    expect(adviceOn(withAlarms(`latency: { ${written} }`))).toBe(advice);
  });
});

describe('true and false', () => {
  it.each([
    ['userImpact: yes', 'write userImpact: true'],
    ['userImpact: "true"', 'write userImpact: true, without quotes'],
    ['userImpact: 0', 'write userImpact: false'],
    ['errors: off', 'write errors: false'],
    ['errors: "false"', 'write errors: false, without quotes'],
    ['errors: yes', 'write errors: {}'],
    ['errors: true', 'write errors: {}'],
  ])('are written as YAML has them: %s', (alarms, advice) => {
    expect(adviceOn(withAlarms(alarms))).toBe(advice);
  });
});

describe('a time of day', () => {
  it.each([
    ['9:00', '09:00'],
    ['9am', '09:00'],
    ['9:30 pm', '21:30'],
    ['12am', '00:00'],
    ['17.30', '17:30'],
    ['17:30:00', '17:30'],
    ['9h30', '09:30'],
    ['0900', '09:00'],
    ['9', '09:00'],
    ['noon', '12:00'],
    ['"24:00"', '00:00, which is the end of the day'],
    ['24:00', '00:00, which is the end of the day'],
  ])('%s is written %s', (written, time) => {
    expect(adviceOn(withLayer(`restrict: { from: 08:00, to: ${written} }`))).toBe(`write to: ${time}`);
  });

  it('is none behind the end of the day, or of the hour', () => {
    for (const time of ['25:00', '12:60', '9 Uhr']) expect(adviceOn(withLayer(`handoff: ${time}`))).toBe('');
  });

  it('needs no quotes', () => {
    expect(problemsOf(withLayer('restrict: { from: 08:00, to: 17:30 }, handoff: 17:30'))).toEqual([]);
  });
});

describe('dates and days', () => {
  it.each([
    ['31.07.2023', '2023-07-31'],
    ['07/31/2023', '2023-07-31'],
    ['7/5/2023', '2023-05-07 or 2023-07-05'],
    ['2023-7-31', '2023-07-31'],
    ['2023-07-31T00:00:00Z', '2023-07-31'],
  ])('%s is written %s', (written, date) => {
    expect(adviceOn(withLayer('every: 1 week').replace('2023-07-31', written))).toBe(`write starting: ${date}`);
  });

  it.each([
    ['mon-fri', 'write days: [mon, tue, wed, thu, fri]'],
    ['weekend', 'write days: [sat, sun]'],
    ['fri', 'write days: [fri]'],
    ['[mon-fri]', 'write days: [mon, tue, wed, thu, fri]'],
    ['[Wednesday]', 'write wed'],
    ['[Mon]', 'did you mean mon?'],
  ])('days: %s', (days, advice) => {
    expect(adviceOn(withLayer(`restrict: { days: ${days}, from: 08:00, to: 20:00 }`))).toBe(advice);
  });
});

describe('hours', () => {
  it.each([
    ['9-17', 'write restrict: { from: 09:00, to: 17:00 }'],
    ['"22:00 to 6:00"', 'write restrict: { from: 22:00, to: 06:00 }'],
  ])('restrict: %s', (hours, advice) => {
    expect(adviceOn(withLayer(`restrict: ${hours}`))).toBe(advice);
  });
});

describe('names and targets', () => {
  const page = (written: string): string => adviceOn(withPolicy(`levels: [{ page: ${written} }]`));

  it.each([
    ['responder:alice', 'write page: [responder:alice]'],
    ['alice', 'write page: [responder:alice]'],
    ['"alice, bob"', 'write page: [responder:alice, responder:bob]'],
    ['[Alice]', 'write responder:alice'],
    ['[team:alice]', 'write responder:alice'],
    ['[responder:ops]', 'write channel:ops'],
    ['[responder: alice]', 'write responder:alice'],
    ['["@alice"]', 'write responder:alice'],
  ])('are told as this place takes them: page: %s', (written, advice) => {
    expect(page(written)).toBe(advice);
  });

  it('are told of a list where a list of levels is expected', () => {
    expect(adviceOn(withPolicy('levels: alice'))).toBe('write levels: [{ page: [responder:alice] }]');
    expect(adviceOn(withPolicy('levels: [responder:alice]'))).toBe('write { page: [responder:alice] }');
    expect(adviceOn(withPolicy('levels: { page: [responder:alice] }'))).toBe('put "- " before its first key');
  });

  it.each([
    ['functionName: arn:aws:lambda:us-east-1:1:function:shop:live', 'write functionName: shop'],
    ['functionName: arn:aws:lambda:us-east-1:1:function:shop', 'write functionName: shop'],
  ])('are the ends of an ARN: %s', (written, advice) => {
    expect(adviceOn(withService(`workload: { kind: lambda, ${written} }`))).toBe(advice);
  });

  it('of a file are small letters', () => {
    expect(adviceOn(withTop('environment: Prod'))).toBe('write environment: prod');
    expect(adviceOn(PEOPLE.replace('bob:', 'Bob_Osei:') + POLICY)).toBe('write bob-osei');
  });
});

describe('a colon without a space', () => {
  it.each([
    [withAlarms('memory: critical:90'), 'critical: 90'],
    [withAlarms('\n      memory:\n        critical:90\n    '), 'critical: 90'],
    [withTop('unrouted: escalation:primary'), 'escalation: primary'],
    [withService('workload: kind:lambda'), 'kind: lambda'],
    [withTop('routing: [{ match: { tags: service:web } }]'), 'service: web'],
    [`responders:\n  alice: name:Alice\n${POLICY}`, 'name: Alice'],
    [withPolicy('levels:', '  - page:[responder:alice]'), 'page: [responder:alice]'],
  ])('is told where a mapping is expected: %#', (text, pair) => {
    expect(adviceOn(text)).toBe(`put a space after the colon: ${pair}`);
  });

  it('is told of each key that lacks it', () => {
    const text = withService(`workload: ${LAMBDA}`, 'alarms:', '  memory:', '    critical:90', '    warning:75');
    expect(adviceOn(text)).toBe('put a space after each colon: critical: 90, warning: 75');
  });

  it('is told of a key in braces', () => {
    expect(problemsOf(`responders:\n  alice: { name:Alice }\n${POLICY}`)).toEqual([
      '2:12 responders.alice["name:Alice"]: unknown key "name:Alice": put a space after the colon: name: Alice',
    ]);
  });
});
