import { describe, expect, it } from 'vitest';
import { answerBatch, type Answering } from '../../lambdas/enrichment/answer-batch.ts';
import { InMemoryScanAllowance } from '../../lib/adapters/memory/in-memory-scan-allowance.ts';
import { diagnosisBody } from '../../lib/adapters/sqs/queue-messages.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { type Diagnoser, NoDiagnosisError } from '../../lib/ports/diagnoser.ts';
import type { LogHistory } from '../../lib/ports/log-history.ts';
import { threeLevels } from '../support/configurations.ts';
import { batch, record, World } from '../support/function-world.ts';
import { minute, seconds } from '../support/incident-spec.ts';
import { historyOf, leaking } from '../support/leaking-service.ts';
import { leakSaid, unknownSaid } from '../support/said-diagnosis.ts';

const finding = (said = leakSaid): Diagnoser => ({
  diagnose: ({ at }) => Promise.resolve({ said: { ...said, at }, body: '{"schema":"finding/1"}' }),
});

const failingLogs: LogHistory = { read: () => Promise.reject(new Error('no answer')) };

const portsOf = (world: World, diagnoser: Diagnoser, pipeline: Pipeline = world.pipeline): Answering => ({
  pipeline: { ...pipeline, diagnoser },
  telemetry: world.telemetry,
  redelivery: world.redelivery,
});

const asking = async (): Promise<{ readonly world: World; readonly incidentId: string }> => {
  const world = new World(threeLevels, { isDiagnosed: true });
  const incidentId = await world.alarm('web-latency');
  await world.send();
  // The tick that asked hands over again what was about to be sent.
  await world.send();
  return { world, incidentId };
};

const askedFor = ({ asked }: World): ReturnType<typeof batch> =>
  batch(...asked.splice(0).map((message, index) => record(`m${String(index)}`, diagnosisBody(message))));

describe('a first page of an intake that cannot say', () => {
  it('goes out at once, lacks nothing, and asks when it is out', async () => {
    const world = new World(threeLevels, { isDiagnosed: true });
    const incidentId = await world.alarm('web-latency');
    expect(world.asked).toEqual([]);
    await world.send();
    expect(world.published[0]?.target).toBe('responder:alice');
    expect(world.published[0]?.message.text).not.toMatch(/cause|diagnos/iu);
    expect(world.asked).toEqual([{ v: 1, incidentId }]);
  });

  it('asks nothing of a service that tocsin.yaml does not describe', async () => {
    const world = new World(threeLevels, { isDiagnosed: true });
    await world.alarm('other', 'ALARM', 'somebody-elses');
    await world.send();
    expect(world.published).not.toEqual([]);
    expect(world.asked).toEqual([]);
  });
});

