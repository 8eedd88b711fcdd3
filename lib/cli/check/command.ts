import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { CheckOptions } from './check.ts';

const HELP = `
Everything that is wrong with the file is said at once, each with its line. Of a file that is
right: what a deploy of it creates, what that costs a month, and its gaps, such as hours without
anybody on call. With --alarms also where each alarm of an account would go, which rules match
none of them, and which alarms no rule matches. A dump has no tags: --tags takes those of the
Resource Groups Tagging API.

Exit codes: 0 nothing is wrong (gaps or not), 1 a rule matches nothing or an alarm no rule,
2 wrong use, an error in the file included.

Examples:
  npx tocsin check
  aws cloudwatch describe-alarms > alarms.json
  npx tocsin check tocsin.yaml --alarms alarms.json
  aws resourcegroupstaggingapi get-resources --resource-type-filters cloudwatch:alarm > tags.json
  npx tocsin check --alarms alarms.json --tags tags.json --json`;

/** `tocsin check`; what it needs is loaded when it runs. */
export const checkCommand = (shell: Shell): Command =>
  new Command('check')
    .summary('what is wrong with a tocsin.yaml, and what a deploy of it comes to')
    .description('Checks a tocsin.yaml, and says what a deploy of it creates, costs and leaves open.')
    .argument('[file]', 'the tocsin.yaml', 'tocsin.yaml')
    .option('--alarms <file>', 'the output of aws cloudwatch describe-alarms, packed by gzip or not')
    .option('--tags <file>', 'the output of aws resourcegroupstaggingapi get-resources')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (file: string, options: CheckOptions) => {
      const { check } = await import('./check.ts');
      await check(shell, file, options);
    });
