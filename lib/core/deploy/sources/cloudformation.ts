import { sha256Hex } from '../../hash.ts';
import { fieldsOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

/** What is deleted, imported or cleaned up after is no deploy, and a rollback is told at its end. */
const STATUSES: ReadonlyMap<unknown, DeployWord['status']> = new Map([
  ['CREATE_IN_PROGRESS', 'STARTED'],
  ['CREATE_COMPLETE', 'SUCCEEDED'],
  ['CREATE_FAILED', 'FAILED'],
  ['ROLLBACK_COMPLETE', 'ROLLED_BACK'],
  ['ROLLBACK_FAILED', 'FAILED'],
  ['UPDATE_IN_PROGRESS', 'STARTED'],
  ['UPDATE_COMPLETE', 'SUCCEEDED'],
  ['UPDATE_FAILED', 'FAILED'],
  ['UPDATE_ROLLBACK_COMPLETE', 'ROLLED_BACK'],
  ['UPDATE_ROLLBACK_FAILED', 'FAILED'],
]);

const STACK = /^arn:[\w-]+:cloudformation:[\w-]*:\d*:stack\/([A-Za-z][A-Za-z0-9-]{0,127})\//u;

/** One operation has one token, of whatever length. */
const operationOf = (token: unknown): string => {
  const text = textOf(token);
  return text === undefined ? '' : `/${sha256Hex(text).slice(0, 8)}`;
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html */
export const cloudformationDeploy = ({ detail, at }: DeployEvent): ParsedDeployEvent => {
  const written = fieldsOf(detail['status-details'])['status'];
  const status = STATUSES.get(written);
  if (status === undefined) return ignored(`status is ${shownValue(written)}: neither begun nor over`);
  const stack = STACK.exec(textOf(detail['stack-id']) ?? '')?.[1];
  if (stack === undefined) {
    return malformed(`detail.stack-id is ${shownValue(detail['stack-id'])}, expected the ARN of a stack`);
  }
  const id = `${stack}${operationOf(detail['client-request-token'])}`;
  return {
    outcome: 'told',
    told: {
      word: wordOf(at, { id, system: 'cloudformation', status, subject: `stack ${stack}` }),
      names: namesOf({ stack }),
      services: [],
    },
  };
};
