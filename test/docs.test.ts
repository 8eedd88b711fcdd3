import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['*.md', '.github/*.md', 'docs/**/*.md', 'examples/**/*.md', 'bench/*.md', 'lambdas/*.md'];
const DOCUMENTS = globSync(FOLDERS, { cwd: ROOT });

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, first = '']) => first);

const withoutCode = (text: string): string => text.replaceAll(/```[^]*?```|`[^`\n]*`/g, '');

/** Relative links of a document, without their anchors. */
const linksIn = (document: string): string[] =>
  found(withoutCode(read(document)), /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^(?:[a-z]+:|#)/.test(link))
    .map((link) => link.replace(/#.*$/, ''));

describe('the documents', () => {
  it('are found, with links and commands in them', () => {
    expect(DOCUMENTS).toContain('CONTRIBUTING.md');
    expect(linksIn('CONTRIBUTING.md')).toContain('docs/architecture.md');
  });

  it.each(DOCUMENTS)('link to what exists: %s', (document) => {
    const broken = linksIn(document).filter((link) => !existsSync(join(ROOT, dirname(document), link)));
    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)('name scripts that exist: %s', (document) => {
    const scripts = found(read(document), /npm run (?:--silent )?([\w:-]+)/g);
    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  it.each(DOCUMENTS)('name files that exist: %s', (document) => {
    const files = found(read(document), /`((?:lib|test|bin|schema|bench|examples)\/[\w./-]+\.\w+)`/g);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('the figures of the architecture', () => {
  const figures = [...read('docs/architecture.md').matchAll(/\| `(\w+(?:: \w+)? = [^`]+)` +\| `([^`]+)` +\|$/gm)];

  it('are those of the code', () => {
    expect(figures.length).toBeGreaterThan(10);
    const isInCode = ([, figure = '', file = '']: RegExpExecArray): boolean => read(file).includes(`const ${figure}`);
    expect(figures.filter((figure) => !isInCode(figure)).map(([, figure]) => figure)).toEqual([]);
  });
});

describe('the glossary', () => {
  const rows = found(read('docs/glossary.md'), /^\| (.+?) +\|$/gm)
    .slice(2)
    .map((row) => row.split(/ +\| +/));
  const words = rows.map(([word = '']) => word);

  it('says each word once, in alphabetical order', () => {
    expect(words).toContain('alarm');
    expect(words).toEqual([...new Set(words)].sort((one, other) => one.localeCompare(other, 'en')));
  });

  it('gives names that the code has', () => {
    const code = globSync('lib/**/*.ts', { cwd: ROOT }).map(read).join('\n');
    const names = rows.flatMap(([, , named = '']) => found(named, /`(\w+)`/g));
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
    expect(rows.filter((row) => row.length !== 3 || !/^(?:–|`\w+`)$/.test(row[2] ?? ''))).toEqual([]);
  });
});
