import { postmortemMarkdown } from '../../core/postmortem/markdown.ts';
import type { Postmortem } from '../../core/postmortem/postmortem.ts';
import { readPostmortem } from '../../pipeline/read-postmortem.ts';
import { postmortemScreen } from '../../screens/postmortem/postmortem-screen.ts';
import { checkOut, STDOUT, writeOut } from '../files/out-file.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { absentIncident, findIncident } from './find-incident.ts';
import { targetOf } from './open-target.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

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

const whyNone = async (target: IncidentsTarget, incidentId: string): Promise<FailedError> =>
  (await target.incidents.record(incidentId)) === undefined
    ? absentIncident(target, incidentId)
    : new FailedError(
        `incident ${incidentId} does not begin as an incident does: npx tocsin incidents verify ${target.place.option}`,
      );

/** `tocsin incidents postmortem`. @throws FailedError there is nothing to be told. */
export const writePostmortem = async (shell: Shell, id: string, options: PostmortemOptions): Promise<void> => {
  const { out } = options;
  const render = rendererOf(options);
  checkOut(out);
  const target = await targetOf(shell, options);
  const incidentId = await findIncident(target, id);
  const postmortem = await readPostmortem(target.incidents, incidentId, { ...target, ...target.place });
  if (postmortem === undefined) throw await whyNone(target, incidentId);
  const text = await render(postmortem);
  await writeOut(shell, out, text.trimEnd());
  if (out !== STDOUT) shell.err(printable(`${out} is written`));
};
