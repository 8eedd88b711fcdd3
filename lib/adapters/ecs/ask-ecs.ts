import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import type { AskSystem } from '../../ports/deploy-systems.ts';

const SHOWN_OF_DIGEST = 19;

/** `v2.3.1` of `registry:5000/shop/web:v2.3.1`; of an image by its digest the beginning of that. */
const tagOf = (image: string): string | undefined => {
  const [name = '', digest] = image.split('@');
  const tag = /:([\w.-]{1,128})$/u.exec(name.slice(name.lastIndexOf('/') + 1))?.[1];
  return tag ?? digest?.slice(0, SHOWN_OF_DIGEST);
};

/** Of the first container without which the task ends: others beside it are the same in every release. */
const imageTag = async (client: ECSClient, taskDefinition: string): Promise<string | undefined> => {
  const { taskDefinition: found } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = found?.containerDefinitions ?? [];
  const { image } = containers.find(({ essential }) => essential !== false) ?? {};
  return image === undefined ? undefined : tagOf(image);
};

/** `web:42` of its ARN. */
const revisionOf = (taskDefinition: string): string => taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);

/** A service whose ARN names no cluster is in the default one. */
const placeOf = (name: string): { readonly cluster?: string; readonly service: string } => {
  const slash = name.indexOf('/');
  return slash < 0 ? { service: name } : { cluster: name.slice(0, slash), service: name.slice(slash + 1) };
};

const taskDefinitionOf = async (client: ECSClient, name: string, deploymentId: string): Promise<string | undefined> => {
  const { cluster, service } = placeOf(name);
  const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services[0]?.deployments?.find(({ id }) => id === deploymentId)?.taskDefinition;
};

/** What the tasks of a deployment run: the tag of their image, or the task definition where that says none. */
export const askEcs =
  (client: ECSClient): AskSystem =>
  async ({ word, names }) => {
    const [name] = names.ecsService ?? [];
    const taskDefinition = name === undefined ? undefined : await taskDefinitionOf(client, name, word.id);
    if (taskDefinition === undefined) return {};
    const tag = await imageTag(client, taskDefinition).catch(() => undefined);
    return { revision: tag ?? revisionOf(taskDefinition) };
  };
