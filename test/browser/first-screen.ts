import { World } from '../support/function-world.ts';
import { chromiumPath, startChromium } from './chromium.ts';
import { demoAtFirstPage, inProject } from './demo-at-first-page.ts';
import { serveScreens } from './screen-server.ts';

const PICTURE = inProject('docs/first-screen.png');
/** A phone, and as much of the screen as says what is wrong and why. */
const VIEWPORT = { width: 375, height: 760 };

/** `npm run picture`: what README.md shows of the screen behind the demo's first page. */
const draw = async (): Promise<void> => {
  const executable = chromiumPath();
  if (executable === undefined) throw new Error('no Chromium in PATH, nor where CHROMIUM says');
  const { configuration, incidentId, now, store } = await demoAtFirstPage();
  const world = new World(configuration);
  world.now = now;
  const token = world.link([incidentId], 'alice');
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
