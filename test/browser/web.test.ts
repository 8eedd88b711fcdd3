import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveWeb, type WebServer } from '../../lib/cli/web/web.ts';
import { quietShell, servedAs } from '../cli/web/web-visitor.ts';
import { threeLevels } from '../support/configurations.ts';
import { twoWeeks } from '../support/folder-story.ts';
import { inChromium } from './in-chromium.ts';
import { faultsOf, isTooWide, picture } from './looked-at.ts';

const MOST_BYTES = 51_200;

interface Opening {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly isPrinted?: boolean;
}

inChromium('tocsin web', (browser) => {
  let original: string;
  let folder: string;
  let ids: Awaited<ReturnType<typeof twoWeeks>>;
  let server: WebServer;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    original = await mkdtemp(join(tmpdir(), 'tocsin-'));
    ids = await twoWeeks(join(original, 'incidents'));
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
    const incidents = join(folder, 'incidents');
    await cp(join(original, 'incidents'), incidents, { recursive: true });
    server = await serveWeb({ ...(await servedAs(incidents, threeLevels)), folder: '.tocsin' }, 0, quietShell());
  });

  afterEach(async () => {
    await context?.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  afterAll(() => rm(original, { recursive: true }));

  const opened = async (path: string, { width = 1440, scheme = 'light' }: Opening = {}): Promise<Page> => {
    await context?.close();
    const viewport = { width, height: width < 500 ? 812 : 900 };
    context = await browser().newContext({ viewport, colorScheme: scheme });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.goto(new URL(path, server.address).href);
    return page;
  };

  /** What is pressed and is less than 44 pixels high; a link within a line of text or of a table is as high as that. */
  const tooSmall = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll('button, select, textarea, summary, input, .more a, .links a, .tabs a, nav a')]
      .filter((one) => one.type !== 'hidden' && one.checkVisibility())
      .filter((one) => one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML)`);

  /** Text that sticks out of its own box: a table wider than its column would. */
  const sticksOut = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll('main section, main table, main form, main figure')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        || (one.parentElement && one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1))
      .map((one) => one.outerHTML.slice(0, 120))`);

  const expectGood = async (page: Page, name: string): Promise<void> => {
    await picture(page, `web ${name}`);
    expect(await isTooWide(page)).toBe(false);
    expect(await sticksOut(page)).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
  };

  const SCREENS: Readonly<Record<string, () => string>> = {
    list: () => '/',
    'filtered list': () => '/?status=resolved&service=web&since=30d',
    'refused list': () => '/?status=banana',
    'triggered incident': () => `/incidents/${ids.triggered}`,
    'acknowledged incident': () => `/incidents/${ids.acknowledged}`,
    timeline: () => `/incidents/${ids.acknowledged}?before=99`,
    postmortem: () => `/incidents/${ids.acknowledged}/postmortem`,
    report: () => '/report',
    'no such incident': () => '/incidents/01ZZ',
  };

  const cases = [375, 1440].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [width, scheme] as const));

  it.each(cases)('every screen can be read and pressed by everybody at %i px, %s', async (width, scheme) => {
    for (const [name, path] of Object.entries(SCREENS)) {
      const page = await opened(path(), { width, scheme });
      await expectGood(page, `${name} ${String(width)} ${scheme}`);
    }
  });

  it('loads nothing beside its screens, each of at most 50 KB, and says nothing of its policy', async () => {
    const page = await opened('/');
    const [asked, said]: [string[], string[]] = [[], []];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    for (const name of ['list', 'triggered incident', 'postmortem', 'report']) {
      const address = new URL(SCREENS[name]?.() ?? '/', server.address).href;
      const answer = await page.goto(address);
      expect((await answer?.body())?.byteLength).toBeLessThan(MOST_BYTES);
      expect(asked.splice(0)).toEqual([address]);
    }
    expect(said).toEqual([]);
    await expect(page.addScriptTag({ content: 'document.title = "owned"' })).rejects.toThrow();
  });

  it('needs no JavaScript: filters, opens, acknowledges', async () => {
    context = await browser().newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 812 } });
    const page = await context.newPage();
    await page.goto(server.address);
    await page.click('.tabs >> text=Open');
    await page.waitForURL(/status=open/u);
    await page.click('summary');
    await page.selectOption('#service', 'web');
    await page.click('button:has-text("Show")');
    await page.waitForURL(/service=web/u);
    expect(page.url()).toContain('status=open');
    expect(await page.locator('.rows tbody tr').count()).toBe(1);
    await page.click('.rows a');
    await page.waitForURL(new RegExp(ids.triggered, 'u'));
    await page.selectOption('#by', 'bob');
    await page.fill('textarea', 'I look <b>at</b> it');
    await page.click('.big');
    await page.waitForURL(/did=acknowledge/u);
    expect(await page.innerText('[role=status]')).toBe('Acknowledged.');
    expect(await page.innerText('main')).toContain('acknowledged by Bob Osei at 10:20, until 10:50');
    expect(await page.innerText('.hours')).toContain('Bob Osei: I look <b>at</b> it');
    await picture(page, 'web acknowledged 375');
    await page.click('nav >> text=Incidents');
    expect(await page.innerText('.rows tbody tr >> nth=0')).toContain('ACKNOWLEDGED');
  });

  it('refuses a form of another site, even with everything else right', async () => {
    const page = await opened(`/incidents/${ids.triggered}`);
    const nonce = await page.inputValue('input[name=nonce]');
    const other = await (await browser().newContext()).newPage();
    await other.setContent(`<form method="post" action="${server.address}incidents/${ids.triggered}">
      <input name="nonce" value="${nonce}"><input name="by" value="bob"><button name="action" value="resolve">Go</button></form>`);
    await other.click('button');
    await other.waitForSelector('h1');
    expect(await other.innerText('h1')).toBe('Nothing was recorded');
    await other.context().close();
    await page.reload();
    expect(await page.innerText('main')).toContain('nobody has acknowledged it');
  });

  describe('by keyboard alone', () => {
    it('skips to the content, and shows where one is', async () => {
      const page = await opened('/');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0);
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
      await picture(page, 'web skip link');
      await page.keyboard.press('Enter');
      expect(page.url()).toContain('#main');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('All');
    });

    it('opens an incident and acknowledges it', async () => {
      const page = await opened(`/incidents/${ids.triggered}`, { width: 375 });
      await page.focus('#by');
      await page.keyboard.type('Carol');
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForURL(/did=acknowledge/u), page.keyboard.press('Enter')]);
      expect(await page.innerText('main')).toContain('acknowledged by Carol Lindqvist');
    });
  });

  it.each(['list', 'acknowledged incident', 'report', 'postmortem'])('prints the %s black on white', async (name) => {
    const page = await opened(SCREENS[name]?.() ?? '/', { width: 794, scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    expect(await page.locator('nav[aria-label=Tocsin]').isVisible()).toBe(false);
    expect(
      await page
        .locator('button')
        .first()
        .isVisible()
        .catch(() => false),
    ).toBe(false);
    await picture(page, `web ${name} printed`);
  });
});
