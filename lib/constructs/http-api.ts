import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { THROTTLE } from '../../lambdas/responses/contract.ts';

/** A path holds a link's token, which opens an incident to whoever reads it; an address is a person. Neither is logged. */
const LOGGED = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The way in from the internet: throttled, and logged without saying who asked for what. */
export class ThrottledHttpApi extends Construct {
  readonly api: HttpApi;
  readonly logGroup: LogGroup;
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.logGroup = new LogGroup(this, 'AccessLog', {
      // Log delivery names every other group in one policy of the account, of 5,120 characters; these by their beginning.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
      logGroupName: `/aws/vendedlogs/tocsin/${stackName}-http-api`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new HttpApi(this, 'Api', { apiName: stackName, createDefaultStage: false });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.logGroup),
        format: AccessLogFormat.custom(JSON.stringify(LOGGED)),
      },
    });
    this.url = this.api.apiEndpoint;
  }
}
