import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import type { ChildAlarm } from '../../../../lib/core/alarm/change.ts';
import { childrenIn } from '../../../../lib/core/alarm/symptom/children.ts';
import { symptomOfChildren } from '../../../../lib/core/alarm/symptom/symptom-of-children.ts';
import { jsonBytes } from '../../../../lib/core/words.ts';
import { receive } from '../../../../lib/pipeline/receive.ts';
import { alarmEvent } from '../../../support/alarm-events.ts';
import { threeLevels } from '../../../support/configurations.ts';
import { World } from '../../../support/function-world.ts';
import { minute } from '../../../support/incident-spec.ts';
import { HOSTILE } from '../../page/hostile-corpus.ts';

/** A pattern that tries every way through hostile text takes longer. */
const HUNG_MS = 5_000;

const PLACE = { account: '111122223333', region: 'eu-west-1' };

const arnOf = (name: string, region = PLACE.region): string =>
  `arn:aws:cloudwatch:${region}:${PLACE.account}:alarm:${name}`;

const firing = (...arns: readonly string[]): Record<string, unknown> => ({
  reason: `${arns[0] ?? ''} transitioned to ALARM at Wednesday 04 March, 2026 10:15:00 UTC`,
  reasonData: JSON.stringify({ triggeringAlarms: arns.map((arn) => ({ arn, state: { value: 'ALARM' } })) }),
});

const asked = (rule: string): readonly string[] => childrenIn(rule, {}, PLACE).map(({ arn }) => arn);

describe('the children of a composite alarm', () => {
  it.each<[string, readonly string[]]>([
    ['ALARM("a") OR ALARM(b)', ['a', 'b']],
    ['ALARM(\'with "quotes"\')', ['with "quotes"']],
    ['alarm( "a b (c)" )', ['a b (c)']],
    ['ALARM(a b) AND OK(c) AND INSUFFICIENT_DATA(d)', ['a b']],
    ['(ALARM( a ) AND (NOT ALARM(maintenance)))', ['a']],
    ['not  alarm("maintenance")', []],
    ['ALARM("a") OR ALARM("a")', ['a']],
    ['MYALARM(a)', []],
    ['TRUE', []],
    ['', []],
  ])('are those that its rule asks for: %s', (rule, names) => {
    expect(asked(rule)).toEqual(names.map((name) => arnOf(name)));
  });

  it('may be of another Region or account', () => {
    expect(asked(`ALARM("${arnOf('a', 'us-east-1')}")`)).toEqual([arnOf('a', 'us-east-1')]);
  });

  it('that its event says fire are the first', () => {
    const { reason, reasonData } = firing(arnOf('b'));
    const expected = [
      { arn: arnOf('b'), fires: true },
      { arn: arnOf('a'), fires: false },
    ];
    for (const state of [{ reason, reasonData }, { reason }, { reasonData }])
      expect(childrenIn('ALARM(a) OR ALARM(b)', state, PLACE)).toEqual(expected);
  });

  it('that its event says are OK again do not fire', () => {
    const reasonData = { triggeringAlarms: [{ arn: arnOf('a'), state: { value: 'OK' } }] };
    expect(childrenIn('ALARM(a)', { reasonData }, PLACE)).toEqual([{ arn: arnOf('a'), fires: false }]);
  });

  it('are a hundred at most', () => {
    const rule = Array.from({ length: 130 }, (_, index) => `ALARM("a${String(index)}")`).join(' OR ');
    expect(asked(rule)).toHaveLength(100);
  });

  it.each([
    ['spaces', `ALARM(${' '.repeat(10_000)}`],
    ['parentheses', 'ALARM('.repeat(1_700)],
    ['quotes', 'ALARM("'.repeat(1_500)],
    ['words', 'NOT  '.repeat(2_000)],
    ['spaces between', `NOT${' '.repeat(400)}ALARM${' '.repeat(400)}(`.repeat(12)],
  ])(
    'are read before a test gives up, whatever a rule holds: %s',
    (_, rule) => {
      expect(childrenIn(rule, { reason: `arn:x${':alarm:'.repeat(100_000)}` }, PLACE).length).toBeLessThan(100);
    },
    HUNG_MS,
  );
});

