import { describe, expect, it } from 'vitest';
import { usualAlarms } from '../../support/usual-alarms.ts';

interface Datapoint {
  readonly timestamp: string;
  readonly value?: number;
  readonly threshold?: number;
}

interface Data {
  readonly threshold?: number;
  readonly recentDatapoints?: readonly number[];
  readonly recentLowerThresholds?: readonly number[];
  readonly recentUpperThresholds?: readonly number[];
  readonly evaluatedDatapoints?: readonly Datapoint[];
  /** Of a log alarm. */
  readonly results?: readonly Datapoint[];
  /** Of a composite alarm. */
  readonly triggeringAlarms?: readonly { readonly arn: string }[];
}

const states = usualAlarms.flatMap(({ event: { detail } }) =>
  [detail.state, ...(detail.previousState === undefined ? [] : [detail.previousState])].map((state) => ({
    title: `${detail.alarmName}, ${state.value}`,
    reason: state.reason,
    data: JSON.parse(state.reasonData ?? '{}') as Data,
  })),
);

const NUMBER = String.raw`-?[\d.]+(?:E-?\d+)?`;
const NAMED = new RegExp(String.raw`(${NUMBER}) \((\d\d)/(\d\d)/(\d\d) ([\d:]{8})\)`, 'gu');
const THRESHOLD = new RegExp(String.raw`the threshold \((${NUMBER})\)`, 'u');
const BOUNDS = /(lower|upper) thresholds \[([^\]]+)\]/gu;
const COUNTED = /Crossed: (\d+) out of the last (\d+) (?:datapoints|query results)/u;
const COMPARED = /(?:was|were)( not)? (greater|less) than( or equal to)? the threshold/u;

/** `18.0 (04/03/26 10:02:00)` of a reason: the newest first. */
const namedIn = (reason: string): Datapoint[] =>
  [...reason.matchAll(NAMED)].map(([, value, day = '', month = '', year = '', time = '']) => ({
    value: Number(value),
    timestamp: `20${year}-${month}-${day}T${time}.000+0000`,
  }));

const pointsOf = ({ evaluatedDatapoints = [], results = [] }: Data): Datapoint[] =>
  [...evaluatedDatapoints, ...results].map(({ value, timestamp }) => ({
    timestamp,
    ...(value === undefined ? {} : { value }),
  }));

/** How many values are, or are not, as the reason says. */
const asCompared = (reason: string, { threshold = NaN, ...data }: Data): number => {
  const [, not, direction, orEqual] = COMPARED.exec(reason) ?? [];
  const breaches = (value: number): boolean =>
    (orEqual !== undefined && value === threshold) || (direction === 'greater' ? value > threshold : value < threshold);
  return pointsOf(data).filter(({ value = NaN }) => breaches(value) === (not === undefined)).length;
};

const withPoints = states.filter(({ reason }) => namedIn(reason).length > 0);
const ofDatapoints = withPoints.filter(({ data }) => data.recentDatapoints !== undefined);

describe('the reasons of the usual alarms', () => {
  it.each(withPoints.filter(({ data }) => pointsOf(data).length > 0))(
    'name datapoints that their data has: $title',
    ({ reason, data }) => {
      expect(pointsOf(data)).toEqual(expect.arrayContaining(namedIn(reason)));
    },
  );

  it.each(ofDatapoints)('rest on data of which the oldest comes first, and last: $title', ({ data }) => {
    const evaluated = data.evaluatedDatapoints ?? [];
    expect(evaluated.map(({ timestamp }) => timestamp).toSorted()).toEqual(
      evaluated.map(({ timestamp }) => timestamp).toReversed(),
    );
    expect(data.recentDatapoints).toEqual(evaluated.map(({ value }) => value).toReversed());
  });

  it.each(withPoints.filter(({ reason, data }) => THRESHOLD.test(reason) && data.threshold !== undefined))(
    'name the threshold, and as many datapoints beyond it as they count: $title',
    ({ reason, data }) => {
      expect(Number(THRESHOLD.exec(reason)?.[1])).toBe(data.threshold);
      const [, deciding, periods] = COUNTED.exec(reason) ?? [];
      expect(asCompared(reason, data)).toBe(Number(deciding));
      expect(pointsOf(data)).toHaveLength(Number(periods));
    },
  );

  it.each(withPoints.filter(({ reason }) => reason.startsWith('Thresholds')))(
    'name the bounds of what is usual, as their data has them: $title',
    ({ reason, data }) => {
      for (const [, side, listed = ''] of reason.matchAll(BOUNDS)) {
        const bounds = side === 'lower' ? data.recentLowerThresholds : data.recentUpperThresholds;
        expect(bounds).toEqual(expect.arrayContaining(listed.split(', ').map(Number)));
        expect(bounds).toHaveLength(data.recentDatapoints?.length ?? NaN);
      }
    },
  );

  it.each(withPoints.filter(({ reason }) => reason.startsWith('Thresholds')))(
    'count the datapoints outside of what is usual, or within: $title',
    ({ reason, data }) => {
      const { recentDatapoints = [], recentLowerThresholds = [], recentUpperThresholds = [] } = data;
      const outside = recentDatapoints.filter(
        (value, index) =>
          value < (recentLowerThresholds[index] ?? -Infinity) || value > (recentUpperThresholds[index] ?? Infinity),
      ).length;
      const deciding = Number(COUNTED.exec(reason)?.[1]);
      expect(/(?:was|were) not/u.test(reason) ? recentDatapoints.length - outside : outside).toBe(deciding);
    },
  );

  it('name an alarm that changed, where they are of alarms over others', () => {
    const composite = states.filter(({ data }) => data.triggeringAlarms !== undefined);
    expect(composite.length).toBeGreaterThan(4);
    const named = composite.map(({ reason, data }) => data.triggeringAlarms?.some(({ arn }) => reason.includes(arn)));
    // A composite alarm that was just created names itself.
    expect(named.filter((isNamed) => isNamed !== true)).toHaveLength(1);
  });
});
