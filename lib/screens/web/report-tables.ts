import { html } from 'hono/html';
import { type AlarmFigures, isNeverActedOn } from '../../core/figures/alarm-figures.ts';
import { causeName, spokenSeconds, TIME_STEPS, timeRemark } from '../../core/figures/figure-words.ts';
import type { GroupCount } from '../../core/figures/group-counts.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { Voice } from '../../core/report/voice.ts';
import { counted } from '../../core/words.ts';
import { clean, type Html } from '../document.ts';
import { bar } from './bars.ts';

/** Of more groups the largest are shown; the command line has all. */
const MOST = 8;
/** Characters of a name. */
const NAME = 60;

const more = (all: readonly unknown[]): Html | '' =>
  all.length > MOST ? html`<p class="soft">and ${String(all.length - MOST)} more</p>` : '';

interface Groups {
  readonly title: string;
  readonly now: readonly GroupCount[];
  readonly before: readonly GroupCount[] | undefined;
  readonly nameOf?: (group: string) => string;
  /** Where those of a group are listed. */
  readonly addressOf?: (group: string) => string;
}

const groupName = ({ nameOf, addressOf }: Groups, group: string): Html | string => {
  const name = clean(nameOf?.(group) ?? group, NAME);
  return addressOf === undefined ? name : html`<a href="${addressOf(group)}">${name}</a>`;
};

/** How many of each group, beside the period before, in numbers and as bars. */
const groupTable = (groups: Groups): Html => {
  const { title, now, before } = groups;
  const was = (group: string): number => before?.find((one) => one.group === group)?.n ?? 0;
  const gone = (before ?? []).filter(({ group }) => !now.some((one) => one.group === group));
  const all = [...now, ...gone.map(({ group }) => ({ group, n: 0 }))];
  const most = Math.max(...all.flatMap(({ group, n }) => [n, was(group)]));
  return html`<section>
    <h2>${title}</h2>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">${title.replace('By ', '').replace(/^./u, (first) => first.toUpperCase())}</th>
          <th scope="col" class="num">Now</th>
          <th scope="col" class="num">Before</th>
          <td class="drawn"></td>
        </tr>
      </thead>
      <tbody>
        ${all.slice(0, MOST).map(
          ({ group, n }) =>
            html`<tr>
              <td class="name">${groupName(groups, group)}</td>
              <td class="num">${String(n)}</td>
              <td class="num soft">${before === undefined ? '-' : String(was(group))}</td>
              <td class="drawn">${bar(n, before === undefined ? undefined : was(group), most)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${more(all)}
  </section>`;
};

/** By service, severity and cause; `listOf` is where incidents of the period are listed, narrowed. */
export const groupTables = (
  { figures: { incidents }, before }: ReportedFigures,
  listOf: (narrowed: Readonly<Record<string, string>>) => string,
): Html => {
  const was = before?.figures.incidents;
  const service: Groups = {
    title: 'By service',
    now: incidents.byService,
    before: was?.byService,
    addressOf: (group) => listOf({ service: group }),
  };
  const severity: Groups = { title: 'By severity', now: incidents.bySeverity, before: was?.bySeverity };
  const cause: Groups = { title: 'By cause', now: incidents.byCause, before: was?.byCause, nameOf: causeName };
  return html`${[service, cause, severity].map(groupTable)}`;
};

/** How long each step took; a remark stands under its step, where a phone has room for it. */
export const timesTable = ({ figures: { times }, before }: ReportedFigures): Html =>
  html`<section>
    <h2>Time to</h2>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col" class="num">N</th>
          <th scope="col" class="num">Median</th>
          <th scope="col" class="num">P90</th>
          <th scope="col" class="num roomy">Mean</th>
        </tr>
      </thead>
      <tbody>
        ${TIME_STEPS.map(([step, words]) => {
          const { n, of, medianSeconds, p90Seconds, meanSeconds } = times[step];
          const remark = timeRemark(times[step], before?.figures.times[step]);
          return html`<tr>
            <td class="name">${words}${remark === '' ? '' : html`<small>${remark}</small>`}</td>
            <td class="num">${String(n)} of ${String(of)}</td>
            <td class="num">${spokenSeconds(medianSeconds)}</td>
            <td class="num">${spokenSeconds(p90Seconds)}</td>
            <td class="num roomy">${spokenSeconds(meanSeconds)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </section>`;

/** Who was paged how often, and was on call for how long. */
export const peopleTable = ({ figures: { responders }, before }: ReportedFigures, voice: Voice): Html | '' => {
  if (responders.length === 0) return '';
  const was = (id: string): number => before?.figures.responders.find(({ responder }) => responder === id)?.pages ?? 0;
  const most = Math.max(...responders.flatMap(({ responder, pages }) => [pages, was(responder)]));
  return html`<section>
    <h2>People</h2>
    <table class="figures tight">
      <thead>
        <tr>
          <th scope="col">Responder</th>
          <th scope="col" class="num">Pages</th>
          <th scope="col" class="num roomy">Before</th>
          <th scope="col" class="num">At night</th>
          <th scope="col" class="num">Off hours</th>
          <td class="drawn"></td>
        </tr>
      </thead>
      <tbody>
        ${responders.slice(0, MOST).map(
          ({ responder, pages, atNight, offHours, hoursOnCall }) =>
            html`<tr>
              <td class="name">
                ${clean(voice.responder(responder), NAME)}${
                  hoursOnCall === null ? '' : html`<small>${String(Math.round(hoursOnCall))} h on call</small>`
                }
              </td>
              <td class="num">${String(pages)}</td>
              <td class="num soft roomy">${before === undefined ? '-' : String(was(responder))}</td>
              <td class="num">${String(atNight)}</td>
              <td class="num">${String(offHours)}</td>
              <td class="drawn">${bar(pages, before === undefined ? undefined : was(responder), most)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${more(responders)}
  </section>`;
};

const neverActedOn = (alarms: readonly AlarmFigures[]): string => {
  const never = alarms.filter(isNeverActedOn);
  return never.length === 0 ? '' : `Never acted on: ${String(never.length)} of ${counted(alarms.length, 'alarm')}.`;
};

/** Which alarms fired most, and in how many runs somebody acted. */
export const alarmTable = ({ figures: { alarms } }: ReportedFigures): Html | '' => {
  if (alarms.length === 0) return '';
  const most = Math.max(...alarms.map(({ firings }) => firings));
  return html`<section>
    <h2>Noisiest alarms</h2>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Alarm</th>
          <th scope="col" class="num">Fired</th>
          <th scope="col" class="num">Acted on</th>
          <td class="drawn"></td>
        </tr>
      </thead>
      <tbody>
        ${alarms.slice(0, MOST).map(
          ({ name, service, firings, runs, actedOn }) =>
            html`<tr>
              <td class="name"><bdi>${clean(name, NAME)}</bdi><small>${clean(service, NAME)}</small></td>
              <td class="num">${String(firings)}</td>
              <td class="num">${String(actedOn)} of ${String(runs)}</td>
              <td class="drawn">${bar(firings, undefined, most)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${more(alarms)}
    <p>${neverActedOn(alarms)}</p>
  </section>`;
};
