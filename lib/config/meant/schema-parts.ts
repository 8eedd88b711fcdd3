import * as z from 'zod';

type Schema = z.core.$ZodType;

/** What of the definition of a schema says which values it is made of; each kind has some of it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly keyType?: Schema;
  readonly options?: readonly Schema[];
  readonly innerType?: Schema;
  readonly in?: Schema;
}

const definitionOf = (schema: Schema): Definition => schema._zod.def;

/** What a value may be written as: without defaults and transformations, each option of a union. */
export const writtenForms = (schema: Schema): readonly Schema[] => {
  const { options, innerType, in: input } = definitionOf(schema);
  const inner = options ?? [innerType ?? input].filter((one) => one !== undefined);
  return inner.length === 0 ? [schema] : inner.flatMap(writtenForms);
};

/** The keys of a mapping, each with what it takes; undefined: it is none, or one of any keys. */
export const shapeOf = (form: Schema): Readonly<Record<string, Schema>> | undefined => definitionOf(form).shape;

/** What each item of a list is; undefined: it is none. */
export const elementOf = (form: Schema): Schema | undefined => definitionOf(form).element;

export const isMapping = (form: Schema): boolean => ['object', 'record'].includes(definitionOf(form).type);

const stepInto = (schema: Schema, part: PropertyKey): readonly Schema[] =>
  writtenForms(schema).flatMap((form) => {
    const { shape, element, valueType } = definitionOf(form);
    const named = shape !== undefined && Object.hasOwn(shape, part) ? shape[String(part)] : undefined;
    return [named, element, valueType].filter((inner) => inner !== undefined);
  });

/** What may stand at a path of a file: one schema, or one of each option that has it. */
export const schemasAt = ({ root, path }: SchemaPlace): readonly Schema[] =>
  path.reduce<readonly Schema[]>((schemas, part) => schemas.flatMap((schema) => stepInto(schema, part)), [root]);

export interface SchemaPlace {
  readonly root: Schema;
  readonly path: readonly PropertyKey[];
}

/** The keys that a mapping may have there; of several kinds of mapping those of the kind that it says it is. */
export const keysFor = (written: unknown, { root, path }: SchemaPlace): readonly string[] => {
  const { kind } = written as { readonly kind?: unknown };
  const shapes = schemasAt({ root, path })
    .flatMap(writtenForms)
    .map((form) => shapeOf(form) ?? {});
  const isOfKind = (shape: Readonly<Record<string, Schema>>): boolean =>
    shape['kind'] === undefined || shapes.length === 1 || z.safeParse(shape['kind'], kind).success;
  return shapes.filter(isOfKind).flatMap(Object.keys);
};

/** What the keys of a mapping of any keys are. */
export const keySchemasAt = ({ root, path }: SchemaPlace): readonly Schema[] =>
  schemasAt({ root, path })
    .flatMap(writtenForms)
    .flatMap((form) => definitionOf(form).keyType ?? []);
