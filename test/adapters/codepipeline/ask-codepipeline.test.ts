import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { askCodePipeline } from '../../../lib/adapters/codepipeline/ask-codepipeline.ts';
import type { KnownOfDeploy } from '../../../lib/core/deploy/told-deploy.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';

let stub: AwsStub | undefined;
let client: CodePipelineClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

const asked = async (answer: StubAnswer): Promise<KnownOfDeploy> => {
  stub = await startAwsStub(() => answer);
  client = new CodePipelineClient({ ...stub.options, maxAttempts: 1 });
  return askCodePipeline(client)({ word: word(0, { id: 'run' }), names: { pipeline: ['web-release'] }, services: [] });
};

describe('what a pipeline releases', () => {
  it('is the revision of its first source, with where it can be read', async () => {
    const artifactRevisions = [{ revisionId: '1f3c9aa', revisionUrl: 'https://github.com/acme/shop' }, {}];
    expect(await asked({ result: { pipelineExecution: { artifactRevisions } } })).toEqual({
      revision: '1f3c9aa',
      url: 'https://github.com/acme/shop',
    });
    expect(stub?.requests[0]?.body).toEqual({ pipelineName: 'web-release', pipelineExecutionId: 'run' });
  });

  it.each([{}, { pipelineExecution: {} }, { pipelineExecution: { artifactRevisions: [] } }])(
    'is not known by %j',
    async (result) => {
      expect(await asked({ result })).toEqual({});
    },
  );
});
