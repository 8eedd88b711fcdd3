import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompositeStateChange,
  type SuppressedActions,
  suppressedActions,
} from '../../../../lib/core/cloudwatch/composite/suppressed-actions.ts';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { epochOf, instantOf, MINUTE } from '../../../../lib/core/time.ts';

/** Time units of the documentation's drawings, a minute each. */
const START = Date.parse('2023-08-05T14:00:00Z');
const t = (units: number): string => instantOf(START + units * MINUTE);
const unitsOf = (at: string): number => (epochOf(at) - START) / MINUTE;

/** `2 ALARM, 7 OK` */
const changes = (text: string): CompositeStateChange[] =>
  text === ''
    ? []
    : text.split(', ').map((change) => {
        const [units, to] = change.split(' ');
        return { at: t(Number(units)), to: to as AlarmState };
      });

const suppressing = (
  composite: string,
  suppressor: string,
  { wait = 2, extension = 3, until = 100 }: { wait?: number; extension?: number; until?: number } = {},
): SuppressedActions =>
  suppressedActions({
    composite: changes(composite),
    suppressor: changes(suppressor),
    waitSeconds: wait * 60,
    extensionSeconds: extension * 60,
    until: t(until),
  });
const acts = (...given: Parameters<typeof suppressing>): string =>
  suppressing(...given)
    .actions.map(({ at, state }) => `${String(unitsOf(at))} ${state}`)
    .join(', ');
const suppressedBy = (...given: Parameters<typeof suppressing>): (string | undefined)[] =>
  suppressing(...given).suppressions.map((suppression) => suppression?.actionsSuppressedBy);

describe('a composite alarm with a suppressor', () => {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html: WaitPeriod 2
  // units, ExtensionPeriod 3. Example 6 draws its ExtensionPeriod from t6 to t8, though 3 units end at t9: here it is
  // discarded at t7, so that either end gives the same action.
  it.each([
    ['Example 1, the suppressor stays OK', '2 ALARM', '', '4 ALARM'],
    ['Example 2, the suppressor goes to ALARM while it waits', '2 ALARM', '3 ALARM', ''],
    ['Example 3, it goes back while it waits', '2 ALARM, 3 OK', '', '5 OK'],
    ['Example 4, the suppressor is in ALARM already', '2 ALARM', '1 ALARM', ''],
    ['Example 5, the suppressor goes back to OK', '2 ALARM', '3 ALARM, 6 OK', '9 ALARM'],
    ['Example 6, it goes back during the ExtensionPeriod', '2 ALARM, 7 OK', '3 ALARM, 6 OK', '9 OK'],
  ])('acts as documented: %s', (...row) => {
    const [, composite, suppressor, expected] = row;
    expect(acts(composite, suppressor)).toBe(expected);
  });

  it('acts after the WaitPeriod on what it is in then', () => {
    expect(acts('2 ALARM, 6 OK', '')).toBe('4 ALARM, 8 OK');
  });

  it('acts at once without a WaitPeriod', () => {
    expect(acts('2 ALARM, 6 OK', '', { wait: 0 })).toBe('2 ALARM, 6 OK');
    expect(suppressedBy('2 ALARM, 6 OK', '', { wait: 0 })).toEqual([undefined, undefined]);
  });

  it('acts as soon as the suppressor leaves ALARM without an ExtensionPeriod', () => {
    expect(acts('2 ALARM', '1 ALARM, 6 OK', { extension: 0 })).toBe('6 ALARM');
  });

  it('counts a change at the end of a period as one within it', () => {
    expect(acts('2 ALARM', '4 ALARM')).toBe('');
    expect(acts('2 ALARM, 4 OK', '')).toBe('6 OK');
    expect(acts('2 ALARM, 9 OK', '3 ALARM, 6 OK')).toBe('11 OK');
  });

  it('takes the suppressor first where both change at one instant', () => {
    expect(acts('2 ALARM', '2 ALARM')).toBe('');
    expect(acts('2 ALARM, 6 OK', '1 ALARM, 6 OK')).toBe('8 OK');
  });

  it('begins the ExtensionPeriod anew when the suppressor fires again in it', () => {
    expect(acts('2 ALARM', '1 ALARM, 4 OK, 6 ALARM, 8 OK')).toBe('11 ALARM');
  });

  it('takes a suppressor without data for one that is not in ALARM', () => {
    expect(acts('2 ALARM', '1 ALARM, 4 INSUFFICIENT_DATA, 5 OK')).toBe('7 ALARM');
  });

  it('does not act again on what it acted on before the suppressor fired', () => {
    expect(acts('2 ALARM', '6 ALARM, 8 OK')).toBe('4 ALARM');
  });

  it('tells of no action after the end of the span', () => {
    expect(acts('2 ALARM', '', { until: 4 })).toBe('4 ALARM');
    expect(acts('2 ALARM', '', { until: 3 })).toBe('');
  });

  it('says in each event what holds its actions back', () => {
    expect(suppressedBy('2 ALARM, 4 OK, 7 ALARM', '3 ALARM, 6 OK')).toEqual(['WaitPeriod', 'Alarm', 'WaitPeriod']);
    expect(suppressing('2 ALARM', '').suppressions).toEqual([
      { actionsSuppressedBy: 'WaitPeriod', actionsSuppressedReason: 'Actions suppressed by WaitPeriod' },
    ]);
  });

  it('says of a late action what held it back, as its event is sent once more', () => {
    const heldBackBy = (...given: Parameters<typeof suppressing>): (string | undefined)[] =>
      suppressing(...given).actions.map((action) => action.heldBackBy?.actionsSuppressedBy);
    expect(heldBackBy('2 ALARM', '')).toEqual(['WaitPeriod']);
    expect(heldBackBy('2 ALARM', '1 ALARM, 4 OK')).toEqual(['ExtensionPeriod']);
    expect(heldBackBy('2 ALARM', '1 ALARM, 4 OK', { extension: 0 })).toEqual(['Alarm']);
    expect(heldBackBy('2 ALARM', '', { wait: 0 })).toEqual([undefined]);
  });

  it('survives periods that are no number of seconds', () => {
    expect(acts('2 ALARM', '', { wait: 1e300 })).toBe('');
    expect(acts('2 ALARM', '', { wait: -1 })).toBe('2 ALARM');
    expect(acts('2 ALARM', '', { wait: NaN })).toBe('2 ALARM');
  });
});

