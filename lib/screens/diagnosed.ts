import { html } from 'hono/html';
import { claimsOf, hypothesisName, VERDICT_WORDS } from '../core/diagnosis/verdict/hypothesis-words.ts';
import type { ToldFinding, ToldHypothesis } from '../core/diagnosis/told-finding.ts';
import { notKnown } from '../core/page/cause-words.ts';
import { counted } from '../core/words.ts';
import { decisiveSeries } from './decisive-series.ts';
import { bytesOf, clean, type Html } from './document.ts';
import { whatFits } from './fitting.ts';
import { paragraph } from './heading.ts';
import type { IncidentView } from './incident-view.ts';

/** Characters of a sentence, and of a name. */
const SENTENCE = 220;
const NAME = 60;

/** What the frame around the hypotheses takes. */
const FRAME_BYTES = 500;

type Diagnosis = ToldFinding['diagnosis'];

/** `09:27 traffic x4.0, memory +2.0 %/min; 09:31 latency p50 x2.4`: what begins together stands together. */
const orderOf = ({ timeline, at: near }: Diagnosis, { reader }: IncidentView): string => {
  const times = [...new Set(timeline.map(({ at }) => at))];
  const begun = (time: string): string =>
    timeline
      .filter(({ at }) => at === time)
      .map(({ series, what }) => `${clean(series, NAME)} ${clean(what, NAME)}`)
      .join(', ');
  return times.map((time) => `${reader.voice.time(time, near)} ${begun(time)}`).join('; ');
};

const order = (diagnosis: Diagnosis, view: IncidentView): Html | '' =>
  diagnosis.timeline.length === 0 ? '' : html`<p>What began when: ${orderOf(diagnosis, view)}.</p>`;

const verdictOf = ({ cause, verdict }: ToldHypothesis, diagnosis: Diagnosis): string =>
  cause === diagnosis.cause ? 'the probable cause' : VERDICT_WORDS[verdict];

const hypothesisItem = (one: ToldHypothesis, diagnosis: Diagnosis): Html =>
  html`<li>
    <strong>${clean(hypothesisName(one), NAME)}: ${verdictOf(one, diagnosis)}</strong>
    ${[one.why, ...claimsOf(one)].map((sentence) => html`<p>${clean(sentence, SENTENCE)}</p>`)}
    <p class="soft">What would change this: ${clean(one.wouldChange, SENTENCE)}</p>
  </li>`;

/** The one that is named first. */
const byCause = ({ cause, hypotheses }: Diagnosis): readonly ToldHypothesis[] =>
  hypotheses.toSorted((one, other) => Number(other.cause === cause) - Number(one.cause === cause));

const reasons = async (diagnosis: Diagnosis, { facts }: IncidentView, bytes: number): Promise<Html | ''> => {
  const all = byCause(diagnosis).map((one) => hypothesisItem(one, diagnosis));
  const shown = await whatFits(all, bytes - FRAME_BYTES);
  if (shown.length === 0) return '';
  const others = all.length - shown.length;
  return html`<details class="why">
    <summary>Why, and what else it could be</summary>
    <ul>
      ${shown}
    </ul>
    ${others > 0 ? html`<p class="soft">${counted(others, 'more')} had no room here</p>` : ''}
    ${paragraph(notKnown(facts), 'soft')}
  </details>`;
};

/** What was found of the cause: the series that decide, what began when, and each hypothesis with its reasons. */
export const diagnosed = async (view: IncidentView, bytes: number): Promise<Html | ''> => {
  const { finding } = view;
  if (finding === undefined) return '';
  const { chart, diagnosis } = finding;
  const beside = await whatFits([decisiveSeries(chart, view), order(diagnosis, view)], bytes);
  const left = bytes - (await bytesOf(html`${beside}`));
  return html`${beside} ${await reasons(diagnosis, view, left)}`;
};
