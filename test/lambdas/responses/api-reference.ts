import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import document from '../../../schema/openapi.json' with { type: 'json' };
import { ASKED, told } from './asked-api.ts';

const DOCUMENT = new URL('../../../docs/api-reference.md', import.meta.url);

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface Field {
  readonly name: string;
  readonly in?: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
  readonly description: string;
}

interface Answer {
  readonly description: string;
  readonly content: Readonly<Record<string, object>>;
}

interface DescribedRoute {
  readonly operationId: keyof typeof ASKED;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly (Omit<Field, 'isRequired'> & { readonly required?: boolean })[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer>>;
}

const SCHEMAS = document.components.schemas as Readonly<Record<string, Schema>>;

const ROUTES = Object.entries(document.paths as unknown as Readonly<Record<string, Record<string, DescribedRoute>>>)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => ({ path, method, route })))
  .map(({ method, ...rest }) => ({ method: method.toUpperCase(), ...rest }));

type Route = (typeof ROUTES)[number];

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/gu, '')
    .replaceAll(' ', '-');

const linkTo = (heading: string, file = ''): string => `[${heading}](${file}#${anchorOf(heading)})`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const limitsOf = ({ pattern, minimum, minLength, maxLength }: Schema): readonly string[] => [
  ...(minimum === undefined ? [] : [`at least ${String(minimum)}`]),
  ...(minLength === undefined ? [] : [`at least ${String(minLength)} characters`]),
  ...(maxLength === undefined ? [] : [`at most ${String(maxLength)} characters`]),
  ...(pattern === undefined ? [] : [code(pattern)]),
];

const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return linkTo(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (schema.properties !== undefined) return `{ ${fieldsOf(schema).map(inner).join('; ')} }`;
  return [[schema.type ?? []].flat().join(' or '), ...limitsOf(schema)].join(', ');
};

const fieldsOf = ({ properties = {}, required = [] }: Schema): readonly Field[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    isRequired: required.includes(name),
    description: schema.description ?? '',
  }));

const inner = ({ name, schema }: Field): string => `${code(name)}: ${typeOf(schema)}`;

const nameOf = ({ name, isRequired }: Field): string => `${code(name)}${isRequired ? '' : ' (optional)'}`;

/** Without a column that says nothing. */
const fieldTable = (fields: readonly Field[]): string => {
  const isDescribed = fields.some(({ description }) => description !== '');
  const heads = ['field', 'is', ...(isDescribed ? ['what'] : [])];
  const cells = fields.map((field) => [nameOf(field), typeOf(field.schema), field.description]);
  return table(
    heads,
    cells.map((row) => row.slice(0, heads.length)),
  );
};

const parametersOf = ({ parameters = [] }: DescribedRoute): readonly string[] => {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ required = false, ...rest }) => ({ ...rest, isRequired: required }));
  const whatOf = ({ description, schema }: Field): string => (schema.enum === undefined ? description : '');
  const cells = rows.map((row) => [nameOf(row), row.in ?? '', typeOf(row.schema), whatOf(row)]);
  return [table(['parameter', 'in', 'is', 'what'], cells)];
};

/** What API Gateway may answer, whatever the route. */
const isOfGateway = ([status, { content }]: readonly [string, Answer]): boolean =>
  status !== '200' && 'application/json' in content;

const saidOf = ({ detail, expected }: { readonly detail: string; readonly expected: string }): string =>
  `${detail}. Expected: ${expected}`.replaceAll('|', '\\|');

/** What a route refuses, each with what it really answered when it was asked so. */
const refusalsOf = async ({ operationId, responses }: DescribedRoute): Promise<string> => {
  const refusals = Object.entries(responses).filter((one) => one[0] !== '200' && !isOfGateway(one));
  const rows = refusals.map(async ([status, { description }]) => {
    const ask = ASKED[operationId][Number(status)];
    if (ask === undefined) throw new Error(`nobody asks ${operationId} so that it answers ${status}`);
    const { body } = await ask(await told());
    const said = saidOf(JSON.parse(body) as Parameters<typeof saidOf>[0]);
    return [status, description, said];
  });
  return table(['refused with', 'because', 'for example'], await Promise.all(rows));
};

const answerOf = async ({ operationId }: DescribedRoute): Promise<readonly string[]> => {
  const fields = fieldsOf(SCHEMAS[`Answer${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`] ?? {});
  const intro = `Answers 200:\n\n${fieldTable(fields)}`;
  if (operationId === 'document') return [intro];
  const reply = await ASKED[operationId][200]?.(await told());
  const shown = JSON.stringify(JSON.parse(reply?.body ?? ''), undefined, 2);
  const example = `<details>\n<summary>For example</summary>\n\n\`\`\`json\n${shown}\n\`\`\`\n\n</details>`;
  return [intro, example];
};

const sectionOf = async ({ method, path, route }: Route): Promise<string> => {
  const heading = `${method} ${path}`;
  const resource = path.replaceAll(/\{\w+\}/gu, '*');
  return [
    `## ${heading}`,
    `${route.summary}. ${route.description}`,
    `Allowed by \`execute-api:Invoke\` on \`arn:aws:execute-api:REGION:ACCOUNT:API/*/${method}${resource}\`. [How it is called](api.md#${anchorOf(heading)}).`,
    ...parametersOf(route),
    ...(route.requestBody === undefined ? [] : [`The body is a ${linkTo('Response')}, as JSON.`]),
    ...(await answerOf(route)),
    await refusalsOf(route),
  ].join('\n\n');
};

const schemaOf = ([name, schema]: readonly [string, Schema]): string =>
  [`### ${name}`, schema.description ?? '', fieldTable(fieldsOf(schema))].join('\n\n');

const general = (): string =>
  table(
    ['status', 'because'],
    Object.entries(ROUTES[0]?.route.responses ?? {})
      .filter(isOfGateway)
      .map(([status, { description }]) => [status, description]),
  );

/** The whole of docs/api-reference.md: schema/openapi.json, and what the API answers when it is asked. */
export const apiReference = async (): Promise<string> => {
  const named = Object.entries(SCHEMAS).filter(([name]) => !name.startsWith('Answer'));
  const text = [
    `# API reference, version ${document.info.version}`,
    '<!-- Generated: npm run openapi -->',
    'What [schema/openapi.json](../schema/openapi.json) says, to read. [The API](api.md) says how to begin, and has an example of each call.',
    document.info.description.replace(/; docs\/api\.md .*$/mu, '.'),
    table(
      ['route', 'what'],
      ROUTES.map(({ method, path, route }) => [linkTo(`${method} ${path}`), route.summary]),
    ),
    `## What any request may be answered with\n\n${general()}`,
    ...(await Promise.all(ROUTES.map(sectionOf))),
    `## Schemas\n\nWhat is optional may be missing; all else is there.`,
    ...named.map(schemaOf),
  ].join('\n\n');
  const path = fileURLToPath(DOCUMENT);
  return format(text, { ...(await resolveConfig(path)), filepath: path });
};

/** What is committed. */
export const committedReference = (): string => readFileSync(DOCUMENT, 'utf8');

if (import.meta.main) writeFileSync(DOCUMENT, await apiReference());
