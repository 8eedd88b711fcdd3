import { ECSClient } from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import { askEcs } from '../../../lib/adapters/ecs/ask-ecs.ts';
import type { KnownOfDeploy } from '../../../lib/core/deploy/told-deploy.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';

const DEFINITION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/web:42';

let stub: AwsStub | undefined;
let client: ECSClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

interface Account {
  readonly services?: StubAnswer;
  readonly definition?: StubAnswer;
}

const deploying: StubAnswer = {
  result: { services: [{ deployments: [{ id: 'ecs-svc/0' }, { id: 'ecs-svc/1', taskDefinition: DEFINITION }] }] },
};

const imagesOf = (...images: readonly object[]): StubAnswer => ({
  result: { taskDefinition: { containerDefinitions: images } },
});

const asked = async (account: Account, ecsService = 'prod/web'): Promise<KnownOfDeploy> => {
  stub = await startAwsStub(({ operation }) =>
    operation === 'DescribeServices' ? (account.services ?? deploying) : (account.definition ?? imagesOf()),
  );
  client = new ECSClient({ ...stub.options, maxAttempts: 1 });
  return askEcs(client)({ word: word(0), names: { ecsService: [ecsService] }, services: [] });
};

describe('what a deployment of an ECS service runs', () => {
  it.each([
    ['registry:5000/shop/web:v2.3.1', 'v2.3.1'],
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1f3c9aa', '1f3c9aa'],
    ['web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'sha256:0123456789ab'],
    ['web:v2@sha256:0123456789abcdef', 'v2'],
    ['registry:5000/web', 'web:42'],
  ])('of the image %s is %s', async (image, revision) => {
    expect(await asked({ definition: imagesOf({ image }) })).toEqual({ revision });
  });

  it('is told by the first container that is essential', async () => {
    const images = [{ image: 'proxy:9', essential: false }, { image: 'web:v3' }, { image: 'agent:1' }];
    expect(await asked({ definition: imagesOf(...images) })).toEqual({ revision: 'v3' });
  });

  it('is its task definition where that cannot be read', async () => {
    expect(await asked({ definition: { error: 'AccessDeniedException' } })).toEqual({ revision: 'web:42' });
  });

  it('is not known of a deployment that is no longer there', async () => {
    expect(await asked({ services: { result: { services: [] } } })).toEqual({});
    expect(await asked({ services: { result: {} } })).toEqual({});
  });

  it('cannot be told by an ECS that refuses', async () => {
    await expect(asked({ services: { error: 'AccessDeniedException' } })).rejects.toThrow('AccessDenied');
  });

  it('is asked of the cluster that the ARN names', async () => {
    await asked({});
    expect(stub?.requests[0]?.body).toEqual({ cluster: 'prod', services: ['web'] });
  });

  it('is asked of the default cluster where it names none', async () => {
    await asked({}, 'web');
    expect(stub?.requests[0]?.body).toEqual({ services: ['web'] });
  });
});
