import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema, jsonSchemaText } from '../../lib/config/json-schema.ts';
import { MINIMAL_FILE } from '../../lib/config/schema/minimal-file.ts';
import { loaded } from './loading.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const FULL = read('examples/tocsin.full.yaml');

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every key that a schema describes, at any depth. */
const keysOf = (schema: unknown): readonly string[] => {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (!isMapping(schema)) return [];
  const own = isMapping(schema['properties']) ? Object.keys(schema['properties']) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
};

/** Every key that is used in a value, at any depth. */
const usedIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(usedIn);
  return isMapping(value) ? [...Object.keys(value), ...Object.values(value).flatMap(usedIn)] : [];
};

describe('the JSON Schema of tocsin.yaml', () => {
  const ajv = new Ajv2020({ strict: false, formats: { uri: true } });
  const accepts = ajv.compile(jsonSchema());

  it('is committed as it is generated (else: npm run schema)', () => {
    expect(read('schema/tocsin.schema.json')).toBe(jsonSchemaText());
  });

  it.each(['tocsin.yaml', 'tocsin.full.yaml'])('is where the first lines of examples/%s say', (name) => {
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)$/mu.exec(read(`examples/${name}`)) ?? [];
    expect(read(`examples/${path}`)).toBe(jsonSchemaText());
  });

  it('accepts what loads', () => {
    for (const text of [read('examples/tocsin.yaml'), FULL, MINIMAL_FILE]) {
      expect(accepts(parse(text)), ajv.errorsText(accepts.errors)).toBe(true);
    }
  });

  it.each(['enviroment: x', 'repeat: 1', 'environment: 5', 'routing: [{ match: {}, severity: urgent }]'])(
    'refuses %s as the loader does',
    (line) => {
      expect(accepts(parse(`${MINIMAL_FILE}${line}\n`))).toBe(false);
    },
  );

  it('says that giving a threshold drops the other default', () => {
    expect(jsonSchemaText()).toContain('Giving critical or warning means that only the given ones exist');
  });
});

describe('the full example', () => {
  it('loads', () => {
    expect(Object.keys(loaded(FULL).services)).toContain('worker');
  });

  it('uses every key there is', () => {
    const used = new Set(usedIn(parse(FULL)));
    const known = new Set(keysOf(jsonSchema()));
    expect(known.size).toBeGreaterThan(50);
    expect([...known].filter((key) => !used.has(key))).toEqual([]);
  });
});
