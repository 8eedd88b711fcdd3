import { problemsText } from '../lib/cli/terminal/problems-text.ts';
import { buildApp } from '../lib/stacks/app.ts';
import { addChecks } from '../lib/stacks/checks.ts';

/** cdk runs this without a terminal. */
const WIDTH = 80;

const app = buildApp((problems) => problemsText(problems, WIDTH));
if (app === undefined) process.exitCode = 1;
else {
  addChecks(app);
  app.synth();
}
