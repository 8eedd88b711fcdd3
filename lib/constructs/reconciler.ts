import { Duration, Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { WATCHDOG_URL } from '../../lambdas/reconciler/contract.ts';
import { OPS_ALARM_NAMES } from '../adapters/cloudwatch/contract.ts';
import { INDEXES } from '../adapters/dynamodb/contract.ts';
import { DEAD_LETTER_QUEUE_URLS } from '../adapters/sqs/contract.ts';
import { looksAt, queries, readsAlarmTags, seesAlarms } from './authority.ts';
import { OPS_ALARMS, type OpsAlarmName, opsAlarmName } from './ops-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { callOnSchedule } from './scheduler.ts';

/**
 * What these tell need not be trouble of the pager: any function of the account may loop, a subscriber's endpoint may be
 * down for days, and pages go out without a cause, a deploy, forecasts and
 * verdicts on releases; a digest is no page. Whoever watches from outside is not woken for it.
 */
const NO_PAGE_HANGS_ON: ReadonlySet<OpsAlarmName> = new Set([
  'loop-stopped',
  'undelivered',
  'diagnoses-dead-letters',
  'diagnoses-oldest-message',
  'enrichment-errors',
  'memory-forecast-silent',
  'release-verdict-errors',
  'deploys-unrecorded',
  'digest-unsent',
]);

export interface ReconcilerProps {
  readonly resources: PipelineResources;
  /** Of every queue that pages hang on: it looks whether something lies in them. */
  readonly deadLetters: readonly IQueue[];
}

/** Every minute: ticks what is late, whatever the reason, and says that it ran; once a day it anchors the day before. */
export class Reconciler extends Construct {
  readonly reconciler: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, deadLetters }: ReconcilerProps) {
    super(scope, id);
    const { watchdog } = resources.configuration;
    this.reconciler = new PipelineFunction(this, 'Reconciler', {
      name: 'reconciler',
      description: 'Tocsin: ticks the incidents that are late',
      configuration: resources.configuration,
      environment: {
        ...environmentOf(resources),
        [DEAD_LETTER_QUEUE_URLS]: deadLetters.map(({ queueUrl }) => queueUrl).join(','),
        ...(watchdog === undefined
          ? {}
          : { [WATCHDOG_URL]: watchdog.url, [OPS_ALARM_NAMES]: this.opsAlarms.join(',') }),
      },
      authority: [
        ...movesIncidents(resources),
        queries(
          resources.table,
          INDEXES.map(({ name }) => name),
        ),
        looksAt(deadLetters),
        readsAlarmTags(Stack.of(this)),
        ...(watchdog === undefined ? [] : [seesAlarms(Stack.of(this))]),
      ],
      reservedConcurrency: 1,
      // It works until that is nearly over; then the next minute's run goes on.
      timeout: Duration.seconds(55),
    });
    callOnSchedule(this, this.reconciler, {
      description: 'Tocsin: ticks the incidents that are late',
      when: 'rate(1 minute)',
      // A second try of a run that failed would only stand in the way of the next.
      lateAtMost: Duration.minutes(1),
    });
  }

  private get opsAlarms(): readonly string[] {
    const ofPager = OPS_ALARMS.filter((name) => !NO_PAGE_HANGS_ON.has(name));
    return ofPager.map((name) => opsAlarmName(Stack.of(this), name));
  }
}
