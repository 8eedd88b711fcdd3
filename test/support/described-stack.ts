import type { StubAnswer } from './aws-stub.ts';

const outputOf = ([key, value]: readonly [string, string]): string =>
  `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;

/** What CloudFormation says of a deployed stack with these outputs. */
export const stackOf = (outputs: Readonly<Record<string, string>>): StubAnswer => ({
  result:
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member>' +
    '<StackId>arn:aws:cloudformation:eu-west-1:111122223333:stack/Tocsin/1</StackId>' +
    `<Outputs>${Object.entries(outputs).map(outputOf).join('')}</Outputs>` +
    '</member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
});

/** Of one with this table. */
export const stackWith = (tableName: string): StubAnswer => stackOf({ TableName: tableName });
