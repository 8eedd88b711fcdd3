export type JsonObject = Readonly<Record<string, unknown>>;

/** The value when it is a JSON object, else undefined; a list is none. */
export const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** As `objectOf`, but whatever is no object reads as an empty one. */
export const fieldsOf = (value: unknown): JsonObject => objectOf(value) ?? {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value when it is text with anything in it. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** The parsed text; undefined when it is no JSON. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
