import { buildApp } from '../lib/stacks/app.ts';

const app = await buildApp();
if (app === undefined) process.exitCode = 1;
else app.synth();
