import * as z from 'zod/mini';
import { anchorsOperation } from './anchors.ts';
import type { RouteName } from './contract.ts';
import { deploysOperation } from './deploys.ts';
import { jsonReply } from './http.ts';
import { incidentOperation, listOperation } from './incidents.ts';
import { type Operation, operation } from './operation.ts';
import { diagnosesOperation, diagnosisOperation, recordOperation } from './record.ts';
import { responseOperation } from './respond-by-api.ts';
import { testPagesOperation } from './test-pages.ts';

/** `GET /openapi.json`. */
const documentOperation = operation(
  () => z.strictObject({}),
  ({ document }) => Promise.resolve(jsonReply(200, document)),
);

/** The routes that answer with JSON. */
export type OperationName = Exclude<RouteName, 'link'>;

/** What each of them does, by its one method. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  incidents: listOperation,
  anchors: anchorsOperation,
  incident: incidentOperation,
  record: recordOperation,
  diagnoses: diagnosesOperation,
  diagnosis: diagnosisOperation,
  responses: responseOperation,
  testPages: testPagesOperation,
  deploys: deploysOperation,
  document: documentOperation,
};