describe('any composite alarm and any suppressor', () => {
  const END = 40;
  /** State at each unit from 0 to END; alternating so that each change is one. */
  const story = (states: readonly AlarmState[]): fc.Arbitrary<CompositeStateChange[]> =>
    fc.uniqueArray(fc.integer({ min: 0, max: END - 15 }), { maxLength: 10 }).chain((units) =>
      fc.infiniteStream(fc.constantFrom(...states)).map((stream) => {
        let state: AlarmState = 'INSUFFICIENT_DATA';
        return units
          .sort((one, other) => one - other)
          .flatMap((at) => {
            const to = stream.next().value as AlarmState;
            if (to === state) return [];
            state = to;
            return [{ at: t(at), to }];
          });
      }),
    );
  const composite = story(['OK', 'ALARM']);
  const suppressor = story(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
  const period = fc.integer({ min: 0, max: 4 });
  const stateAt = (story: readonly CompositeStateChange[], units: number): AlarmState =>
    story.findLast(({ at }) => unitsOf(at) <= units)?.to ?? 'INSUFFICIENT_DATA';
  const suppressedIn = (
    composite: readonly CompositeStateChange[],
    suppressor: readonly CompositeStateChange[],
    [wait, extension]: readonly [number, number],
  ): SuppressedActions =>
    suppressedActions({
      composite,
      suppressor,
      waitSeconds: wait * 60,
      extensionSeconds: extension * 60,
      until: t(END),
    });
  const always = (
    check: (result: SuppressedActions, composite: CompositeStateChange[], suppressor: CompositeStateChange[]) => void,
  ): void => {
    fc.assert(
      fc.property(composite, suppressor, fc.tuple(period, period), (one, other, periods) => {
        check(suppressedIn(one, other, periods), one, other);
      }),
      { numRuns: 500 },
    );
  };

  it('acts never while the suppressor is in ALARM', () => {
    always(({ actions }, _composite, suppressor) => {
      for (const { at } of actions) expect(stateAt(suppressor, unitsOf(at))).not.toBe('ALARM');
    });
  });

  it('acts on the state it is in, never on a past one', () => {
    always(({ actions }, composite) => {
      for (const { at, state } of actions) expect(stateAt(composite, unitsOf(at))).toBe(state);
    });
  });

  it('loses no action: once nothing suppresses any more, it has acted on its last state', () => {
    always(({ actions }, composite, suppressor) => {
      if (composite.length === 0 || stateAt(suppressor, END) === 'ALARM') return;
      expect(actions.at(-1)?.state).toBe(stateAt(composite, END));
    });
  });

  it('acts at most once for each change', () => {
    always(({ actions, suppressions }, composite) => {
      expect(suppressions).toHaveLength(composite.length);
      expect(actions.length).toBeLessThanOrEqual(composite.length);
      expect(new Set(actions.map(({ at }) => at)).size).toBe(actions.length);
    });
  });

  it('acts as a clock would that looks at every unit', () => {
    /** Deliberately naive: one unit after the other, a countdown a period. */
    const naive = (
      composite: readonly CompositeStateChange[],
      suppressor: readonly CompositeStateChange[],
      [wait, extension]: readonly [number, number],
    ): string[] => {
      const acted: string[] = [];
      let left: number | undefined;
      let isOwed = false;
      for (let unit = 0; unit <= END; unit += 1) {
        const isFiring = stateAt(suppressor, unit) === 'ALARM';
        if (!isFiring && unit > 0 && stateAt(suppressor, unit - 1) === 'ALARM') left = extension;
        if (composite.some(({ at }) => unitsOf(at) === unit)) {
          isOwed = true;
          left = wait;
        }
        if (!isFiring && isOwed && left === 0) {
          acted.push(`${String(unit)} ${stateAt(composite, unit)}`);
          isOwed = false;
        }
        if (left !== undefined) left -= 1;
      }
      return acted;
    };
    fc.assert(
      fc.property(composite, suppressor, fc.tuple(period, period), (one, other, periods) => {
        const { actions } = suppressedIn(one, other, periods);
        expect(actions.map(({ at, state }) => `${String(unitsOf(at))} ${state}`)).toEqual(naive(one, other, periods));
      }),
      { numRuns: 1_000 },
    );
  });
});
