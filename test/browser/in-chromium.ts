import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { chromiumPath, startChromium } from './chromium.ts';

const executable = chromiumPath();
const { CI = '', WITHOUT_CHROMIUM = '' } = process.env;
const NOWHERE = 'no Chromium in PATH, nor where CHROMIUM says';

// A run that decides what lands skips no browser unless whoever started it says why there is none.
if (executable === undefined && CI !== '' && WITHOUT_CHROMIUM === '')
  throw new Error(`${NOWHERE}: install it (Debian: apt-get install chromium), or say in WITHOUT_CHROMIUM why not`);

const skipped = executable === undefined ? ` (skipped: ${WITHOUT_CHROMIUM || NOWHERE})` : '';
if (skipped !== '') console.warn(`tests in a browser${skipped}`);

/** A suite with one browser; where there is none it is skipped, and says so. */
export const inChromium = (what: string, suite: (browser: () => Browser) => void): void => {
  describe.skipIf(executable === undefined)(`${what}, in Chromium${skipped}`, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await startChromium(executable ?? '');
    });
    afterAll(() => browser?.close());
    suite(() => {
      if (browser === undefined) throw new Error('the browser is started before each suite, not while it is read');
      return browser;
    });
  });
};
