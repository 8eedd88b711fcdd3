import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { HttpReply } from '../../lambdas/responses/http.ts';
import { ROUTES } from '../../lambdas/responses/contract.ts';
import type { OperationName } from '../../lambdas/responses/operations.ts';
import document from '../../schema/openapi.json' with { type: 'json' };

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, { schema: object }>> }>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** With no field beyond those that it names, so that a new one is missed by whoever adds it. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return isObject(schema['properties']) && schema['type'] === 'object'
    ? { additionalProperties: false, ...inner }
    : inner;
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', components: closed(document.components) });

const compiled = new Map<string, ValidateFunction>();

const validatorOf = (ref: string): ValidateFunction => {
  const known = compiled.get(ref) ?? ajv.compile({ $ref: `api${ref}` });
  compiled.set(ref, known);
  return known;
};

const pathItems = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;

/** What the OpenAPI document says of a route. */
export const documented = (name: OperationName): DocumentedOperation => {
  const { path, methods } = ROUTES[name];
  const operation = pathItems[path]?.[methods[0].toLowerCase()];
  if (operation === undefined) throw new Error(`the document does not describe ${path}`);
  return operation;
};

/** What is wrong with a value by what the document calls by this name; empty: nothing. */
export const mistakes = (ref: string, value: unknown): string => {
  const validate = validatorOf(ref);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
};

/** Why an answer is not as the document says that the route answers; empty: it is. */
export const strays = (name: OperationName, { statusCode, headers, body }: HttpReply): string => {
  const mediaType = (headers['Content-Type'] ?? '').split(';', 1)[0] ?? '';
  const schema = documented(name).responses[String(statusCode)]?.content[mediaType]?.schema as
    { readonly $ref: string } | undefined;
  if (schema === undefined) return `${name} is not said to answer ${String(statusCode)} with ${mediaType}`;
  return mistakes(schema.$ref, JSON.parse(body));
};
