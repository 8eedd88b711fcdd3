import type { Target } from '../core/configuration.ts';
import type { PageOutcome } from '../core/incident/commands.ts';
import { composeMessage, wordsOf } from '../core/page/compose-message.ts';
import type { HttpsForm } from '../core/page/https-form.ts';
import { minimalMessage } from '../core/page/minimal-message.ts';
import type { Message, PageFacts } from '../core/page/page-facts.ts';
import { PageNotDeliveredError } from '../ports/pager.ts';
import type { Pipeline } from './pipeline.ts';

/** What became of a message; what it said is for each incident to add. */
export type PublishOutcome = Exclude<PageOutcome, { outcome: 'sent' }> | { readonly outcome: 'sent' };

/** A message to one target, about one incident or several. */
export interface Composed {
  readonly facts: readonly PageFacts[];
  readonly form: HttpsForm;
  /** Undefined: there are no words for it. */
  readonly message: Message | undefined;
}

/** Input that kills the wording kills no page. */
const worded = <T>(compose: () => T): T | undefined => {
  try {
    return compose();
  } catch {
    return undefined;
  }
};

export const composedOf = (facts: readonly PageFacts[], form: HttpsForm): Composed => ({
  facts,
  form,
  message: worded(() => composeMessage(facts, form)),
});

const attempt = async ({ pager }: Pipeline, target: Target, message: Message): Promise<PublishOutcome> => {
  try {
    await pager.publish(target, message);
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof PageNotDeliveredError) || error.outcome === 'not-sent') throw error;
    return error.outcome === 'unknown' ? { outcome: 'unconfirmed' } : { outcome: 'failed', error: error.message };
  }
};

/**
 * Publishes; what is refused for good is tried once more with minimal text.
 *
 * @throws PageNotDeliveredError it may go through later.
 */
export const publish = async (
  pipeline: Pipeline,
  target: Target,
  { facts, form, message }: Composed,
): Promise<PublishOutcome> => {
  const first = message && (await attempt(pipeline, target, message));
  if (first !== undefined && first.outcome !== 'failed') return first;
  return attempt(pipeline, target, minimalMessage(facts, form));
};

/** The link is a secret of whoever it was sent to: the timeline keeps what was said without it. */
const withoutLink = (text: string, link: string | undefined): string =>
  link === undefined ? text : text.replaceAll(link, '(link)');

/** What was said of one incident: of a bundle the timeline of each keeps its own part. */
export const saidOf = (
  incidentId: string,
  { facts, message }: Composed,
  link: string | undefined,
): Extract<PageOutcome, { outcome: 'sent' }> => {
  const own = facts.filter((fact) => fact.incidentId === incidentId);
  const whole = own.length === facts.length ? message : undefined;
  const { subject, text } = whole ?? worded(() => wordsOf(own)) ?? minimalMessage(own);
  return { outcome: 'sent', subject: withoutLink(subject, link), text: withoutLink(text, link) };
};
