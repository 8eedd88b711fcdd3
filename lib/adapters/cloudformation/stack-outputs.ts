import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');

/** What a stack says of itself, by the names of its outputs; undefined: there is no such stack. */
export const stackOutputs = async (
  client: CloudFormationClient,
  name: string,
): Promise<ReadonlyMap<string, string> | undefined> => {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};
