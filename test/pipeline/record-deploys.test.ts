import { describe, expect, it } from 'vitest';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import type { DeployWord } from '../../lib/core/deploy/deploy-word.ts';
import { recordDeploys, type RecordedDeploy, type RecordingHost } from '../../lib/pipeline/record-deploys.ts';
import { configurationOf } from '../support/configurations.ts';
import { codedeployEvent, cloudformationEvent, customEvent, ecsEvent } from '../support/deploy-events.ts';
import { minute } from '../support/incident-story.ts';

const configuration = configurationOf(`
environment: prod
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
  search:
    escalation: primary
    workload: { kind: ec2-asg, autoScalingGroup: search-prod }
responders:
  alice: { name: Alice }
escalations:
  primary: { levels: [{ page: [responder:alice] }] }
deploys:
  - { match: { stack: shop-* }, service: web }
  - { match: { stack: shop-* }, service: search }
`);

const ALWAYS = { from: minute(-600), to: minute(600) };

/** The recorder on a log in memory, with what it reported and set aside. */
const recorder = (changes: Partial<RecordingHost> = {}) => {
  const log = new InMemoryDeploys();
  const aside: string[] = [];
  const reported: string[] = [];
  const host: RecordingHost = {
    log,
    systems: {},
    within: (work) => work,
    aside: {
      put: (_message, reason) => {
        aside.push(reason);
        return Promise.resolve();
      },
    },
    configuration,
    stack: 'Tocsin',
    report: (trouble) => reported.push(trouble),
    ...changes,
  };
  const record = (...events: readonly unknown[]): Promise<readonly RecordedDeploy[]> =>
    recordDeploys(
      host,
      events.map((event, index) => ({
        messageId: `m${String(index)}`,
        body: typeof event === 'string' ? event : JSON.stringify(event),
        receivedAt: minute(0),
      })),
    );
  const words = async (service: string | undefined): Promise<readonly DeployWord[]> =>
    (await host.log.words(service, ALWAYS, 100)) ?? [];
  return { record, words, aside, reported };
};

describe('a deploy that is told', () => {
  it('is kept with its service', async () => {
    const { record, words } = recorder();
    expect(await record(ecsEvent())).toEqual([
      { messageId: 'm0', outcome: 'recorded', id: 'ecs-svc/6177963417134325488', services: ['web'] },
    ]);
    expect(await words('web')).toMatchObject([{ system: 'ecs', status: 'STARTED', at: minute(-5) }]);
  });

  it('is kept with each of several services', async () => {
    const { record, words } = recorder();
    const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop-prod/1';
    await record(cloudformationEvent('UPDATE_COMPLETE', { 'stack-id': stack }));
    expect(await words('web')).toEqual(await words('search'));
    expect(await words('web')).toHaveLength(1);
  });

  it('is kept as nobody’s where nobody has said whose it is', async () => {
    const { record, words } = recorder();
    await record(cloudformationEvent('UPDATE_COMPLETE'), customEvent({ service: 'unheard-of' }));
    expect((await words(undefined)).map(({ subject }) => subject).toSorted()).toEqual(['stack web-prod', 'unheard-of']);
  });

  it('twice, and in any order, leaves what it leaves once', async () => {
    const events = [
      ecsEvent(),
      { ...ecsEvent({ eventName: 'SERVICE_DEPLOYMENT_COMPLETED' }), time: '2023-08-05T14:12:00Z' },
    ];
    const once = recorder();
    await once.record(...events);
    const often = recorder();
    await often.record(...events.toReversed());
    await often.record(...events, ...events);
    expect(await often.words('web')).toEqual(await once.words('web'));
    expect(await once.words('web')).toHaveLength(2);
  });

  it.each([
    ['stack', { stack: 'Other' }],
    ['environment', { environment: 'staging' }],
    ['environment', { env: 'staging' }],
  ])('is not this one’s when it is meant for another %s', async (_what, detail) => {
    const { record, words } = recorder();
    expect(await record(customEvent(detail))).toMatchObject([{ outcome: 'ignored' }]);
    expect(await words('web')).toEqual([]);
    await record(customEvent({ stack: 'Tocsin', environment: 'prod' }));
    expect(await words('web')).toHaveLength(1);
  });
});

