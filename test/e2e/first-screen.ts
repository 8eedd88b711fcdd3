import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import { replay } from '../../lib/simulator/replay.ts';
import { configurationOf } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { chromiumPath, startChromium } from './chromium.ts';
import { serveScreens } from './screen-server.ts';

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const PICTURE = inProject('docs/first-screen.png');
/** A phone, and as much of the screen as says what is wrong and why. */
const VIEWPORT = { width: 375, height: 760 };

interface FirstPage {
  readonly world: World;
  readonly token: string;
  readonly store: Partial<IncidentStore>;
}

/** The demo's incident as it stood when its first page had gone out. */
const firstPage = async (): Promise<FirstPage> => {
  const recording = await readRecording(inProject('examples/incidents/2023-08-05-memory-leak/recording.json'));
  const configuration = configurationOf(readFileSync(inProject('examples/tocsin.yaml'), 'utf8'));
  const { incidents } = await replay({ recording, configuration, responses: [] });
  for await (const { incidentId } of incidents.list({})) {
    const sealed = await incidents.timeline(incidentId);
    const first = sealed.map(eventOf).findIndex((event) => event.type === 'PageSent' && event.kind === 'page');
    if (first < 0) continue;
    const timeline = sealed.slice(0, first + 1);
    const events = timeline.map(eventOf);
    const head = events.reduce<Incident | undefined>(evolve, undefined);
    const world = new World(configuration);
    world.now = events.at(-1)?.at ?? world.now;
    const store: Partial<IncidentStore> = {
      head: () => Promise.resolve(head),
      timeline: () => Promise.resolve(timeline),
      members: (id, which) => incidents.members(id, which),
      diagnoses: (id, which) => incidents.diagnoses(id, which),
    };
    return { world, token: world.link([incidentId], 'alice'), store };
  }
  throw new Error('the demo pages nobody');
};

/** `npm run picture`: what README.md shows of the screen behind the demo's first page. */
const draw = async (): Promise<void> => {
  const executable = chromiumPath();
  if (executable === undefined) throw new Error('no Chromium in PATH, nor where CHROMIUM says');
  const { world, token, store } = await firstPage();
  const server = await serveScreens({ pipeline: world.onStore(store), telemetry: world.telemetry });
  const browser = await startChromium(executable);
  try {
    const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 2, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(server.address(token));
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
    await server.close();
  }
};

await draw();
