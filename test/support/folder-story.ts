import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import type { ConfirmedCause } from '../../lib/core/cause.ts';
import { DAY, HOUR, type Instant, later, MINUTE } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import type { PageMessage } from '../../lib/ports/queues.ts';
import { alarmEvent } from './alarm-events.ts';
import { threeLevels } from './configurations.ts';

/** What happens to one incident; minutes from its alarm. */
export interface Happening {
  readonly at: Instant;
  readonly alarm: string;
  readonly service?: string;
  readonly severity?: 'critical' | 'warning';
  readonly acknowledged?: readonly [minutes: number, by: string];
  readonly noted?: string;
  readonly resolved?: readonly [minutes: number, by: string, cause?: ConfirmedCause];
}

const nothing = (): Promise<void> => Promise.resolve();

/** Incidents of a folder, made by the pipeline itself. */
export class FolderStory {
  readonly folder: string;
  private readonly pipeline: Pipeline;
  private readonly requested: PageMessage[] = [];
  private now: Instant = '2023-08-01T00:00:00.000Z';

  private constructor(folder: string, incidents: Awaited<ReturnType<typeof openFolder>>, configuration: Configuration) {
    this.folder = folder;
    this.pipeline = pipelineOf({
      incidents,
      pages: { send: (messages) => Promise.resolve(void this.requested.push(...messages)) },
      ticks: { send: nothing },
      pager: { publish: nothing },
      links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
      aside: { put: nothing },
      clock: () => this.now,
      jitter: nothing,
      configuration,
    });
  }

  static async begin(folder: string, configuration = threeLevels): Promise<FolderStory> {
    return new FolderStory(folder, await openFolder(folder, { create: true }), configuration);
  }

  /** The id of its incident. */
  async happens({ at, alarm, service = 'web', severity = 'critical', ...people }: Happening): Promise<string> {
    this.now = at;
    const tags = { 'tocsin:service': service, 'tocsin:severity': severity };
    const body = alarmEvent({ name: alarm, state: 'ALARM', at, tags });
    const { incidentIds } = await receive(this.pipeline, [{ messageId: `${alarm}-${at}`, body }]);
    const [incidentId = ''] = incidentIds;
    await tickIncident(this.pipeline, incidentId);
    await this.send();
    await this.responds(incidentId, at, people);
    return incidentId;
  }

  private async responds(
    incidentId: string,
    at: Instant,
    { acknowledged, noted, resolved }: Pick<Happening, 'acknowledged' | 'noted' | 'resolved'>,
  ): Promise<void> {
    if (acknowledged !== undefined) {
      const [minutes, by] = acknowledged;
      this.now = later(at, minutes * MINUTE);
      await respond(this.pipeline, { incidentId, by, response: { type: 'acknowledge' }, note: noted });
    }
    if (resolved !== undefined) {
      const [minutes, by, cause] = resolved;
      this.now = later(at, minutes * MINUTE);
      await respond(this.pipeline, { incidentId, by, response: { type: 'resolve', ...(cause && { cause }) } });
    }
    await this.send();
  }

  private async send(): Promise<void> {
    const messages = this.requested.splice(0).map((message) => ({ ...message, messageId: message.pageId }));
    await sendPages(this.pipeline, messages);
  }
}

/** When whoever looks at `twoWeeks` does. */
export const LOOKED_AT = '2023-08-15T14:20:00.000Z';

const CAUSES: readonly ConfirmedCause[] = ['memory-leak', 'deploy-regression', 'traffic-surge', 'other'];
const PEOPLE = ['alice', 'bob', 'carol'] as const;
const SERVICES = ['web', 'checkout', 'search', 'payments'] as const;

/** Two weeks of a team: some thirty that are over, one that somebody has, and one that nobody has. */
export const twoWeeks = async (
  folder: string,
): Promise<{ readonly triggered: string; readonly acknowledged: string }> => {
  const story = await FolderStory.begin(folder);
  for (let index = 0; index < 30; index += 1) {
    const by = PEOPLE[index % PEOPLE.length] ?? 'alice';
    const service = SERVICES[(index * index) % SERVICES.length] ?? 'web';
    await story.happens({
      at: later('2023-07-10T03:10:00.000Z', Math.floor(index * 1.17 * DAY) + (index % 5) * HOUR),
      alarm: `${service}-${index % 3 === 0 ? 'latency' : 'memory'}`,
      service,
      severity: index % 4 === 3 ? 'warning' : 'critical',
      acknowledged: [3 + (index % 7) * 4, by],
      resolved: [30 + (index % 9) * 17, by, CAUSES[index % CAUSES.length]],
    });
  }
  const acknowledged = await story.happens({
    at: '2023-08-15T13:05:00.000Z',
    alarm: 'checkout-errors',
    service: 'checkout',
    acknowledged: [6, 'bob'],
    noted: 'Payments time out since the deploy of 13:00. I roll back.',
  });
  const triggered = await story.happens({ at: '2023-08-15T14:15:00.000Z', alarm: 'web-latency' });
  return { triggered, acknowledged };
};
