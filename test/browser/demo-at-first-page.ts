import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { eventOf, type SealedEvent } from '../../lib/core/incident/chain.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import { replay } from '../../lib/simulator/replay.ts';
import { configurationOf } from '../support/configurations.ts';

export const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface DemoAtFirstPage {
  readonly configuration: Configuration;
  readonly incidentId: string;
  readonly head: Incident;
  readonly timeline: readonly SealedEvent[];
  readonly now: Instant;
  /** Whatever asks for it sees it so. */
  readonly store: Pick<IncidentStore, 'head' | 'timeline' | 'members' | 'diagnoses'>;
}

/** The demo's incident as it stood when its first page had gone out. */
export const demoAtFirstPage = async (): Promise<DemoAtFirstPage> => {
  const recording = await readRecording(inProject('examples/incidents/2023-08-05-memory-leak/recording.json'));
  const configuration = configurationOf(readFileSync(inProject('examples/tocsin.yaml'), 'utf8'));
  const { incidents } = await replay({ recording, configuration, responses: [] });
  for await (const { incidentId } of incidents.list({})) {
    const sealed = await incidents.timeline(incidentId);
    const first = sealed.map(eventOf).findIndex((event) => event.type === 'PageSent' && event.kind === 'page');
    const timeline = sealed.slice(0, first + 1);
    const events = timeline.map(eventOf);
    const head = events.reduce<Incident | undefined>(evolve, undefined);
    const last = events.at(-1);
    if (head === undefined || last === undefined) continue;
    const store = {
      head: () => Promise.resolve(head),
      timeline: () => Promise.resolve(timeline),
      members: (...asked: Parameters<IncidentStore['members']>) => incidents.members(...asked),
      diagnoses: (...asked: Parameters<IncidentStore['diagnoses']>) => incidents.diagnoses(...asked),
    };
    return { configuration, incidentId, head, timeline, now: last.at, store };
  }
  throw new Error('the demo pages nobody');
};
