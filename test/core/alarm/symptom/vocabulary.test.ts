import { describe, expect, it } from 'vitest';
import { asPercent } from '../../../../lib/core/alarm/symptom/sentence.ts';
import { type Words, wordsOfMetric, wordsOfName } from '../../../../lib/core/alarm/symptom/vocabulary.ts';
import { WORDS_OF_AWS } from '../../../../lib/core/alarm/symptom/words-of-aws.ts';

/** Each metric of the vocabulary, as it is written there. */
const metrics = WORDS_OF_AWS.split('# ')
  .slice(1)
  .flatMap((part) => {
    const [head = '', ...lines] = part.split('\n');
    const namespace = head.split(',', 1)[0] ?? '';
    const names = lines
      .join(' ')
      .split(';')
      .map((line) => (line.split(': ', 1)[0] ?? '').trim());
    return names.filter((name) => name !== '').map((name) => [namespace, name] as const);
  });

const known = metrics.map(([namespace, name]): Words => wordsOfMetric(namespace, name) ?? { words: '', kind: 'none' });

describe('the words of AWS', () => {
  it('are read, all of them, and short', () => {
    expect(metrics.length).toBeGreaterThan(150);
    expect(known.filter(({ words, of }) => words === '' || words.length > 28 || of === undefined)).toEqual([]);
  });

  it('have units that are known', () => {
    const KINDS = /^(?:percent|s|ms|bytes|MB|USD|none|count|flag|fraction|part)$/u;
    expect(known.filter(({ kind }) => !KINDS.test(kind))).toEqual([]);
  });

  it('name what is counted in the singular, whose plural is a word', () => {
    const counted = known.filter(({ kind }) => kind === 'count' || kind === 'fraction');
    const nouns = counted.map(({ words }) => words.split(/ (?:in|of|to|per|by)\b/u, 1)[0] ?? '');
    expect(nouns.filter((noun) => /(?:s|x|ch|sh)$/u.test(noun))).toEqual([]);
  });

  it('stand once for each metric', () => {
    expect(new Set(metrics.map((one) => one.join())).size).toBe(metrics.length);
  });

  it.each([
    ['failed delivery', 'failed deliveries'],
    ['message in flight', 'messages in flight'],
    ['day to expiry', 'days to expiry'],
    ['request per target', 'requests per target'],
    ['5xx error', '5xx errors'],
  ])('have the plural of %s', (words, plural) => {
    expect(asPercent({ words, kind: 'count' })).toEqual({ words: plural, kind: 'percent' });
  });
});

describe('a name that nobody knows', () => {
  it.each<[string, string, Words['kind']]>([
    ['QueueDepth', 'queue depth', 'none'],
    ['QueueDepthMillis', 'queue depth', 'ms'],
    ['OrdersFailed', 'orders failed', 'none'],
    ['HTTP5xxErrors', 'HTTP5xx errors', 'none'],
    ['CPUUtilization', 'CPU', 'percent'],
    ['p99Latency', 'p99 latency', 'none'],
    ['memory_used_percent', 'memory used', 'percent'],
    ['Error rate (%)', 'error rate', 'percent'],
    ['errors%', 'errors', 'percent'],
    ['latency ms', 'latency', 'ms'],
    ['Latency (ms)', 'latency', 'ms'],
    ['ResponseTimeMilliseconds', 'response time', 'ms'],
    ['job.duration.seconds', 'job duration', 's'],
    ['HeapBytes', 'heap', 'bytes'],
    ['größeDerSchlange', 'größe der schlange', 'none'],
    ['待機', '待機', 'none'],
  ])('is told in its own words, the unit behind it: %s', (name, words, kind) => {
    expect(wordsOfName(name)).toEqual({ words, kind });
  });

  it.each<[string, string]>([
    ['FailedItems', 'failed items'],
    ['OpenProblems', 'open problems'],
    ['Megabytes', 'megabytes'],
    ['HeapKilobytes', 'heap kilobytes'],
    ['RequestsPerSecond', 'requests per second'],
    ['BytesPerSecond', 'bytes per second'],
    ['Bytes/Second', 'bytes/second'],
    ['Errors per 5 seconds', 'errors per 5 seconds'],
    ['seconds', 'seconds'],
    ['%', '%'],
  ])('has no unit that only looks like one: %s', (name, words) => {
    expect(wordsOfName(name)).toMatchObject({
      words: expect.stringMatching(new RegExp(words, 'iu')) as string,
      kind: 'none',
    });
  });

  it.each<[string, Words['kind']]>([
    ['Percent', 'percent'],
    ['Seconds', 's'],
    ['Milliseconds', 'ms'],
    ['Bytes', 'bytes'],
    ['Megabytes', 'MB'],
    ['Count', 'none'],
    ['Bytes/Second', 'none'],
    ['toString', 'none'],
    ['', 'none'],
  ])('has the unit that CloudWatch gives: %s', (unit, kind) => {
    expect(wordsOfName('QueueDepth', unit)).toEqual({ words: 'queue depth', kind });
  });

  it('keeps its own unit where CloudWatch gives another', () => {
    expect(wordsOfName('LagMs', 'Seconds').kind).toBe('ms');
  });
});
