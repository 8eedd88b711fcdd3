import { Command } from 'commander';

const HELP = `
An id may be shortened as long as it means one incident only. Every command takes --json.

Examples:
  tocsin incidents list --local --since 30d
  tocsin incidents show --local=.tocsin 01H730TBN0
  tocsin incidents ack 01H730TBN0 --by alice --local
  tocsin incidents postmortem 01H730TBN0 --local --html --out postmortem.html`;

/** `tocsin incidents`; its subcommands, of which a response each, are added when it is named. */
export const incidentsCommand = (): Command =>
  new Command('incidents')
    .summary('list, show and respond to incidents')
    .description('Lists, shows and responds to incidents, in a folder (--local) or a deployed stack (--stack).')
    .addHelpText('after', HELP);
