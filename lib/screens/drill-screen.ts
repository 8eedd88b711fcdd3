import { html } from 'hono/html';
import { signerName } from '../core/incident/signer.ts';
import { listed } from '../core/words.ts';
import { clean, document, type Html } from './document.ts';
import { outcomeHtml } from './heading.ts';
import type { IncidentView } from './incident-view.ts';
import type { Kept } from './kept.ts';
import type { Outcome } from './outcome.ts';
import { acknowledgeButton, hiddenFields, whoResponds } from './response-form.ts';
import { seenField } from './seen-field.ts';

interface DrillShown {
  readonly outcome: Outcome | undefined;
  readonly kept: Kept;
  readonly nonce: string;
}

const DONE = 'Test page acknowledged: it arrived. There is nothing else to do.';

const told = (outcome: Outcome | undefined): Outcome | undefined =>
  outcome?.did === 'acknowledge' ? { ...outcome, words: DONE } : outcome;

/** Who has said that it arrived. */
const acknowledgers = ({ timeline }: IncidentView): readonly string[] => [
  ...new Set(timeline.flatMap((event) => (event.type === 'TestPageAcknowledged' ? [event.by] : []))),
];

/** `Sent by Admin/alice at 10:15 EDT (14:15 UTC)`. */
const sentLine = ({ incident, timeline, reader }: IncidentView): string => {
  const { signedBy } = timeline[0] ?? {};
  return `Sent${signedBy === undefined ? '' : ` by ${clean(signerName(signedBy))}`} at ${reader.time(incident.openedAt)}.`;
};

/** Whoever has acknowledged it is done; a channel has many readers. */
const form = ({ incident, reader }: IncidentView, { nonce, kept }: DrillShown, by: readonly string[]): Html | '' => {
  const { incidentId } = incident;
  if (reader.responder !== undefined && by.includes(reader.responder)) return '';
  return html`<form method="post" action="${reader.site.addressOf(incidentId)}">
    ${hiddenFields({ nonce, incident: incidentId, expect: { [incidentId]: seenField(incident) } })}
    ${whoResponds({ reader, kept })} ${acknowledgeButton}
  </form>`;
};

/** A test page, and the one thing to do about it. */
export const drillScreen = (view: IncidentView, shown: DrillShown): Promise<string> => {
  const { incident, reader } = view;
  const by = acknowledgers(view);
  return document({
    title: 'Test page',
    main: html`${outcomeHtml(told(shown.outcome))}
      <p class="place"><strong class="tag silent">TEST</strong></p>
      <h1>Test page: nothing is wrong</h1>
      <p>${sentLine(view)} It shows whether pages reach you. Nobody else is paged either way.</p>
      ${
        by.length === 0
          ? ''
          : html`<p>
              Acknowledged by
              ${clean(
                listed(
                  by.map((id) => reader.voice.responder(id)),
                  'and',
                ),
              )}.
            </p>`
      }
      ${form(view, shown, by)}
      <footer class="soft"><p>Times of ${reader.timeZone}. Drill ${incident.incidentId}.</p></footer>`,
    frame: reader.site.frame,
  });
};
