import type { AskSystem, DeploySystems } from '../../lib/ports/deploy-systems.ts';
import { ASK_OPTIONS } from '../../lib/runtime/client-options.ts';

/** Made with the first question: most accounts deploy by one system. */
const whenAsked = (make: () => Promise<AskSystem>): AskSystem => {
  let made: Promise<AskSystem> | undefined;
  return async (told) => {
    made ??= make();
    return (await made)(told);
  };
};

export const systems: DeploySystems = {
  ecs: whenAsked(async () => {
    const { ECSClient } = await import('@aws-sdk/client-ecs');
    const { askEcs } = await import('../../lib/adapters/ecs/ask-ecs.ts');
    return askEcs(new ECSClient(ASK_OPTIONS));
  }),
  codedeploy: whenAsked(async () => {
    const { CodeDeployClient } = await import('@aws-sdk/client-codedeploy');
    const { askCodeDeploy } = await import('../../lib/adapters/codedeploy/ask-codedeploy.ts');
    return askCodeDeploy(new CodeDeployClient(ASK_OPTIONS));
  }),
  codepipeline: whenAsked(async () => {
    const { CodePipelineClient } = await import('@aws-sdk/client-codepipeline');
    const { askCodePipeline } = await import('../../lib/adapters/codepipeline/ask-codepipeline.ts');
    return askCodePipeline(new CodePipelineClient(ASK_OPTIONS));
  }),
};
