import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeployEvent } from '../../../lib/core/deploy/parse-deploy-event.ts';
import type { ToldDeploy } from '../../../lib/core/deploy/told-deploy.ts';
import {
  appconfigEvent,
  cloudformationEvent,
  codedeployEvent,
  codepipelineEvent,
  customEvent,
  ecsEvent,
  lambdaEvent,
} from '../../support/deploy-events.ts';
import { minute } from '../../support/incident-story.ts';

const at = minute(-5);
const receivedAt = minute(-4);

const parsed = (event: unknown): ReturnType<typeof parseDeployEvent> => parseDeployEvent(event, receivedAt);

const toldBy = (event: unknown): ToldDeploy => {
  const read = parsed(event);
  if (read.outcome === 'told') return read.told;
  throw new Error(`${read.outcome}: ${read.reason}`);
};

const statusOf = (event: unknown): string => {
  const read = parsed(event);
  return read.outcome === 'told' ? read.told.word.status : read.outcome;
};

describe('a deployment of an ECS service', () => {
  it('is told by its cluster and name', () => {
    expect(toldBy(ecsEvent())).toEqual({
      word: {
        at,
        id: 'ecs-svc/6177963417134325488',
        system: 'ecs',
        status: 'STARTED',
        subject: 'service prod/web',
      },
      names: { ecsService: ['prod/web'] },
      services: [],
    });
  });

  it.each([
    ['SERVICE_DEPLOYMENT_IN_PROGRESS', 'STARTED'],
    ['SERVICE_DEPLOYMENT_COMPLETED', 'SUCCEEDED'],
    ['SERVICE_DEPLOYMENT_FAILED', 'FAILED'],
    ['SERVICE_STEADY_STATE', 'ignored'],
    [undefined, 'ignored'],
  ])('that says %s is %s', (eventName, status) => {
    expect(statusOf(ecsEvent({ eventName }))).toBe(status);
  });

  it('that brings an earlier one back says to which', () => {
    const reason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/123.';
    expect(toldBy(ecsEvent({ reason })).word.subject).toBe('service prod/web, back to ecs-svc/123');
  });

  it('whose ARN has no cluster is told by its name alone', () => {
    const resources = ['arn:aws:ecs:us-east-1:111122223333:service/web'];
    expect(toldBy(ecsEvent({}, { resources })).names).toEqual({ ecsService: ['web'] });
  });

  it.each([
    ['no deploymentId', ecsEvent({ deploymentId: 7 })],
    ['no resources', ecsEvent({}, { resources: undefined })],
    ['an ARN of something else', ecsEvent({}, { resources: ['arn:aws:ecs:us-east-1:111122223333:task/prod/1'] })],
  ])('with %s is set aside', (_what, event) => {
    expect(statusOf(event)).toBe('malformed');
  });
});

describe('a deployment of CodeDeploy', () => {
  it('is told by its application and group', () => {
    expect(toldBy(codedeployEvent())).toMatchObject({
      word: { id: 'd-123456789', system: 'codedeploy', subject: 'application shop, group prod-blue' },
      names: { codedeployApplication: ['shop'], codedeployGroup: ['prod-blue'] },
    });
  });

  it.each([
    ['START', 'STARTED'],
    ['SUCCESS', 'SUCCEEDED'],
    ['FAILURE', 'FAILED'],
    ['STOP', 'FAILED'],
    ['READY', 'ignored'],
    ['QUEUED', 'ignored'],
  ])('whose state is %s is %s', (state, status) => {
    expect(statusOf(codedeployEvent({ state }))).toBe(status);
  });
});

