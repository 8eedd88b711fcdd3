import { demo } from '../lib/cli/demo/command.ts';

process.exitCode = await demo();
