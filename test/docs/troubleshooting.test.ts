import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { OPS_ALARMS } from '../../lib/constructs/ops-alarm.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const SOURCES = globSync('{lib,lambdas}/**/*.ts', { cwd: ROOT }).map((path) => [path, read(path)] as const);
const CODE = SOURCES.map(([, text]) => text).join('\n');

const DOCUMENT = read('docs/troubleshooting.md');

/** What stands in code in the first cells of the tables of a part. */
const messagesIn = (part: string): readonly string[] =>
  [...part.matchAll(/^\| (`.*?) +\|/gmu)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, message = '']) => message),
  );

const sectionOf = (heading: string): string => DOCUMENT.split(/^## /mu).find((part) => part.startsWith(heading)) ?? '';

const BY_MESSAGE = messagesIn(sectionOf('By message'));
/** Of these the table under "The deploy fails" is what AWS and the CDK say. */
const SHOWN = ['The synth fails', 'The link does not work'].flatMap((heading) =>
  messagesIn(sectionOf(heading)).filter((message) => !message.startsWith('{')),
);

/** The parts of a message that do not differ. */
const parts = (message: string): readonly string[] =>
  message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const literals = (node: ts.Node): string => {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `NAME${literal.text}`).join('');
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(literals(child)));
  return found.join('');
};

const ERRORS = new Set(['UsageError', 'FailedError', 'FolderError']);

/** What each `new UsageError(…)` and the like says, as far as it is written there. */
const thrownIn = (path: string, text: string): readonly string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && ERRORS.has(node.expression.text))
      found.push((node.arguments ?? []).map(literals).join(' '));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found.filter((message) => / [a-z]+ /u.test(message.replaceAll('NAME', '')));
};

const THROWN = SOURCES.flatMap(([path, text]) => thrownIn(path, text));

const isListed = (thrown: string): boolean =>
  BY_MESSAGE.some((message) => parts(message).every((part) => thrown.includes(part)));

/** What the functions in a table of known errors say. */
const advisedIn = (path: string): readonly string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrowFunction(node)) found.push(literals(node.body));
    else ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  ts.forEachChild(source, (node) => {
    if (ts.isVariableStatement(node) && /^const (?:KNOWN|UNFORESEEN)\b/mu.test(node.getText(source))) visit(node);
  });
  return found.filter((advice) => advice !== '');
};

const ADVICE = ['lib/cli/stack/asking-aws.ts', 'lib/adapters/cloudwatch/not-answered.ts'].flatMap(advisedIn);

describe('docs/troubleshooting.md', () => {
  it('has messages', () => {
    expect(BY_MESSAGE.length).toBeGreaterThan(60);
    expect(SHOWN.length).toBeGreaterThan(5);
    expect(THROWN.length).toBeGreaterThan(60);
    expect(ADVICE.length).toBeGreaterThan(15);
  });

  it.each([...BY_MESSAGE, ...SHOWN])('quotes what is still said: %s', (message) => {
    expect(parts(message).filter((part) => !CODE.includes(part))).toEqual([]);
  });

  it.each(THROWN)('has what a command may fail with: %s', (thrown) => {
    expect(isListed(thrown)).toBe(true);
  });

  it.each(ADVICE)('has what a command says where AWS does not answer: %s', (advice) => {
    expect(isListed(advice)).toBe(true);
  });

  it('leads to the runbook of every ops alarm', () => {
    const linked = [...DOCUMENT.matchAll(/`Tocsin-ops-([\w-]+)`\]\(runbooks\/ops-\1\.md\)/gu)].map(([, name]) => name);
    expect(linked.toSorted()).toEqual([...OPS_ALARMS].toSorted());
  });
});
