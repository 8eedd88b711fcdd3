import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Indexing, INDEXING } from '../../../lib/adapters/folder/indexed-journal.ts';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { eventOf } from '../../../lib/core/incident/chain.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { appendTo, note, opening } from '../../support/incident-story.ts';

const SCRIPT = fileURLToPath(new URL('../../support/append-notes.ts', import.meta.url));
const incidentId = '01H72Y3QK0ZZZZZZZZZZZZZZZZ';

const INDEXINGS: readonly (readonly [how: string, Indexing])[] = [
  ['and hardly index', INDEXING],
  ['and index what they append', { least: 2, most: 4 }],
];

let path = '';
let indexing = INDEXING;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'tocsin-processes-'));
  const store = await openFolder(path, { create: true });
  await store.append(appendTo(undefined, [opening(incidentId)]));
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(path, { recursive: true });
});

interface Writer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

/** A process that is ready to append. */
const ready = async (label: string, count: number): Promise<Writer> => {
  const child = spawn(process.execPath, [SCRIPT, path, incidentId, label, String(count), JSON.stringify(indexing)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toEqual({ done: false, value: 'ready' });
  return { child, lines };
};

/** The notes of the incident, after its chain and head were checked. */
const intactNotes = async (): Promise<string[]> => {
  const store = await openFolder(path, { create: false, indexing });
  const head = await store.head(incidentId);
  const timeline = await store.timeline(incidentId);
  if (head === undefined) throw new Error('the incident is gone');
  expect(verifyTimeline(timeline, head)).toEqual({ ok: true });
  return timeline.map(eventOf).flatMap((event) => (event.type === 'NoteAdded' ? [event.text] : []));
};

describe.each(INDEXINGS)('two processes that append to one incident at once %s', (_how, given) => {
  beforeEach(() => {
    indexing = given;
  });

  it('write every append once, in one order', { timeout: 60_000 }, async () => {
    const writers = await Promise.all([ready('left', 50), ready('right', 50)]);
    const exits = await Promise.all(
      writers.map(async ({ child }) => {
        child.stdin.write('begin');
        child.stdout.resume();
        return once(child, 'exit');
      }),
    );
    expect(exits.map(([code]: unknown[]) => code)).toEqual([0, 0]);
    const notes = await intactNotes();
    for (const label of ['left', 'right']) {
      expect(notes.filter((text) => text.startsWith(label))).toEqual(
        Array.from({ length: 50 }, (_, index) => `${label} ${String(index)}`),
      );
    }
    expect(notes).toHaveLength(200);
  });
});

/** Kills the process when it has said so many versions; gives all that it said. */
const killedAfter = async ({ child, lines }: Writer, count: number): Promise<number[]> => {
  const said: number[] = [];
  child.stdin.write('begin');
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    said.push(Number(line.value));
    if (said.length === count) child.kill('SIGKILL');
  }
  return said;
};

describe.each(INDEXINGS)('processes that are killed while they append %s', (_how, given) => {
  beforeEach(() => {
    indexing = given;
  });

  it('leave what they acknowledged, nothing half written, and nothing in the way', { timeout: 60_000 }, async () => {
    for (const round of [1, 2, 3, 5, 8, 13]) {
      const versions = await killedAfter(await ready(`round ${String(round)}`, 100_000), round);
      const notes = await intactNotes();
      expect(notes.length).toBeGreaterThanOrEqual((versions.at(-1) ?? 1) - 1);
      const store = await openFolder(path, { create: false, indexing });
      await store.append(appendTo(await store.head(incidentId), [note(`after round ${String(round)}`)]));
      expect(await intactNotes()).toEqual([...notes, `after round ${String(round)}`]);
    }
  });
});

describe('what a dead process left on its way', () => {
  const pending = async (): Promise<string[]> =>
    (await readdir(join(path, 'journal'))).filter((name) => name.startsWith('pending-'));

  it('is removed after an hour, and left to a process that may still live before', async () => {
    for (const name of ['pending-old', 'pending-new']) await writeFile(join(path, 'journal', name), '{"prev":"');
    const hoursAgo = Date.now() / 1_000 - 2 * 3_600;
    await utimes(join(path, 'journal', 'pending-old'), hoursAgo, hoursAgo);
    expect(await intactNotes()).toEqual([]);
    expect(await pending()).toEqual(['pending-new']);
  });
});
