const TIMEOUT_MS = 3_000;
const MOST_BYTES = 65_536;

export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

const ignoreBody = async (body: Response['body']): Promise<void> => {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MOST_BYTES) return;
  }
};

/**
 * Tells the watchdog outside AWS that all is well. Whatever it answers is thrown away; a redirect is not followed.
 *
 * @throws Error the call did not get through within three seconds, or was not answered with 2xx: the watchdog will ring.
 */
export const callWatchdog = async (url: string, fetch: Fetch = globalThis.fetch): Promise<void> => {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new Error('the watchdog has no https address: set watchdog.url in tocsin.yaml');
  }
  const { ok, status, body } = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  await ignoreBody(body);
  if (!ok) throw new Error(`the watchdog answered ${String(status)}, expected 2xx`);
};
