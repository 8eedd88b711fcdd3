import { fieldsOf, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import type { DeployWord } from '../deploy-word.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

const STATUSES: ReadonlyMap<string, DeployWord['status']> = new Map([
  ['start', 'STARTED'],
  ['complete', 'SUCCEEDED'],
  ['rolledback', 'ROLLED_BACK'],
  ['rollback', 'ROLLED_BACK'],
]);

/** `OnDeploymentRolledBack`, `On Deployment Rollback`: AWS writes it in both ways. */
const statusIn = (...written: readonly unknown[]): DeployWord['status'] | undefined =>
  written
    .map((one) =>
      STATUSES.get(
        (textOf(one) ?? '')
          .toLowerCase()
          .replace(/[^a-z]/gu, '')
          .replace(/^ondeployment/u, ''),
      ),
    )
    .find((status) => status !== undefined);

/** Its name; of what has none the id. */
const called = (value: unknown): string | undefined => {
  const { Name, Id } = fieldsOf(value);
  return textOf(Name) ?? textOf(Id);
};

const numberIn = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : textOf(value));

/** https://docs.aws.amazon.com/appconfig/latest/userguide/working-with-appconfig-extensions-about-predefined-notification-eventbridge.html */
export const appconfigDeploy = ({ event, detail, at }: DeployEvent): ParsedDeployEvent => {
  const status = statusIn(detail['Type'], event['detail-type']);
  if (status === undefined) return ignored(`Type is ${shownValue(detail['Type'])}: neither begun nor over`);
  const number = numberIn(detail['DeploymentNumber']);
  const application = called(detail['Application']);
  const environment = called(detail['Environment']);
  if (number === undefined || application === undefined || environment === undefined) {
    return malformed('detail names no Application, Environment and DeploymentNumber: expected all three');
  }
  const profile = called(detail['ConfigurationProfile']);
  const what = profile === undefined ? 'configuration' : `configuration ${profile}`;
  const id = `${application}/${environment}/${number}`;
  const subject = `${what} of ${application}/${environment}`;
  const revision = numberIn(detail['ConfigurationVersion']);
  return {
    outcome: 'told',
    told: {
      word: wordOf(at, { id, system: 'appconfig', status, subject, revision }),
      names: namesOf({ appconfigApplication: application, appconfigEnvironment: environment }),
      services: [],
    },
  };
};
