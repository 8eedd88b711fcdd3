import { Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';
import type { WebOptions } from './web.ts';

const HELP = `
It listens on 127.0.0.1 alone, answers to no other name, and sends nothing: responses are
recorded in the folder, as by tocsin incidents. $TOCSIN_RESPONDER is chosen beforehand.

Examples:
  npx tocsin web --local
  npx tocsin web --port 8080 --config examples/tocsin.yaml --local=.tocsin`;

/** `tocsin web`; what it needs is loaded when it runs. */
export const webCommand = (shell: Shell): Command =>
  new Command('web')
    .summary('look at incidents and figures in a browser')
    .description('Shows the incidents of a folder and their figures in a browser of this machine, until Ctrl-C.')
    .option('--local [dir]', 'incidents in this folder (.tocsin when none is named)')
    .option('--port <n>', 'listen there; default: a free port')
    .option('--config <file>', 'names, who may respond, zones; tocsin.yaml where there is one')
    .addHelpText('after', HELP)
    .action(async (options: WebOptions) => {
      const { web } = await import('./web.ts');
      await web(shell, options);
    });
