import { Annotations, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AlarmDefinition } from '../core/alarm/definition.ts';
import type { Configuration } from '../core/configuration.ts';
import { prerequisitesOf } from '../core/service/service-alarms.ts';
import { enumerated } from '../core/words.ts';

/** The database's CPU of `web` and the CPU of `web-database` have one name; CloudWatch holds one alarm of a name. */
export const refuseSameNames = (scope: IConstruct, definitions: readonly AlarmDefinition[]): void => {
  const named = new Map<string, string>();
  for (const { name, service } of definitions) {
    const other = named.get(name);
    named.set(name, service);
    if (other === undefined) continue;
    Annotations.of(Stack.of(scope)).addError(
      `the services ${other} and ${service} would both have an alarm ${name}: give one of them another name in tocsin.yaml`,
    );
  }
};

/** Without these the alarms are created all the same, and never have data. */
export const notePrerequisites = (scope: IConstruct, services: Configuration['services']): void => {
  const naming = new Map<string, string[]>();
  for (const [name, service] of Object.entries(services)) {
    for (const one of prerequisitesOf(service)) naming.set(one, [...(naming.get(one) ?? []), name]);
  }
  for (const [prerequisite, names] of naming) {
    Annotations.of(Stack.of(scope)).addInfo(`${enumerated(names)}: ${prerequisite}`);
  }
};

/** Without one the function runs new code all the same, and nobody tells of it. */
export const noteTrail = (scope: IConstruct, services: Configuration['services']): void => {
  const names = Object.entries(services).flatMap(([name, { workload }]) => (workload.kind === 'lambda' ? [name] : []));
  if (names.length === 0) return;
  Annotations.of(Stack.of(scope)).addInfo(
    `${enumerated(names)}: new code of a Lambda function is seen where a trail of CloudTrail logs the management events of ` +
      'this Region; else tell of it: docs/deploys.md',
  );
};
