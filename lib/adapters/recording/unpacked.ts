import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';

/** What is read whole is held whole, and several times over. */
const MOST_WHOLE_BYTES = 512 * 1024 * 1024;

const MOST_GIGABYTES = 8;

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const unpackedBytes = promisify(gunzip);

/** The text of a file, packed by gzip or not, whatever its name. */
export const textIn = async (file: string): Promise<string> => {
  const bytes = await readFile(file);
  const whole = isPacked(bytes) ? await unpackedBytes(bytes, { maxOutputLength: MOST_WHOLE_BYTES }) : bytes;
  return whole.toString('utf8');
};

/** A small file may unpack to a full disk. */
const bounded = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.length;
    if (passed > MOST_GIGABYTES * 1024 ** 3)
      throw new Error(`it is more than ${String(MOST_GIGABYTES)} GB when it is unpacked`);
    yield chunk;
  }
};

/** A temporary file nobody else sees, and which is gone with its handle, also of a process that is killed. */
const openUnpacked = async (file: string): Promise<FileHandle> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-unpacked-'));
  try {
    const target = join(folder, 'json');
    await pipeline(createReadStream(file), createGunzip(), bounded, createWriteStream(target, { mode: 0o600 }));
    return await open(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** For reading in parts, packed by gzip or not: a packed one of any size takes disk, not memory. */
export const openParts = async (file: string): Promise<FileHandle> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || !isPacked(buffer)) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return openUnpacked(file);
};
