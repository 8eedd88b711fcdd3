import { gzipSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Ran, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const YAML = `
responders: { alice: { name: Alice, timeZone: Europe/London } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
routing:
  - { match: { name: '*-dlq-*' }, service: queues, escalation: primary, severity: warning }
  - { match: { tags: { team: payments } }, service: payments, escalation: primary }
  - { match: { namespace: AWS/SQS, metric: Age* }, service: queues, escalation: primary }
  - { match: { name: never-* }, severity: info }
  - { match: { account: '999999999999' }, severity: info }
`;
const config = join(folder, 'tocsin.yaml');
await writeFile(config, YAML);

const arnOf = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
const named = (name: string): object => ({ AlarmName: name, AlarmArn: arnOf(name) });
const DUMP = {
  MetricAlarms: [
    named('orders-dlq-depth'),
    { ...named('orders-age'), MetricName: 'AgeOfOldest', Namespace: 'AWS/SQS' },
    {
      ...named('math'),
      Metrics: [
        { Id: 'e', Expression: 'm' },
        { Id: 'm', MetricStat: { Metric: { Namespace: 'AWS/SQS', MetricName: 'AgeX' } } },
      ],
    },
  ],
  CompositeAlarms: [named('stranger')],
};
const dump = await writeJson(folder, 'alarms.json', DUMP);
const tags = await writeJson(folder, 'tags.json', {
  ResourceTagMappingList: [{ ResourceARN: arnOf('stranger'), Tags: [{ Key: 'team', Value: 'payments' }] }],
});

const check = (...args: readonly string[]): Promise<Ran> => run(['check', ...args], { width: 120 });
const jsonOf = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await check(...args, '--json')).out) as Record<string, unknown>;

describe('tocsin check', () => {
  it('says what would be deployed', async () => {
    const { code, out, err } = await check(config);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('watches 0 services, and creates 0 alarms and 1 topic to page by');
  });

  it('says everything that is wrong with the file, where', async () => {
    const wrong = join(folder, 'wrong.yaml');
    await writeFile(wrong, YAML.replace("'*-dlq-*'", "' x'").replace('Age*', '5'));
    const { code, err } = await check(wrong);
    expect(code).toBe(2);
    expect(err).toContain('routing[0].match.name');
    expect(err).toContain('routing[2].match.metric');
  });

  it('routes the alarms of a dump, and lists what meets nothing', async () => {
    const { code, out } = await check(config, '--alarms', dump);
    expect(code).toBe(1);
    expect(out).toMatch(/orders-dlq-depth +queues +warning +primary +routing\[0\]/u);
    expect(out).toMatch(/math +queues +critical +primary +routing\[2\]/u);
    expect(out).toContain('Rules that no alarm of the dump matches:\n  routing[3]  name: never-*');
    expect(out).toContain('account or Region of which the dump has no alarm:\n  routing[4]  account: 999999999999');
    expect(out).toContain('Alarms that no rule matches:\n  stranger');
    expect(out).toContain('A dump has no tags');
    expect(out).toContain('Nothing is said of routing[1], which asks for tags.');
  });

  it('knows the tags of a file of them', async () => {
    expect(await jsonOf(config, '--alarms', dump, '--tags', tags)).toMatchObject({
      routing: {
        alarms: [
          { rule: 0 },
          { rule: 2 },
          { rule: 2 },
          { name: 'stranger', service: 'payments', rule: 1, dependsOnTags: false },
        ],
        unmatchedRules: [{ index: 3 }],
        unjudgedRules: [{ index: 4, because: 'account or Region' }],
      },
    });
  });

  it('is content where every rule and every alarm meets another', async () => {
    const calm = join(folder, 'calm.yaml');
    await writeFile(calm, YAML.split('  - { match: { tags')[0] ?? '');
    const { code } = await check(
      calm,
      '--alarms',
      await writeJson(
        folder,
        'dlq.json',
        [named('a-dlq-b')].map((one) => ({ MetricAlarms: [one] })),
      ),
    );
    expect(code).toBe(0);
  });

  it('reads a dump that is packed, and says where it is cut', async () => {
    const packed = join(folder, 'alarms.json.gz');
    await writeFile(packed, gzipSync(JSON.stringify({ ...DUMP, NextToken: 'more' })));
    expect((await check(config, '--alarms', packed)).out).toContain('ends before the last alarm');
  });

  it.each([
    [['--alarms', 'nowhere.json'], 'there is no such file'],
    [['--alarms', tags], 'holds none of MetricAlarms, CompositeAlarms, LogAlarms'],
    [['--alarms', dump, '--tags', dump], 'holds no ResourceTagMappingList'],
    [['--tags', tags], 'give the dump with --alarms'],
  ])('is wrong use with %s', async (args, says) => {
    const { code, err } = await check(config, ...args);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it('prints hostile names harmlessly', async () => {
    const hostile = await writeJson(folder, 'hostile.json', {
      MetricAlarms: [named('\u001b[31mred\u202e'), null, 5, {}],
    });
    const { out } = await check(config, '--alarms', hostile);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
  });
});
