import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsIn, MOST_TEMPLATES } from '../../../lib/core/logs/groups.ts';
import { saidIn } from '../../../lib/core/logs/said.ts';
import { templateOf } from '../../../lib/core/logs/template.ts';

const template = (message: string): string => templateOf(saidIn(message));

const templatesIn = (messages: readonly string[]): readonly string[] =>
  groupsIn([messages])
    .map((group) => group.template)
    .toSorted();

describe('the template of a message', () => {
  it.each([
    ['slow request: /products/35?visitor=8 took 500 ms', 'slow request: /products/#?… took # ms'],
    ['connect ECONNREFUSED 10.0.3.4:5432', 'connect ECONNREFUSED <ip>'],
    ['peer 2001:db8:0:0:0:0:0:1 is gone', 'peer <ip> is gone'],
    ['2023-08-05T14:09:55.015Z INFO ready', '<time> INFO ready'],
    [
      'START RequestId: 8f507cfc-6c4b-4697-b07a-ac58fc914c95 Version: $LATEST',
      'START RequestId: <id> Version: $LATEST',
    ],
    ['at 0xdeadbeef in 5f4dcc3b5aa765d61d8327deb882cf99', 'at <id> in <id>'],
    ['pod web-7d9f8c6b5-x2x4z restarted', 'pod <id> restarted'],
    ['relation "orders" does not exist', 'relation "…" does not exist'],
    ["can't open file 'x', isn't there", 'can\'t open file "…", isn\'t there'],
    ['10.0.0.1 - - [05/Aug/2023:14:09:55 +0000] "GET / HTTP/1.1" 503 12', '<ip> - - [<time>] "…" 5xx #'],
    ['heap 509 of 560MB', 'heap # of #MB'],
  ])('of %s is %s', (message, expected) => {
    expect(template(message)).toBe(expected);
  });

  it('keeps how a response ended: 200 is not 500', () => {
    const line = (status: number): string => template(`{"level":"info","msg":"done","status":${String(status)}}`);
    expect(line(200)).toBe(line(204));
    expect(line(200)).not.toBe(line(500));
  });

  it.each([
    ['{"level":"error","time":1,"msg":"no \\"x\\" in 5 ms","pid":7}', 'ERROR no "x" in 5 ms'],
    ['{"severity":"WARN","message":"late","error":"timed out"}', 'WARN late timed out'],
    ['{"level":"error","msg":"cut he', 'ERROR cut he'],
    ['first line\n    at foo (/a/b.js:1:2)', 'first line'],
    ['    at foo (/a/b.js:1:2)', ''],
    ['  File "/app/x.py", line 3, in f', ''],
    ['\u001b[31mERROR\u001b[0m\u200b o\u202ek', 'ERROR ok'],
  ])('is made of what a person reads of %j: %j', (message, said) => {
    expect(saidIn(message)).toBe(said);
  });
});

describe('messages', () => {
  it('that differ in numbers and ids are one group, counted by the stretch they are of, with one of them', () => {
    const groups = groupsIn([
      ['took 3 ms', 'took 44 ms'],
      ['took 5 ms', 'broke'],
    ]);
    expect(groups).toEqual([
      { template: 'took # ms', counts: [2, 1], example: 'took 5 ms' },
      { template: 'broke', counts: [0, 1], example: 'broke' },
    ]);
  });

  it('that differ in a word of which there are many are one group, of few are several', () => {
    const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
    expect(templatesIn(names.map((name) => `user ${name} logged in`))).toEqual(['user * logged in']);
    const refused = ['refused by the database', 'refused by the cache'];
    expect(templatesIn(refused)).toEqual(refused.toSorted());
  });

  it('that differ in several words at once are one group where each has its own', () => {
    const word = (index: number): string =>
      String.fromCharCode(...[index, index * 7, index * 11].map((n) => 97 + (n % 26)));
    const lines = Array.from(
      { length: 60 },
      (_, index) => `user x${word(index)} sent y${word(index + 5)} to the shop today`,
    );
    expect(templatesIn(lines).length).toBeLessThan(6);
  });

  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc
      .tuple(fc.constantFrom('took', 'failed', 'user'), fc.nat(), fc.constantFrom('ms', 'x', 'y'))
      .map((all) => all.join(' ')),
  );

  it('are grouped alike in whatever order they come, and none is counted twice', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.infiniteStream(fc.nat()), (lines, order) => {
        const shuffled = lines
          .map((one) => [one, order.next().value ?? 0] as const)
          .toSorted(([, one], [, other]) => one - other)
          .map(([one]) => one);
        const groups = groupsIn([lines]);
        expect(groupsIn([shuffled])).toEqual(groups);
        const counted = groups.reduce((sum, { counts }) => sum + (counts[0] ?? 0), 0);
        expect(counted).toBe(lines.filter((one) => saidIn(one) !== '').length);
      }),
    );
  });

  it('of a hostile log take time by their length, and are held apart up to an end', () => {
    const hostile = [
      'a'.repeat(1_000_000),
      `{"msg":"${'\\'.repeat(1_000_000)}`,
      '"'.repeat(1_000_000),
      'token:'.repeat(200_000),
      'a@'.repeat(500_000),
      'eyJ'.repeat(300_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(40_000),
      '1 '.repeat(500_000),
      'Aa1'.repeat(300_000),
      '\u001b['.repeat(500_000),
      '\u200b'.repeat(1_000_000),
    ];
    const began = performance.now();
    for (const one of hostile) template(one);
    expect(performance.now() - began).toBeLessThan(1_000);
    const letters = (index: number): string =>
      index.toString(36).replace(/\d/gu, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    const lines = Array.from({ length: MOST_TEMPLATES + 500 }, (_, index) => letters(index * 7_919));
    expect(groupsIn([lines]).length).toBeLessThanOrEqual(MOST_TEMPLATES);
  });
});
