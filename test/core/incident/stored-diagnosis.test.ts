import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../lib/core/hash.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { appendTo, fact, minute, opening } from '../../support/incident-story.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';

const bodies = ['{"schema":"finding/1","a":1}', '{"schema":"finding/1","a":2}'];
const recorded = bodies.map((body, index) =>
  fact(minute(1), {
    type: 'DiagnosisRecorded',
    number: index + 1,
    hash: sha256Hex(body),
    said: index === 0 ? unknownSaid : leakSaid,
  }),
);
const { head, events } = appendTo(undefined, [opening('INCIDENT', { isDiagnosed: true }), ...recorded]).incident;
const stored = bodies.map((body, index) => ({ number: index + 1, body }));

const problemsOf = (diagnoses: typeof stored): readonly string[] => {
  const verified = verifyTimeline(events, head, diagnoses);
  return verified.ok ? [] : verified.problems;
};

describe('the diagnoses of an incident', () => {
  it('are in order as they were stored', () => {
    expect(problemsOf(stored)).toEqual([]);
  });

  it('are named by their number when they are altered, missing, or told of by nobody', () => {
    expect(problemsOf([{ number: 1, body: '{"schema":"finding/1","a":9}' }, ...stored.slice(1)])).toEqual([
      'diagnosis 1 is altered: its hash is not that of what it says',
    ]);
    expect(problemsOf(stored.slice(0, 1))).toEqual(['diagnosis 2 is missing']);
    expect(problemsOf([...stored, { number: 3, body: '{}' }])).toEqual(['diagnosis 3 was added: no event tells of it']);
  });
});
