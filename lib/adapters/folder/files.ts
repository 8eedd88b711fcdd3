import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HOUR } from '../../core/time.ts';
import { codeOf, explained } from './folder-error.ts';

/** Files on their way: each is given its name only when it is whole. */
export const PENDING = 'pending-';

/** A pending file so old was left by a process that died: nobody was told that it is there. */
const LEFT_BEHIND_MS = HOUR;

export const removeIfLeft = (path: string, now: number): void => {
  try {
    if (now - statSync(path).mtimeMs > LEFT_BEHIND_MS) rmSync(path);
  } catch {
    // Another process removed it, or this one may only read: neither needs it gone.
  }
};

/** Undefined where there is no such file. */
export const readIfThere = (path: string): string | undefined =>
  explained(path, () => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  });

const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Makes names in this folder survive a power failure; Windows can open no folder and keeps them by itself. */
export const keepNames = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Puts a file there whole or not at all; false when another process was first. What is on the way lies in `workshop`,
 * a folder of the same file system.
 */
export const publishFile = (path: string, text: string, workshop: string): boolean =>
  explained(path, () => {
    const pending = join(workshop, PENDING + randomUUID());
    try {
      writeDurably(pending, text);
      linkSync(pending, path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(pending, { force: true });
    }
    keepNames(dirname(path));
    return true;
  });
