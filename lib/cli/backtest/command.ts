import { Command, Option } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { BacktestOptions } from './options.ts';

const HELP = `
Alarms: a file that aws cloudwatch describe-alarms printed (--alarms), the word live for
those of the account, or, without --alarms, what a deploy of tocsin.yaml would create.
Values: a recording, a file that aws cloudwatch get-metric-data printed, or, without
--metrics, what CloudWatch still holds. Every alarm starts in INSUFFICIENT_DATA and is
evaluated at the end of each period after --from, up to and including --to. What cannot
be evaluated as CloudWatch does it is said, never guessed.

Examples:
  npx tocsin backtest --metrics recording.json --config tocsin.yaml
  npx tocsin backtest --alarms alarms.json --metrics recording.json --history history.json
  npx tocsin backtest --alarms live --history live --from 7d
  npx tocsin backtest --service web --alarm tocsin-prod-web-memory-critical \\
    --sweep threshold=70..95:5,for=1of1,3of5 --onset 2023-08-05T14:00:00Z
  npx tocsin backtest --service web --sweep exhaustionWithin=30m..3h:30m`;

/** `tocsin backtest`; what it needs is loaded when it runs. */
export const backtestCommand = (shell: Shell): Command =>
  new Command('backtest')
    .summary('what alarms would have done on past data')
    .description(
      'Evaluates alarms on past data as CloudWatch does: when each would have fired, and under other thresholds.',
    )
    .option('--alarms <file>', 'alarms made elsewhere: what describe-alarms printed; live: those of the account')
    .option('--metrics <file>', 'a recording, or what get-metric-data printed; default: what CloudWatch holds')
    .option('--history <file>', 'what describe-alarm-history printed (or live), to compare with')
    .option('--config <file>', 'the tocsin.yaml whose alarms are evaluated; default: tocsin.yaml')
    .option('--service <service>', "only the alarms of this service; default: the recording's, else all")
    .option('--from <time>', 'an instant, or a duration back from now (7d); default: all there is, or 15 days')
    .option('--to <time>', 'the last evaluation; default: the end of the data')
    .option('--alarm <name>', 'only this alarm')
    .option(
      '--sweep <grid>',
      'a table of other settings: threshold=70..95:5,for=1of1,3of5 or exhaustionWithin=30m..3h:30m',
    )
    .option('--onset <time...>', 'when an incident began: how long after that each setting fires')
    .addOption(new Option('--chart <which>', 'alarms to draw').choices(['changed', 'all', 'none']).default('changed'))
    .option('--json', 'print one JSON document (schema/backtest.schema.json)')
    .addHelpText('after', HELP)
    .action(async (options: BacktestOptions) => {
      const { runBacktest } = await import('./backtest.ts');
      await runBacktest(shell, options);
    });
