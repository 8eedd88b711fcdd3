import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { afterEach, describe, expect, it } from 'vitest';
import { askCodeDeploy } from '../../../lib/adapters/codedeploy/ask-codedeploy.ts';
import type { KnownOfDeploy } from '../../../lib/core/deploy/told-deploy.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';

let stub: AwsStub | undefined;
let client: CodeDeployClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

const REFUSED: StubAnswer = { error: 'AccessDeniedException' };

const asked = async (deployment: StubAnswer, group: StubAnswer = { result: {} }): Promise<KnownOfDeploy> => {
  stub = await startAwsStub(({ operation }) => (operation === 'GetDeployment' ? deployment : group));
  client = new CodeDeployClient({ ...stub.options, maxAttempts: 1 });
  return askCodeDeploy(client)({
    word: word(0, { id: 'd-1', subject: 'application shop' }),
    names: { codedeployApplication: ['shop'], codedeployGroup: ['prod'] },
    services: [],
  });
};

const deploying = (deploymentInfo: object): StubAnswer => ({ result: { deploymentInfo } });

describe('what CodeDeploy deploys', () => {
  it.each([
    [{ gitHubLocation: { repository: 'acme/shop', commitId: '1f3c9aa' } }, '1f3c9aa'],
    [{ s3Location: { bucket: 'builds', key: 'shop-77.zip' } }, 'shop-77.zip'],
    [{ appSpecContent: { sha256: '0123456789abcdef' } }, '0123456789ab'],
  ])('of %j is %s', async (revision, expected) => {
    expect(await asked(deploying({ revision }))).toEqual({ revision: expected, isNothingNew: false });
  });

  it('is nothing new on an instance that was added', async () => {
    expect(await asked(deploying({ creator: 'autoscaling' }))).toMatchObject({ isNothingNew: true });
  });

  it('may be an earlier one', async () => {
    expect(await asked(deploying({ creator: 'codeDeployRollback' }))).toMatchObject({
      subject: 'application shop, back to an earlier one',
    });
  });
});

describe('where CodeDeploy deploys to', () => {
  const deploymentGroupInfo = {
    autoScalingGroups: [{ name: 'search-prod' }, {}],
    ecsServices: [{ clusterName: 'prod', serviceName: 'web' }],
  };
  const names = { autoScalingGroup: ['search-prod'], ecsService: ['prod/web'] };

  it('is told by its group', async () => {
    expect(await asked({ result: {} }, { result: { deploymentGroupInfo } })).toEqual({ names });
  });

  it('and what: one of the two is better than none', async () => {
    expect(await asked(REFUSED, { result: { deploymentGroupInfo } })).toEqual({ names });
    expect(await asked(deploying({}), REFUSED)).toEqual({ isNothingNew: false });
    await expect(asked(REFUSED, REFUSED)).rejects.toThrow('neither');
  });
});
