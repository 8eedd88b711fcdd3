import { troubleScreen } from '../../screens/web/trouble-screen.ts';
import { WEB_POLICY, webFrame } from '../../screens/web/web-site.ts';

/** `same-origin`: without a referrer at all a browser would send its own forms with the origin `null`. */
const WEB_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': WEB_POLICY,
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

export const webReply = async (
  status: number,
  screen: string | Promise<string>,
  beside: Readonly<Record<string, string>> = {},
): Promise<Response> => new Response(await screen, { status, headers: { ...WEB_HEADERS, ...beside } });

/** Go and look there. */
export const seeOtherAt = (address: string): Response =>
  new Response(null, { status: 303, headers: { ...WEB_HEADERS, Location: address } });

/** Something is not there, or cannot be read. */
export const troubleReply = (
  status: number,
  { folder, title, words }: { readonly folder: string; readonly title: string; readonly words: readonly string[] },
): Promise<Response> => webReply(status, troubleScreen({ title, words, frame: webFrame(folder, undefined) }));
