import { plainInk, type Shell } from '../../../lib/cli/terminal/shell.ts';
import { openServed, type ServedFolder } from '../../../lib/cli/web/served-folder.ts';
import { webApp } from '../../../lib/cli/web/web-app.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { LOOKED_AT } from '../../support/folder-story.ts';

export const PORT = 8410;
const ORIGIN = `http://127.0.0.1:${String(PORT)}`;

export const quietShell = (around: Partial<Shell> = {}): Shell => ({
  width: 80,
  ink: plainInk,
  out: () => undefined,
  err: () => undefined,
  env: {},
  now: () => LOOKED_AT,
  pause: () => Promise.resolve(),
  timeZone: 'UTC',
  ...around,
});

/** A folder as it is served, by this configuration; undefined: without one. */
export const servedAs = async (
  folder: string,
  configuration: Configuration | undefined,
  around: Partial<Shell> = {},
): Promise<ServedFolder> => {
  // No test depends on a tocsin.yaml that may lie where it runs.
  const served = { ...(await openServed(quietShell(around), { local: folder })), configuration: undefined };
  if (configuration === undefined) return served;
  const clock = localClock('America/New_York');
  return { ...served, configuration, clock, voice: voiceOf(configuration, clock) };
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** As a reader sees it. */
  readonly words: string;
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const answerOf = async (response: Response): Promise<Answer> => {
  const body = await response.text();
  const words = unescaped(body.replace(/<style>.*<\/style>/su, ' ').replace(/<[^>]*>/gu, ' ')).replace(/\s+/gu, ' ');
  return { status: response.status, headers: response.headers, body, words };
};

/** A browser of this machine, as far as HTTP goes. */
export class WebVisitor {
  readonly failures: string[] = [];
  private readonly app: ReturnType<typeof webApp>;

  constructor(served: ServedFolder) {
    this.app = webApp({ served, port: PORT, report: (line) => void this.failures.push(line) });
  }

  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { host: `127.0.0.1:${String(PORT)}`, ...(init.headers as Record<string, string> | undefined) };
    return answerOf(await this.app.fetch(new Request(`${ORIGIN}${path}`, { ...init, headers })));
  }

  open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  /** Sends a form, as a browser does from a screen of the same server. */
  submit(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const own = {
      origin: ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    };
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { ...own, ...headers },
    });
  }

  /** Opens a screen and presses a button of its. */
  async press(path: string, fields: Readonly<Record<string, string>>, headers = {}): Promise<Answer> {
    const { body } = await this.open(path);
    return this.submit(path, { ...hiddenIn(body), ...fields }, headers);
  }

  /** Where a form led. */
  follow({ headers }: Answer): Promise<Answer> {
    return this.open(headers.get('location') ?? '/nowhere');
  }
}

/** What a form sends without being asked. */
export const hiddenIn = (body: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/gu)].map(([, name = '', value = '']) => [
      name,
      unescaped(value),
    ]),
  );

/** Addresses of the incidents that a list shows. */
export const listedIn = ({ body }: Answer): readonly string[] =>
  [...body.matchAll(/href="(\/incidents\/[0-9A-Z]{26})"/gu)].map(([, address = '']) => address);
