import { LOGS } from '../context.ts';
import type { DiagnosedCause } from '../cause.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { AskedAround, Inquiry } from '../incident/cause-inquiry.ts';
import { later, MINUTE } from '../time.ts';

/** Times that the logs of one incident are looked at, by two queries each. */
const MOST_ASKED = 2;
/** Whoever was asked and has not answered after so long does so no more: the asking is repeated beside another answer. */
const UNANSWERED_MS = MINUTE;

type LooksAround = NonNullable<CommandOf<'RecordContext'>['looksAround']>;

/** A diagnosis was asked for, and is answered. */
const isAnswered = ({ stored, incident, isOpen }: Draft): boolean =>
  isOpen && stored.inquiry?.asked !== undefined && incident.inquiry?.asked === undefined;

/** With the first answer of a run; after a correction to another cause; and where nothing came of it. */
const isWanted = (around: AskedAround, cause: DiagnosedCause, { events, at }: Draft): boolean => {
  if (around.cause === undefined) return true;
  if (around.isOpen === true) return at >= later(around.at, UNANSWERED_MS);
  return around.cause !== cause && events.some(({ type }) => type === 'DiagnosisRevised');
};

const sayCapped = (draft: Draft): void => {
  const reason = `looked at ${String(MOST_ASKED)} times already, the most for one incident`;
  draft.add({ type: 'ContextUnavailable', source: LOGS, reason });
};

const askIfWanted = (draft: Draft, { around, said }: Inquiry, { atLogs }: LooksAround): void => {
  const cause = said?.cause ?? 'unknown';
  if (around !== undefined && !isWanted(around, cause, draft)) return;
  if (around === undefined || around.times < MOST_ASKED) draft.add({ type: 'ContextAsked', cause });
  else if (atLogs) sayCapped(draft);
};

/**
 * Asks for what logs and past incidents say, beside the answer to what was asked: never before a page, never instead of
 * one. The asking is a fact of the same append, so that a process that dies with it costs one look, not one each time.
 */
export const askAround = (draft: Draft, looksAround: LooksAround): void => {
  const { kind, inquiry } = draft.incident;
  if (kind === 'real' && inquiry !== undefined && isAnswered(draft)) askIfWanted(draft, inquiry, looksAround);
};
