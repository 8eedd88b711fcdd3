import dns from 'node:dns';

const { lookup } = dns;

/**
 * Names below `localhost` are this machine's (https://www.rfc-editor.org/rfc/rfc6761#section-6.3), as every browser knows
 * and not every libc: the emulator gives each HTTP API such a name. Loaded by tests, and by commands with `--import`.
 */
dns.lookup = ((hostname: string, ...rest: [never]) => {
  lookup(hostname.endsWith('.localhost') ? 'localhost' : hostname, ...rest);
}) as typeof lookup;
