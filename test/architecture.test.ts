import { globSync, readFileSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';

describe('the dependency rule', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const options = await extractDepcruiseOptions('./.dependency-cruiser.mjs');
    const folders = ['bin', 'lib', 'lambdas', 'test', 'bench', 'examples/https-receiver', 'examples/web-server'];
    const { output } = await cruise(folders, options, undefined, { tsConfig: extractTSConfig('./tsconfig.json') });
    if (typeof output === 'string') throw new TypeError('expected a cruise result, not a report');
    result = output;
  });

  it('is kept by every import', () => {
    const broken = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(broken).toEqual([]);
  });

  it('was tried on real TypeScript: a tool that parses nothing finds nothing', () => {
    const cores = result.modules.filter(({ source }) => source.startsWith('lib/core/'));
    expect(cores.length).toBeGreaterThan(40);
    expect(cores.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(100);
  });
});

describe('an exported name', () => {
  const EXPORT = /^export (?:async )?(?:abstract )?(?:const|function\*?|class|interface|type) (\w+)/gm;

  it('has one home', () => {
    const homes = new Map<string, string[]>();
    for (const file of globSync('{lib,lambdas}/**/*.ts')) {
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(EXPORT)) {
        homes.set(name, [...(homes.get(name) ?? []), file]);
      }
    }
    expect(homes.size).toBeGreaterThan(400);
    // What Lambda calls, by the name of its own convention.
    homes.delete('handler');
    expect([...homes].filter(([, files]) => files.length > 1)).toEqual([]);
  });
});
