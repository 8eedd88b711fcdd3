import { sha256Hex } from '../core/hash.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Configuration } from '../core/configuration.ts';
import { explain, explainedIssues } from './explain.ts';
import type { Explained } from './explain.ts';
import { withDefaults } from './inherit-defaults.ts';
import { withMinimalFile } from './schema/minimal-file.ts';
import { namesIn } from './schema/names.ts';
import { byPosition, pathText } from './yaml/problem.ts';
import type { Path, Problem } from './yaml/problem.ts';
import { lineFrame } from './yaml/code-frame.ts';
import { configurationSchema } from './schema/configuration-schema.ts';
import { parseYaml } from './yaml/yaml-source.ts';
import type { YamlSource } from './yaml/yaml-source.ts';

export type LoadedConfiguration =
  | {
      readonly outcome: 'configuration';
      readonly configuration: Configuration;
      /** Something to be said of what stands at a path, such as a gap. */
      readonly said: (path: Path, message: string) => Problem;
    }
  /** In the order of the file; never empty. */
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] };

const withHash = (rest: Omit<Configuration, 'hash'>): Configuration => ({
  hash: sha256Hex(canonicalJson(rest)).slice(0, 12),
  ...rest,
});

const EMPTY = 'the file is empty';

const foundIn = (source: YamlSource, issues: readonly Explained[], file: string): readonly Problem[] => {
  const told = new Set(source.problems.map(({ line, column }) => `${String(line)}:${String(column)}`));
  const first = new Map<string, Problem>();
  const said = new Set<string>();
  for (const { path, part, message } of issues) {
    const place = source.locate(path, part);
    const text = pathText(path);
    const at = `${String(place.line)}:${String(place.column)}`;
    // What is wrong with a place already told, twice with one value, or with all that merge it, would only say the same again.
    if (told.has(at) || first.has(text) || said.has(`${at} ${message}`)) continue;
    first.set(text, { file, ...place, path: text, message });
    said.add(`${at} ${message}`);
  }
  return [...first.values()];
};

const framedIn =
  (lines: readonly string[]) =>
  (problem: Problem): Problem => {
    const frame = problem.frame ?? lineFrame(lines, problem);
    return frame === undefined ? problem : { ...problem, frame };
  };

const configurationOf = (source: YamlSource, text: string, file: string): LoadedConfiguration => {
  const inFrame = framedIn(text.split(/\r\n|\r|\n/u));
  const names = namesIn(source);
  const result = configurationSchema(names).safeParse(withDefaults(source.value, names), { error: explain });
  const issues = result.success ? [] : explainedIssues(result.error.issues);
  const problems = [...source.problems, ...foundIn(source, issues, file)].sort(byPosition).map(inFrame);
  if (!result.success || problems.length > 0) return { outcome: 'problems', problems };
  return {
    outcome: 'configuration',
    configuration: withHash(result.data),
    said: (path, message) => inFrame({ file, ...source.locate(path, 'value'), path: pathText(path), message }),
  };
};

/** Checks the text of a tocsin.yaml; `file` is what problems call it. Never throws. */
export const parseConfiguration = (text: string, file: string): LoadedConfiguration => {
  const parsed = parseYaml(text, file);
  if (parsed.outcome === 'source') return configurationOf(parsed.source, text, file);
  return {
    outcome: 'problems',
    problems: parsed.problems
      .map((problem) => (problem.message === EMPTY ? { ...problem, message: withMinimalFile(EMPTY) } : problem))
      .sort(byPosition),
  };
};
