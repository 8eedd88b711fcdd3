/** Names of a loopback server, as a browser on this machine sends them. */
const hostsOf = (port: number): readonly string[] =>
  ['127.0.0.1', 'localhost'].flatMap((name) => [`${name}:${String(port)}`, ...(port === 80 ? [name] : [])]);

/** Why a request is not one of this machine's own; undefined: it is. */
export type Stranger = 'host' | 'origin';

/** From a screen of this very server. */
const isOwnForm = (headers: Headers, host: string): boolean =>
  headers.get('origin') === `http://${host}` && (headers.get('sec-fetch-site') ?? 'same-origin') === 'same-origin';

/**
 * A page of elsewhere can make a browser ask a server on loopback, and, by a name that it lets point to 127.0.0.1, read
 * what it answers (DNS rebinding): the Host header then tells of that name. What changes something has to come from a
 * screen of this very server: browsers send an Origin with every form.
 */
export const strangerIn = ({ method, headers }: Request, port: number): Stranger | undefined => {
  const host = headers.get('host')?.toLowerCase() ?? '';
  if (!hostsOf(port).includes(host)) return 'host';
  const isLookedAtOnly = method === 'GET' || method === 'HEAD';
  return isLookedAtOnly || isOwnForm(headers, host) ? undefined : 'origin';
};
