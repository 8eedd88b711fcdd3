import * as z from 'zod';
import { readingsOf } from './readings.ts';
import { elementOf, shapeOf, writtenForms } from './schema-parts.ts';

type Schema = z.core.$ZodType;

const takes = (schema: Schema, value: unknown): boolean => z.safeParse(schema, value).success;

const firstKind = (kinds: readonly (readonly unknown[])[], isMeant: (value: unknown) => boolean): readonly unknown[] =>
  kinds.map((values) => values.filter(isMeant)).find((values) => values.length > 0) ?? [];

/** Of what a scalar may mean, what the schema takes. */
export const scalarsMeant = (schema: Schema, written: unknown): readonly unknown[] =>
  firstKind(readingsOf(written), (value) => takes(schema, value));

const valuesMeant = (schema: Schema, written: unknown): readonly unknown[] => {
  if (takes(schema, written)) return [written];
  const lists = writtenForms(schema).flatMap((form) => elementOf(form) ?? []);
  return firstKind([scalarsMeant(schema, written), lists.flatMap((element) => itemsIn(element, written))], (value) =>
    takes(schema, value),
  );
};

/** `90` for `{ critical: 90 }`: what is written is the value of one of its keys. */
const wrapped = (form: Schema, written: unknown): readonly unknown[] =>
  Object.entries(shapeOf(form) ?? {}).flatMap(([key, inner]) =>
    valuesMeant(inner, written).map((value) => ({ [key]: value })),
  );

/** `alice, bob` for `[alice, bob]`, and `alice` for `[alice]`. */
const itemsIn = (element: Schema, written: unknown): readonly unknown[] => {
  const each =
    typeof written === 'string' ? written.split(/\s*,\s*|\s+/u).map((part) => valuesMeant(element, part)[0]) : [];
  if (each.length > 1 && !each.includes(undefined)) return [each];
  const [spread] = readingsOf(written).flat().filter(Array.isArray);
  const item = [...valuesMeant(element, written), ...writtenForms(element).flatMap((form) => inForm(form, written))];
  return [...(spread === undefined ? [] : [spread]), ...item.map((one) => [one])];
};

const inForm = (form: Schema, written: unknown): readonly unknown[] => {
  const element = elementOf(form);
  if (element !== undefined) return itemsIn(element, written);
  return typeof written === 'boolean' ? [] : wrapped(form, written);
};

/** Its defaults, where an alarm is just turned on. */
const turnedOn = (schema: Schema, written: unknown): readonly unknown[] =>
  takes(schema, false) && readingsOf(written).flat().includes(true) && written !== 1 ? [{}] : [];

const MOST = 2;

/** At most two values that the schema takes, and that may be meant by what it does not. */
export const meantBy = (schema: Schema, written: unknown): readonly unknown[] => {
  if (takes(schema, written)) return [];
  const found = firstKind(
    [
      scalarsMeant(schema, written),
      ...writtenForms(schema).map((form) => inForm(form, written)),
      turnedOn(schema, written),
    ],
    (value) => takes(schema, value),
  );
  return found.filter((value, index) => found.indexOf(value) === index).slice(0, MOST);
};
