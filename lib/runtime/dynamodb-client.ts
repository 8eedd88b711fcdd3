import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { STORE_OPTIONS } from './client-options.ts';

export const dynamoDbClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(STORE_OPTIONS), {
    marshallOptions: { removeUndefinedValues: true },
  });
