import { App } from 'aws-cdk-lib';
import { formatProblems } from '../config/problem.ts';
import { loadConfiguration } from '../config/read-configuration.ts';
import { TocsinStack } from './tocsin-stack.ts';

/** Builds the app from the file that `-c config=FILE` names, else `./tocsin.yaml`; undefined: its problems are on stderr. */
export const buildApp = async (): Promise<App | undefined> => {
  const app = new App();
  const named: unknown = app.node.tryGetContext('config');
  const loaded = await loadConfiguration(typeof named === 'string' ? named : 'tocsin.yaml');
  if (loaded.outcome === 'problems') {
    process.stderr.write(`${formatProblems(loaded.problems)}\n`);
    return undefined;
  }
  new TocsinStack(app, 'Tocsin', { configuration: loaded.configuration });
  return app;
};
