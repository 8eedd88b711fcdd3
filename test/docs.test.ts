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

/** Where a document leads: a file, and what stands behind `#`. */
interface Link {
  readonly file: string;
  readonly anchor: string;
}

const linksIn = (document: string): readonly Link[] =>
  found(withoutCode(read(document)), /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = '', anchor = ''] = link.split('#');
      return { file: file === '' ? document : join(dirname(document), file), anchor };
    });

/** As GitHub makes anchors of headings: a second one of the same words ends in `-1`. */
const anchorsOf = (document: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const slugs = found(read(document).replaceAll(/```[^]*?```/g, ''), /^#+ +(.+)$/gm).map((heading) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${String(before)}`;
  });
  return new Set(slugs);
};

describe('the documents', () => {
  it('are found, with links and commands in them', () => {
    expect(DOCUMENTS).toContain('CONTRIBUTING.md');
    expect(linksIn('CONTRIBUTING.md')).toContainEqual({ file: 'docs/architecture.md', anchor: '' });
  });

  it.each(DOCUMENTS)('link to what exists: %s', (document) => {
    const broken = linksIn(document).filter(({ file }) => !existsSync(join(ROOT, file)));
    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)('link to headings that exist: %s', (document) => {
    const anchored = linksIn(document).filter(({ file, anchor }) => anchor !== '' && file.endsWith('.md'));
    expect(anchored.filter(({ file, anchor }) => !anchorsOf(file).has(anchor))).toEqual([]);
  });

  it('are all in the index of docs', () => {
    const listed = linksIn('docs/README.md').map(({ file }) => file);
    const own = DOCUMENTS.filter((document) => /^docs\/[\w-]+\.md$/.test(document) && !document.endsWith('/README.md'));
    expect(own.filter((document) => !listed.includes(document))).toEqual([]);
  });

  /** What people copy works as it stands; docs/pages.md is generated behind its mark. */
  it.each(DOCUMENTS.filter((document) => /^docs\/(?!decisions)/.test(document)))(
    'call the command line as npx tocsin: %s',
    (document) => {
      const [own = ''] = read(document).split('<!-- Generated from');
      expect(found(own, /(?:`|^)(tocsin (?!Tocsin)[a-z…-]+)/gm)).toEqual([]);
    },
  );

  it.each(DOCUMENTS)('name scripts that exist: %s', (document) => {
    const scripts = found(read(document), /npm run (?:--silent )?([\w:-]+)/g);
    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  it.each(DOCUMENTS)('name files that exist: %s', (document) => {
    const files = found(read(document), /`((?:lib|test|bin|schema|bench|examples)\/[\w./-]+\.\w+)`/g);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('docs/sms.md', () => {
  it('shows a text message that docs/pages.md has', () => {
    const [shown = ''] = found(read('docs/sms.md'), /```\n(CRITICAL [^\n]+)\n```/g);
    expect(read('docs/pages.md')).toContain(`SMS      ${shown}\n`);
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
