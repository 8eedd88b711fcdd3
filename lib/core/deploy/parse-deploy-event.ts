import { fieldsOf, objectOf, parsedJson, textOf } from '../json-value.ts';
import { shownValue } from '../safe-text.ts';
import type { Instant } from '../time.ts';
import { appconfigDeploy } from './sources/appconfig.ts';
import { cloudformationDeploy } from './sources/cloudformation.ts';
import { codedeployDeploy } from './sources/codedeploy.ts';
import { codepipelineDeploy } from './sources/codepipeline.ts';
import { CUSTOM_DETAIL_TYPE, CUSTOM_SOURCE, customDeploy } from './sources/custom.ts';
import { ecsDeploy } from './sources/ecs.ts';
import { lambdaDeploy } from './sources/lambda.ts';
import { type DeployEvent, malformed, type ParsedDeployEvent, pastTimeOf } from './told-deploy.ts';

type Source = (event: DeployEvent) => ParsedDeployEvent;

/** By the source of their events, which no customer can put on the bus themselves where it begins with `aws.`. */
const SOURCES: ReadonlyMap<string, Source> = new Map([
  ['aws.ecs', ecsDeploy],
  ['aws.codedeploy', codedeployDeploy],
  ['aws.codepipeline', codepipelineDeploy],
  ['aws.cloudformation', cloudformationDeploy],
  ['aws.appconfig', appconfigDeploy],
  ['aws.lambda', lambdaDeploy],
]);

const sourceOf = (source: unknown, detailType: unknown): Source | undefined => {
  const name = textOf(source) ?? '';
  return name.startsWith(CUSTOM_SOURCE) && detailType === CUSTOM_DETAIL_TYPE ? customDeploy : SOURCES.get(name);
};

/**
 * What an event of EventBridge says of a deploy, given as JSON value or text. All text in it is cut and safe to show; a
 * time ahead of the receipt counts as the receipt's.
 */
export const parseDeployEvent = (message: unknown, receivedAt: Instant): ParsedDeployEvent => {
  const event = objectOf(typeof message === 'string' ? parsedJson(message) : message);
  if (event === undefined) {
    return malformed(`the message is ${shownValue(message)}, expected the JSON object of an EventBridge event`);
  }
  const { source, 'detail-type': detailType } = event;
  const parse = sourceOf(source, detailType);
  if (parse === undefined) {
    return malformed(
      `source is ${shownValue(source)} and detail-type ${shownValue(detailType)}: no source of deploys; docs/deploys.md names them`,
    );
  }
  const at = pastTimeOf([event['time']], receivedAt);
  return parse({ event, detail: fieldsOf(event['detail']), at });
};
