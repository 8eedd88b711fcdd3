import {
  BREACHING_PERIOD,
  judgePeriods,
  MISSING_PERIOD,
  OK_PERIOD,
} from '../../lib/core/cloudwatch/evaluation/judge-periods.ts';
import type { Reading } from './documented-patterns.ts';

const CLASSES = { '0': OK_PERIOD, X: BREACHING_PERIOD, '-': MISSING_PERIOD } as const;

/** What lib/core makes of one evaluation range. */
export const coreReading: Reading = (marks, { m, n, treatment }, previous) => {
  const rule = { datapointsToAlarm: m, evaluationPeriods: n, treatMissingData: treatment };
  const verdict = judgePeriods(rule, marks.map((mark) => CLASSES[mark]).reverse());
  return verdict === 'RETAIN' ? previous : verdict;
};
