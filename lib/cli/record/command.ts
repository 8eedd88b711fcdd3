import { Command } from 'commander';
import type { RecordOptions } from './record.ts';
import type { Shell } from '../terminal/shell.ts';

const HELP = `
It holds what the service's alarms look at and what a diagnosis needs, with --stack the
deploys that the stack knows of; logs and responses can be added to it
(schema/recording.schema.json). CloudWatch holds one-minute values for 15 days, five-minute
values for 63, hourly ones for 455. The account and Region are those of your AWS credentials
(AWS_PROFILE, AWS_REGION), which need cloudwatch:GetMetricData, with --stack also
cloudformation:DescribeStacks, dynamodb:Query and kms:Decrypt (docs/deploys.md). What is
missing is said on stderr.

Examples:
  npx tocsin record --service web --from 6h --out recording.json
  npx tocsin record --service web --from 2023-08-05T12:00:00Z --to 2023-08-05T16:00:00Z > recording.json
  then: npx tocsin replay recording.json`;

/** `tocsin record`; what it needs is loaded when it runs. */
export const recordCommand = (shell: Shell): Command =>
  new Command('record')
    .summary('a recording out of a live account')
    .description('Writes the metrics of a service as a recording, which replay, diagnose and backtest read.')
    .requiredOption('--service <service>', 'a service of tocsin.yaml')
    .requiredOption('--from <time>', 'its beginning: an instant, or a duration back from now (6h)')
    .option('--to <time>', 'its end; default: now')
    .option('--stack <name>', 'a deployed stack, which knows of deploys')
    .option('--config <file>', 'the tocsin.yaml that describes the service', 'tocsin.yaml')
    .option('--out <file>', 'a file that is not there yet; - is stdout', '-')
    .addHelpText('after', HELP)
    .action(async (options: RecordOptions) => {
      const { record } = await import('./record.ts');
      await record(shell, options);
    });
