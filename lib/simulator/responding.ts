import type { RecordedResponse } from '../adapters/recording/recording.ts';
import type { Configuration } from '../core/configuration.ts';
import { eventOf } from '../core/incident/chain.ts';
import { type Incident, isOpen } from '../core/incident/incident.ts';
import { lastPagedResponder } from '../core/incident/response.ts';
import { epochOf, parseDuration, parseInstant } from '../core/time.ts';
import type { Response, Seen } from '../core/incident/response.ts';
import { readResponse } from '../core/response/read-response.ts';
import { refusalOf } from '../core/response/refusal.ts';
import { meantFor } from '../core/response/responses.ts';
import { enumerated } from '../core/words.ts';
import { respond } from '../pipeline/respond.ts';
import type { Append } from '../ports/incident-store.ts';
import { ReplayError } from './replay-error.ts';
import type { Simulation } from './simulation.ts';
import { ORDER } from './virtual-time.ts';

/** When a response is due: at an instant, or so long after the first page. */
type Due = { readonly at: number } | { readonly afterFirstPageMs: number };

interface Planned {
  readonly due: Due;
  readonly by: string | undefined;
  readonly response: Response;
  /** What was said with a response that is not itself a note. */
  readonly note: string | undefined;
  readonly expect: Seen | undefined;
  readonly said: string;
}

const dueOf = (at: string, place: string): Due => {
  const delay = at.startsWith('+') ? parseDuration(at.slice(1)) : undefined;
  if (delay !== undefined) return { afterFirstPageMs: delay };
  const instant = parseInstant(at);
  if (instant !== undefined) return { at: epochOf(instant) };
  throw new ReplayError(
    'responses',
    `${place}.at: expected an instant such as 2023-08-05T14:20:00Z or a delay after the first page such as +5m, got ${JSON.stringify(at)}`,
  );
};

const responderAt = (by: string | undefined, { responders }: Configuration, place: string): string | undefined => {
  if (by === undefined || Object.hasOwn(responders, by)) return by;
  const known = enumerated(Object.keys(responders)) || 'none';
  throw new ReplayError(
    'responses',
    `${place}: ${JSON.stringify(by)} is no responder of tocsin.yaml (there are: ${known})`,
  );
};

const readAt = (
  recorded: RecordedResponse,
  configuration: Configuration,
  place: string,
): Pick<Planned, 'response' | 'note'> => {
  const read = readResponse(recorded);
  if ('response' in read) {
    if ('to' in read.response) responderAt(read.response.to, configuration, `${place}.to`);
    return { response: read.response, note: read.note };
  }
  const { error, expected, given } = read.refusal;
  throw new ReplayError('responses', `${place}.${read.field}: ${error}: expected ${expected}, got ${given}`);
};

const planned = (response: RecordedResponse, index: number, configuration: Configuration): Planned => {
  const place = `responses[${String(index)}]`;
  return {
    due: dueOf(response.at, place),
    by: responderAt(response.by, configuration, `${place}.by`),
    ...readAt(response, configuration, place),
    expect: response.expect,
    said: `${place} (${response.action} at ${response.at})`,
  };
};

/** What responders did, each on the incident that it is meant for at that instant. */
export class Responding {
  readonly remarks: string[] = [];
  private readonly plan: readonly Planned[];
  /** The one that changed last at the end. */
  private readonly incidents = new Map<string, Incident>();
  private world: Simulation | undefined;
  private firstPageMs: number | undefined;

  /** @throws ReplayError a response that cannot be carried out, by its place. */
  constructor(responses: readonly RecordedResponse[], configuration: Configuration) {
    this.plan = responses.map((response, index) => planned(response, index, configuration));
  }

  begin(world: Simulation): void {
    this.world = world;
    for (const one of this.plan) {
      if ('at' in one.due) world.time.at(one.due.at, ORDER.response, () => this.carryOut(world, one));
    }
  }

  watch({ incident }: Append): void {
    if (incident === undefined) return;
    const { head, events } = incident;
    this.incidents.delete(head.incidentId);
    this.incidents.set(head.incidentId, head);
    if (this.firstPageMs !== undefined || this.world === undefined) return;
    const first = events.map(eventOf).find((event) => event.type === 'PageSent' && event.kind === 'page');
    if (first !== undefined) this.beginDelays(this.world, epochOf(first.at));
  }

  /** Delays count from the first page; responses that never met one are reported at the end. */
  private beginDelays(world: Simulation, firstPageMs: number): void {
    this.firstPageMs = firstPageMs;
    for (const one of this.plan) {
      if (!('afterFirstPageMs' in one.due)) continue;
      world.time.at(firstPageMs + one.due.afterFirstPageMs, ORDER.response, () => this.carryOut(world, one));
    }
  }

  /** Of the open ones the one that paged last; a resolved one where that is what the response is about, or nothing is open. */
  private meantBy(response: Response): Incident | undefined {
    const of = meantFor(response);
    const all = [...this.incidents.values()];
    const open = of === 'resolved' ? [] : all.filter(isOpen);
    const resolved = of === 'open' ? [] : all.filter((incident) => !isOpen(incident));
    return open.findLast(({ paged }) => Object.keys(paged).length > 0) ?? open.at(-1) ?? resolved.at(-1);
  }

  private async carryOut({ pipeline, time }: Simulation, { by, said, ...given }: Planned): Promise<void> {
    const incident = this.meantBy(given.response);
    const responder = by ?? (incident && lastPagedResponder(incident));
    if (incident === undefined)
      this.remarks.push(
        `${said}: no incident was ${meantFor(given.response) === 'resolved' ? 'resolved' : 'open'} then`,
      );
    else if (responder === undefined) this.remarks.push(`${said}: nobody was paged yet: say who, with "by"`);
    else {
      const { response, note, expect } = given;
      const whose = { incidentId: incident.incidentId, by: responder };
      const responded = await respond(pipeline, { ...whose, response, note, expect });
      if (responded.outcome === 'refused')
        this.remarks.push(`${said}: refused at ${time.now()}: ${refusalOf(responded.rejection).error}`);
    }
  }

  /** Responses that wait for a first page that never came. */
  get unmet(): readonly string[] {
    if (this.firstPageMs !== undefined) return [];
    return this.plan.filter(({ due }) => 'afterFirstPageMs' in due).map(({ said }) => `${said}: no page was sent`);
  }
}
