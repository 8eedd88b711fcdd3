import { App, CfnWaitCondition, CfnWaitConditionHandle } from 'aws-cdk-lib';
import { loadConfiguration } from '../../lib/config/read-configuration.ts';
import { addStack } from '../../lib/stacks/app.ts';

/** The app of `bin/app.ts`, whose deploy fails when all the rest of it stands: it waits for what nobody says. */
const app = new App();
const loaded = await loadConfiguration(String(app.node.tryGetContext('config')));
if (loaded.outcome === 'problems') throw new Error('the configuration has to load');
const stack = addStack(app, loaded.configuration);
const all = stack.node.children;
const handle = new CfnWaitConditionHandle(stack, 'NobodySignals');
new CfnWaitCondition(stack, 'Signalled', { handle: handle.ref, timeout: '1' }).node.addDependency(...all);
app.synth();