describe('an execution of a pipeline', () => {
  it('is told by its pipeline, with who started it', () => {
    expect(toldBy(codepipelineEvent())).toMatchObject({
      word: {
        id: '12345678-1234-5678-abcd-12345678abcd',
        system: 'codepipeline',
        actor: 'assumed-role/deployer/alice',
      },
      names: { pipeline: ['web-release'] },
    });
  });

  it.each([
    ['STARTED', 'STARTED'],
    ['RESUMED', 'STARTED'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
    ['STOPPED', 'FAILED'],
    ['CANCELED', 'FAILED'],
    ['SUPERSEDED', 'FAILED'],
    ['STOPPING', 'ignored'],
  ])('whose state is %s is %s', (state, status) => {
    expect(statusOf(codepipelineEvent({ state }))).toBe(status);
  });

  it('that takes an earlier one back says so', () => {
    const event = codepipelineEvent({ 'execution-trigger': { 'trigger-type': 'AutomatedRollback' } });
    expect(toldBy(event).word.subject).toBe('pipeline web-release, back to an earlier one');
  });
});

describe('an operation on a stack', () => {
  it('is told by the stack, all words of one operation with one id', () => {
    const [begun, done] = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'].map((status) =>
      toldBy(cloudformationEvent(status)),
    );
    expect(begun).toMatchObject({
      names: { stack: ['web-prod'] },
      word: { subject: 'stack web-prod', status: 'STARTED' },
    });
    expect(begun?.word.id).toMatch(/^web-prod\/[0-9a-f]{8}$/u);
    expect(done?.word.id).toBe(begun?.word.id);
    const another = toldBy(cloudformationEvent('UPDATE_IN_PROGRESS', { 'client-request-token': 'another' }));
    expect(another.word.id).not.toBe(begun?.word.id);
  });

  it.each([
    ['CREATE_IN_PROGRESS', 'STARTED'],
    ['CREATE_COMPLETE', 'SUCCEEDED'],
    ['ROLLBACK_COMPLETE', 'ROLLED_BACK'],
    ['UPDATE_COMPLETE', 'SUCCEEDED'],
    ['UPDATE_FAILED', 'FAILED'],
    ['UPDATE_ROLLBACK_COMPLETE', 'ROLLED_BACK'],
    ['UPDATE_ROLLBACK_FAILED', 'FAILED'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'ignored'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'ignored'],
    ['DELETE_COMPLETE', 'ignored'],
    ['REVIEW_IN_PROGRESS', 'ignored'],
    ['IMPORT_COMPLETE', 'ignored'],
  ])('whose status is %s is %s', (status, expected) => {
    expect(statusOf(cloudformationEvent(status))).toBe(expected);
  });

  it('whose token is missing has the id of its stack', () => {
    const event = cloudformationEvent('UPDATE_COMPLETE', { 'client-request-token': undefined });
    expect(toldBy(event).word.id).toBe('web-prod');
  });
});

describe('a configuration of AppConfig', () => {
  it('is told by application and environment, with its version', () => {
    expect(toldBy(appconfigEvent('OnDeploymentComplete'))).toMatchObject({
      word: { id: 'shop/prod/7', revision: '4', subject: 'configuration limits of shop/prod', status: 'SUCCEEDED' },
      names: { appconfigApplication: ['shop'], appconfigEnvironment: ['prod'] },
    });
  });

  it.each([
    ['OnDeploymentStart', 'STARTED'],
    ['OnDeploymentComplete', 'SUCCEEDED'],
    ['OnDeploymentRolledBack', 'ROLLED_BACK'],
    ['OnDeploymentStep', 'ignored'],
    ['OnDeploymentBaking', 'ignored'],
  ])('told as %s is %s', (type, status) => {
    expect(statusOf(appconfigEvent(type, {}, 'Something'))).toBe(status);
  });

  it('is read by its detail-type where Type is missing', () => {
    expect(statusOf(appconfigEvent('', {}, 'On Deployment Rollback'))).toBe('ROLLED_BACK');
  });
});

describe('new code of a function', () => {
  it('is there at once, with who brought it and the hash of the code', () => {
    expect(toldBy(lambdaEvent())).toEqual({
      word: {
        at,
        id: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
        system: 'lambda',
        status: 'SUCCEEDED',
        subject: 'function thumbnails',
        revision: 'PFn4S+er27qk',
        actor: 'assumed-role/deployer/alice',
      },
      names: { function: ['thumbnails'] },
      services: [],
    });
  });

  it('is a version where one was published with it', () => {
    expect(toldBy(lambdaEvent({ responseElements: { version: '42' } })).word.revision).toBe('42');
  });

  it('is the version that an alias moved to', () => {
    const requestParameters = { functionName: 'thumbnails', name: 'live', functionVersion: '43' };
    expect(toldBy(lambdaEvent({ eventName: 'UpdateAlias20150331', requestParameters })).word).toMatchObject({
      subject: 'alias live of function thumbnails',
      revision: '43',
    });
  });

  it.each([
    'thumbnails',
    'thumbnails:live',
    '111122223333:thumbnails',
    '111122223333:function:thumbnails',
    'arn:aws:lambda:us-east-1:111122223333:function:thumbnails',
    'arn:aws-cn:lambda:cn-north-1:111122223333:function:thumbnails:$LATEST',
  ])('is found by %s', (functionName) => {
    expect(toldBy(lambdaEvent({ requestParameters: { functionName } })).names).toEqual({ function: ['thumbnails'] });
  });

  it.each([
    ['a call that was refused', lambdaEvent({ errorCode: 'AccessDenied' }), 'ignored'],
    ['a dry run', lambdaEvent({ requestParameters: { functionName: 'thumbnails', dryRun: true } }), 'ignored'],
    ['a published version', lambdaEvent({ eventName: 'PublishVersion20150331' }), 'ignored'],
    ['other settings', lambdaEvent({ eventName: 'UpdateFunctionConfiguration20150331v2' }), 'ignored'],
    ['a call without a function', lambdaEvent({ requestParameters: null }), 'malformed'],
  ])('is not %s', (_what, event, outcome) => {
    expect(statusOf(event)).toBe(outcome);
  });
});

