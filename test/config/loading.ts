import { expect } from 'vitest';
import { parseConfiguration } from '../../lib/config/load-configuration.ts';
import type { Configuration } from '../../lib/core/configuration.ts';

/** Enough for any service, schedule or policy under test to stand beside. */
export const PEOPLE = `responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei }
channels:
  ops: { name: "#ops", kind: chat }
`;

export const POLICY = `escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
`;

export const LAMBDA = '{ kind: lambda, functionName: shop }';

/** A file with one lambda service that has these further lines, each on a line of its own from line 13 on. */
export const withService = (...lines: readonly string[]): string =>
  [`${PEOPLE}${POLICY}services:\n  shop:\n    escalation: primary`, ...lines.map((line) => `    ${line}`)].join('\n');

export const loaded = (text: string): Configuration => {
  const result = parseConfiguration(text, 'tocsin.yaml');
  if (result.outcome === 'problems') expect.fail(JSON.stringify(result.problems, undefined, 2));
  return result.configuration;
};

/** What is wrong with a file: `line:column path: message`. */
export const problemsOf = (text: string): readonly string[] => {
  const result = parseConfiguration(text, 'tocsin.yaml');
  if (result.outcome === 'configuration') return [];
  return result.problems.map(
    ({ line, column, path, message }) =>
      `${String(line)}:${String(column)} ${path === '' ? '' : `${path}: `}${message}`,
  );
};
