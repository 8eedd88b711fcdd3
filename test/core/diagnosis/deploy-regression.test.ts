import { describe, expect, it } from 'vitest';
import { diagnosesOf, expectCause, expectVerdict, hypothesisIn } from './diagnosed.ts';
import {
  askedAt,
  deployed,
  failing,
  type Happening,
  incidentOf,
  slowDatabase,
  slower,
  surging,
  withoutWordOfDeploys,
} from './situations.ts';

const deploy = deployed('web-2', { from: 150 });

describe('trouble that begins with a deploy', () => {
  it.each([
    ['slow', slower({ from: 152, factor: 3 })],
    ['failing', failing({ from: 152, share: 0.1 })],
    ['slow ten minutes after its end', slower({ from: 162, factor: 3 })],
  ])('is its regression: %s', (_, happens) => {
    const found = diagnosesOf(deploy, happens);
    expectCause(found, 'deploy-regression');
    for (const one of found) {
      expect(one.deployImplicated).toBe('web-2');
      expect(one.headline).toMatch(/^bad deploy web-2, /);
      expect(hypothesisIn(one, 'deploy-regression').subject).toBe('web-2');
    }
  });

  it('whose revision is known is named by that: an id says little to whoever deployed it', () => {
    const known: Happening = (made) => ({
      ...made,
      deploys: made.deploys?.map((one) => ({ ...one, id: 'ecs-svc/6177963417134325488', revision: 'v2.3.1' })),
    });
    for (const one of diagnosesOf(deploy, known, slower({ from: 152, factor: 3 }))) {
      expect(one.headline).toMatch(/^bad deploy v2\.3\.1, /);
      const { why, evidence } = hypothesisIn(one, 'deploy-regression');
      expect(why).toContain('trouble began with deploy v2.3.1');
      expect(evidence[0]?.claim).toContain('deploy ecs-svc/6177963417134325488 (ecs, v2.3.1)');
    }
  });

  it('while it rolls, is its regression', () => {
    const rolling = deployed('web-2', { from: 140, to: 165 });
    expectCause(diagnosesOf(rolling, slower({ from: 150, factor: 3 })), 'deploy-regression');
  });

  it('of which there is no last word yet, is its regression', () => {
    const rolling: Happening = (made) => {
      const [entry] = deployed('web-2', { from: 135 })(made).deploys ?? [];
      return { ...made, deploys: entry === undefined ? [] : [entry] };
    };
    expectCause(diagnosesOf(rolling, slower({ from: 160, factor: 3 })), 'deploy-regression');
  });

  it('after it was rolled back, is not its regression', () => {
    const rolledBack: Happening = (made) => ({
      ...made,
      deploys: (deployed('web-2', { from: 130, to: 140 })(made).deploys ?? []).map((entry) =>
        entry.status === 'SUCCEEDED' ? { ...entry, status: 'ROLLED_BACK' } : entry,
      ),
    });
    expectCause(diagnosesOf(rolledBack, slower({ from: 150, factor: 3 })), 'unknown');
  });

  it('is less sure in the first minutes', () => {
    const at = (minute: number): number | undefined =>
      diagnosesOf(deploy, slower({ from: 152, factor: 3 }), askedAt(minute))[0]?.confidence;
    expect(at(158) ?? 1).toBeLessThan(at(180) ?? 0);
  });

  it('is its regression where it makes the dependency slow: both are said, and confidence shows it', () => {
    const found = diagnosesOf(deploy, slowDatabase({ from: 152, factor: 6 }));
    expectCause(found, 'deploy-regression');
    const [alone] = diagnosesOf(deploy, slower({ from: 152, factor: 3 }));
    for (const { alsoLikely, confidence } of found) {
      expect(alsoLikely).toEqual(['dependency']);
      expect(confidence).toBeLessThan(alone?.confidence ?? 0);
    }
  });

  it('leaves an incident of a service depended on likely too', () => {
    for (const one of diagnosesOf(deploy, failing({ from: 152, share: 0.3 }), incidentOf('payments', 148)))
      expect([one.cause, one.alsoLikely]).toEqual(['deploy-regression', ['dependency']]);
  });

  it('explains before a surge that comes with it', () => {
    const found = diagnosesOf(deploy, surging({ from: 151, factor: 4 }), slower({ from: 152, factor: 4 }));
    expectCause(found, 'deploy-regression');
    for (const { trafficSurge } of found) expect(trafficSurge).toBe(true);
  });
});

describe('a deploy', () => {
  it.each([
    ['long before the trouble', deployed('web-1', { from: 60 })],
    ['after its onset', deployed('web-2', { from: 160 })],
  ])('%s is no suspect, and not refuted', (_, other) => {
    const found = diagnosesOf(other, slower({ from: 150, factor: 3 }));
    expectCause(found, 'unknown');
    expectVerdict(found, 'deploy-regression', 'inconclusive');
    for (const { deploys } of found) expect(deploys.implicated).toBeNull();
  });

  it('of which there is no word yet is not known', () => {
    const found = diagnosesOf(deployed('web-2', { from: 181 }), slower({ from: 178, factor: 9 }));
    for (const { deploys } of found) expect(deploys).toEqual({ state: 'none-seen', implicated: null, others: [] });
  });

  it('is named with its times beside the others', () => {
    const [found] = diagnosesOf(deployed('web-1', { from: 60 }), deploy, slower({ from: 156, factor: 3 }));
    expect(found?.deploys).toMatchObject({
      state: 'seen',
      implicated: { id: 'web-2', system: 'ecs', startedAt: '2023-08-05T14:30:00.000Z', minutesBeforeOnset: 3 },
      others: ['web-1'],
    });
  });

  it('that hurts nobody is not the cause of anything', () => {
    const found = diagnosesOf(deploy);
    expectCause(found, 'none');
    expectVerdict(found, 'deploy-regression', 'inconclusive');
  });

  it('that nobody saw is not refuted', () => {
    expectVerdict(diagnosesOf(slower({ from: 150, factor: 3 })), 'deploy-regression', 'inconclusive');
  });

  it('for which nobody could be asked has no data', () => {
    const found = diagnosesOf(slower({ from: 150, factor: 3 }), withoutWordOfDeploys);
    expectVerdict(found, 'deploy-regression', 'no-data');
    for (const { deploys } of found) expect(deploys.state).toBe('unavailable');
  });
});
