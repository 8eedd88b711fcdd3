import { html } from 'hono/html';
import type { Incident } from '../core/incident/incident.ts';
import { clean, type Html } from './document.ts';
import { symptomInHeading } from './heading.ts';
import { factsFor, type IncidentView, type Reader } from './incident-view.ts';

/** Named one by one; more would push what there is to do off the screen. */
const MOST = 5;

const item = (incident: Incident, reader: Reader): Html => {
  const facts = factsFor(incident, reader);
  return html`<li>
    <a href="${reader.site.addressOf(incident.incidentId)}"
      >${clean(incident.service, 60)}: ${facts.severity}, ${symptomInHeading({ facts })}, since
      ${reader.time(incident.openedAt)}</a
    >
  </li>`;
};

const list = (title: string, incidents: readonly Incident[], reader: Reader): Html | '' =>
  incidents.length === 0
    ? ''
    : html`<p>${title}</p>
        <ul class="links">
          ${incidents.slice(0, MOST).map((incident) => item(incident, reader))}
        </ul>
        ${incidents.length > MOST ? html`<p class="soft">and ${String(incidents.length - MOST)} more</p>` : ''}`;

/** Open incidents around this one: where the trouble may come from, and who suffers from it. */
export const neighbours = ({ upstream, downstream, reader }: IncidentView): Html =>
  html`${list('What it depends on has an incident too:', upstream, reader)}
  ${list('Who depends on it has an incident too:', downstream, reader)}`;
