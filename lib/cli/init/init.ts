import { dirname } from 'node:path';
import { listed } from '../../core/words.ts';
import { checkOut, STDOUT, writeOut } from '../files/out-file.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printableLines } from '../terminal/printable.ts';
import type { Ask, Shell } from '../terminal/shell.ts';
import { type AnswerName, type Answers, flagOf, namedBy } from './answers.ts';
import { configurationText } from './configuration-text.ts';
import { nextSteps } from './next-steps.ts';
import {
  flagsText,
  guessedIn,
  type Machine,
  machineOf,
  misplaced,
  namesGiven,
  problemWith,
  type Prompt,
  questionsOf,
  type Said,
  withAnswers,
} from './questions.ts';
import { schemaPathFrom } from './schema-path.ts';

export interface InitOptions extends Said {
  readonly yes?: true;
  readonly out: string;
}

const flagsOf = (names: readonly AnswerName[]): string => listed(names.map(flagOf), 'and');

/** @throws UsageError a name is given that a workload of this kind has not. */
const refuseStray = (said: Said, kind: string): void => {
  const stray = misplaced(said, kind);
  if (stray.length === 0) return;
  if (said.kind === undefined)
    throw new UsageError(`${flagsOf(namesGiven(said))}: of no one kind of workload: give --kind`);
  throw new UsageError(
    `${flagsOf(stray)}: a workload of kind ${kind} has none, it is named by ${flagsOf(namedBy(kind))}`,
  );
};

/** @throws UsageError a flag says what no tocsin.yaml can. */
const checkFlags = (given: Said, machine: Machine): void => {
  let said: Said = {};
  const names = (Object.keys(given) as AnswerName[]).sort(
    (one, other) => Number(other === 'kind') - Number(one === 'kind'),
  );
  for (const name of names) {
    said = { ...said, [name]: given[name] };
    const problem = problemWith(name, said, machine);
    refuseStray(said, withAnswers(said, machine).kind);
    if (problem !== undefined) throw new UsageError(`${flagOf(name)}: ${problem}`);
  }
};

const NONE: Readonly<Partial<Record<AnswerName, string>>> = { email: 'none', second: 'nobody' };

interface Talk {
  readonly ask: Ask;
  readonly shell: Shell;
  readonly machine: Machine;
}

/** Undefined: the default stands. @throws FailedError nobody answers any more. */
const answerTo = async (
  { name, text }: Prompt,
  said: Said,
  { ask, shell, machine }: Talk,
): Promise<string | undefined> => {
  const usual = withAnswers(said, machine)[name];
  for (;;) {
    const line = await ask(`${text} [${usual === '' ? (NONE[name] ?? '') : usual}]: `);
    if (line === undefined) throw new FailedError('\nstopped: nothing is written');
    const answer = line.trim();
    if (answer === '') return undefined;
    const problem = problemWith(name, { ...said, [name]: answer }, machine);
    if (problem === undefined) return answer;
    shell.err(printableLines(`  ${problem}`));
  }
};

/** Only what no flag has said; which names are asked for hangs on the kind. */
const asked = async (given: Said, talk: Talk): Promise<Said> => {
  let said = given;
  const told = new Set<AnswerName>(Object.keys(given) as AnswerName[]);
  const next = (): Prompt | undefined =>
    questionsOf(withAnswers(said, talk.machine).kind).find(({ name }) => !told.has(name));
  for (let question = next(); question !== undefined; question = next()) {
    const answer = await answerTo(question, said, talk);
    told.add(question.name);
    if (answer !== undefined) said = { ...said, [question.name]: answer };
    // Whoever takes the kind that is offered has said it: no name that they give after it changes it.
    else if (question.name === 'kind') said = { ...said, kind: withAnswers(said, talk.machine).kind };
  }
  return said;
};

const NOBODY_TO_ASK = 'there is no terminal to ask at: give --yes, and what is not as these';

/** @throws UsageError nobody can be asked. @throws FailedError nobody answers any more. */
const saidBy = async (
  shell: Shell,
  given: Said,
  { yes, machine }: { readonly yes: boolean; readonly machine: Machine },
): Promise<Said> => {
  if (yes) return given;
  if (shell.converse === undefined)
    throw new UsageError(`${NOBODY_TO_ASK}:\n${flagsText(withAnswers(given, machine))}`);
  return shell.converse((ask) => asked(given, { ask, shell, machine }));
};

const trimmed = (given: Said): Said =>
  Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.trim()]));

/**
 * Writes a small tocsin.yaml out of flags, answers and defaults; never over a file that is there.
 *
 * @throws UsageError @throws FailedError
 */
export const init = async (shell: Shell, { yes, out, ...flags }: InitOptions): Promise<void> => {
  checkOut(out);
  const machine = machineOf({ now: shell.now(), timeZone: shell.timeZone, user: shell.env['USER'] });
  const given = trimmed(flags);
  checkFlags(given, machine);
  const said = await saidBy(shell, given, { yes: yes === true, machine });
  const answers: Answers = withAnswers(said, machine);
  const schemaPath = schemaPathFrom(out === STDOUT ? '.' : dirname(out));
  await writeOut(shell, out, configurationText(answers, machine.now, schemaPath).trimEnd());
  const tell = out === STDOUT ? shell.err : shell.out;
  tell(printableLines(nextSteps({ out, answers, guessed: guessedIn(said, answers), schemaPath })));
};
