import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { backtestCommand } from './backtest/command.ts';
import type { IncidentsOptions } from './incidents/target.ts';
import { recordCommand } from './record/command.ts';
import type { ReplayOptions } from './replay/replay.ts';
import type { Shell } from './terminal/shell.ts';

const REPLAY_HELP = `
A time in a recording's responses is an instant or a delay after the first page ("+5m").
What fires is evaluated to the end of the recording; escalation runs on until nothing
is due, at most a day. Incidents with the same id that are in the folder stay as they are.

Examples:
  tocsin replay recording.json
  tocsin replay recording.json --responses none      who would be paged if nobody answered?
  tocsin replay recording.json --local               then: tocsin incidents list --local
  tocsin replay recording.json --json | jq '.incidents[].pages[] | [.at, .target]'`;

const replayCommand = (shell: Shell): Command =>
  new Command('replay')
    .summary('what would have happened, on a virtual clock')
    .description('Replays a recording through the very code that runs in AWS: alarms, incidents, pages, responses.')
    .argument('<recording>', 'a file as schema/recording.schema.json describes it')
    .option('--config <file>', 'the tocsin.yaml to replay it under', 'tocsin.yaml')
    .option('--responses <file>', 'what responders do, instead of what was recorded; the word none: nobody answers')
    .option('--local [dir]', 'leave the incidents in this folder (.tocsin when none is named)')
    .option('--json', 'print one JSON document (schema/replay-output.schema.json)')
    .addHelpText('after', REPLAY_HELP)
    .action(async (recording: string, options: ReplayOptions) => {
      const { runReplay } = await import('./replay/replay.ts');
      await runReplay(shell, recording, options);
    });

const INCIDENTS_HELP = `
An id may be shortened as long as it means one incident only. Every command takes --json.

Examples:
  tocsin incidents list --local --since 30d
  tocsin incidents show --local=.tocsin 01H730TBN0
  tocsin incidents ack 01H730TBN0 --by alice --local`;

const withTarget = (command: Command): Command =>
  command
    .option('--local [dir]', 'incidents in this folder (.tocsin when none is named)')
    .option('--stack <name>', 'incidents of a deployed stack (not there yet)')
    .option('--config <file>', 'names of people, and who may act; tocsin.yaml where there is one')
    .option('--json', 'print one JSON document');

const listCommand = (shell: Shell): Command =>
  withTarget(new Command('list').description('Incidents, newest first.'))
    .option('--since <time>', 'opened at or after: an instant, or a duration back from now (30d)')
    .option('--until <time>', 'opened before')
    .option('--status <status>', 'triggered, acknowledged, resolved, or open for the first two')
    .option('--service <service>', 'of this service')
    .action(async (options: IncidentsOptions) => {
      const { listIncidents } = await import('./incidents/list.ts');
      await listIncidents(shell, options);
    });

const showCommand = (shell: Shell): Command =>
  withTarget(new Command('show').description('One incident: how it stands, its alarms, its pages, its timeline.'))
    .argument('<id>', 'the incident')
    .action(async (id: string, options: IncidentsOptions) => {
      const { showIncident } = await import('./incidents/show.ts');
      await showIncident(shell, id, options);
    });

const verifyCommand = (shell: Shell): Command =>
  withTarget(new Command('verify').description('Checks that no event was altered, added or removed.'))
    .argument('[id]', 'the incident; without it every one')
    .action(async (id: string | undefined, options: IncidentsOptions) => {
      const { verifyIncidents } = await import('./incidents/verify.ts');
      await verifyIncidents(shell, id, options);
    });

interface Response {
  readonly name: 'ack' | 'resolve' | 'escalate' | 'reopen' | 'note' | 'snooze' | 'reassign';
  readonly does: string;
  readonly argument?: readonly [name: string, description: string];
}

const RESPONSES: readonly Response[] = [
  { name: 'ack', does: 'Acknowledges: you are working on it, and escalation stops.' },
  { name: 'resolve', does: 'Resolves: it is over.' },
  { name: 'note', does: 'Adds a note to the timeline.', argument: ['<text...>', 'the note'] },
  { name: 'escalate', does: 'Pages the next level now.' },
  { name: 'snooze', does: 'Acknowledges for a time of your choice.', argument: ['<duration>', '2h, 45m; at most 24h'] },
  { name: 'reassign', does: 'Hands it over: pages somebody else.', argument: ['<to>', 'a responder'] },
  { name: 'reopen', does: 'Opens a resolved incident again and pages level 1.' },
];

const responseCommand = (shell: Shell, { name, does, argument }: Response): Command => {
  const command = withTarget(new Command(name).description(does)).argument('<id>', 'the incident');
  if (argument !== undefined) command.argument(...argument);
  return command
    .option('--by <responder>', 'who you are; else $TOCSIN_RESPONDER, else the responder paged last')
    .action(async (...given: readonly unknown[]) => {
      const [id, words] = command.args.length > 0 ? [String(given[0]), command.args.slice(1)] : ['', []];
      const { respondTo } = await import('./incidents/respond.ts');
      await respondTo(shell, { id, name, words }, command.opts());
    });
};

const incidentsCommand = (shell: Shell): Command => {
  const incidents = new Command('incidents')
    .summary('list, show and answer incidents')
    .description('Lists, shows and answers incidents, in a folder (--local) or a deployed stack (--stack).')
    .addHelpText('after', INCIDENTS_HELP);
  incidents.addCommand(listCommand(shell)).addCommand(showCommand(shell));
  for (const response of RESPONSES) incidents.addCommand(responseCommand(shell, response));
  return incidents.addCommand(verifyCommand(shell));
};

const HELP = `
Examples:
  tocsin replay examples/incidents/2023-08-05-memory-leak/recording.json --config examples/tocsin.yaml
  tocsin incidents list --local

Exit codes: 0 done, 1 it failed, 2 wrong use.`;

/** Every command with its help; what a command needs is loaded when it runs. */
export const programFor = (shell: Shell): Command =>
  new Command('tocsin')
    .description('The pager for teams on AWS.')
    .version(packageJson.version)
    .addHelpText('after', HELP)
    .addCommand(replayCommand(shell))
    .addCommand(backtestCommand(shell))
    .addCommand(recordCommand(shell))
    .addCommand(incidentsCommand(shell));
