import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { postmortemMarkdown } from '../../lib/core/postmortem/markdown.ts';
import { postmortemScreen } from '../../lib/screens/postmortem/postmortem-screen.ts';
import { demoPostmortem } from './postmortem-gallery.ts';

/** Where the reference incident's postmortem is kept, in each of its forms. */
export const DEMO_POSTMORTEM = {
  markdown: new URL('../../examples/incidents/2023-08-05-memory-leak/postmortem.md', import.meta.url),
  html: new URL('../../examples/incidents/2023-08-05-memory-leak/postmortem.html', import.meta.url),
} as const;

export const demoForms = async (): Promise<Readonly<Record<keyof typeof DEMO_POSTMORTEM, string>>> => {
  const postmortem = await demoPostmortem();
  return { markdown: postmortemMarkdown(postmortem), html: `${(await postmortemScreen(postmortem)).trimEnd()}\n` };
};

/** `npm run postmortem`. */
const write = async (): Promise<void> => {
  const forms = await demoForms();
  writeFileSync(DEMO_POSTMORTEM.markdown, forms.markdown);
  writeFileSync(DEMO_POSTMORTEM.html, forms.html);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await write();
