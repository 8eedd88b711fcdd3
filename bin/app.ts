import { problemsText } from '../lib/cli/terminal/problems-text.ts';
import { buildApp } from '../lib/stacks/app.ts';

/** cdk runs this without a terminal. */
const WIDTH = 80;

const app = await buildApp((problems) => problemsText(problems, WIDTH));
if (app === undefined) process.exitCode = 1;
else app.synth();
