import { html } from 'hono/html';
import type { Incident } from '../core/incident/incident.ts';
import { statusOf } from '../core/incident/phase.ts';
import { type Seen, seenOf } from '../core/incident/response.ts';
import { byWeight } from '../core/page/by-weight.ts';
import { reasonOf } from '../core/page/wording.ts';
import { counted } from '../core/words.ts';
import { hiddenFields, whoResponds } from './response-form.ts';
import { clean, document, type Html } from './document.ts';
import { headingOf, outcomeHtml, type Shown } from './incident-screen.ts';
import { factsFor, type Reader } from './incident-view.ts';

const part = (incident: Incident, reader: Reader): Html => {
  const facts = factsFor(incident, reader);
  const first = byWeight(facts.alarms)[0];
  return html`<li>
    ${headingOf({ incident, facts, reader }, 'h2')}
    ${first === undefined ? '' : html`<p><bdi>${clean(first.name)}</bdi>: ${reasonOf(first)}</p>`}
    <p><a href="?incident=${incident.incidentId}">Look at it, or respond to it alone</a></p>
  </li>`;
};

/** What an acknowledgement of all rests on: whose they are, and how bad. */
const seenOfAll = (incidents: readonly Incident[]): Readonly<Record<string, Seen>> =>
  Object.fromEntries(
    incidents.map((incident) => {
      const { severity, owner } = seenOf(incident);
      return [incident.incidentId, { severity, owner }];
    }),
  );

/** All incidents of a link, and one button for whatever nobody has yet. */
export const severalScreen = (
  incidents: readonly Incident[],
  reader: Reader,
  { outcome, nonce }: Omit<Shown, 'isOneOfSeveral'>,
): Promise<string> => {
  const waiting = incidents.filter((incident) => statusOf(incident) === 'triggered').length;
  return document({
    title: counted(incidents.length, 'incident'),
    main: html`${outcomeHtml(outcome)}
      <h1>${counted(incidents.length, 'incident')}</h1>
      ${
        waiting === 0
          ? ''
          : html`<form method="post" action="?">
              ${hiddenFields({ nonce, incident: 'all', expect: seenOfAll(incidents) })}${whoResponds(reader)}
              <button class="big" name="action" value="acknowledge">
                Acknowledge ${waiting === 1 ? 'the one that waits' : `all ${String(waiting)}`}
              </button>
            </form>`
      }
      <ul>
        ${incidents.map((incident) => part(incident, reader))}
      </ul>
      <footer class="soft">
        <p><a href="?">Look again</a></p>
        <p>Times of ${reader.timeZone}.</p>
      </footer>`,
  });
};

/** What a link says that no longer works. */
export const goneScreen = (incidents: readonly Incident[], reader: Reader): Promise<string> =>
  document({
    title: 'This link no longer works',
    main: html`<h1>This link no longer works</h1>
      <p>
        A link works until a day after the resolution. To see the incident: <code>tocsin incidents show</code> and its
        id.
      </p>
      <ul>
        ${incidents.map(
          (incident) =>
            html`<li>
              ${headingOf({ incident, facts: factsFor(incident, reader), reader }, 'h2')}
              <p class="soft">Incident ${incident.incidentId}</p>
            </li>`,
        )}
      </ul>`,
  });
