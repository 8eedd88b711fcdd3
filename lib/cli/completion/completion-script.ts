import type { Command } from 'commander';
import { bashScript } from './bash-script.ts';
import { fishScript } from './fish-script.ts';
import { type CommandSyntax, syntaxOf } from './syntax.ts';
import { zshScript } from './zsh-script.ts';

const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', (commands: readonly CommandSyntax[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** What a shell has to read to complete this program. */
export const completionScript = (shell: keyof typeof SCRIPTS, program: Command): string =>
  SCRIPTS[shell](syntaxOf(program));
