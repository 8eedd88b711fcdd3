import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { DEMO_POSTMORTEM } from '../support/demo-postmortem.ts';
import { inChromium } from './in-chromium.ts';
import { faultsOf, picture } from './looked-at.ts';

inChromium('the postmortem of the reference incident', (browser) => {
  const opened = async (width: number, colorScheme: 'light' | 'dark'): Promise<{ page: Page; said: string[] }> => {
    const context = await browser().newContext({ viewport: { width, height: 900 }, colorScheme });
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
    await picture(page, `postmortem ${String(width)} ${scheme}`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(said).toEqual([]);
    // Only now: its policy lets nothing be run by the page itself.
    expect(await faultsOf(page)).toEqual([]);
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
