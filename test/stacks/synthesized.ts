import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { addStack } from '../../lib/stacks/app.ts';
import { ServiceStack } from '../../lib/stacks/service-stack.ts';
import { parseConfiguration } from '../../lib/config/load-configuration.ts';
import type { Configuration } from '../../lib/core/configuration.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Synthesized {
  readonly template: Template;
  /** Of the stack and of the stacks nested in it, composite ones too. */
  readonly alarms: readonly Resource[];
}

export const example = (): Configuration => {
  const file = join(import.meta.dirname, '../../examples/tocsin.yaml');
  const loaded = parseConfiguration(readFileSync(file, 'utf8'), file);
  if (loaded.outcome === 'configuration') return loaded.configuration;
  throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
};

/** What cdk.json says, without the code of the functions: a template says where an asset is, not what is in it. */
export const CONTEXT: Readonly<Record<string, unknown>> = { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] };

/** The stack as `cdk synth` makes it. */
export const synthesize = (configuration: Configuration, context: Record<string, string> = {}): Synthesized => {
  const app = new App({ context: { ...CONTEXT, ...context } });
  const stack = addStack(app, configuration);
  const template = Template.fromStack(stack);
  const nested = stack.node.children.filter((child) => child instanceof ServiceStack);
  const templates = [template, ...nested.map((child) => Template.fromStack(child))];
  const ofType = (type: string): Resource[] =>
    templates.flatMap((each) => Object.values(each.findResources(type)) as Resource[]);
  return { template, alarms: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(ofType) };
};
