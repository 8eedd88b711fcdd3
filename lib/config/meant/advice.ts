import type * as z from 'zod';
import { stringify } from 'yaml';
import { meantBy, scalarsMeant } from './meant.ts';
import {
  elementOf,
  isMapping,
  keySchemasAt,
  type SchemaPlace,
  schemasAt,
  shapeOf,
  writtenForms,
} from './schema-parts.ts';

type Schema = z.core.$ZodType;

const LONGEST = 80;

/** On one line, as the examples are written. */
const asYaml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return stringify(value, { lineWidth: 0 }).trimEnd();
  return `{ ${Object.entries(value)
    .map(([key, held]) => `${key}: ${asYaml(held)}`)
    .join(', ')} }`.replace('{  }', '{}');
};

const remarkOn = (written: unknown, meant: unknown): string => {
  const isBare = typeof meant === 'number' || typeof meant === 'boolean';
  if (isBare && String(meant) === written) return ', without quotes';
  if (written === '24:00') return ', which is the end of the day';
  return typeof written === 'number' && String(written) === meant ? ', in quotes' : '';
};

/** Of pairs such as `critical:90`, in which YAML sees no keys. */
const spaceAfterColon = (pairs: readonly string[]): string =>
  `put a space after ${pairs.length > 1 ? 'each' : 'the'} colon: ${pairs.map((pair) => pair.replace(/:(?=\S)/u, ': ')).join(', ')}`;

/** `critical:90`, in which YAML sees no key: it asks for a space after the colon. */
const spaced = (written: unknown, forms: readonly Schema[]): string | undefined => {
  if (typeof written !== 'string' || written.length > LONGEST) return undefined;
  const [, key] = /^([\w-]+):(?!\/\/)\S/u.exec(written) ?? [];
  if (
    key === undefined ||
    !forms.some((form) => isMapping(form) && Object.hasOwn(shapeOf(form) ?? { [key]: form }, key))
  )
    return undefined;
  return spaceAfterColon(written.split(/ (?=[\w-]+:\S)/u));
};

const isObject = (written: unknown): written is object =>
  typeof written === 'object' && written !== null && !Array.isArray(written);

/** `- alice: { … }`, as opposed to `- name: Alice`. */
const isNamed = (item: unknown): boolean =>
  isObject(item) && Object.keys(item).length === 1 && isObject(Object.values(item)[0]);

/** A mapping where a list of them is expected. */
const dashAdvice = (forms: readonly Schema[], written: unknown): string | undefined => {
  const elements = forms.flatMap((form) => elementOf(form) ?? []).flatMap(writtenForms);
  if (!isObject(written) || !elements.some(isMapping)) return undefined;
  const isGlued = Object.keys(written)[0]?.startsWith('-') === true;
  return isGlued ? 'put a space after each "-"' : 'put "- " before its first key';
};

/** A list where a mapping by name is expected. */
const nameAdvice = (forms: readonly Schema[], written: unknown): string | undefined => {
  const isByName = forms.some((form) => isMapping(form) && shapeOf(form) === undefined);
  if (!Array.isArray(written) || !isByName) return undefined;
  return written.every(isNamed)
    ? 'take the "- " before each name out'
    : 'begin each with its name and a colon, in place of "- "';
};

const valueAdvice = (written: unknown, place: SchemaPlace): string | undefined => {
  const meant = schemasAt(place)
    .map((schema) => meantBy(schema, written))
    .find((values) => values.length > 0);
  const texts = meant?.map(asYaml).join(' or ');
  if (texts === undefined || texts.length > LONGEST) return undefined;
  const key = place.path.at(-1);
  return `write ${typeof key === 'string' ? `${key}: ` : ''}${texts}${remarkOn(written, meant?.[0])}`;
};

/** What to write in place of a value that is refused there; undefined: nobody knows. */
export const adviceFor = (written: unknown, place: SchemaPlace): string | undefined => {
  if (written === undefined || written === null) return undefined;
  const forms = schemasAt(place).flatMap(writtenForms);
  const structure = spaced(written, forms) ?? dashAdvice(forms, written) ?? nameAdvice(forms, written);
  return structure ?? valueAdvice(written, place);
};

/** What to write in place of a key that is refused among others of its kind. */
export const keyAdviceFor = (written: string, { root, path }: SchemaPlace): string | undefined => {
  if (/^[\w-]+:\S/u.test(written)) return spaceAfterColon([written]);
  const [key] = keySchemasAt({ root, path: path.slice(0, -1) }).flatMap((schema) => scalarsMeant(schema, written));
  return typeof key === 'string' ? `write ${asYaml(key)}` : undefined;
};
