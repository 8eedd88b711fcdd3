import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const optionsOf = (root: string, outDir: string): ts.CompilerOptions => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    ...options,
    noEmit: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: true,
    emitDeclarationOnly: true,
    rewriteRelativeImportExtensions: true,
    rootDir: root,
    outDir,
  };
};

/** The compiler leaves the names of sources in declarations; who imports the package has none. */
const TS_SPECIFIER = /((?:from |import\()['"]\.[^'"]*)\.ts(['"])/g;

/** Relative imports of a declaration file, as paths of declaration files. */
const importsOf = (file: string, text: string): string[] =>
  ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name.replace(/\.js$/, '.d.ts')));

/**
 * The types of what `entry` exports, and of no other file than those that they name.
 *
 * @throws Error what the compiler says
 */
export const declarePackage = (root: string, entry: string, outDir: string): void => {
  const emitted = new Map<string, string>();
  const program = ts.createProgram([join(root, entry)], optionsOf(root, outDir));
  const { diagnostics } = program.emit(undefined, (file, text) => emitted.set(file, text));
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  };
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, host));
  const files = [join(outDir, entry.replace(/\.ts$/, '.d.ts'))];
  for (const file of files) {
    const text = emitted.get(file)?.replaceAll(TS_SPECIFIER, '$1.js$2');
    if (text === undefined) throw new Error(`the compiler wrote no ${relative(outDir, file)}, which the types name`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    for (const next of importsOf(file, text)) if (!files.includes(next)) files.push(next);
  }
};
