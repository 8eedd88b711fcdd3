import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, PIPELINE_FUNCTIONS } from '../../lib/constructs/function-bundles.ts';
import type { FunctionBundles } from '../../lib/constructs/function-bundles.ts';
import { threeLevels } from '../support/configurations.ts';

/** What a shell or JavaScript would take for its own. */
const HOSTILE = '$(id) `id` "; </script> \u2028 \\u0041 ${x} __proto__';

describe('the code of the functions', () => {
  const configuration = { ...threeLevels, environment: HOSTILE };
  let bundles: FunctionBundles;

  beforeAll(() => {
    bundles = bundleFunctions(configuration);
  });

  it('is one file each, of at most 650 KB', () => {
    expect(bundles.javascript.size).toBe(PIPELINE_FUNCTIONS.length);
    for (const { length } of bundles.javascript.values()) expect(length).toBeLessThan(650 * 1_024);
  });

  it('is the same bytes for the same input, so that nothing is deployed that did not change', () => {
    const again = bundleFunctions(structuredClone(configuration)).javascript;
    for (const [path, code] of bundles.javascript)
      expect(Buffer.compare(code, again.get(path) ?? code.slice(1))).toBe(0);
  });

  it('holds the configuration as it is, whatever stands in it', () => {
    const [intake] = [...bundles.javascript].filter(([path]) => path.endsWith('alarm-intake.js'));
    const code = Buffer.from(intake?.[1] ?? []).toString();
    expect(code).toContain(threeLevels.hash);
    const literal = /environment:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/u.exec(code)?.[1] ?? '""';
    expect(runInNewContext(literal)).toBe(HOSTILE);
  });
});
