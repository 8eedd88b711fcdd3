import { fieldsOf, type JsonObject, listOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';

/** Reads the fields of one JSON object. What is wrong is noted as a problem, and a value that means nothing returned. */
export interface FieldReader {
  /** Undefined for what is absent or null. */
  given(key: string): unknown;
  text(key: string): string;
  number(key: string): number;
  /** A whole number of at least `least`. */
  count(key: string, least: number): number;
  flag(key: string, otherwise: boolean): boolean;
  /** One of `values`; `otherwise` where nothing is given. */
  choice<T extends string>(key: string, values: readonly T[], otherwise?: T): T | undefined;
  /** The object under a key; absent or no object: one without fields. */
  under(key: string): FieldReader;
  /** The objects of a list, `[]` where nothing is given. */
  each(key: string): readonly FieldReader[];
  wrong(key: string, expected: string): void;
  readonly problems: readonly string[];
}

const isCount = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least;

export const fieldReader = (object: unknown, place = '', problems: string[] = []): FieldReader => {
  const fields: JsonObject = fieldsOf(object);
  const given = (key: string): unknown => (Object.hasOwn(fields, key) ? (fields[key] ?? undefined) : undefined);
  const wrong = (key: string, expected: string): void => {
    problems.push(`${place}${key}: expected ${expected}, got ${shownValue(given(key))}`);
  };
  /** The value when it is right, else `otherwise` and a problem. */
  const checked = <T>(key: string, expected: string, is: (value: unknown) => value is T): T | undefined => {
    const value = given(key);
    if (is(value)) return value;
    wrong(key, expected);
    return undefined;
  };
  return {
    problems,
    given,
    wrong,
    text: (key) => checked(key, 'text', (value): value is string => textOf(value) !== undefined) ?? '',
    number: (key) => checked(key, 'a number', (value): value is number => Number.isFinite(value)) ?? NaN,
    count: (key, least) =>
      checked(key, `a whole number of at least ${String(least)}`, (value) => isCount(value, least)) ?? NaN,
    flag: (key, otherwise) =>
      given(key) === undefined
        ? otherwise
        : checked(key, 'true or false', (value) => typeof value === 'boolean') === true,
    choice: <T extends string>(key: string, values: readonly T[], otherwise?: T) => {
      if (given(key) === undefined && otherwise !== undefined) return otherwise;
      return checked(key, `one of ${values.join(', ')}`, (value): value is T => values.some((one) => one === value));
    },
    under: (key) => fieldReader(given(key), `${place}${key}.`, problems),
    each: (key) => {
      const value = given(key);
      if (value !== undefined && !Array.isArray(value)) wrong(key, 'a list');
      return listOf(value).map((one, index) => fieldReader(one, `${place}${key}[${String(index)}].`, problems));
    },
  };
};
