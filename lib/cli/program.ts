import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { backtestCommand } from './backtest/command.ts';
import { checkCommand } from './check/command.ts';
import { completionCommand } from './completion/command.ts';
import { deployCommand } from './deploy/command.ts';
import { diagnoseCommand } from './diagnose/command.ts';
import { incidentsCommand } from './incidents/command.ts';
import { initCommand } from './init/command.ts';
import { recordCommand } from './record/command.ts';
import { replayCommand } from './replay/command.ts';
import { reportCommand } from './report/command.ts';
import type { Shell } from './terminal/shell.ts';
import { testPageCommand } from './test-page/command.ts';
import { webCommand } from './web/command.ts';

const HELP = `
Examples:
  npx tocsin replay examples/incidents/2023-08-05-memory-leak/recording.json --config examples/tocsin.yaml
  npx tocsin incidents list --local
  npx tocsin incidents list --stack Tocsin --status open

Exit codes: 0 done, 1 it failed, 2 wrong use.`;

/** Every verb with its help; what a verb needs is loaded when it is named. */
export const programFor = (shell: Shell): Command =>
  new Command('tocsin')
    .description('The pager for teams on AWS.')
    .version(packageJson.version)
    .addHelpText('after', HELP)
    .addCommand(initCommand(shell))
    .addCommand(checkCommand(shell))
    .addCommand(replayCommand(shell))
    .addCommand(backtestCommand(shell))
    .addCommand(diagnoseCommand(shell))
    .addCommand(recordCommand(shell))
    .addCommand(incidentsCommand())
    .addCommand(reportCommand(shell))
    .addCommand(webCommand(shell))
    .addCommand(deployCommand(shell))
    .addCommand(testPageCommand(shell))
    .addCommand(completionCommand(shell))
    .hook('preSubcommand', async (program, verb) => {
      if (verb.name() !== 'incidents' && verb.name() !== 'completion') return;
      const { addSubcommands } = await import('./incidents/subcommands.ts');
      for (const one of program.commands) if (one.name() === 'incidents') addSubcommands(one, shell);
    });
