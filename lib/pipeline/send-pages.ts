import type { Target } from '../core/configuration.ts';
import type { PageOutcome } from '../core/incident/commands.ts';
import type { Incident, Requested } from '../core/incident/incident.ts';
import { isLeftAlone } from '../core/escalation/wake.ts';
import { composeMessage, wordsOf } from '../core/page/compose-message.ts';
import { minimalMessage } from '../core/page/minimal-message.ts';
import type { Message, PageFacts } from '../core/page/page-facts.ts';
import { PageNotDeliveredError } from '../ports/pager.ts';
import type { PageMessage } from '../ports/queues.ts';
import { handleCommand } from './handle-command.ts';
import { type InTurn, inTurn } from './in-turn.ts';
import { pageFactsOf } from '../core/page/page-facts-of.ts';
import type { Pipeline } from './pipeline.ts';

/** One message a target in this time: SNS suspends an e-mail subscription above 10 a second. */
const APART_MS = 200;

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

/** What became of a message; what it said is for each incident to add. */
type Outcome = Exclude<PageOutcome, { outcome: 'sent' }> | { readonly outcome: 'sent' };

/** What is still requested of one incident for one target. */
interface Due {
  readonly incident: Incident;
  readonly pages: readonly Requested[];
}

const stillDue = async ({ store, clock }: Pipeline, messages: readonly PageMessage[]): Promise<readonly Due[]> => {
  const reading = [...Map.groupBy(messages, ({ incidentId }) => incidentId)].map(async ([incidentId, same]) => {
    const incident = await store.head(incidentId);
    const ids = new Set(same.map(({ pageId }) => pageId));
    const pages = incident?.requested.filter((one) => ids.has(one.pageId) && !isLeftAlone(one, clock())) ?? [];
    return incident === undefined || pages.length === 0 ? [] : [{ incident, pages }];
  });
  return (await Promise.all(reading)).flat();
};

const factsOf = (pipeline: Pipeline, due: readonly Due[], link: string | undefined): readonly PageFacts[] => {
  const { configuration, respondWith } = pipeline;
  const sending = { configuration, respondWith, now: pipeline.clock(), link };
  return due.flatMap(({ incident, pages }) => pages.map((page) => pageFactsOf(incident, page, sending)));
};

/** A message without a link pages all the same. */
const linkFor = async (pipeline: Pipeline, target: Target, due: readonly Due[]): Promise<string | undefined> => {
  const responder = target.startsWith('responder:') ? target.slice('responder:'.length) : undefined;
  const incidentIds = due.map(({ incident }) => incident.incidentId);
  try {
    return await pipeline.links.create(incidentIds, responder);
  } catch (error) {
    pipeline.report?.('a message goes out without its link', error);
    return undefined;
  }
};

/** The link is a secret of whoever it was sent to: the timeline keeps what was said without it. */
const withoutLink = (text: string, link: string | undefined): string =>
  link === undefined ? text : text.replaceAll(link, '(link)');

type Words = Pick<Message, 'subject' | 'text'>;

const said = ({ subject, text }: Words, link: string | undefined): PageOutcome => {
  return { outcome: 'sent', subject: withoutLink(subject, link), text: withoutLink(text, link) };
};

/** Input that kills the wording kills no page. */
const worded = <T>(facts: readonly PageFacts[], compose: (facts: readonly PageFacts[]) => T): T | undefined => {
  try {
    return compose(facts);
  } catch {
    return undefined;
  }
};

/** @throws PageNotDeliveredError it may go through later. */
const attempt = async ({ pager }: Pipeline, target: Target, message: Message): Promise<Outcome> => {
  try {
    await pager.publish(target, message);
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof PageNotDeliveredError) || error.outcome === 'not-sent') throw error;
    return error.outcome === 'unknown' ? { outcome: 'unconfirmed' } : { outcome: 'failed', error: error.message };
  }
};

interface Composed {
  readonly facts: readonly PageFacts[];
  /** Undefined: there are no words for it. */
  readonly message: Message | undefined;
}

/** Publishes; what is refused for good is tried once more with minimal text. */
const publish = async (pipeline: Pipeline, target: Target, { facts, message }: Composed): Promise<Outcome> => {
  const first = message && (await attempt(pipeline, target, message));
  return first === undefined || first.outcome === 'failed' ? attempt(pipeline, target, minimalMessage(facts)) : first;
};

