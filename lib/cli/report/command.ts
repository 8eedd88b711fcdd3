import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { ReportOptions } from './options.ts';

const HELP = `
docs/report.md defines every figure. Drills and canaries are in none. A hand-over is of the
shift that ended last by --until, or ends within two hours of it. A digest is of the week whose Monday after it, 07:00,
was last by --until; nothing is sent.

Examples:
  npx tocsin report --local --since 30d --compare
  npx tocsin report --since 2023-08-01 --until 2023-09-01 --csv --local
  npx tocsin report --handoff --schedule web-primary --local
  npx tocsin report --digest --local`;

/** `tocsin report`. */
export const reportCommand = (shell: Shell): Command =>
  new Command('report')
    .summary('figures of a period, and what a shift hands over')
    .description('Incidents, times, people, alarms and causes of a period; with --handoff what a shift hands over.')
    .option('--since <time>', 'from: an instant, or a duration back from --until; default: 30d')
    .option('--until <time>', 'to: an instant, or a duration back from now; default: now')
    .option('--compare', 'beside the period before it, of the same length')
    .option('--service <service>', 'of this service')
    .option('--handoff', 'what was open, who was woken and what is to watch, of the last shift')
    .option('--schedule <schedule>', 'whose shift, with --handoff: a schedule of tocsin.yaml')
    .option('--digest', 'what the channels of `digest` in tocsin.yaml are told of the last week')
    .option('--local [dir]', 'incidents in this folder (.tocsin when none is named)')
    .option('--stack <name>', 'incidents of a deployed stack, with your AWS credentials')
    .option('--config <file>', 'names, zones, schedules; tocsin.yaml where there is one')
    .option('--json', 'print one JSON document (schema/report.schema.json, handoff and digest beside it)')
    .option('--csv', 'print a number a line for spreadsheets (RFC 4180)')
    .addHelpText('after', HELP)
    .action(async (options: ReportOptions) => {
      const { report } = await import('./report.ts');
      await report(shell, options);
    });
