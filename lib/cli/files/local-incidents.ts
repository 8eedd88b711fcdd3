import { FolderError } from '../../adapters/folder/folder-error.ts';
import type { FolderIncidents } from '../../adapters/folder/folder-incidents.ts';
import { openFolder, type FolderOpening } from '../../adapters/folder/open-folder.ts';
import { UsageError } from '../terminal/command-error.ts';

const DEFAULT_FOLDER = '.tocsin';

/** `--local` without a folder means the default one. @throws UsageError an empty name, such as that of an unset variable. */
export const folderNamed = (local: string | true): string => {
  if (local === '')
    throw new UsageError(`--local= names no folder: give one, or write --local alone for ${DEFAULT_FOLDER}`);
  return local === true ? DEFAULT_FOLDER : local;
};

/** @throws UsageError the folder cannot be used: what is wrong with it, and what to do. */
export const openLocal = async (folder: string, opening: FolderOpening): Promise<FolderIncidents> => {
  try {
    return await openFolder(folder, opening);
  } catch (error) {
    if (error instanceof FolderError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
};
