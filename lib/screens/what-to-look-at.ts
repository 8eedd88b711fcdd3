import { html } from 'hono/html';
import { onlyLink } from '../core/page/links.ts';
import type { AlarmFacts } from '../core/page/page-facts.ts';
import { alarmsAtHand } from '../core/page/what-is-wrong.ts';
import { causeOf } from '../core/page/cause-words.ts';
import { reasonOf } from '../core/page/wording.ts';
import { counted } from '../core/words.ts';
import { clean, type Html, linked, linkTo } from './document.ts';
import type { IncidentView } from './incident-view.ts';
import { neighbours } from './neighbours.ts';

/** Characters of a description. */
const LONGEST = 1_200;

/** What colleagues wrote, its links alive. */
const written = (text: string | undefined, kind: 'said' | 'soft'): Html | '' =>
  text === undefined ? '' : html`<p class="${kind}">${linked(text, LONGEST)}</p>`;

const inConsole = (address: string | undefined, words: string): Html | '' =>
  address?.startsWith('https://') === true ? html`<li>${linkTo(address, words)}</li>` : '';

/** An address is as large as a button, anything else a text. */
const runbookItem = (runbook: string): Html => {
  const link = onlyLink(runbook);
  return link === undefined
    ? html`<li>Runbook: ${linked(runbook, LONGEST)}</li>`
    : html`<li>${linkTo(link, `Runbook: ${link}`)}</li>`;
};

const links = ({ facts: { console, runbook } }: IncidentView): Html | '' => {
  const found = [
    inConsole(console?.alarm, 'The alarm in the AWS console'),
    inConsole(console?.logs, 'The logs around it'),
    runbook === undefined ? '' : runbookItem(runbook),
  ].filter((link) => link !== '');
  return found.length === 0
    ? ''
    : html`<ul class="links">
        ${found}
      </ul>`;
};

/** In full, with CloudWatch's reason. */
const alarmNamed = (alarm: AlarmFacts): Html => {
  const reason = reasonOf(alarm);
  return html`<p class="soft">Alarm <bdi>${clean(alarm.name)}</bdi>${reason === '' ? '' : `: ${reason}`}</p>`;
};

const cause = ({ facts }: IncidentView): Html | '' => {
  const words = causeOf(facts);
  return words === undefined ? '' : html`<p><strong>${clean(words)}</strong></p>`;
};

/** The cause and what was found of it, what the alarm's maker wrote, and where to look. */
export const whatToLookAt = (view: IncidentView, found: Html | ''): Html => {
  const { facts } = view;
  const [first] = alarmsAtHand(facts);
  return html`<h2>What to look at</h2>
    ${cause(view)} ${neighbours(view)} ${found} ${written(facts.alarmDescription, 'said')} ${links(view)}
    ${facts.flaps > 0 ? html`<p>It came back ${counted(facts.flaps, 'time')}.</p>` : ''}
    ${first?.symptom === undefined ? '' : alarmNamed(first)} ${written(facts.description, 'soft')}`;
};