describe('a diagnosis that is asked for', () => {
  it('reaches whoever was paged, is stored whole, and its timeline verifies', async () => {
    const { world, incidentId } = await asking();
    world.now = minute(seconds(3));
    const sources = { metrics: historyOf(leaking, world.now).history };
    const diagnoser = diagnoserOf({ sources: () => sources, within: (work) => work }, threeLevels);
    expect(await answerBatch(portsOf(world, diagnoser), askedFor(world))).toEqual({ batchItemFailures: [] });
    const head = await world.head(incidentId);
    expect(head.inquiry).toMatchObject({ count: 1, said: { cause: 'memory-leak' } });
    expect(world.handedOver).toMatchObject([{ target: 'responder:alice' }]);
    await world.send();
    expect(world.published.at(-1)).toMatchObject({ target: 'responder:alice' });
    expect(world.published.at(-1)?.message.subject).toContain('CAUSE FOUND');
    const sealed = await world.incidents.timeline(incidentId);
    const diagnoses = await world.incidents.diagnoses(incidentId, 'all');
    expect(verifyTimeline(sealed, await world.head(incidentId), diagnoses)).toEqual({ ok: true });
    expect(world.counts).toEqual({
      DiagnosesAsked: 1,
      DiagnosesAnswered: 1,
      DiagnosesDropped: 0,
      DiagnosesFailed: 0,
      DiagnosesMalformed: 0,
    });
    expect(world.lines).toMatchObject([
      { level: 'info', message: 'diagnoses answered', fields: { incidentIds: [incidentId] } },
    ]);
  });

  it('is answered, and not asked for again, where what is looked at beside it cannot be recorded', async () => {
    const { world, incidentId } = await asking();
    const { store } = world.pipeline;
    let appends = 0;
    const second = world.onStore({
      append: (append) => {
        appends += 1;
        return appends === 1 ? store.append(append) : Promise.reject(new Error('throttled'));
      },
    });
    const around = { logs: { history: failingLogs, allowance: new InMemoryScanAllowance() } };
    const answer = await answerBatch(portsOf(world, finding(), { ...second, around }), askedFor(world));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(appends).toBe(2);
    expect(await world.count(incidentId, 'ContextAsked')).toBe(1);
    expect(world.counts).toMatchObject({ DiagnosesAnswered: 1, DiagnosesFailed: 0 });
  });

  it('that finds nothing tells nobody', async () => {
    const { world } = await asking();
    await answerBatch(portsOf(world, finding(unknownSaid)), askedFor(world));
    expect(world.handedOver).toEqual([]);
    expect(world.counts).toMatchObject({ DiagnosesAnswered: 1 });
  });

  it('is answered once when it comes twice, one after another or in one batch', async () => {
    const { world, incidentId } = await asking();
    const [message] = world.asked;
    world.asked.push(...(message === undefined ? [] : [message]));
    await answerBatch(portsOf(world, finding()), askedFor(world));
    await answerBatch(portsOf(world, finding()), batch(record('again', diagnosisBody({ v: 1, incidentId }))));
    expect(await world.count(incidentId, 'DiagnosisRecorded')).toBe(1);
    expect(world.counts).toMatchObject({ DiagnosesAsked: 3, DiagnosesDropped: 1 });
  });

  it.each([
    ['no incident', () => Promise.resolve('nobody')],
    [
      'an incident that asks nothing',
      async (world: World) => {
        const incidentId = await world.alarm('api-latency', 'ALARM', 'unknown');
        await world.send();
        return incidentId;
      },
    ],
    [
      'one that is over',
      async (world: World) => {
        const incidentId = await world.alarm('web-latency');
        await world.send();
        await world.alarm('web-latency', 'OK');
        await world.at(6, incidentId);
        return incidentId;
      },
    ],
  ])('is dropped, for %s', async (_what, incidentOf) => {
    const world = new World(threeLevels, { isDiagnosed: true });
    const incidentId = await incidentOf(world);
    const before = (await world.incidents.head(incidentId))?.version;
    const answer = await answerBatch(
      portsOf(world, finding()),
      batch(record('m', diagnosisBody({ v: 1, incidentId }))),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect((await world.incidents.head(incidentId))?.version).toBe(before);
    expect(world.counts).toMatchObject({ DiagnosesAsked: 1, DiagnosesDropped: 1, DiagnosesFailed: 0 });
  });

  it('that cannot be made is recorded with its reason, counted as failed, and not tried again', async () => {
    const { world, incidentId } = await asking();
    const failing: Diagnoser = { diagnose: () => Promise.reject(new NoDiagnosisError('a defect')) };
    expect(await answerBatch(portsOf(world, failing), askedFor(world))).toEqual({ batchItemFailures: [] });
    expect((await world.head(incidentId)).inquiry).toMatchObject({ lack: 'a defect' });
    expect(world.counts).toMatchObject({ DiagnosesFailed: 1, DiagnosesAnswered: 0 });
    expect(world.lines[0]).toMatchObject({
      level: 'error',
      fields: { trouble: [{ outcome: 'unavailable', incidentId, error: 'NoDiagnosisError: a defect' }] },
    });
    expect(world.again).toEqual([]);
  });

  it('that says nothing is dropped, and said', async () => {
    const { world } = await asking();
    const bodies = ['no JSON', '{}', 'null', '{"v":2,"incidentId":"x"}'];
    const answer = await answerBatch(
      portsOf(world, finding()),
      batch(...bodies.map((body, index) => record(`m${String(index)}`, body))),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ DiagnosesAsked: 4, DiagnosesMalformed: 4 });
    expect(world.lines[0]?.level).toBe('error');
  });
});

describe('a table that cannot be reached', () => {
  it.each(['head', 'append'] as const)(
    'at its %s, the message comes again by the usual rhythm, the others are answered',
    async (call) => {
      const { world, incidentId } = await asking();
      const { store } = world.pipeline;
      const throttled = (): Promise<never> => Promise.reject(new Error('throttled'));
      const broken = world.onStore(
        call === 'head' ? { head: (id) => (id === incidentId ? throttled() : store.head(id)) } : { append: throttled },
      );
      const { Records } = askedFor(world);
      const another = record('another', diagnosisBody({ v: 1, incidentId: 'nobody' }));
      const answer = await answerBatch(portsOf(world, finding(), broken), batch(...Records, another));
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
      expect(world.again).toEqual([[30, ['m0']]]);
      expect(world.counts).toMatchObject({ DiagnosesFailed: 1, DiagnosesDropped: 1 });
      await answerBatch(portsOf(world, finding()), batch(...Records));
      expect((await world.head(incidentId)).inquiry).toMatchObject({ count: 1 });
    },
  );
});

describe('a diagnoses queue that cannot be reached', () => {
  it('delays no page: it is asked for again a minute later', async () => {
    const world = new World(threeLevels, { isDiagnosed: true });
    const reported: string[] = [];
    const refusing = {
      ...world.pipeline,
      diagnoses: { send: () => Promise.reject(new Error('no queue')) },
      report: (trouble: string) => void reported.push(trouble),
    };
    const incidentId = await world.alarm('web-latency');
    const messages = world.handedOver.splice(0).map((message) => ({ ...message, messageId: message.pageId }));
    expect((await sendPages(refusing, messages)).failed).toEqual([]);
    expect(world.published[0]?.target).toBe('responder:alice');
    expect(reported).toEqual(['a diagnosis could not be asked for; it is asked for again']);
    await world.at(1, incidentId);
    expect(world.asked).toEqual([{ v: 1, incidentId }]);
  });
});
