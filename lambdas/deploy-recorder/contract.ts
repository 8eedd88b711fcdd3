/** Dimension `service` of its metrics. */
export const DEPLOY_RECORDER = 'deploy-recorder';
export const RECORDER_METRICS = {
  received: 'DeployEventsReceived',
  recorded: 'DeploysRecorded',
  /** Nobody has said which service that is. */
  unmapped: 'DeploysUnmapped',
  setAside: 'DeployEventsSetAside',
  failed: 'DeploysFailed',
} as const;
