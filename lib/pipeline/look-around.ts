import type { ContextFact } from '../core/incident/commands.ts';
import type { Incident } from '../core/incident/incident.ts';
import { beganAt } from '../core/report/began-at.ts';
import { LOGS, SIMILAR } from '../core/context.ts';
import { handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';
import { readServiceLogs } from './read-logs.ts';
import { readSimilarIncidents } from './similar-incidents.ts';

const logsOf = async (pipeline: Pipeline, incident: Incident): Promise<ContextFact | undefined> => {
  const { around, configuration, clock, report } = pipeline;
  if (around?.logs === undefined) return undefined;
  const now = clock();
  const wanted = { service: incident.service, began: beganAt(incident), now };
  try {
    return await readServiceLogs({ ...around.logs, configuration, report }, wanted);
  } catch (error) {
    report?.('logs could not be looked at', error);
    return { outcome: 'unavailable', source: LOGS, reason: 'what may be scanned a day could not be looked up' };
  }
};

/** An answer too: what was asked is not asked again, nor waited for. */
const NOTHING: ContextFact = { outcome: 'unavailable', source: SIMILAR, reason: 'none is known' };

/**
 * Answers a `ContextAsked`: what the logs say, and how similar incidents went. Nothing waits for it, and nothing fails with
 * it: where not even that can be recorded, it is asked for once more with the next diagnosis.
 */
export const lookAround = async (pipeline: Pipeline, incident: Incident): Promise<void> => {
  const { incidentId, inquiry } = incident;
  const cause = inquiry?.around?.cause ?? 'unknown';
  try {
    const found = await Promise.all([logsOf(pipeline, incident), readSimilarIncidents(pipeline, incident, cause)]);
    const known = found.filter((fact) => fact !== undefined);
    const facts = known.length === 0 ? [NOTHING] : known;
    await handleCommand(pipeline, { incidentId, command: { type: 'RecordContext', at: pipeline.clock(), facts } });
  } catch (error) {
    pipeline.report?.('what is known around an incident could not be recorded', error);
  }
};
