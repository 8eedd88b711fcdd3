import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { TestPageOptions } from './test-page.ts';

const HELP = `
Each page says that it is a test. It goes the way of every page, is in no list and no report, and
nobody else is paged whatever is done about it. Without --to: whoever level 1 of each escalation
policy pages now.

SNS says that it took a message, and never that it arrived: --wait waits until somebody presses
Acknowledge in it. What to do when nothing arrives: docs/troubleshooting.md.

Your AWS credentials need cloudformation:DescribeStacks on the stack and execute-api:Invoke on
its API (POST /test-pages, GET /incidents/*); with sns:ListSubscriptionsByTopic on its topics
it also says who subscribes.

Examples:
  npx tocsin test-page --stack Tocsin
  npx tocsin test-page --stack Tocsin --to alice --to channel:ops --wait

Exit codes: 0 SNS took each page, of topics that somebody subscribes to, and with --wait each
responder acknowledged; 1 not so; 2 wrong use.`;

const collected = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** `tocsin test-page`; what it needs is loaded when it runs. */
export const testPageCommand = (shell: Shell): Command =>
  new Command('test-page')
    .summary('see that pages arrive')
    .description('Sends test pages by a deployed stack, without an alarm, and says what became of them.')
    .requiredOption('--stack <name>', 'the deployed stack')
    .option('--to <name>', 'a responder, channel or schedule; may be repeated', collected)
    .option('--wait [duration]', 'until it is acknowledged, at most so long (15m)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (options: TestPageOptions) => {
      const { testPage } = await import('./test-page.ts');
      await testPage(shell, options);
    });
