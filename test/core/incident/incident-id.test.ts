import { describe, expect, it } from 'vitest';
import { ID_LENGTH, idTimes, incidentIdOf } from '../../../lib/core/incident/incident-id.ts';
import { DAY, epochOf, HOUR } from '../../../lib/core/time.ts';

const AT = '2023-08-05T14:15:00.123Z';

describe('the beginning of an id', () => {
  it('tells when its alarm was, the longer it is the better', () => {
    const id = incidentIdOf(AT, 'a group', 'a key');
    expect(id).toHaveLength(ID_LENGTH);
    for (let length = 0; length <= ID_LENGTH; length += 1) {
      const { first = NaN, last = NaN } = idTimes(id.slice(0, length)) ?? {};
      expect(first).toBeLessThanOrEqual(epochOf(AT));
      expect(last).toBeGreaterThanOrEqual(epochOf(AT));
      if (length >= 4) expect(last - first).toBeLessThan(13 * DAY);
      if (length >= 6) expect(last - first).toBeLessThan(HOUR);
      if (length >= 10) expect(first).toBe(last);
    }
  });

  it.each(['nope', 'LLAMA', '01H U', '01h', 'é'])('%j is of none', (prefix) => {
    expect(idTimes(prefix)).toBeUndefined();
  });
});
