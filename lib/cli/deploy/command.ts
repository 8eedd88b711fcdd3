import { Command, Option } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { DeployListOptions } from './list.ts';
import type { DeployRecordOptions } from './record.ts';

const HELP = `
Deploys of ECS, CodeDeploy, CodePipeline, CloudFormation, AppConfig and Lambda are seen by
themselves; docs/deploys.md says what each needs, and whose a deploy is.

Examples:
  npx tocsin deploy record --service web --revision 1f3c9aa
  npx tocsin deploy list --stack Tocsin --service web --since 7d`;

const HELP_RECORD = `
It is an event on the default bus of the account and Region of your AWS credentials
(AWS_PROFILE, AWS_REGION), which need events:PutEvents on it. Record the start and the end
with the same --id, or one word when it is done.

Examples:
  npx tocsin deploy record --service web --revision 1f3c9aa --status started
  npx tocsin deploy record --service web --revision 1f3c9aa --url https://ci.example.com/77`;

const HELP_LIST = `
Your AWS credentials need cloudformation:DescribeStacks on the stack and execute-api:Invoke on
its API (GET /deploys). Words are kept for 90 days. Without --service: those of every service
that the stack describes, and what is nobody's.`;

const LOCAL = 'not for deploys: those of a recording stand in it';

const recordCommand = (shell: Shell): Command =>
  new Command('record')
    .summary('tell of a deploy')
    .description('Tells deployed stacks that a service was deployed, or that a deploy began or failed.')
    .requiredOption('--service <service>', 'a service of the tocsin.yaml that the stack was deployed with')
    .requiredOption('--revision <revision>', 'what is live then: a commit, a version')
    .addOption(
      new Option('--status <status>', 'how far it is, or how it ended')
        .choices(['started', 'succeeded', 'failed', 'cancelled', 'rolled_back'])
        .default('succeeded'),
    )
    .option('--url <address>', 'where it can be read about, by https')
    .option('--id <id>', 'what ties start and end together; default: the revision')
    .option('--at <time>', 'when: an instant, or a duration back from now (5m); default: now')
    .option('--stack <name>', 'the only stack that is told; default: every one that describes the service')
    .option('--local [dir]', LOCAL)
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP_RECORD)
    .action(async (options: DeployRecordOptions) => {
      const { recordDeploy } = await import('./record.ts');
      await recordDeploy(shell, options);
    });

const listCommand = (shell: Shell): Command =>
  new Command('list')
    .summary('what a stack knows of deploys')
    .description('Deploys that a deployed stack was told of, newest first.')
    .option('--service <service>', 'of this service')
    .option('--unmapped', 'of those that are nobody’s: rules of tocsin.yaml say whose they are')
    .option('--since <time>', 'at or after: an instant, or a duration back from now', '7d')
    .option('--stack <name>', 'the stack that knows of them')
    .option('--local [dir]', LOCAL)
    .option('--config <file>', 'the time zone; default: tocsin.yaml where there is one')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP_LIST)
    .action(async (options: DeployListOptions) => {
      const { listDeploys } = await import('./list.ts');
      await listDeploys(shell, options);
    });

/** `tocsin deploy`; what a verb of it needs is loaded when it runs. */
export const deployCommand = (shell: Shell): Command =>
  new Command('deploy')
    .summary('tell of deploys, and list them')
    .description('Tells a deployed stack of deploys, and lists those it knows.')
    .addHelpText('after', HELP)
    .addCommand(recordCommand(shell))
    .addCommand(listCommand(shell));
