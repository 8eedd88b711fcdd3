import { describe, expect, it } from 'vitest';
import { untilFull } from '../../../../lib/core/alarm/symptom/until-full.ts';

describe('the minutes until memory is full', () => {
  it.each([
    [0, 'memory is full'],
    [0.4, 'memory full in about 1 min'],
    [45, 'memory full in about 45 min'],
    [100, 'memory full in about 1 h 40 min'],
    [1_440, 'memory is not filling up'],
  ])('%d are said as people do', (minutes, said) => {
    expect(untilFull(minutes)).toBe(said);
  });
});
