import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** A licence that asks for more than its own text beside the code is not bundled without a thought. */
const TAKEN = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']);

/** Folders of the packages whose code is in a bundle. */
const bundledFolders = (metafiles: readonly Metafile[]): string[] => {
  const used = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)),
  );
  const folders = used.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (PACKAGE.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(folders)].sort();
};

interface Notice {
  /** `zod 4.6.7 (MIT)` */
  readonly of: string;
  readonly text: string;
}

const noticeOf = (folder: string): Notice => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  if (license === undefined || !TAKEN.has(license))
    throw new Error(`${name} ${version} has the licence ${license ?? 'none'}: see whether it may be bundled, and how`);
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|notice|copying)(?:\.|$)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { of: `${name} ${version} (${license})`, text: texts.join('\n\n') };
};

const LINE = `\n\n${'-'.repeat(72)}\n\n`;

/**
 * What the licences of bundled code ask to be kept with it, each text once for all packages that have it.
 *
 * @throws Error a licence that nobody looked at
 */
export const noticesOf = (root: string, metafiles: readonly Metafile[]): string => {
  const notices = bundledFolders(metafiles).map((folder) => noticeOf(join(root, folder)));
  const alike = [...Map.groupBy(notices, ({ text }) => text)];
  return ['Tocsin holds code of these packages, each under its own licence.']
    .concat(alike.map(([text, all]) => `${all.map((one) => one.of).join('\n')}\n\n${text}`.trim()))
    .join(LINE)
    .concat('\n');
};
