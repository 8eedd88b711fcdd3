import { App, Aspects } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import type { Problem } from '../config/yaml/problem.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import type { Configuration } from '../core/configuration.ts';
import { withoutEmulatorGaps } from './emulator-gaps.ts';
import { TocsinStack } from './tocsin-stack.ts';

const HOW_TO_NAME_IT =
  'With cdk the file is named by -c config=FILE, such as npx cdk synth -c config=examples/tocsin.yaml\n';

const textOf = (app: App, key: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `-c stackName=NAME`, `-c runbookBase=URL` and `-c emulator=true` are read from the context of the app. */
export const addStack = (app: App, configuration: Configuration): TocsinStack => {
  const emulator = textOf(app, 'emulator') === 'true';
  const stack = new TocsinStack(app, 'Tocsin', {
    configuration,
    stackName: textOf(app, 'stackName') ?? 'Tocsin',
    runbookBase: textOf(app, 'runbookBase'),
  });
  if (emulator) Aspects.of(stack).add(withoutEmulatorGaps);
  return stack;
};

/**
 * Builds the app from the file that `-c config=FILE` names, else `./tocsin.yaml`; undefined: its problems are on stderr, as
 * `textOfProblems` puts them.
 */
export const buildApp = (textOfProblems: (problems: readonly Problem[]) => string): App | undefined => {
  // What the cdk.json that it runs beside says counts for more.
  const app = new App({ context: cdkJson.context, analyticsReporting: cdkJson.versionReporting });
  const loaded = readConfiguration(textOf(app, 'config') ?? 'tocsin.yaml');
  if (loaded.outcome === 'problems') {
    const unread = loaded.problems.some(({ line }) => line === 0);
    process.stderr.write(`${textOfProblems(loaded.problems)}\n${unread ? HOW_TO_NAME_IT : ''}`);
    return undefined;
  }
  addStack(app, loaded.configuration);
  return app;
};
