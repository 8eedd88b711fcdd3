import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pagesDocument } from '../../support/pages-document.ts';

describe('what each channel shows, as the documentation has it', () => {
  it('is what the pipeline sends: npm run pages', async () => {
    const documented = readFileSync(new URL('../../../docs/pages.md', import.meta.url), 'utf8');
    expect(documented).toBe(await pagesDocument());
  });
});
