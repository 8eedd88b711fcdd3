import { FolderError } from '../adapters/folder/folder-error.ts';
import type { FolderIncidents } from '../adapters/folder/folder-incidents.ts';
import { openFolder } from '../adapters/folder/open-folder.ts';
import { UsageError } from './command-error.ts';

const DEFAULT_FOLDER = '.tocsin';

/** `--local` without a folder means the default one. */
export const folderNamed = (local: string | true): string => (local === true ? DEFAULT_FOLDER : local);

/** @throws UsageError the folder cannot be used: what is wrong with it, and what to do. */
export const openLocal = async (folder: string, { create }: { readonly create: boolean }): Promise<FolderIncidents> => {
  try {
    return await openFolder(folder, { create });
  } catch (error) {
    if (error instanceof FolderError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
};
