import { html } from 'hono/html';
import { clean, type ScreenFrame, type Html, policyOver } from '../document.ts';
import type { PostmortemPlace } from '../postmortem/postmortem-screen.ts';
import type { Site } from '../site.ts';
import { WEB_POSTMORTEM_STYLESHEET, WEB_STYLESHEET } from './web-stylesheet.ts';

/** What every screen of a local server is answered with. */
export const WEB_POLICY = policyOver([WEB_STYLESHEET, WEB_POSTMORTEM_STYLESHEET]);

/** A whole screen at most. */
export const WEB_BYTES = 51_200;

/** Where somebody is. */
export type Here = 'list' | 'report' | undefined;

const PLACES: readonly (readonly [here: Here, address: string, words: string])[] = [
  ['list', '/', 'Incidents'],
  ['report', '/report', 'Report'],
];

const way = (here: Here): readonly Html[] =>
  PLACES.map(([place, address, words]) =>
    place === here
      ? html`<a href="${address}" aria-current="page">${words}</a>`
      : html`<a href="${address}">${words}</a>`,
  );

/** Characters of a folder's name. */
const FOLDER = 80;

const headerOf = (folder: string, links: readonly Html[]): Html =>
  html`<header class="top">
    <a class="skip" href="#main">Skip to the content</a>
    <nav aria-label="Tocsin">${links}</nav>
    <p class="soft">Folder <bdi>${clean(folder, FOLDER)}</bdi>: nothing is sent from here.</p>
  </header>`;

/** What stands around the screens of a local server: the way to the others, and whose incidents these are. */
export const webFrame = (folder: string, here: Here): ScreenFrame => ({
  stylesheet: WEB_STYLESHEET,
  header: headerOf(folder, way(here)),
});

const addressOf = (incidentId: string, before?: number): string =>
  `/incidents/${incidentId}${before === undefined ? '' : `?before=${String(before)}`}`;

/** Of a postmortem, which has a style of its own, and leads back to its incident. */
export const postmortemPlace = (folder: string, incidentId: string): PostmortemPlace => ({
  frame: {
    stylesheet: WEB_POSTMORTEM_STYLESHEET,
    header: headerOf(folder, [...way(undefined), html`<a href="${addressOf(incidentId)}">The incident</a>`]),
  },
  bytes: WEB_BYTES,
});

/** Incidents of a folder, each at an address of its own. */
export const webSite = (folder: string): Site => ({
  bytes: WEB_BYTES,
  frame: webFrame(folder, undefined),
  addressOf,
  beside: (incidentId) => [{ address: `${addressOf(incidentId)}/postmortem`, words: 'Postmortem' }],
  isRoomy: true,
  limits: `What you do is recorded in the folder ${folder}; pages that it asks for are recorded too, and nothing sends them.`,
});