describe('a system that is asked', () => {
  it('adds the revision that the event lacks', async () => {
    const { record, words } = recorder({ systems: { ecs: () => Promise.resolve({ revision: 'v2.3.1' }) } });
    await record(ecsEvent());
    expect(await words('web')).toMatchObject([{ revision: 'v2.3.1' }]);
  });

  it('tells whose a deploy is, by what it goes to', async () => {
    const names = { autoScalingGroup: ['search-prod'] };
    const { record, words } = recorder({ systems: { codedeploy: () => Promise.resolve({ names }) } });
    await record(codedeployEvent());
    expect(await words('search')).toHaveLength(1);
  });

  it('may say that nothing new is live', async () => {
    const { record, words } = recorder({ systems: { codedeploy: () => Promise.resolve({ isNothingNew: true }) } });
    expect(await record(codedeployEvent())).toMatchObject([{ outcome: 'ignored' }]);
    expect(await words(undefined)).toEqual([]);
  });

  it('is not asked for the revision of what is nobody’s', async () => {
    const asked: string[] = [];
    const ecs = ({ word: { id } }: { word: DeployWord }) => {
      asked.push(id);
      return Promise.resolve({});
    };
    const { record } = recorder({ systems: { ecs } });
    const resources = ['arn:aws:ecs:us-east-1:111122223333:service/prod/other'];
    await record(ecsEvent({}, { resources }));
    expect(asked).toEqual([]);
  });

  it.each<[string, Partial<RecordingHost>]>([
    ['is denied', { systems: { ecs: () => Promise.reject(new Error('AccessDenied')) } }],
    ['never answers', { systems: { ecs: () => Promise.race([]) }, within: () => Promise.reject(new Error('late')) }],
    ['answers in a foreign shape', { systems: { ecs: () => Promise.resolve({ revision: 7 as unknown as string }) } }],
  ])('and %s keeps no deploy from being kept', async (_how, changes) => {
    const { record, words } = recorder(changes);
    expect(await record(ecsEvent())).toMatchObject([{ outcome: 'recorded' }]);
    expect((await words('web'))[0]).not.toHaveProperty('revision');
  });

  it('and fails is reported', async () => {
    const { record, reported } = recorder({ systems: { ecs: () => Promise.reject(new Error('AccessDenied')) } });
    await record(ecsEvent());
    expect(reported).toEqual(['ecs did not say more of a deploy']);
  });
});

describe('a message', () => {
  it('that is no word of a deploy is passed over, with its reason', async () => {
    const { record, aside } = recorder();
    expect(await record(codedeployEvent({ state: 'READY' }))).toMatchObject([
      { outcome: 'ignored', reason: 'state is "READY": neither begun nor over' },
    ]);
    expect(aside).toEqual([]);
  });

  it('that cannot be read is set aside with a reason, and the others of its batch are kept', async () => {
    const { record, words, aside } = recorder();
    expect(await record('{', ecsEvent(), customEvent({ status: 'soon' }))).toMatchObject([
      { outcome: 'set aside' },
      { outcome: 'recorded' },
      { outcome: 'set aside' },
    ]);
    expect(aside).toHaveLength(2);
    expect(await words('web')).toHaveLength(1);
  });

  it('that cannot be kept has failed, and no other with it', async () => {
    const log = new InMemoryDeploys();
    const failing = {
      words: log.words.bind(log),
      record: (deploy: Parameters<InMemoryDeploys['record']>[0]) =>
        deploy.service === 'web' ? Promise.reject(new Error('throttled')) : log.record(deploy),
    };
    const { record, words } = recorder({ log: failing });
    expect(await record(ecsEvent(), customEvent({ service: 'search' }))).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'recorded' },
    ]);
    expect(await words('search')).toHaveLength(1);
  });

  it('that cannot be set aside has failed: it comes again', async () => {
    const { record } = recorder({ aside: { put: () => Promise.reject(new Error('denied')) } });
    expect(await record('{')).toMatchObject([{ outcome: 'failed' }]);
  });
});
