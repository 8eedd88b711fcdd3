import * as z from 'zod';
import { NO_NAMES } from './schema/names.ts';
import { configurationSchema } from './schema/configuration-schema.ts';

/** JSON Schema (draft 2020-12) of tocsin.yaml as people write it, for editors. */
export const jsonSchema = (): object => ({
  title: 'tocsin.yaml',
  description: 'Configuration of Tocsin. Generated from lib/config/schema/configuration-schema.ts: npm run schema.',
  ...z.toJSONSchema(configurationSchema(NO_NAMES), { io: 'input', target: 'draft-2020-12' }),
});

/** The text of schema/tocsin.schema.json. */
export const jsonSchemaText = (): string => `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;

if (import.meta.main) process.stdout.write(jsonSchemaText());
