/** Events of deploys as AWS documents them (URLs in lib/core/deploy/sources), changed where a test says. */
type Fields = Readonly<Record<string, unknown>>;

const envelope = (source: string, detailType: string, detail: Fields): Fields => ({
  version: '0',
  id: 'ddca6449-b258-46c0-8653-e0e3a6EXAMPLE',
  'detail-type': detailType,
  source,
  account: '111122223333',
  time: '2023-08-05T14:10:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

export const ecsEvent = (detail: Fields = {}, changes: Fields = {}): Fields => ({
  ...envelope('aws.ecs', 'ECS Deployment State Change', {
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    deploymentId: 'ecs-svc/6177963417134325488',
    updatedAt: '2023-08-05T14:09:59Z',
    reason: 'ECS deployment ecs-svc/6177963417134325488 in progress.',
    ...detail,
  }),
  resources: ['arn:aws:ecs:us-east-1:111122223333:service/prod/web'],
  ...changes,
});

export const codedeployEvent = (detail: Fields = {}): Fields =>
  envelope('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', {
    instanceGroupId: '9fd2fbef-2157-40d8-91e7-6845af69e2d2',
    region: 'us-east-1',
    application: 'shop',
    deploymentId: 'd-123456789',
    state: 'START',
    deploymentGroup: 'prod-blue',
    ...detail,
  });

export const codepipelineEvent = (detail: Fields = {}): Fields =>
  envelope('aws.codepipeline', 'CodePipeline Pipeline Execution State Change', {
    pipeline: 'web-release',
    version: 3,
    state: 'STARTED',
    'execution-id': '12345678-1234-5678-abcd-12345678abcd',
    'pipeline-execution-attempt': 1,
    'execution-trigger': {
      'trigger-type': 'StartPipelineExecution',
      'trigger-detail': 'arn:aws:sts::111122223333:assumed-role/deployer/alice',
    },
    ...detail,
  });

export const cloudformationEvent = (status: string, detail: Fields = {}): Fields =>
  envelope('aws.cloudformation', 'CloudFormation Stack Status Change', {
    'stack-id': 'arn:aws:cloudformation:us-east-1:111122223333:stack/web-prod/5a35d0f0-fa4c-11e7-9ae7-50fa526be49c',
    'status-details': { status, 'status-reason': '' },
    'client-request-token': 'cdk-1f6d0b8e-57d7-4f1c-9ac5-3b7b9a3c0c11',
    ...detail,
  });

export const appconfigEvent = (type: string, detail: Fields = {}, detailType = 'On Deployment Complete'): Fields =>
  envelope('aws.appconfig', detailType, {
    InvocationId: '5tfjcig',
    Parameters: {},
    Type: type,
    Application: { Id: 'ba8toh7', Name: 'shop' },
    Environment: { Id: 'pgil2o7', Name: 'prod' },
    ConfigurationProfile: { Id: 'ga3tqep', Name: 'limits' },
    DeploymentNumber: 7,
    ConfigurationVersion: '4',
    ...detail,
  });

export const lambdaEvent = (detail: Fields = {}): Fields =>
  envelope('aws.lambda', 'AWS API Call via CloudTrail', {
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    eventTime: '2023-08-05T14:10:00Z',
    eventID: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
    userIdentity: { arn: 'arn:aws:sts::111122223333:assumed-role/deployer/alice' },
    requestParameters: { functionName: 'thumbnails', dryRun: false, publish: false },
    responseElements: {
      functionName: 'thumbnails',
      version: '$LATEST',
      codeSha256: 'PFn4S+er27qk+UuZSTKEQfNKG/XNn7QJs90mJgq6oH8=',
    },
    ...detail,
  });

export const customEvent = (detail: Fields = {}, changes: Fields = {}): Fields => ({
  ...envelope('deploy.github', 'Deployment', { service: 'web', id: 'run-77', revision: '1f3c9aa', ...detail }),
  ...changes,
});