describe('what a composite alarm says', () => {
  const LATENCY = 'p99 latency 3.7 s (limit 1 s), 3 of 5 min';
  const child = (name: string, fires = true): ChildAlarm => ({ arn: arnOf(name), fires });
  const say = (children: readonly ChildAlarm[], known: Readonly<Record<string, string>> = {}): string =>
    symptomOfChildren(children, ({ arn }) => known[arn.slice(arnOf('').length)]);

  it.each<[string, readonly ChildAlarm[], Readonly<Record<string, string>>, string]>([
    ['the only one that fires, whole', [child('a')], { a: LATENCY }, LATENCY],
    [
      'known ones',
      [child('a'), child('b')],
      { a: LATENCY, b: 'errors 12 %, for 5 min' },
      'p99 latency 3.7 s (limit 1 s); errors 12 %',
    ],
    ['a known one, an unknown one', [child('a'), child('b')], { a: LATENCY }, 'p99 latency 3.7 s (limit 1 s); b fires'],
    ['unknown ones', [child('a'), child('b')], {}, 'a and b fire'],
    ['one that it only asks for, and that fires', [child('a', false)], { a: LATENCY }, LATENCY],
    ['one that it only asks for, and that does not', [child('a', false)], {}, ''],
    ['two that say the same', [child('a'), child('b')], { a: LATENCY, b: LATENCY }, 'p99 latency 3.7 s (limit 1 s)'],
    ['ours by what they watch', [child('tocsin-prod-web-errors-critical')], {}, 'errors fires'],
    ['many', ['a', 'b', 'c', 'd', 'e'].map((name) => child(name)), {}, 'a, b, c and 2 more fire'],
    [
      'ours of two services, by service',
      [child('tocsin-prod-search-latency-critical'), child('tocsin-prod-web-latency-critical')],
      { 'tocsin-prod-search-latency-critical': LATENCY },
      'prod-search p99 latency 3.7 s (limit 1 s); prod-web latency fires',
    ],
    ['what is no ARN of an alarm', [{ arn: 'arn:aws:sns:eu-west-1:1:topic', fires: true }], {}, 'topic fires'],
    ['names with quotes', [child('the "slow" one\\')], {}, "the 'slow' one/ fires"],
  ])('is what is wrong with its children: %s', (...[, children, known, symptom]) => {
    expect(say(children, known)).toBe(symptom);
  });

  it('never is an ARN, and fits, of thirty children with any names and symptoms', () => {
    const name = fc
      .oneof(fc.string({ minLength: 1 }), fc.constantFrom(...HOSTILE, arnOf('x'), 'arn:aws:sns:x:y', 'arn:'))
      .map((text) => text || 'x');
    const known = fc.option(fc.oneof(fc.string(), fc.constant(LATENCY)), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.boolean(), known), { maxLength: 30 }), (all) => {
        const symptoms = new Map(all.map(([of, , symptom]) => [arnOf(of), symptom]));
        const children = all.map(([of, fires]) => ({ arn: arnOf(of), fires }));
        const said = symptomOfChildren(children, ({ arn }) => symptoms.get(arn));
        expect(jsonBytes(said)).toBeLessThanOrEqual(80);
        expect(said).not.toContain('arn:aws');
      }),
    );
  });
});

describe('a composite alarm in the pipeline', () => {
  const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };

  interface Composite {
    readonly name?: string;
    readonly rule?: string;
    readonly fires?: readonly string[];
  }

  const composite = (at: string, { name = 'impact', rule, fires = [arnOf('latency')] }: Composite = {}): object => {
    const event = alarmEvent({ name, state: 'ALARM', at, tags });
    const detail = event['detail'] as Record<string, unknown>;
    const configuration = { alarmRule: rule ?? fires.map((arn) => `ALARM("${arn}")`).join(' OR ') };
    const state = { ...firing(...fires), value: 'ALARM', timestamp: at.replace('Z', '+0000') };
    return { ...event, detail: { ...detail, configuration, state } };
  };

  const metric = (
    at: string,
    { name = 'latency', state = 'ALARM' }: { name?: string; state?: AlarmState } = {},
  ): object => alarmEvent({ name, state, at, tags });

  /** What each alarm of the incident says after these batches. */
  const saidAfter = async (
    ...batches: readonly (readonly object[])[]
  ): Promise<Readonly<Record<string, string | undefined>>> => {
    const world = new World(threeLevels);
    let incidentId = '';
    for (const [index, batch] of batches.entries()) {
      world.now = minute(10 + index);
      const messages = batch.map((body, at) => ({ messageId: `${String(index)}-${String(at)}`, body }));
      const { incidentIds } = await receive(world.pipeline, messages);
      incidentId = incidentIds[0] ?? incidentId;
    }
    const incident = await world.pipeline.store.head(incidentId);
    return Object.fromEntries((incident?.alarms ?? []).map(({ name, symptom }) => [name, symptom]));
  };

  const WRONG = 'latency: 3.2 (limit 1)';

  it('says what is wrong with a child that fired before', async () => {
    expect(await saidAfter([metric(minute(0))], [composite(minute(1))])).toEqual({ latency: WRONG, impact: WRONG });
  });

  it('says it too where the child comes in the same batch, in whatever order they arrive', async () => {
    const both = [metric(minute(0)), composite(minute(1))];
    expect(await saidAfter(both)).toMatchObject({ impact: WRONG });
    expect(await saidAfter(both.toReversed())).toMatchObject({ impact: WRONG });
  });

  it('names a child that nothing is known of yet, and one that has recovered', async () => {
    expect(await saidAfter([composite(minute(1))])).toEqual({ impact: 'latency fires' });
    const recovered = [metric(minute(0)), metric(minute(1), { state: 'OK' })];
    expect(await saidAfter(recovered, [composite(minute(2))])).toMatchObject({ impact: 'latency fires' });
  });

  it('says of a composite child what is wrong with its children', async () => {
    const nested = composite(minute(2), { name: 'site', fires: [arnOf('impact')] });
    expect(await saidAfter([metric(minute(0))], [composite(minute(1))], [nested])).toMatchObject({ site: WRONG });
  });

  it('says it of a composite child whose own child comes in the same batch', async () => {
    const nested = composite(minute(2), { name: 'site', fires: [arnOf('impact')] });
    expect(await saidAfter([nested, composite(minute(1)), metric(minute(0))])).toMatchObject({ site: WRONG });
  });

  it('says nothing of an alarm that keeps it quiet', async () => {
    const rule = `ALARM("${arnOf('latency')}") AND NOT ALARM("deploying")`;
    const before = [metric(minute(0)), metric(minute(0), { name: 'deploying' })];
    expect(await saidAfter(before, [composite(minute(1), { rule })])).toMatchObject({ impact: WRONG });
  });

  it('names a child of another Region', async () => {
    const fires = [arnOf('latency', 'us-east-1')];
    expect(await saidAfter([metric(minute(0))], [composite(minute(1), { fires })])).toMatchObject({
      impact: 'latency fires',
    });
  });
});
