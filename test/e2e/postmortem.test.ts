import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_POSTMORTEM } from '../support/demo-postmortem.ts';
import { chromiumPath, startChromium } from './chromium.ts';

const executable = chromiumPath();
const PICTURES = process.env['PICTURES'];

describe.skipIf(executable === undefined)('the postmortem of the reference incident in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium(executable ?? '');
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });

  afterAll(() => browser.close());

  const opened = async (width: number, colorScheme: 'light' | 'dark'): Promise<{ page: Page; said: string[] }> => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(DEMO_POSTMORTEM.html.href);
    return { page, said };
  };

  it.each([
    [375, 'light'],
    [375, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const)('fits at %i px, %s, has no fault of access, and keeps its own policy', async (width, scheme) => {
    const { page, said } = await opened(width, scheme);
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `postmortem-${String(width)}-${scheme}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(said).toEqual([]);
    // Only now: its policy lets nothing be run by the page itself.
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    );
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  });

  it('leads from a statement to its event', async () => {
    const { page } = await opened(1440, 'light');
    await page.click('a[href="#event-27"] >> nth=0');
    expect(await page.textContent('li:target')).toMatch(/#27\s.*NoteAdded/su);
  });

  it('prints black on white, whatever the screen', async () => {
    const { page } = await opened(794, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
  });
});
