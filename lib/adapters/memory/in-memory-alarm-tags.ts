import type { TagsFound } from '../../core/alarm/change.ts';
import type { AlarmTags } from '../../ports/alarm-tags.ts';

/** What alarms are tagged with, by ARN; of any other nobody knows. */
export class InMemoryAlarmTags implements AlarmTags {
  readonly asked: (readonly string[])[] = [];
  private readonly found: Map<string, TagsFound>;

  constructor(found: Readonly<Record<string, TagsFound>> = {}) {
    this.found = new Map(Object.entries(found));
  }

  put(alarmArn: string, found: TagsFound): void {
    this.found.set(alarmArn, found);
  }

  of(alarmArns: readonly string[]): Promise<ReadonlyMap<string, TagsFound>> {
    this.asked.push(alarmArns);
    return Promise.resolve(
      new Map(alarmArns.map((arn) => [arn, this.found.get(arn) ?? ({ why: 'unknown-alarm' } as const)])),
    );
  }
}
