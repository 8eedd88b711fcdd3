import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { listed, pascal } from '../../core/words.ts';
import { STDOUT } from '../files/out-file.ts';
import { type Answers, type WorkloadAnswer, WORKLOAD_KEYS } from './answers.ts';
import { responderIds } from './configuration-text.ts';

export interface Written {
  readonly out: string;
  readonly answers: Answers;
  readonly guessed: readonly WorkloadAnswer[];
  /** Undefined: editors would find none. */
  readonly schemaPath: string | undefined;
}

const USUAL = 'tocsin.yaml';

/** As a shell takes it for one word. */
const word = (text: string): string => (/^[\w./@%+=:,-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const guessedText = ({ answers, guessed }: Written): readonly string[] => {
  if (guessed.length === 0) return [];
  const all = guessed.map((name) => `${WORKLOAD_KEYS[name]}: ${answers[name]}`);
  return ['', `Nobody said these, look at them: ${all.join(', ')}`];
};

const schemaText = ({ schemaPath }: Written): readonly string[] =>
  schemaPath === undefined
    ? ['', 'It names no schema: editors would find none from its folder (npm install tocsin there, or a clone of it).']
    : [];

/** What cdk runs where Tocsin is installed as a package, and nobody said what yet. */
const APP = `echo '{ "app": "npx tocsin-app" }' > cdk.json`;

/** cdk finds tocsin.yaml where it runs; another file is named. */
const deployText = (out: string): readonly string[] => {
  const isTold = existsSync('cdk.json');
  const isPackage = !isTold && existsSync('node_modules/.bin/tocsin-app');
  const isHere = isTold || isPackage;
  const named = out === USUAL && isHere ? '' : ` -c config=${word(isHere ? out : resolve(out))}`;
  return [
    '',
    `Deploy it, with AWS credentials${isHere ? '' : ' and in the folder of the CDK app'}; bootstrap once an account and Region:`,
    ...(isPackage ? [`  ${APP}`] : []),
    `  npx cdk bootstrap${named}`,
    `  npx cdk deploy${named}`,
  ];
};

const subscribeText = (answers: Answers): readonly string[] => {
  const outputs = responderIds(answers).map((id) => `Subscribe${pascal(`responder:${id}`)}`);
  const [first = ''] = outputs;
  const all = [...outputs, 'SubscribeOps'];
  if (answers.email === '')
    return ['', `Then run what the outputs ${listed(all, 'and')} say, with an address in place of ADDRESS.`];
  const query = `"Stacks[0].Outputs[?OutputKey=='${first}'].OutputValue"`;
  return [
    '',
    `Then subscribe ${answers.email}, and confirm by the link in the mail that comes:`,
    `  aws cloudformation describe-stacks --stack-name Tocsin --query ${query} --output text | sed s/ADDRESS/${answers.email}/ | sh`,
    `and so with ${listed(all.slice(1), 'and')}.`,
  ];
};

/** What was written, and what to do with it: commands whole. */
export const nextSteps = (written: Written): string => {
  const { out, answers } = written;
  const people = answers.second === '' ? answers.responder : `${answers.responder} and ${answers.second}`;
  const head = `watches ${answers.service} (${answers.kind}) and pages ${people}`;
  if (out === STDOUT) return [`This ${head}.`, ...guessedText(written), ...schemaText(written)].join('\n');
  return [
    `${out} is written: it ${head}.`,
    ...guessedText(written),
    ...schemaText(written),
    '',
    'See what a deploy of it creates, what it costs, and what it leaves open:',
    `  npx tocsin check${out === USUAL ? '' : ` ${word(out)}`}`,
    ...deployText(out),
    ...subscribeText(answers),
  ].join('\n');
};