/** The words about one incident: of a bundle the timeline of each keeps its own part. */
const wordsAbout = (incidentId: string, { facts, message }: Composed): Words => {
  const own = facts.filter((fact) => fact.incidentId === incidentId);
  const whole = own.length === facts.length ? message : undefined;
  return whole ?? worded(own, wordsOf) ?? minimalMessage(own);
};

const record = async (pipeline: Pipeline, { incident, pages }: Due, result: PageOutcome): Promise<void> => {
  for (const { pageId } of pages) {
    const command = { type: 'RecordPage', at: pipeline.clock(), pageId, result } as const;
    await handleCommand(pipeline, { incidentId: incident.incidentId, command });
  }
};

const recordSurely = async (pipeline: Pipeline, due: Due, recording: Recording): Promise<void> => {
  for (let tried = 1; ; tried += 1) {
    try {
      await record(pipeline, due, recording.result);
      return;
    } catch (error) {
      if (tried >= RECORD_TRIES || !recording.hasTime()) throw error;
      await pipeline.pace(Math.min(LONGEST_PAUSE_MS, APART_MS * tried));
    }
  }
};

interface Recording {
  readonly result: PageOutcome;
  readonly hasTime: () => boolean;
}

interface Published {
  readonly outcome?: Outcome | undefined;
  /** Why incidents are not recorded: each has its own part sent again, and nobody else's. */
  readonly unrecorded: readonly unknown[];
}

interface Sending {
  readonly target: Target;
  readonly messages: readonly PageMessage[];
  readonly turn: InTurn;
  readonly hasTime: () => boolean;
}

const sendTo = async (pipeline: Pipeline, { target, messages, turn, hasTime }: Sending): Promise<Published> => {
  const due = await stillDue(pipeline, messages);
  if (due.length === 0) return { unrecorded: [] };
  const link = await linkFor(pipeline, target, due);
  const facts = factsOf(pipeline, due, link);
  const composed = { facts, message: worded(facts, composeMessage) };
  const outcome = await publish(pipeline, target, composed);
  const recording = due.map(async (one): Promise<readonly unknown[]> => {
    const { incidentId } = one.incident;
    const result = outcome.outcome === 'sent' ? said(wordsAbout(incidentId, composed), link) : outcome;
    try {
      // The targets of an incident would race for its head.
      await turn([incidentId], () => recordSurely(pipeline, one, { result, hasTime }));
      return [];
    } catch (error) {
      return [error];
    }
  });
  const unrecorded = (await Promise.all(recording)).flat();
  await pipeline.pace(APART_MS);
  return { outcome, unrecorded };
};

/**
 * The one sender: publishes what is still requested, all of a batch for one target as one message, then records it. A
 * slow target delays no other. It never throws because of one page; what could not be sent now is named, to be delivered
 * again.
 *
 * @param hasTime while it says so, what went out and could not be recorded is recorded again
 */
export const sendPages = async (
  pipeline: Pipeline,
  received: readonly ReceivedPage[],
  hasTime: () => boolean = () => true,
): Promise<SentPages> => {
  const turn = inTurn();
  const targets = [...Map.groupBy(received, ({ target }) => target)];
  const outcomes: Outcome[] = [];
  const sending = targets.map(async ([target, messages]): Promise<SentPages['failed']> => {
    const failed = (error: unknown, isPublished: boolean): SentPages['failed'] =>
      messages.map(({ messageId }) => ({ messageId, error, isPublished }));
    try {
      const { outcome, unrecorded } = await sendTo(pipeline, { target, messages, turn, hasTime });
      if (outcome !== undefined) outcomes.push(outcome);
      return unrecorded.length > 0 ? failed(unrecorded[0], true) : [];
    } catch (error) {
      return failed(error, false);
    }
  });
  const failed = (await Promise.all(sending)).flat();
  const refused = outcomes.flatMap((one) => (one.outcome === 'failed' ? one.error : []));
  return { failed, refused, unconfirmed: outcomes.filter(({ outcome }) => outcome === 'unconfirmed').length };
};
