import { Argument, Command } from 'commander';
import type { Shell } from '../terminal/shell.ts';

const HELP = `
The script knows the verbs, their options, and what an option may be, of tocsin and of npx tocsin;
file names are completed where a file is meant. Install it anew after an update.

  bash:
    npx tocsin completion bash > ~/.tocsin-completion.bash
    echo 'source ~/.tocsin-completion.bash' >> ~/.bashrc
  zsh, below compinit:
    npx tocsin completion zsh > ~/.tocsin-completion.zsh
    echo 'source ~/.tocsin-completion.zsh' >> ~/.zshrc
  fish:
    mkdir -p ~/.config/fish/conf.d
    npx tocsin completion fish > ~/.config/fish/conf.d/tocsin.fish

It works in shells started afterwards.`;

/** `tocsin completion`; the program that it is a verb of has all of its subcommands by then. */
export const completionCommand = ({ out }: Shell): Command =>
  new Command('completion')
    .summary('completion by the Tab key, for bash, zsh and fish')
    .description('Prints a script that makes a shell complete what is typed.')
    .addArgument(new Argument('[shell]', 'whose script').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', HELP)
    .action(async (shell: 'bash' | 'zsh' | 'fish' | undefined, _options: unknown, command: Command) => {
      if (shell === undefined || command.parent === null) return command.help({ error: true });
      const { completionScript } = await import('./completion-script.ts');
      out(completionScript(shell, command.parent));
    });
