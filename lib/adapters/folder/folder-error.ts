/** Why a folder of incidents cannot be used, for whoever named it: path, what is wrong, what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly path: string;

  constructor(path: string, problem: string, cause?: unknown) {
    super(`${path}: ${problem}`, { cause });
    this.path = path;
  }
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied: ask its owner for the right to read and write it'],
  [
    'EPERM',
    'not permitted: its owner, or a file system without hard links, forbids it; keep the folder on a local disk of yours',
  ],
  ['ENOTSUP', 'this file system has no hard links: keep the folder on another one'],
  ['ENOSPC', 'the disk is full: make room, then try again'],
  ['EDQUOT', 'the disk quota is used up: make room, then try again'],
  ['EROFS', 'the file system is read-only: copy the folder to one that can be written'],
  ['ENOTDIR', 'part of this path is a file: name a folder'],
  ['EISDIR', 'is a folder where a file belongs: move it away'],
  ['ENOENT', 'is not there (any more): restore the folder from a backup, or begin a new one'],
]);

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** @throws FolderError instead of what the file system said. */
export const explained = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new FolderError(path, ADVICE.get(code) ?? `${code}, nothing was changed`, error);
  }
};
