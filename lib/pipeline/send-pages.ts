import { responderOf, type Target } from '../core/configuration.ts';
import type { PageOutcome } from '../core/incident/commands.ts';
import type { Incident, Member, Requested } from '../core/incident/incident.ts';
import { isLeftAlone } from '../core/escalation/wake.ts';
import { httpsFormOf } from '../core/page/https-form.ts';
import type { PageFacts } from '../core/page/page-facts.ts';
import type { PageMessage } from '../ports/queues.ts';
import { later, SECOND } from '../core/time.ts';
import { handleCommand } from './handle-command.ts';
import { type InTurn, inTurn } from './in-turn.ts';
import { alarmsAsked, pageFactsOf } from '../core/page/page-facts-of.ts';
import type { Pipeline } from './pipeline.ts';
import { composedOf, type PublishOutcome, publish, saidOf } from './publish.ts';

/** One message a target in this time: SNS suspends an e-mail subscription above 10 a second. */
const APART_MS = 200;

/** The clocks of two functions differ by less. */
const CLOCKS_APART_MS = 5 * SECOND;

/** After a publish, which goes out again while it is not recorded: about half a minute of tries, if there is the time. */
const RECORD_TRIES = 40;
const LONGEST_PAUSE_MS = 1_000;

/** A message of the pages queue, by the id it was received under. */
export interface ReceivedPage extends PageMessage {
  readonly messageId: string;
}

export interface SentPages {
  /** Why SNS refused for good, once for each message. */
  readonly refused: readonly string[];
  /** Messages that SNS did not answer in time. */
  readonly unconfirmed: number;
  /** Messages to be delivered again. */
  readonly failed: readonly {
    readonly messageId: string;
    readonly error: unknown;
    /** Whether it went out, and only its record is missing: it goes out again. */
    readonly isPublished: boolean;
  }[];
}

/** What is still requested of one incident for one target. */
interface Due {
  readonly incident: Incident;
  readonly pages: readonly Requested[];
}

/** What of these is still requested of their incident; undefined: nothing. */
const stillDue = async (
  { store, clock }: Pipeline,
  incidentId: string,
  messages: readonly PageMessage[],
): Promise<Due | undefined> => {
  const incident = await store.head(incidentId);
  const ids = new Set(messages.map(({ pageId }) => pageId));
  // Clocks differ: whoever handed it over took it for due.
  const now = later(clock(), CLOCKS_APART_MS);
  const pages = incident?.requested.filter((one) => ids.has(one.pageId) && !isLeftAlone(one, now)) ?? [];
  return incident === undefined || pages.length === 0 ? undefined : { incident, pages };
};

/** What is still requested, with what the head has no room for. */
interface Told extends Due {
  readonly members: readonly Member[];
}

/** A page goes out without what cannot be read, or not soon. */
const withMembers = async (pipeline: Pipeline, due: Due): Promise<Told> => {
  const { incident, pages } = due;
  try {
    const reading = pipeline.store.members(incident.incidentId, alarmsAsked(incident, pages));
    return { ...due, members: await (pipeline.briefly?.(reading) ?? reading) };
  } catch (error) {
    pipeline.report?.('a message goes out without what its alarm says of itself', error);
    return { ...due, members: [] };
  }
};

const factsOf = (
  pipeline: Pipeline,
  { incident, pages, members }: Told,
  link: string | undefined,
): readonly PageFacts[] => {
  const { configuration, respondWith } = pipeline;
  const sending = { configuration, respondWith, now: pipeline.clock(), link, members };
  return pages.map((page) => pageFactsOf(incident, page, sending));
};

/** A message without a link pages all the same. */
const linkFor = async (pipeline: Pipeline, target: Target, due: readonly Due[]): Promise<string | undefined> => {
  const incidentIds = due.map(({ incident }) => incident.incidentId);
  try {
    return await pipeline.links.create(incidentIds, responderOf(target));
  } catch (error) {
    pipeline.report?.('a message goes out without its link', error);
    return undefined;
  }
};

const record = async (pipeline: Pipeline, { incident, pages }: Due, result: PageOutcome): Promise<void> => {
  for (const { pageId } of pages) {
    const command = { type: 'RecordPage', at: pipeline.clock(), pageId, result } as const;
    await handleCommand(pipeline, { incidentId: incident.incidentId, command });
  }
};

const recordSurely = async (pipeline: Pipeline, due: Due, { result, hasTime }: Recording): Promise<void> => {
  for (let tried = 1; ; tried += 1) {
    if (!hasTime()) throw new Error('no time is left to record it');
    try {
      await record(pipeline, due, result);
      return;
    } catch (error) {
      if (tried >= RECORD_TRIES) throw error;
      await pipeline.pace(Math.min(LONGEST_PAUSE_MS, APART_MS * tried));
    }
  }
};

