#!/usr/bin/env node
import { problemsText } from '../lib/cli/terminal/problems-text.ts';
import { buildApp } from '../lib/stacks/app.ts';

/** cdk runs this without a terminal. */
const WIDTH = 80;

/** The app of `bin/app.ts` in the package that npm installs: what cdk-nag finds was judged before it was packed. */
const app = buildApp((problems) => problemsText(problems, WIDTH));
if (app === undefined) process.exitCode = 1;
else app.synth();
