import packageJson from '../../../package.json' with { type: 'json' };
import { PATH_SHAPES, ROUTES, THROTTLE } from '../contract.ts';
import { LONGEST_QUERY } from '../operation.ts';
import { type OperationName, OPERATIONS } from '../operations.ts';
import { PAGE_BYTES } from '../page-of.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemName, PROBLEMS } from '../problems.ts';
import { RESPONSE_BODY } from '../respond-by-api.ts';
import { answerName } from './components.ts';
import { bodyName } from './request-body.ts';
import { describedFields, type Json, namedSchemas, refTo } from './schemas.ts';
import { WORDS } from './words.ts';

const DESCRIPTION = `
Incidents, responses and deploys of one deployed stack. Every request is signed with AWS credentials (Signature Version 4,
service \`execute-api\`) that may \`execute-api:Invoke\` it; docs/api.md has an example of each.

Limits: ${String(THROTTLE.rateLimit)} requests a second by everybody together, ${String(THROTTLE.burstLimit)} at once, and
429 beyond: wait, and ask again. A query has at most ${String(LONGEST_QUERY)} characters, a body ${String(RESPONSE_BODY.bytes)}
bytes. No answer is larger than the 6 MB of Lambda: what may be longer comes in pages of about ${String(PAGE_BYTES / 1_000_000)} MB,
lists in pages of at most 200, of at most 92 days.

Fields may be added to answers at any time: ignore what you do not know.
`.trim();

const contentOf = (id: string, mediaType = 'application/json'): Json => ({
  [mediaType]: { schema: { $ref: refTo(id) } },
});

const PROBLEM = contentOf('Problem', PROBLEM_MEDIA_TYPE);
const GATEWAY = contentOf('GatewayMessage');

/** What any request may be answered with. */
const ALWAYS: Json = {
  403: {
    description: 'Not signed, not by whom it should be, or not allowed: API Gateway says which.',
    content: GATEWAY,
  },
  429: { description: 'Too many requests: wait, and ask again.', content: GATEWAY },
  500: { description: 'The function failed: ask again.', content: GATEWAY },
  503: { description: `${PROBLEMS.unavailable.title}: ask again.`, content: { ...PROBLEM, ...GATEWAY } },
};

/** Problems by their status, each status with what it may mean. */
const refusalsOf = (problems: readonly ProblemName[]): Json =>
  Object.fromEntries(
    [...Map.groupBy(problems, (name) => PROBLEMS[name].status)].map(([status, names]) => [
      String(status),
      { description: names.map((name) => `${PROBLEMS[name].title} (\`${name}\`)`).join('. '), content: PROBLEM },
    ]),
  );

const PATH_WORDS: Readonly<Record<string, string>> = {
  incidentId: 'The id of an incident.',
  number: 'The number of a diagnosis.',
};

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_WORDS[name],
    schema: { type: 'string', pattern: `^${PATH_SHAPES[name] ?? ''}$` },
  }));

const queryParameters = (name: OperationName): readonly Json[] => {
  const { properties, required } = describedFields(OPERATIONS[name].query('2023-08-05T14:15:00.000Z'));
  return Object.entries(properties).map(([parameter, { description, ...schema }]) => ({
    name: parameter,
    in: 'query',
    ...(required.includes(parameter) && { required: true }),
    description,
    schema,
  }));
};

const operationOf = (name: OperationName): Json => {
  const { path } = ROUTES[name];
  const body = bodyName(name);
  const { summary, description, problems } = WORDS[name];
  const parameters = [...pathParameters(path), ...queryParameters(name)];
  return {
    operationId: name,
    summary,
    description,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      200: { description: 'As asked.', content: contentOf(answerName(name)) },
      ...refusalsOf(problems),
      ...ALWAYS,
    },
  };
};

const NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

/** OpenAPI 3.1 of the routes that answer with JSON. https://spec.openapis.org/oas/v3.1.1.html */
export const openApiDocument = (): Json => ({
  openapi: '3.1.1',
  info: {
    title: 'Tocsin',
    version: packageJson.version,
    description: DESCRIPTION,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [
    {
      url: 'https://{api}.execute-api.{region}.amazonaws.com',
      description: 'The output ApiUrl of a stack.',
      variables: { api: { default: 'abcdefghij' }, region: { default: 'eu-west-1' } },
    },
  ],
  security: [{ iam: [] }],
  paths: Object.fromEntries(
    NAMES.map((name) => [ROUTES[name].path, { [ROUTES[name].methods[0].toLowerCase()]: operationOf(name) }]),
  ),
  components: {
    schemas: namedSchemas(),
    securitySchemes: {
      // As API Gateway itself writes it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
      iam: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description: 'AWS Signature Version 4, service `execute-api`.',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
});

/** The text of schema/openapi.json. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;

if (import.meta.main) process.stdout.write(openApiText());
