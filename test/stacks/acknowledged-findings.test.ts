import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { queriedLogGroups } from '../../lib/constructs/enrichment.ts';
import { acknowledged } from '../../lib/stacks/acknowledged-findings.ts';
import { addChecks, addStack } from '../../lib/stacks/app.ts';
import { TocsinStack } from '../../lib/stacks/tocsin-stack.ts';
import { CONTEXT, example } from './synthesized.ts';

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly unknown[];
  readonly suppressedViolations?: readonly { readonly acknowledgedId: string; readonly reason: string }[];
}

describe('the checks of cdk-nag', () => {
  let reports: readonly PluginReport[] = [];

  beforeAll(() => {
    const app = new App({ context: CONTEXT });
    const watched = { ...example(), watchdog: { url: 'https://watch.example.com/tocsin' } };
    addChecks(app, addStack(app, watched), watched);
    const file = join(app.synth().directory, 'validation-report.json');
    ({ pluginReports: reports } = JSON.parse(readFileSync(file, 'utf8')) as { pluginReports: PluginReport[] });
  });

  it.each(['AwsSolutions', 'Serverless'])('of the %s pack are clean', (pack) => {
    const report = reports.find(({ pluginName }) => pluginName === pack);
    expect(report).toMatchObject({ conclusion: 'success', violations: [] });
  });

  it('leave no acknowledgement that nothing needs', () => {
    const used = new Set(
      reports.flatMap(({ suppressedViolations = [] }) => suppressedViolations.map((each) => each.acknowledgedId)),
    );
    const given = new Set(acknowledged('Tocsin', queriedLogGroups(example())).map(({ id }) => id));
    expect([...used].toSorted()).toEqual([...given].toSorted());
  });

  it('are clean of a stack without a watchdog', () => {
    const app = new App({ context: CONTEXT });
    addChecks(app, addStack(app, example()), example());
    expect(() => app.synth()).not.toThrow();
  });

  it('fail the synth of a stack whose findings nobody acknowledged', () => {
    const app = new App({ context: CONTEXT });
    new TocsinStack(app, 'Tocsin', { configuration: example() });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).toThrow('AwsSolutions-APIG4');
  });
});

describe('an acknowledgement', () => {
  it('gives its reason in words', () => {
    for (const { reason, at } of acknowledged('Tocsin', ['/ecs/web'])) {
      expect(reason.split(' ').length).toBeGreaterThan(8);
      expect(at.length).toBeGreaterThan(0);
    }
  });
});
