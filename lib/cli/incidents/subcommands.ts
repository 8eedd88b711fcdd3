import { Command, Option } from 'commander';
import { CONFIRMED_CAUSES } from '../../core/cause.ts';
import type { Response } from '../../core/incident/response.ts';
import { LISTED_SEVERITIES, LISTED_STATUSES } from '../../core/report/list-entry.ts';
import { type Input, RESPONSE_TYPES, RESPONSES } from '../../core/response/responses.ts';
import type { Shell } from '../terminal/shell.ts';
import type { PostmortemOptions } from './postmortem.ts';
import type { IncidentsOptions } from './target.ts';

const withTarget = (command: Command): Command =>
  command
    .option('--local [dir]', 'incidents in this folder (.tocsin when none is named)')
    .option('--stack <name>', 'incidents of a deployed stack, with your AWS credentials')
    .option('--config <file>', 'names, who may respond, who is on call, the waits; tocsin.yaml where there is one')
    .option('--json', 'print one JSON document');

/** What lists can be narrowed to. */
const withFilters = (command: Command): Command =>
  withTarget(command)
    .option('--since <time>', 'open at some time since: an instant, or a duration back from now (30d)')
    .option('--until <time>', 'opened before')
    .addOption(new Option('--status <status>', 'how it stands; open: not resolved').choices(LISTED_STATUSES))
    .option('--service <service>', 'of this service')
    .addOption(new Option('--severity <severity>', 'its severity').choices(LISTED_SEVERITIES))
    .addOption(
      new Option('--cause <cause>', 'that a person found, else that people were told').choices(CONFIRMED_CAUSES),
    )
    .option('--responder <responder>', 'for whom it was: who was paged or acted');

const listCommand = (shell: Shell): Command =>
  withFilters(new Command('list').description('Incidents, newest first; of a stack without --since 400 days back.'))
    .option('--limit <n>', 'at most so many, the newest; default: all')
    .option('--cursor <cursor>', 'go on there: next of the JSON of a list before')
    .option('--csv', 'print a table for spreadsheets (RFC 4180)')
    .action(async (options: IncidentsOptions) => {
      const { listIncidents } = await import('./list.ts');
      await listIncidents(shell, options);
    });

const showCommand = (shell: Shell): Command =>
  withTarget(new Command('show').description('One incident: how it stands, its alarms, its pages, its timeline.'))
    .argument('<id>', 'the incident')
    .action(async (id: string, options: IncidentsOptions) => {
      const { showIncident } = await import('./show.ts');
      await showIncident(shell, id, options);
    });

const verifyCommand = (shell: Shell): Command =>
  withTarget(
    new Command('verify').description(
      'Checks by what is stored that no event, head or diagnosis was altered, added or removed. Ends with 1 where one was.',
    ),
  )
    .argument('[id]', 'the incident')
    .option('--all', 'every incident, which is also meant where none is named')
    .option('--since <time>', 'of all those open at some time since; of a stack else 400 days back')
    .option('--anchor <hash>', 'that has to be there: one of a weekly digest, which nobody can change')
    .action(async (id: string | undefined, options: IncidentsOptions) => {
      const { verifyIncidents } = await import('./verify.ts');
      await verifyIncidents(shell, id, options);
    });

const postmortemCommand = (shell: Shell): Command =>
  withTarget(
    new Command('postmortem').description(
      'One incident told afterwards, as Markdown: what is known, and what is to be answered.',
    ),
  )
    .argument('<id>', 'the incident')
    .option('--html', 'one HTML file that needs nothing else, made to be printed too')
    .option('--out <file>', 'a file that is not there yet; - is stdout', '-')
    .action(async (id: string, options: PostmortemOptions) => {
      const { writePostmortem } = await import('./postmortem.ts');
      await writePostmortem(shell, id, options);
    });

const exportCommand = (shell: Shell): Command =>
  withFilters(
    new Command('export').description(
      'Prints incidents as they are stored, newest first: of each a line of JSON with head, events and diagnoses.',
    ),
  )
    .argument('[ids...]', 'the incidents; without them every one')
    .action(async (ids: readonly string[], options: IncidentsOptions) => {
      const { exportIncidents } = await import('./export.ts');
      await exportIncidents(shell, ids, options);
    });

const importCommand = (shell: Shell): Command =>
  withTarget(
    new Command('import').description(
      'Takes what export printed into a folder, if nothing of it was altered. A stack takes nothing in.',
    ),
  )
    .argument('<file>', 'lines that tocsin incidents export printed')
    .action(async (file: string, options: IncidentsOptions) => {
      const { importIncidents } = await import('./import.ts');
      await importIncidents(shell, file, options);
    });

const optionOf = ({ argument, help, choices }: Input): Option => {
  const option = new Option(argument, help);
  return choices === undefined ? option : option.choices(choices);
};

const responseCommand = (shell: Shell, type: Response['type']): Command => {
  const { command: name, help, needs, takes } = RESPONSES[type];
  const command = withTarget(new Command(name).description(help)).argument('<id>', 'the incident');
  if (needs !== undefined) command.argument(needs.argument, needs.help);
  if (takes !== undefined) command.addOption(optionOf(takes));
  if (needs?.field !== 'text') command.option('--note <text>', 'what to note with it');
  return command
    .option('--by <responder>', 'who you are; else $TOCSIN_RESPONDER, else the responder paged last')
    .action(async (...given: readonly unknown[]) => {
      const [id, words] = command.args.length > 0 ? [String(given[0]), command.args.slice(1)] : ['', []];
      const { respondTo } = await import('./respond.ts');
      await respondTo(shell, { id, type, words }, command.opts());
    });
};

/** Everything that `tocsin incidents` can do; what one of them needs is loaded when it runs. */
export const addSubcommands = (incidents: Command, shell: Shell): void => {
  incidents.addCommand(listCommand(shell)).addCommand(showCommand(shell));
  for (const type of RESPONSE_TYPES) incidents.addCommand(responseCommand(shell, type));
  for (const command of [verifyCommand, exportCommand, importCommand, postmortemCommand])
    incidents.addCommand(command(shell));
};
