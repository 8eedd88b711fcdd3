import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { ROUTES } from '../../lambdas/responses/contract.ts';
import { INDEXES } from '../adapters/dynamodb/contract.ts';
import { queries } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';

/** What lists are read by. */
const LIST_INDEXES = INDEXES.map(({ name }) => name);

export interface ResponsesProps {
  readonly resources: PipelineResources;
  readonly api: HttpApi;
}

/** What people answer with: the link in a page, which is its own authority, and an API for whoever holds IAM credentials. */
export class Responses extends Construct {
  readonly responses: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, api }: ResponsesProps) {
    super(scope, id);
    this.responses = new PipelineFunction(this, 'Responses', {
      name: 'responses',
      description: 'Tocsin: shows incidents and carries out what people answer',
      configuration: resources.configuration,
      environment: environmentOf(resources),
      authority: [...movesIncidents(resources), queries(resources.table, LIST_INDEXES)],
      reservedConcurrency: 10,
    });
    const integration = new HttpLambdaIntegration('Integration', this.responses.function);
    const authorizer = new HttpIamAuthorizer();
    for (const { path, methods, isSigned } of Object.values(ROUTES))
      api.addRoutes({
        path,
        methods: methods.map((method) => HttpMethod[method]),
        integration,
        ...(isSigned && { authorizer }),
      });
  }
}