interface Recording {
  readonly result: PageOutcome;
  readonly hasTime: () => boolean;
}

interface Trouble {
  readonly incidentId: string;
  readonly error: unknown;
  readonly isPublished: boolean;
}

/** Does what is for one incident; one that fails holds up no other. */
type Alone = <T>(incidentId: string, act: () => T | Promise<T>) => Promise<T | undefined>;

const aloneNoting =
  (troubles: Trouble[], { isPublished }: Pick<Trouble, 'isPublished'>): Alone =>
  async (incidentId, act) => {
    try {
      return await act();
    } catch (error) {
      troubles.push({ incidentId, error, isPublished });
      return undefined;
    }
  };

interface Published {
  readonly outcome?: PublishOutcome | undefined;
  /** Of incidents that could not be read or recorded: each has its own part sent again, and nobody else's. */
  readonly troubles: readonly Trouble[];
}

interface Sending {
  readonly target: Target;
  readonly messages: readonly PageMessage[];
  readonly turn: InTurn;
  readonly hasTime: () => boolean;
}

const sendTo = async (pipeline: Pipeline, { target, messages, turn, hasTime }: Sending): Promise<Published> => {
  const troubles: Trouble[] = [];
  const alone = aloneNoting(troubles, { isPublished: false });
  const reading = [...Map.groupBy(messages, ({ incidentId }) => incidentId)].map(([incidentId, same]) =>
    alone(incidentId, () => stillDue(pipeline, incidentId, same)),
  );
  const due = (await Promise.all(reading)).filter((one) => one !== undefined);
  if (due.length === 0) return { troubles };
  const [link, told] = await Promise.all([
    linkFor(pipeline, target, due),
    Promise.all(due.map((one) => withMembers(pipeline, one))),
  ]);
  const telling = told.map((one) => alone(one.incident.incidentId, () => factsOf(pipeline, one, link)));
  const facts = (await Promise.all(telling)).flatMap((own) => own ?? []);
  if (facts.length === 0) return { troubles };
  const composed = composedOf(facts, httpsFormOf(pipeline.configuration, target));
  const outcome = await publish(pipeline, target, composed);
  const aloneRecorded = aloneNoting(troubles, { isPublished: true });
  const worded = due.filter(({ incident }) => facts.some(({ incidentId }) => incidentId === incident.incidentId));
  const recording = worded.map((one) => {
    const { incidentId } = one.incident;
    const result = outcome.outcome === 'sent' ? saidOf(incidentId, composed, link) : outcome;
    // The targets of an incident would race for its head.
    return aloneRecorded(incidentId, () => turn([incidentId], () => recordSurely(pipeline, one, { result, hasTime })));
  });
  await Promise.all(recording);
  await pipeline.pace(APART_MS);
  return { outcome, troubles };
};

export interface Conduct {
  /** While it says so, what went out and could not be recorded is recorded again. */
  readonly hasTime?: () => boolean;
  /** Told of what failed for a target as soon as that is done with, while others may still be at work. */
  readonly onFailed?: (failed: SentPages['failed']) => Promise<void>;
}

/**
 * The one sender: publishes what is still requested, all of a batch for one target as one message, then records it. A
 * slow target delays no other. It never throws because of one page; what could not be sent now is named, to be delivered
 * again.
 */
export const sendPages = async (
  pipeline: Pipeline,
  received: readonly ReceivedPage[],
  { hasTime = () => true, onFailed = () => Promise.resolve() }: Conduct = {},
): Promise<SentPages> => {
  const turn = inTurn();
  const outcomes: PublishOutcome[] = [];
  const sendAll = async (target: Target, messages: readonly ReceivedPage[]): Promise<SentPages['failed']> => {
    try {
      const { outcome, troubles } = await sendTo(pipeline, { target, messages, turn, hasTime });
      if (outcome !== undefined) outcomes.push(outcome);
      return troubles.flatMap(({ incidentId, error, isPublished }) =>
        messages
          .filter((message) => message.incidentId === incidentId)
          .map(({ messageId }) => ({ messageId, error, isPublished })),
      );
    } catch (error) {
      return messages.map(({ messageId }) => ({ messageId, error, isPublished: false }));
    }
  };
  const sending = [...Map.groupBy(received, ({ target }) => target)].map(async ([target, messages]) => {
    const failed = await sendAll(target, messages);
    if (failed.length > 0) await onFailed(failed);
    return failed;
  });
  const failed = (await Promise.all(sending)).flat();
  const refused = outcomes.flatMap((one) => (one.outcome === 'failed' ? one.error : []));
  return { failed, refused, unconfirmed: outcomes.filter(({ outcome }) => outcome === 'unconfirmed').length };
};