describe('an event of one’s own', () => {
  it('names its service, and what it likes beside', () => {
    const url = 'https://github.com/acme/shop/actions/runs/77';
    expect(toldBy(customEvent({ status: 'started', url, actor: 'alice' }))).toEqual({
      word: {
        at,
        id: 'run-77',
        system: 'custom',
        status: 'STARTED',
        subject: 'web',
        revision: '1f3c9aa',
        url,
        actor: 'alice',
      },
      names: {},
      services: ['web'],
      meantFor: {},
    });
  });

  it.each([
    [undefined, 'SUCCEEDED'],
    ['started', 'STARTED'],
    ['in_progress', 'STARTED'],
    ['succeeded', 'SUCCEEDED'],
    ['success', 'SUCCEEDED'],
    ['failed', 'FAILED'],
    ['failure', 'FAILED'],
    ['cancelled', 'FAILED'],
    ['rolled_back', 'ROLLED_BACK'],
    ['ROLLED-BACK', 'ROLLED_BACK'],
    ['soon', 'malformed'],
    [7, 'malformed'],
  ])('whose status is %s is %s', (status, expected) => {
    expect(statusOf(customEvent({ status }))).toBe(expected);
  });

  it('may be of several services', () => {
    expect(toldBy(customEvent({ service: ['web', 'api', '<script>'] })).services).toEqual(['web', 'api']);
  });

  it('says itself when', () => {
    expect(toldBy(customEvent({ at: '2023-08-05T10:08:00-04:00' })).word.at).toBe(minute(-7));
    expect(toldBy(customEvent({ startedAt: '2023-08-05T14:07:00Z' })).word.at).toBe(minute(-8));
  });

  it('without an id is known by its revision, and without that by the event', () => {
    expect(toldBy(customEvent({ id: undefined })).word.id).toBe('1f3c9aa');
    expect(toldBy(customEvent({ id: undefined, revision: undefined })).word.id).toBe(
      'ddca6449-b258-46c0-8653-e0e3a6EXAMPLE',
    );
  });

  it('may number its revisions', () => {
    const { word } = toldBy(customEvent({ id: undefined, revision: 1042 }));
    expect([word.id, word.revision]).toEqual(['1042', '1042']);
  });

  it.each(['javascript:alert(1)', 'http://ci/1', 'https://ci/ 1', `https://ci/${'x'.repeat(600)}`, 7])(
    'leads nowhere by %s',
    (url) => {
      expect(toldBy(customEvent({ url })).word.url).toBeUndefined();
    },
  );

  it.each([undefined, '', 'No Name', [], [7], { name: 'web' }])(
    'that names no service (%j) is set aside',
    (service) => {
      expect(statusOf(customEvent({ service }))).toBe('malformed');
    },
  );
});

describe('the time of a deploy', () => {
  it.each([
    ['of a clock far ahead', '2031-01-01T00:00:00Z'],
    ['of a clock a little ahead', minute(3)],
    ['that is none', 'yesterday'],
    ['that is missing', undefined],
  ])('%s is that of the receipt', (_what, time) => {
    expect(toldBy(ecsEvent({}, { time })).word.at).toBe(receivedAt);
  });

  it('that whoever deploys says, by a clock ahead, is that of the event: the page after it sees it', () => {
    expect(toldBy(customEvent({ at: minute(3) })).word.at).toBe(at);
  });
});

describe('a message', () => {
  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['of another source', { ...ecsEvent(), source: 'aws.ec2' }],
    ['of another kind with a source of one’s own', { ...customEvent(), 'detail-type': 'Order placed' }],
    ['without a detail', { ...codedeployEvent({ state: 'START' }), detail: { state: 'START' } }],
  ])('that is %s is set aside, with a reason', (_what, message) => {
    const read = parsed(message);
    expect(read).toMatchObject({ outcome: 'malformed', reason: expect.stringMatching(/expected|docs/u) as unknown });
  });

  it('is read as text as well', () => {
    expect(toldBy(JSON.stringify(ecsEvent()))).toEqual(toldBy(ecsEvent()));
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.constantFrom('\u202Eevil', 'a\r\nb', '\ud800', '\u0000', ' ', '#'.repeat(2_000), '💣'.repeat(500)),
    fc.jsonValue(),
  );

  it('never fails, and what is kept of it is short and on one line', () => {
    const EVENTS = [ecsEvent, codedeployEvent, codepipelineEvent, lambdaEvent, customEvent];
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), fc.dictionary(fc.string(), hostile), hostile, (event, junk, text) => {
        const made = event();
        const detail = made['detail'] as Record<string, unknown>;
        for (const key of Object.keys(detail)) {
          const read = parsed({ ...made, detail: { ...detail, ...junk, [key]: text } });
          if (read.outcome !== 'told') continue;
          const kept = JSON.stringify(read.told.word);
          expect(Buffer.byteLength(kept)).toBeLessThan(4_500);
          for (const value of Object.values(read.told.word)) expect(value).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
