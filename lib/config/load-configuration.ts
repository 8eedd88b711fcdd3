import { sha256Hex } from '../core/hash.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Configuration } from '../core/configuration.ts';
import { explain, explainedIssues } from './explain.ts';
import type { Explained } from './explain.ts';
import { withDefaults } from './inherit-defaults.ts';
import { MeantKeys } from './meant/meant-keys.ts';
import { withMinimalFile } from './schema/minimal-file.ts';
import { namesIn } from './schema/names.ts';
import { byPosition, pathText } from './yaml/problem.ts';
import type { Path, Problem } from './yaml/problem.ts';
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
    if (told.has(at) || first.has(`${part} ${text}`) || said.has(`${at} ${message}`)) continue;
    first.set(`${part} ${text}`, { file, ...place, path: text, message });
    said.add(`${at} ${message}`);
  }
  return [...first.values()];
};

type Checked = { readonly configuration: Omit<Configuration, 'hash'> } | { readonly issues: readonly Explained[] };

const check = (source: YamlSource, keys: MeantKeys): Checked => {
  const names = namesIn((path) => source.keysAt(keys.asWritten(path)));
  const schema = configurationSchema(names);
  const file = withDefaults(keys.value, names);
  const result = schema.safeParse(file, { error: explain });
  return result.success
    ? { configuration: result.data }
    : { issues: explainedIssues(result.error.issues, { schema, file }) };
};

/** Misspelt keys may stand under misspelt keys; so deep nothing nests. */
const MOST_ROUNDS = 6;

/** Told in places of the file as it is written. */
const checkedAsMeant = (source: YamlSource): Checked => {
  const keys = new MeantKeys(source.value);
  const misspelt: Explained[] = [];
  for (let round = 1; ; round += 1) {
    const checked = check(source, keys);
    if ('configuration' in checked) return misspelt.length === 0 ? checked : { issues: misspelt };
    const written = checked.issues.map((issue) => ({ ...issue, path: keys.asWritten(issue.path) }));
    if (round === MOST_ROUNDS || written.every(({ meant }) => meant === undefined))
      return { issues: [...misspelt, ...written] };
    misspelt.push(...written.filter(({ meant }) => meant !== undefined));
    for (const { path, meant } of checked.issues) if (meant !== undefined) keys.add(path, meant);
  }
};

const configurationOf = (source: YamlSource, file: string): LoadedConfiguration => {
  const checked = checkedAsMeant(source);
  const found = 'issues' in checked ? foundIn(source, checked.issues, file) : [];
  const problems = [...source.problems, ...found].sort(byPosition);
  if (!('configuration' in checked) || problems.length > 0) return { outcome: 'problems', problems };
  return {
    outcome: 'configuration',
    configuration: withHash(checked.configuration),
    said: (path, message) => ({ file, ...source.locate(path, 'value'), path: pathText(path), message }),
  };
};

/** Checks the text of a tocsin.yaml; `file` is what problems call it. Never throws. */
export const parseConfiguration = (text: string, file: string): LoadedConfiguration => {
  const parsed = parseYaml(text, file);
  if (parsed.outcome === 'source') return configurationOf(parsed.source, file);
  return {
    outcome: 'problems',
    problems: parsed.problems
      .map((problem) => (problem.message === EMPTY ? { ...problem, message: withMinimalFile(EMPTY) } : problem))
      .sort(byPosition),
  };
};
