import { readFileSync, statSync } from 'node:fs';
import { parseConfiguration } from './load-configuration.ts';
import type { LoadedConfiguration } from './load-configuration.ts';
import { LARGEST_BYTES } from './yaml/yaml-source.ts';

const refuse = (file: string, message: string): LoadedConfiguration => ({
  outcome: 'problems',
  problems: [{ file, line: 0, column: 0, path: '', message }],
});

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'there is no such file: name one that there is, or let npx tocsin init write one';
  }
  if (code === 'EACCES' || code === 'EPERM') return 'not readable: give yourself read permission (chmod u+r)';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

const text = (path: string): { readonly text: string } | { readonly problem: string } => {
  const found = statSync(path);
  if (found.isDirectory())
    return { problem: `is a directory: name the file in it, such as ${path.replace(/\/+$/, '')}/tocsin.yaml` };
  if (!found.isFile()) return { problem: 'is no regular file: name a tocsin.yaml' };
  if (found.size > LARGEST_BYTES) return { problem: 'larger than 1 MiB: a configuration is a few pages of text' };
  const bytes = readFileSync(path);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'not UTF-8 text: save it as UTF-8' };
  }
};

/** Reads and checks a tocsin.yaml; what cannot be read is a problem at line 0. A construct cannot wait: nothing here does. */
export const readConfiguration = (path: string): LoadedConfiguration => {
  try {
    const read = text(path);
    return 'problem' in read ? refuse(path, read.problem) : parseConfiguration(read.text, path);
  } catch (error) {
    return refuse(path, reasonOf(error));
  }
};

export const loadConfiguration = (path: string): Promise<LoadedConfiguration> =>
  Promise.resolve(readConfiguration(path));
