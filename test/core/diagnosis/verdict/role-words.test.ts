import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../../lib/core/diagnosis/facts/facts.ts';
import {
  nameOf,
  share,
  spokenPace,
  spokenTraffic,
  times,
  unitOf,
} from '../../../../lib/core/diagnosis/verdict/role-words.ts';
import { daysOf, serviceWith, without, ROLES } from '../situations.ts';

const facts = factsOf(serviceWith([]));
const ofFiveMinutes = factsOf(serviceWith([without(...ROLES), daysOf('requests', 1, () => 3_000)]));

describe('words', () => {
  it.each([
    [1, 'x1.0'],
    [2.84, 'x2.8'],
    [9.94, 'x9.9'],
    [12.4, 'x12'],
    [999.4, 'x999'],
    [1_000, 'x1000+'],
    [Infinity, 'x1000+'],
    [NaN, 'x1000+'],
  ])('of a factor of %d are %s', (factor, words) => {
    expect(times(factor)).toBe(words);
  });

  it.each([
    [1.52, '+1.5 %/min'],
    [0.1, '+0.1 %/min'],
    [0.05, '+3.0 %/h'],
    [0.2 / 60, '+0.2 %/h'],
  ])('of a pace of %d a step are %s', (pace, words) => {
    expect(spokenPace(pace, facts)).toBe(words);
  });

  it('of a pace are by the minute whatever the step', () => {
    expect(spokenPace(5, ofFiveMinutes)).toBe('+1.0 %/min');
  });

  it('of traffic say for how long it is counted', () => {
    expect(spokenTraffic(500.4, facts)).toBe('500 a minute');
    expect(spokenTraffic(500.4, ofFiveMinutes)).toBe('500 in 5 min');
  });

  it.each([
    [0.034, '3.4 %'],
    [0.25, '25 %'],
    [1, '100 %'],
  ])('of a share of %d are %s', (fraction, words) => {
    expect(share(fraction)).toBe(words);
  });

  it('name a role by its statistic or its dependency', () => {
    expect(ROLES.map((role) => nameOf(role, facts))).toContain('latency p99');
    expect(nameOf('dependencyReads', facts)).toBe('DB read');
    expect(nameOf('latency', ofFiveMinutes)).toBe('latency');
  });

  it('name units as CloudWatch does', () => {
    expect([unitOf('latency'), unitOf('memory'), unitOf('requests')]).toEqual(['Seconds', 'Percent', 'Count']);
  });
});
