import {
  type CodeDeployClient,
  type DeploymentGroupInfo,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  type RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import type { DeployedNames, KnownOfDeploy, ToldDeploy } from '../../core/deploy/told-deploy.ts';
import type { AskSystem } from '../../ports/deploy-systems.ts';

const SHOWN_OF_HASH = 12;

/** A commit, the file in S3, or the beginning of the hash of what was given as text. */
const revisionOf = ({ gitHubLocation, s3Location, appSpecContent }: RevisionLocation): string | undefined =>
  gitHubLocation?.commitId ?? s3Location?.key ?? appSpecContent?.sha256?.slice(0, SHOWN_OF_HASH);

/** `autoscaling` brings an instance that was added what the others run. */
const knownOf = ({ revision = {}, creator }: DeploymentInfo, { word }: ToldDeploy): KnownOfDeploy => {
  const deployed = revisionOf(revision);
  const isBack = creator === 'codeDeployRollback';
  return {
    ...(deployed !== undefined && { revision: deployed }),
    ...(isBack && { subject: `${word.subject ?? 'application'}, back to an earlier one` }),
    isNothingNew: creator === 'autoscaling',
  };
};

const namesOf = ({ autoScalingGroups = [], ecsServices = [] }: DeploymentGroupInfo): DeployedNames => ({
  autoScalingGroup: autoScalingGroups.flatMap(({ name }) => name ?? []),
  ecsService: ecsServices.map(({ clusterName = '', serviceName = '' }) => `${clusterName}/${serviceName}`),
});

const deploymentOf = async (client: CodeDeployClient, told: ToldDeploy): Promise<KnownOfDeploy> => {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: told.word.id }));
  return deploymentInfo === undefined ? {} : knownOf(deploymentInfo, told);
};

const groupOf = async (client: CodeDeployClient, { names }: ToldDeploy): Promise<KnownOfDeploy> => {
  const [applicationName] = names.codedeployApplication ?? [];
  const [deploymentGroupName] = names.codedeployGroup ?? [];
  const { deploymentGroupInfo } = await client.send(
    new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
  );
  return deploymentGroupInfo === undefined ? {} : { names: namesOf(deploymentGroupInfo) };
};

/** What is deployed and where to: of the two answers the one that comes is better than none. */
export const askCodeDeploy =
  (client: CodeDeployClient): AskSystem =>
  async (told) => {
    const answers = await Promise.allSettled([deploymentOf(client, told), groupOf(client, told)]);
    const known = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    if (known.length === 0) throw new Error('CodeDeploy told neither the deployment nor its group', { cause: answers });
    return Object.assign({}, ...known) as KnownOfDeploy;
  };
