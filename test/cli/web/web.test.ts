import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveWeb } from '../../../lib/cli/web/web.ts';
import { threeLevels } from '../../support/configurations.ts';
import { FolderStory } from '../../support/folder-story.ts';
import { run, temporaryFolder } from '../running.ts';
import { quietShell, servedAs } from './web-visitor.ts';

const folder = join(await temporaryFolder(), 'incidents');
await (await FolderStory.begin(folder)).happens({ at: '2023-08-15T14:15:00.000Z', alarm: 'web-latency' });

describe('tocsin web', () => {
  it('listens on loopback alone, on a free port, and ends at once', async () => {
    const server = await serveWeb(await servedAs(folder, threeLevels), 0, quietShell());
    try {
      expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/u);
      const answer = await fetch(server.address);
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('web-latency')]);
    } finally {
      await server.close();
    }
    await expect(fetch(server.address)).rejects.toThrow();
  });

  it('ends by Ctrl-C, as it should', async () => {
    const child = spawn(process.execPath, ['bin/tocsin.mjs', 'web', '--local', folder], { stdio: 'pipe' });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(String(said)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ shows the incidents of .*; Ctrl-C ends it\n$/u);
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(serveWeb(await servedAs(folder, threeLevels), port, quietShell())).rejects.toThrow(
      `port ${String(port)} is taken: name another with --port, or none for a free one`,
    );
    other.close();
  });

  it.each([
    [['web'], 'say where the incidents are: --local [dir]'],
    [
      ['web', '--local', '/nowhere/at/all'],
      'there is no such folder: fill it with npx tocsin replay <recording> --local',
    ],
    [['web', '--local', folder, '--port', '70000'], '--port: expected a number from 0 (a free one) to 65535'],
    [['web', '--local', folder, '--port', 'http'], '--port: expected a number'],
    [['web', '--local='], 'names no folder'],
    [['web', '--local', folder, '--config', 'nothing.yaml'], 'nothing.yaml'],
  ])('says what is wrong with %j', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining(words) as string });
  });

  it('tells what it is for', async () => {
    const { code, out } = await run(['web', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('It listens on 127.0.0.1 alone');
  });
});
