import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { DiagnoseOptions } from './diagnose.ts';

const HELP = `
Nothing after --at is looked at. Each cause (memory leak, deploy, traffic, database) is
said to be supported, refuted, inconclusive or without data, each by what, and what
reading would change that. With --config, alarms of the service that fire by then count,
and metrics of a workload of kind custom are known.

Without a recording CloudWatch is asked, with your AWS credentials: they need
cloudwatch:GetMetricData; with --stack also cloudformation:DescribeStacks, dynamodb:Query,
dynamodb:GetItem and dynamodb:BatchGetItem on its table, and kms:Decrypt on its key.

Examples:
  npx tocsin diagnose recording.json --at 2023-08-05T14:15:00Z
  npx tocsin diagnose recording.json.gz --at 2023-08-05T14:15:00Z --config tocsin.yaml
  npx tocsin diagnose --service web --stack Tocsin
  npx tocsin diagnose recording.json --json | jq '.hypotheses[] | [.cause, .verdict, .why]'`;

/** `tocsin diagnose`; what it needs is loaded when it runs. */
export const diagnoseCommand = (shell: Shell): Command =>
  new Command('diagnose')
    .summary('what is or was wrong, by which numbers')
    .description(
      'Says of a recording, or of a service in the account, what was wrong at an instant, by which numbers, and what it was not.',
    )
    .argument(
      '[recording]',
      'a file as schema/recording.schema.json describes it, packed by gzip or not; without one the account is asked',
    )
    .option('--at <time>', 'an instant, or a duration back from now (30m); default: the end of the recording, else now')
    .option(
      '--service <service>',
      'of a recording: fails unless it is of this one; else the service of the account to look at',
    )
    .option(
      '--config <file>',
      'the tocsin.yaml that describes the service; default: of a recording none, else tocsin.yaml',
    )
    .option(
      '--stack <name>',
      'a deployed stack, which knows of deploys and of incidents of what the service depends on',
    )
    .option('--json', 'print one JSON document (schema/diagnosis.schema.json)')
    .addHelpText('after', HELP)
    .action(async (recording: string | undefined, options: DiagnoseOptions) => {
      const { runDiagnose } = await import('./diagnose.ts');
      await runDiagnose(shell, recording, options);
    });
