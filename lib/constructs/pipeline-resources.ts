import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { TABLE_NAME } from '../adapters/dynamodb/contract.ts';
import { DIAGNOSES_QUEUE_URL, PAGES_QUEUE_URL, TICKS_QUEUE_URL } from '../adapters/sqs/contract.ts';
import type { Configuration } from '../core/configuration.ts';
import { readsAndAppends, sendsTo, usesKey } from './authority.ts';
import type { IncidentTable } from './incident-table.ts';

/** What every function of the pipeline works on. */
export interface PipelineResources {
  readonly configuration: Configuration;
  readonly encryptionKey: IKey;
  readonly table: IncidentTable;
  readonly pages: IQueue;
  readonly ticks: IQueue;
  readonly diagnoses: IQueue;
}

/** Whoever appends may decide a page, move the clock and ask for a diagnosis, so it hands all of them over. */
export const movesIncidents = ({
  encryptionKey,
  table,
  pages,
  ticks,
  diagnoses,
}: PipelineResources): PolicyStatement[] => [
  readsAndAppends(table),
  sendsTo([pages, ticks, diagnoses]),
  usesKey(encryptionKey),
];

export const environmentOf = ({
  table,
  pages,
  ticks,
  diagnoses,
}: PipelineResources): Readonly<Record<string, string>> => ({
  [TABLE_NAME]: table.tableName,
  [PAGES_QUEUE_URL]: pages.queueUrl,
  [TICKS_QUEUE_URL]: ticks.queueUrl,
  [DIAGNOSES_QUEUE_URL]: diagnoses.queueUrl,
});
