import { Command } from 'commander';

const HELP = `
An id may be shortened as long as it means one incident only. Every command takes --json;
export prints nothing else.

Examples:
  npx tocsin incidents list --stack Tocsin --since 30d --status open
  npx tocsin incidents show --local=.tocsin 01H730TBN0
  npx tocsin incidents ack 01H730TBN0 --by alice --stack Tocsin
  npx tocsin incidents export --stack Tocsin --since 90d > incidents.ndjson
  npx tocsin incidents postmortem 01H730TBN0 --local --html --out postmortem.html

With --stack the API of the stack is asked, with your AWS credentials (AWS_PROFILE, AWS_REGION):
they need cloudformation:DescribeStacks on the stack, and execute-api:Invoke on its API.`;

/** `tocsin incidents`; its subcommands, of which a response each, are added when it is named. */
export const incidentsCommand = (): Command =>
  new Command('incidents')
    .summary('list, show and respond to incidents')
    .description('Lists, shows and responds to incidents, in a folder (--local) or a deployed stack (--stack).')
    .addHelpText('after', HELP);
