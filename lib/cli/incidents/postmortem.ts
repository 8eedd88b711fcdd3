import { postmortemMarkdown } from '../../core/postmortem/markdown.ts';
import type { Postmortem } from '../../core/postmortem/postmortem.ts';
import { readPostmortem } from '../../pipeline/read-postmortem.ts';
import { postmortemScreen } from '../../screens/postmortem/postmortem-screen.ts';
import { checkOut, STDOUT, writeOut } from '../files/out-file.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { findIncident, type IncidentsOptions, targetOf } from './target.ts';

export interface PostmortemOptions extends IncidentsOptions {
  readonly html?: true;
  readonly out: string;
}

/** @throws UsageError two forms at once. */
const rendererOf = ({ html, json }: PostmortemOptions): ((postmortem: Postmortem) => string | Promise<string>) => {
  if (html === true && json === true) throw new UsageError('--html and --json: expected one of them');
  if (json === true) return (postmortem) => JSON.stringify(postmortem, undefined, 2);
  return html === true ? postmortemScreen : postmortemMarkdown;
};

/** `tocsin incidents postmortem`. */
export const writePostmortem = async (shell: Shell, id: string, options: PostmortemOptions): Promise<void> => {
  const { out } = options;
  const render = rendererOf(options);
  checkOut(out);
  const target = await targetOf(shell, options);
  const incidentId = await findIncident(target, id);
  const postmortem = await readPostmortem(target.incidents, incidentId, target);
  if (postmortem === undefined)
    throw new FailedError(
      `incident ${incidentId} does not begin as an incident does: tocsin incidents verify ${target.option}`,
    );
  const text = await render(postmortem);
  await writeOut(shell, out, text.trimEnd());
  if (out !== STDOUT) shell.err(printable(`${out} is written`));
};
