import { type CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { AskSystem } from '../../ports/deploy-systems.ts';

/** The revision of the first source of an execution, and where it can be read. */
export const askCodePipeline =
  (client: CodePipelineClient): AskSystem =>
  async ({ word: { id }, names: { pipeline = [] } }) => {
    const [pipelineName] = pipeline;
    const { pipelineExecution } = await client.send(
      new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId: id }),
    );
    const [{ revisionId, revisionUrl } = {}] = pipelineExecution?.artifactRevisions ?? [];
    return {
      ...(revisionId !== undefined && { revision: revisionId }),
      ...(revisionUrl !== undefined && { url: revisionUrl }),
    };
  };
