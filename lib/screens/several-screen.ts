import { html } from 'hono/html';
import type { Incident } from '../core/incident/incident.ts';
import { hasNeed } from '../core/incident/need.ts';
import { statusOf } from '../core/incident/phase.ts';
import { type Seen, seenOf } from '../core/incident/response.ts';
import { counted } from '../core/words.ts';
import { document, type Html } from './document.ts';
import { headingOf, outcomeHtml } from './heading.ts';
import type { Shown } from './incident-screen.ts';
import { factsFor, type Reader } from './incident-view.ts';
import type { Kept } from './kept.ts';
import { typedAgain } from './plain-screens.ts';
import { hiddenFields, whoResponds } from './response-form.ts';

const part = (incident: Incident, reader: Reader): Html =>
  html`<li>
    ${headingOf({ incident, facts: factsFor(incident, reader), reader }, 'h2')}
    <p class="more"><a href="${reader.site.addressOf(incident.incidentId)}">Look at it, or respond to it alone</a></p>
  </li>`;

/** What an acknowledgement of all rests on: whose they are, and how bad. */
const seenOfAll = (incidents: readonly Incident[]): Readonly<Record<string, Seen>> =>
  Object.fromEntries(
    incidents.map((incident) => {
      const { severity, owner } = seenOf(incident);
      return [incident.incidentId, { severity, owner }];
    }),
  );

const acknowledgeAll = (
  incidents: readonly Incident[],
  reader: Reader,
  { nonce, kept }: Pick<Shown, 'nonce' | 'kept'>,
): Html | '' => {
  const waiting = incidents.filter((incident) => statusOf(incident) === 'triggered');
  if (waiting.length === 0) return '';
  const words = `Acknowledge ${waiting.length === 1 ? 'the one that waits' : `all ${String(waiting.length)}`}`;
  const button = waiting.some(hasNeed)
    ? html`<button class="big" name="action" value="acknowledge">${words}</button>`
    : html`<button name="action" value="acknowledge">${words}</button>`;
  return html`<form method="post" action="?">
    ${hiddenFields({ nonce, incident: 'all', expect: seenOfAll(incidents) })}${whoResponds({ reader, kept })} ${button}
  </form>`;
};

/** All incidents of a link, and one button for whatever nobody has yet. */
export const severalScreen = (
  incidents: readonly Incident[],
  reader: Reader,
  { outcome, nonce, kept }: Omit<Shown, 'isOneOfSeveral'>,
): Promise<string> =>
  document({
    title: counted(incidents.length, 'incident'),
    main: html`${outcomeHtml(outcome)} ${typedAgain(kept)}
      <h1>${counted(incidents.length, 'incident')}</h1>
      ${acknowledgeAll(incidents, reader, { nonce, kept })}
      <ul>
        ${incidents.map((incident) => part(incident, reader))}
      </ul>
      <footer class="soft">
        <p class="more"><a href="?">Look again</a></p>
        <p>Times of ${reader.timeZone}.</p>
      </footer>`,
  });

/** What a link says that no longer works, to whoever looks and to whoever still sent a form by it. */
export const goneScreen = (
  incidents: readonly Incident[],
  reader: Reader,
  { kept, option }: { readonly kept: Kept; readonly option: string },
): Promise<string> =>
  document({
    title: 'This link no longer works',
    main: html`<h1>This link no longer works</h1>
      <p>A link works until a day after the resolution. After that, a shell shows it:</p>
      ${typedAgain(kept)}
      <ul>
        ${incidents.map(
          (incident) =>
            html`<li>
              ${headingOf({ incident, facts: factsFor(incident, reader), reader }, 'h2')}
              <p class="soft"><code>npx tocsin incidents show ${incident.incidentId} ${option}</code></p>
            </li>`,
        )}
      </ul>`,
  });
