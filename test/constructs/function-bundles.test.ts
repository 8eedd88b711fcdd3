import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { App, Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, PIPELINE_FUNCTIONS, withConfiguration } from '../../lib/constructs/function-bundles.ts';
import type { FunctionBundles } from '../../lib/constructs/function-bundles.ts';
import { PipelineFunction } from '../../lib/constructs/pipeline-function.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { threeLevels } from '../support/configurations.ts';

/** What a shell or JavaScript would take for its own. */
const HOSTILE = '$(id) `id` "; \' </script> \u2028 \\u0041 ${x} __proto__';

describe('the code of the functions', () => {
  let bundles: FunctionBundles;

  beforeAll(() => {
    bundles = bundleFunctions();
  });

  it('is one file each, of at most 650 KB', () => {
    expect([...bundles.javascript.keys()]).toEqual(PIPELINE_FUNCTIONS);
    for (const code of bundles.javascript.values()) {
      expect(code.length).toBeGreaterThan(10 * 1_024);
      expect(Buffer.byteLength(code)).toBeLessThan(650 * 1_024);
    }
  });

  it('is the same bytes for the same input, so that nothing is deployed that did not change', () => {
    expect(bundleFunctions().javascript).toEqual(bundles.javascript);
  });

  it('does not change with a configuration that it does not ask for', () => {
    expect(withConfiguration('exports.handler=()=>1', threeLevels)).toBe('exports.handler=()=>1');
    expect(withConfiguration(bundles.javascript.get('alarm-intake') ?? '', threeLevels)).toContain(threeLevels.hash);
  });

  it('holds the configuration as it is, whatever stands in it', () => {
    const services = JSON.parse(`{"__proto__":{"escalation":${JSON.stringify(HOSTILE)}}}`) as Configuration['services'];
    const configuration = { ...threeLevels, environment: HOSTILE, services };
    const context = createContext({});
    runInContext(withConfiguration('held=TOCSIN_CONFIGURATION', configuration).replace('"use strict";', ''), context);
    expect(JSON.stringify(context['held'])).toBe(JSON.stringify(configuration));
  });

  it('is strict', () => {
    const code = withConfiguration('TOCSIN_CONFIGURATION;undeclared=1', threeLevels);
    expect(() => runInContext(code, createContext({})) as unknown).toThrow('undeclared is not defined');
  });
});

describe('two stacks of one app', () => {
  it('have functions with the configuration of each', () => {
    const app = new App();
    const environments = ['prod', 'staging'];
    for (const environment of environments) {
      new PipelineFunction(new Stack(app, environment), 'Intake', {
        name: 'alarm-intake',
        description: 'of two stacks',
        configuration: { ...threeLevels, environment, hash: environment },
        environment: {},
        authority: [],
        reservedConcurrency: 1,
      });
    }
    const { directory } = app.synth();
    const codes = environments.map((environment) => {
      const { files } = JSON.parse(readFileSync(join(directory, `${environment}.assets.json`), 'utf8')) as {
        readonly files: Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>;
      };
      const zipped = Object.values(files).find(({ source }) => source.packaging === 'zip');
      return readFileSync(join(directory, zipped?.source.path ?? '', 'index.js'), 'utf8');
    });
    expect(codes.map((code) => /\\"environment\\":\\"(\w+)/u.exec(code)?.[1])).toEqual(environments);
  });
});
