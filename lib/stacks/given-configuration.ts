import { Token } from 'aws-cdk-lib';
import { parseConfiguration } from '../config/load-configuration.ts';
import type { LoadedConfiguration } from '../config/load-configuration.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { formatProblems } from '../config/yaml/problem.ts';
import type { Configuration } from '../core/configuration.ts';

/** Path of a `tocsin.yaml`, or what would stand in one, as an object. */
export type GivenConfiguration = string | object;

/** Alarms are named, pages worded and functions bundled before anything is deployed. */
const refuseTokens = (key: string, value: unknown): unknown => {
  if (!Token.isUnresolved(value)) return value;
  throw new Error(
    `the configuration holds at ${JSON.stringify(key)} what is known only when it is deployed (a token of CDK): expected ` +
      'the name itself; give the resource one, and write it here too',
  );
};

const ofObject = (given: object): LoadedConfiguration => {
  const loaded = parseConfiguration(JSON.stringify(given, refuseTokens, 2), 'configuration');
  if (loaded.outcome === 'configuration') return loaded;
  // Lines of a text that nobody wrote; the paths say where it is.
  return { ...loaded, problems: loaded.problems.map((problem) => ({ ...problem, line: 0, column: 0 })) };
};

/** @throws Error every problem, in lines that cannot move the cursor or hide */
export const givenConfiguration = (given: GivenConfiguration): Configuration => {
  const loaded = typeof given === 'string' ? readConfiguration(given) : ofObject(given);
  if (loaded.outcome === 'configuration') return loaded.configuration;
  throw new Error(
    `Tocsin cannot read its configuration:\n${formatProblems(loaded.problems).replaceAll(/[^\P{C}\n]/gu, ' ')}`,
  );
};
