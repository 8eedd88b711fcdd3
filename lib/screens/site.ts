import type { ScreenFrame } from './document.ts';
import { SCREEN_BYTES } from './fitting.ts';

/** Where screens are shown: behind a link, or by a server of one's own. */
export interface Site {
  /** A whole screen at most. What its reader has typed is never cut for it. */
  readonly bytes: number;
  /** What stands around every screen; undefined: nothing. */
  readonly frame?: ScreenFrame | undefined;
  /** Where an incident is looked at; with `before` the older part of its timeline. */
  readonly addressOf: (incidentId: string, before?: number) => string;
  /** What else there is of an incident. */
  readonly beside: (incidentId: string) => readonly { readonly address: string; readonly words: string }[];
  /** There is room: what is next stands at the top, and lines of a timeline under their days. */
  readonly isRoomy?: true;
  /** What cannot be done here, said where something can be. */
  readonly limits?: string;
}

/** The screens behind a link: small, and nothing beside them. */
export const LINK_SITE: Site = {
  bytes: SCREEN_BYTES,
  addressOf: (incidentId, before) =>
    `?incident=${incidentId}${before === undefined ? '' : `&before=${String(before)}`}`,
  beside: () => [],
};
