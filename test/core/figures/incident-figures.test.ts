import { describe, expect, it } from 'vitest';
import type { ConfirmedCause } from '../../../lib/core/cause.ts';
import { incidentFiguresOf } from '../../../lib/core/figures/incident-figures.ts';
import { fact, firing, headAlarm, minute } from '../../support/incident-story.ts';
import { eventsOfVersion } from '../../support/stored-events.ts';
import {
  acknowledges,
  confirms,
  diagnoses,
  fires,
  firesAgain,
  measured,
  notifies,
  opens,
  pages,
  raises,
  reopens,
  resolves,
} from './figured.ts';

const warned = opens('X', { severity: 'warning' });

describe('the run of an incident', () => {
  it('goes from its opening to its resolution', () => {
    const { runs } = measured([opens('X'), fires(0), pages(1), acknowledges(6), resolves(30, 'alice')]);
    expect(runs).toEqual([
      {
        from: minute(0),
        criticalAt: minute(0),
        firstPageAt: minute(1),
        acknowledgedAt: minute(6),
        acknowledgedBy: 'alice',
        answeredAt: minute(6),
        resolvedAt: minute(30),
        resolvedBy: 'alice',
        firings: [{ alarmId: 'latency', name: 'alarm latency', severity: 'critical', since: minute(0) }],
      },
    ]);
  });

  it('counts no notification as a page: of a warning that became critical the first page is the critical one', () => {
    const { runs } = measured([warned, notifies(0), raises(28), pages(29), acknowledges(50)]);
    expect(runs[0]).toMatchObject({ criticalAt: minute(28), firstPageAt: minute(29), acknowledgedAt: minute(50) });
  });

  it('counts a page to a channel for nobody', () => {
    expect(measured([opens('X'), pages(1, 'channel:ops')])).toMatchObject({ pages: [] });
    expect(measured([opens('X'), pages(1, 'channel:ops'), pages(9)]).runs[0]?.firstPageAt).toBe(minute(9));
  });

  it('keeps the first of what happens twice, and takes nothing from after its end', () => {
    const { runs } = measured([
      opens('X'),
      pages(1),
      pages(16, 'responder:bob'),
      acknowledges(20, 'bob'),
      acknowledges(25),
      resolves(30),
      pages(31),
      acknowledges(32),
    ]);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ firstPageAt: minute(1), acknowledgedBy: 'bob', resolvedAt: minute(30) });
  });

  it('takes no page that was in flight when it ended, and no word after it', () => {
    const [run] = measured([opens('X'), fires(0), resolves(3), pages(4), acknowledges(5)]).runs;
    expect(run).not.toHaveProperty('firstPageAt');
    expect(run).not.toHaveProperty('acknowledgedAt');
  });

  it('is one of several where it was reopened, each with its own times', () => {
    const { runs } = measured([
      opens('X'),
      fires(0),
      pages(1),
      resolves(30),
      reopens(35),
      firesAgain(35),
      pages(36),
      acknowledges(40),
      resolves(60, 'alice'),
    ]);
    expect(runs).toMatchObject([
      { from: minute(0), resolvedAt: minute(30) },
      { from: minute(35), criticalAt: minute(35), firstPageAt: minute(36), resolvedAt: minute(60) },
    ]);
    expect(runs[0]).not.toHaveProperty('acknowledgedAt');
  });

  it('is answered by whoever acts after the page, though somebody had it before', () => {
    const [run] = measured([warned, acknowledges(5), raises(28), pages(29), acknowledges(31, 'bob')]).runs;
    expect(run).toMatchObject({ acknowledgedAt: minute(5), answeredAt: minute(31) });
  });

  it('hears alarms that fire, not those that are muted', () => {
    const muted = fires(0, 'memory', { silenced: true });
    const ended = fact(minute(9), {
      type: 'SilenceEnded',
      alarms: [headAlarm('memory', { since: minute(0) })],
      counts: firing(1),
    });
    expect(measured([opens('X'), muted]).runs[0]?.firings).toEqual([]);
    expect(measured([opens('X'), muted, ended]).runs[0]?.firings).toMatchObject([{ since: minute(9) }]);
  });
});

describe('an incident, measured', () => {
  it('has the severity that it had at worst', () => {
    expect(measured([warned, raises(3), resolves(9), reopens(12, 'warning')]).severity).toBe('critical');
    expect(measured([warned, resolves(9), reopens(12)]).severity).toBe('critical');
    expect(measured([warned, resolves(9)]).severity).toBe('warning');
  });

  it('shows the worst alarm that fired, of equals the first', () => {
    const timeline = [
      opens('X'),
      fires(0, 'traffic', { severity: 'warning' }),
      fires(2, 'latency'),
      fires(3, 'errors'),
    ];
    expect(measured(timeline).worstAlarm?.name).toBe('alarm latency');
    expect(measured([opens('X')]).worstAlarm).toBeUndefined();
  });

  it('began when the last diagnosis of its first run says', () => {
    const first = [opens('X'), fires(0), diagnoses(5, 'memory-leak', 25), diagnoses(10, 'memory-leak', 20)];
    expect(measured(first).onsetAt).toBe(minute(-10));
    expect(measured([...first, resolves(30), reopens(35), diagnoses(40, 'memory-leak', 1)]).onsetAt).toBe(minute(-10));
    expect(measured([...first, diagnoses(12, 'unknown', null)]).onsetAt).toBe(minute(-10));
    expect(measured([opens('X')]).onsetAt).toBeUndefined();
  });

  it.each<readonly [ConfirmedCause | undefined, string, boolean]>([
    [undefined, 'memory-leak', false],
    ['dependency', 'dependency', true],
    ['other', 'other', true],
    ['unknown', 'unknown', false],
  ])('of a leak by its diagnosis, where a person says %s, is of %s', (said, cause, isConfirmed) => {
    const timeline = [opens('X'), diagnoses(1, 'memory-leak'), ...(said === undefined ? [] : [confirms(60, said)])];
    expect(measured(timeline)).toMatchObject({ cause, isConfirmed });
  });

  it('is of what was diagnosed last, and of nothing known where nobody looked', () => {
    const corrected = [opens('X'), diagnoses(1, 'memory-leak'), diagnoses(5, 'unknown')];
    expect(measured(corrected).cause).toBe('unknown');
    expect(measured([opens('X')]).cause).toBe('unknown');
  });

  it('began with a deploy where it was one, or a diagnosis names one that no person contradicts', () => {
    const leak = [opens('X'), diagnoses(1, 'memory-leak')];
    expect(measured([opens('X'), diagnoses(1, 'deploy-regression')]).isByDeploy).toBe(true);
    expect(measured(leak).isByDeploy).toBe(false);
    expect(measured(leak, true).isByDeploy).toBe(true);
    expect(measured([...leak, confirms(60, 'memory-leak')], true).isByDeploy).toBe(true);
    expect(measured([...leak, confirms(60, 'traffic-surge')], true).isByDeploy).toBe(false);
    expect(measured([...leak, confirms(60, 'deploy-regression')]).isByDeploy).toBe(true);
  });

  it('is none where the timeline does not say what opened', () => {
    expect(incidentFiguresOf([fires(0)], { isDeployImplicated: false })).toBeUndefined();
  });

  it.each([1, 2] as const)('is measured of what version %i stored, unknown facts too', (version) => {
    const later = { v: 2, at: minute(0), type: 'SomethingNew' } as unknown as ReturnType<typeof fires>;
    expect(measured([...eventsOfVersion(version), later]).runs.length).toBeGreaterThan(0);
  });
});
