// `npm run check:commits`: the subjects of all commits after the one that brought this file.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SELF = relative(ROOT, import.meta.filename).replaceAll('\\', '/');
const LONGEST = 72;
const SUBJECT = /^[a-z][a-z0-9-]*(?:, [a-z][a-z0-9-]*)*: (\S+)/;

/** Verbs that commits begin with. Whether an unknown word is an imperative, nothing here claims to know. */
const VERBS =
  'add allow answer apply ask avoid bring build bump call change check clean close correct count create cut ' +
  'delete describe document draw drop enable end ensure evaluate explain extract fix format give handle harden ' +
  'implement improve introduce keep limit list log make mark measure merge move name note open page parse pass ' +
  'pin print put raise read record reduce refactor refuse release remove rename replace report resolve retry ' +
  'return rewrite run say send show simplify sort split start stop store support switch take tell test tidy treat ' +
  'try turn update upgrade use validate wait warn wrap write';
const IRREGULAR = { brought: 'bring', built: 'build', gave: 'give', kept: 'keep', made: 'make', sent: 'send' };

/** adds, fixes, applies; added, removed, applied, dropped; adding, removing, dropping. */
const formsOf = (verb: string): string[] => {
  const [plain, doubled] = [verb.replace(/e$/, ''), verb + verb.slice(-1)];
  const withI = verb.replace(/y$/, 'i');
  return [`${verb}s`, `${withI}es`, `${plain}ed`, `${withI}ed`, `${doubled}ed`, `${plain}ing`, `${doubled}ing`];
};

const IMPERATIVES = new Map([
  ...VERBS.split(' ').flatMap((verb) => formsOf(verb).map((form): [string, string] => [form, verb])),
  ...Object.entries(IRREGULAR),
]);

const faultsOf = (subject: string): string[] => {
  const { length } = Array.from(subject);
  const first = SUBJECT.exec(subject)?.[1];
  const imperative = first === undefined ? undefined : IMPERATIVES.get(first.toLowerCase());
  return [
    ...(first === undefined ? ['it does not begin with an area: `area: summary` or `one, two: summary`'] : []),
    ...(imperative === undefined ? [] : [`"${imperative}" is the imperative, "${first ?? ''}" is not`]),
    ...(length > LONGEST ? [`it has ${String(length)} characters, ${String(LONGEST)} are the most`] : []),
  ];
};

class GitFailed extends Error {}

const git = (...args: string[]): string => {
  const { error, status, stdout, stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  if (error !== undefined) throw new GitFailed(error.message);
  if (status !== 0) throw new GitFailed(stderr.trim());
  return stdout.trim();
};

interface Commit {
  readonly hash: string;
  readonly subject: string;
}

/** Descendants only: a branch that began before this rule may still be merged. In a shallow clone what it holds. */
const commitsAfter = (base: string): Commit[] =>
  git('-c', 'log.showSignature=false', 'log', '--no-merges', '--ancestry-path', '--format=%h %s', `${base}..HEAD`)
    .split('\n')
    .map((line) => ({ hash: line.replace(/ .*/, ''), subject: line.replace(/^\S* ?/, '') }))
    .filter(({ hash, subject }) => hash !== '' && !subject.startsWith('Revert "'));

const checkSubjects = (): number => {
  const base = git('log', '--diff-filter=A', '--format=%h', '--', SELF).split('\n').at(-1) ?? '';
  if (base === '') return skip(`${SELF} is in no commit yet`);
  if (git('rev-parse', '--is-shallow-repository') === 'true')
    console.log('A shallow clone: only the commits it holds are checked. `git fetch --unshallow` brings the others.');
  const commits = commitsAfter(base);
  const wrong = commits.filter(({ subject }) => faultsOf(subject).length > 0);
  for (const { hash, subject } of wrong)
    console.error([`${hash} ${subject}`, ...faultsOf(subject).map((fault) => `  ${fault}`)].join('\n'));
  if (wrong.length > 0) console.error(`\`git rebase -i ${base}\`, then "reword", changes a subject.`);
  else console.log(`Subjects of commits after ${base}: ${String(commits.length)}, all as CONTRIBUTING.md says.`);
  return wrong.length > 0 ? 1 : 0;
};

const skip = (why: string): number => {
  console.log(`No commits are checked: ${why}.`);
  return 0;
};

const main = (): number => {
  if (!existsSync(join(ROOT, '.git'))) return skip('this is no git repository');
  try {
    return checkSubjects();
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    console.error(`The commits cannot be checked, for git says: ${error.message}`);
    return 2;
  }
};

process.exitCode = main();
