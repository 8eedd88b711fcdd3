import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { queriedLogGroups } from '../../lib/constructs/enrichment.ts';
import { acknowledged } from '../../lib/stacks/acknowledged-findings.ts';
import { addStack } from '../../lib/stacks/app.ts';
import { addChecks } from '../../lib/stacks/checks.ts';
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
    addStack(app, watched);
    addChecks(app);
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
    addStack(app, example());
    addChecks(app);
    expect(() => app.synth()).not.toThrow();
  });

  it('fail the synth of a stack whose findings nobody acknowledged', () => {
    const app = new App({ context: CONTEXT });
    new Queue(addStack(app, example()), 'OverlookedQueue');
    addChecks(app);
    expect(() => app.synth()).toThrow('AwsSolutions-SQS3');
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
