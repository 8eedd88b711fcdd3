import type { Page } from 'playwright-core';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { openServed, type ServedFolder, type ServedIncidents } from '../../lib/cli/web/served-folder.ts';
import { serveWeb, type WebServer } from '../../lib/cli/web/web.ts';
import { plainInk, type Shell } from '../../lib/cli/terminal/shell.ts';
import { main } from '../../lib/cli/main.ts';
import { listEntryOf } from '../../lib/core/report/list-entry.ts';
import { localClock } from '../../lib/core/report/local-clock.ts';
import { homeTimeZone, voiceOf } from '../../lib/core/report/voice.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, startChromium } from './chromium.ts';
import { demoAtFirstPage, inProject } from './demo-at-first-page.ts';

const DAY_AFTER = '2023-08-06T14:00:00.000Z';
const FOLDER = '.tocsin';

const shell: Shell = {
  width: 80,
  ink: plainInk,
  out: () => undefined,
  err: () => undefined,
  env: {},
  now: () => DAY_AFTER,
  pause: () => Promise.resolve(),
  timeZone: 'UTC',
};

/** The demo's incident as it stood when its first page had gone out: nobody has it. */
const atFirstPage = async (): Promise<ServedFolder> => {
  const { configuration, head, now, store } = await demoAtFirstPage();
  const none = new InMemoryIncidents();
  const incidents: ServedIncidents = {
    ...store,
    append: (append) => none.append(append),
    entries: (keys) => none.entries(keys),
    seen: (keys) => none.seen(keys),
    groups: (groups) => none.groups(groups),
    due: () => Promise.resolve([]),
    list: async function* () {
      yield await Promise.resolve(listEntryOf(head));
    },
    spanning: async function* () {},
    unreadable: () => Promise.resolve([]),
  };
  const clock = localClock(homeTimeZone(configuration));
  const voice = voiceOf(configuration, clock);
  return { incidents, folder: FOLDER, option: '--local', configuration, clock, voice, now: () => now, responder: '' };
};

/** The same incident as people lived through it, a day later. */
const afterwards = async (folder: string): Promise<ServedFolder> => {
  const config = inProject('examples/tocsin.yaml');
  const recording = inProject('examples/incidents/2023-08-05-memory-leak/recording.json');
  await main(['replay', recording, '--config', config, '--local', folder], shell);
  return { ...(await openServed(shell, { local: folder, config })), folder: FOLDER };
};

const draw = async (served: ServedFolder, take: (page: Page, server: WebServer) => Promise<void>): Promise<void> => {
  const executable = chromiumPath();
  if (executable === undefined) throw new Error('no Chromium in PATH, nor where CHROMIUM says');
  const server = await serveWeb(served, 0, shell);
  const browser = await startChromium(executable);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
    await take(await context.newPage(), server);
  } finally {
    await browser.close();
    await server.close();
  }
};

/** `npm run picture`: what README.md shows of `tocsin web`. */
await draw(await atFirstPage(), async (page, { address }) => {
  await page.goto(address);
  await page.click('.rows a');
  await page.screenshot({ path: inProject('docs/web-incident.png') });
});
const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
try {
  await draw(await afterwards(join(folder, 'incidents')), async (page, { address }) => {
    await page.goto(`${address}report`);
    await page.screenshot({ path: inProject('docs/web-report.png') });
  });
} finally {
  await rm(folder, { recursive: true });
}
