import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { InitOptions } from './init.ts';

const HELP = `
It asks what no flag says, at a terminal; with --yes it takes the defaults. A file that is there
stays as it is. Addresses do not go into the file: what it prints at the end subscribes them.

Examples:
  npx tocsin init
  npx tocsin init --yes --service web --cluster prod --load-balancer app/web/50dc6c495c0c9188
  npx tocsin init --yes --function thumbnails --responder "Alice Ferreira" --email alice@example.com
  npx tocsin init --yes --queue orders --out orders.yaml`;

/** `tocsin init`; what it needs is loaded when it runs. */
export const initCommand = (shell: Shell): Command =>
  new Command('init')
    .summary('write a first tocsin.yaml')
    .description('Writes a small tocsin.yaml: one service, and who is paged for it.')
    .option('--yes', 'ask nothing')
    .option('--out <file>', 'a file that is not there yet; - is stdout', 'tocsin.yaml')
    .option('--service <name>', 'what is watched, as pages call it')
    .option('--kind <kind>', 'alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb or rds; default: by the names below')
    .option('--cluster <name>', 'ECS cluster')
    .option('--ecs-service <name>', 'ECS service')
    .option('--load-balancer <name>', 'the end of its ARN: app/… or net/…')
    .option('--function <name>', 'Lambda function')
    .option('--auto-scaling-group <name>', 'Auto Scaling group')
    .option('--queue <name>', 'SQS queue')
    .option('--table <name>', 'DynamoDB table')
    .option('--database <name>', 'RDS instance')
    .option('--responder <name>', 'who is on call')
    .option('--email <address>', 'theirs; for what is printed at the end')
    .option('--time-zone <zone>', 'theirs; default: that of this machine')
    .option('--second <name>', 'who takes turns with them, by the week')
    .addHelpText('after', HELP)
    .action(async (options: InitOptions) => {
      const { init } = await import('./init.ts');
      await init(shell, options);
    });
