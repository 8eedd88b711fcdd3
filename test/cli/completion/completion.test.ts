import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../running.ts';

const folder = await temporaryFolder();
await mkdir(join(folder, 'folder'));
await writeFile(join(folder, 'recording.json'), '{}');

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type ShellName = (typeof SHELLS)[number];

const scriptOf = async (shell: ShellName): Promise<string> => {
  const { code, out, err } = await run(['completion', shell]);
  expect([code, err]).toEqual([0, '']);
  const file = join(folder, `completion.${shell}`);
  await writeFile(file, out);
  return file;
};

/** Splits a line as readline does, calls what is registered, and lets readline's own completion of files be one of the words. */
const IN_BASH = `
source "$1"
offered_by_readline=files
compopt() { case "$*" in *+o\\ default*) offered_by_readline=nothing ;; *'-o dirnames'*) offered_by_readline=folders ;; esac; }
line=\${2//=/ = }
read -ra COMP_WORDS <<< "$line"
[[ $line == *' ' && $2 != *= ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_tocsin
printf '%s\\n' "\${COMPREPLY[@]}"
case $offered_by_readline in
  files) compgen -f -- "\${COMP_WORDS[COMP_CWORD]}" ;;
  folders) compgen -d -- "\${COMP_WORDS[COMP_CWORD]}" ;;
esac`;

const ASKED: Readonly<Record<ShellName, (script: string, line: string) => readonly string[]>> = {
  bash: (script, line) => ['--norc', '-c', IN_BASH, 'bash', script, line],
  zsh: (script, line) => ['-f', join(import.meta.dirname, 'zsh-offers.zsh'), script, line],
  fish: (script, line) => ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line],
};

/** The words that a real shell offers at the end of a line, in order, without what stands before a `=`. */
const offered = (shell: ShellName, script: string, line: string): readonly string[] => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'dumb' };
  const asked = spawnSync(shell, ASKED[shell](script, line), { cwd: folder, encoding: 'utf8', env });
  expect([asked.error, asked.stderr]).toEqual([undefined, '']);
  const words = asked.stdout.split('\n').map((row) => row.replace(/\/?(\t.*)?$/u, '').replace(/^--?[\w-]+=(?=.)/u, ''));
  return [...new Set(words)].filter((word) => word !== '' && !word.startsWith('completion.')).toSorted();
};

const isInstalled = (shell: ShellName): boolean => spawnSync(shell, ['-c', 'exit']).error === undefined;

/** bash is there wherever this is developed; the others are asked where they are installed. */
const askable = SHELLS.map((shell) => [shell, shell === 'bash' || isInstalled(shell)] as const);

describe.each(askable)('the completion of %s', (shell, isThere) => {
  it.runIf(isThere)('knows verbs, their subcommands, their options and what these may be', async () => {
    const script = await scriptOf(shell);
    const at = (line: string): readonly string[] => offered(shell, script, line);
    expect(at('tocsin ')).toEqual(expect.arrayContaining(['check', 'completion', 'help', 'incidents', 'web']));
    expect(at('tocsin incidents re')).toEqual(['reassign', 'reopen', 'resolve']);
    expect(at('tocsin incidents list --se')).toEqual(['--service', '--severity']);
    expect(at('tocsin incidents list --severity ')).toEqual(['critical', 'silent', 'warning']);
    expect(at('tocsin deploy record --status ')).toEqual([
      'cancelled',
      'failed',
      'rolled_back',
      'started',
      'succeeded',
    ]);
    expect(at('tocsin incidents list --json --status=')).toEqual(['acknowledged', 'open', 'resolved', 'triggered']);
    expect(at('tocsin incidents resolve 01H --cause m')).toEqual(['memory-leak']);
    expect(at('tocsin help in')).toEqual(['incidents', 'init']);
    expect(at('npx tocsin completion ')).toEqual(['bash', 'fish', 'zsh']);
  });

  it.runIf(isThere)('offers files and folders where they are meant, and nowhere else', async () => {
    const script = await scriptOf(shell);
    const at = (line: string): readonly string[] => offered(shell, script, line);
    expect(at('tocsin replay ')).toEqual(['folder', 'recording.json']);
    expect(at('npx tocsin check --alarms rec')).toEqual(['recording.json']);
    expect(at('tocsin incidents list --local=f')).toEqual(['folder']);
    expect(at('tocsin incidents list --service ')).toEqual([]);
    expect(at('tocsin incidents show ')).toEqual([]);
    expect(at('tocsin incidents list --severity rec')).toEqual([]);
  });
});

describe('tocsin completion', () => {
  it('runs nothing of the line that is completed', async () => {
    const script = await scriptOf('bash');
    expect(offered('bash', script, 'tocsin incidents note 01H $(touch${IFS}made) --b')).toEqual(['--by']);
    expect(offered('bash', script, 'tocsin replay ')).not.toContain('made');
  });

  it('writes words that no shell reads as anything else', async () => {
    const words = [...(await run(['completion', 'bash'])).out.matchAll(/words='([^']+)'/gu)].flatMap(([, found = '']) =>
      found.split(' '),
    );
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => !/^[\w-]+$/u.test(word))).toEqual([]);
  });

  it('without a shell tells how it is installed in each, by whole commands', async () => {
    const { code, out, err } = await run(['completion']);
    expect([code, out]).toEqual([2, '']);
    for (const shell of SHELLS) expect(err).toContain(`npx tocsin completion ${shell} > ~/.`);
  });

  it('of a shell that it does not know says which it does', async () => {
    const { code, err } = await run(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(err).toContain('Allowed choices are bash, zsh, fish');
  });
});
