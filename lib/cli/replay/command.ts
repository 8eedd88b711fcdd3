import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { ReplayOptions } from './replay.ts';

const HELP = `
A time in a recording's responses is an instant or a delay after the first page ("+5m").
What fires is evaluated to the end of the recording; escalation runs on until nothing
is due, at most a day. Incidents with the same id that are in the folder stay as they are.

Examples:
  npx tocsin replay recording.json
  npx tocsin replay recording.json --responses none      # who would be paged if nobody answered?
  npx tocsin replay recording.json --local               # then: npx tocsin incidents list --local
  npx tocsin replay recording.json --json | jq '.incidents[].pages[] | [.at, .target]'`;

/** `tocsin replay`; what it needs is loaded when it runs. */
export const replayCommand = (shell: Shell): Command =>
  new Command('replay')
    .summary('what would have happened, on a virtual clock')
    .description('Replays a recording through the very code that runs in AWS: alarms, incidents, pages, responses.')
    .argument('<recording>', 'a file as schema/recording.schema.json describes it')
    .option('--config <file>', 'the tocsin.yaml to replay it under', 'tocsin.yaml')
    .option('--responses <file>', 'what responders do, instead of what was recorded; the word none: nobody answers')
    .option('--local [dir]', 'leave the incidents in this folder (.tocsin when none is named)')
    .option('--json', 'print one JSON document (schema/replay-output.schema.json)')
    .addHelpText('after', HELP)
    .action(async (recording: string, options: ReplayOptions) => {
      const { runReplay } = await import('./replay.ts');
      await runReplay(shell, recording, options);
    });
