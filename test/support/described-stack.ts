import type { StubAnswer } from './aws-stub.ts';

/** What CloudFormation says of a deployed stack with this table. */
export const stackWith = (tableName: string): StubAnswer => ({
  result:
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member>' +
    '<StackId>arn:aws:cloudformation:eu-west-1:111122223333:stack/Tocsin/1</StackId><Outputs><member>' +
    `<OutputKey>TableName</OutputKey><OutputValue>${tableName}</OutputValue>` +
    '</member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
});
