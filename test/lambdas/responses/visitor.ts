import { inMemoryAnchors } from '../../../lib/adapters/memory/in-memory-anchors.ts';
import document from '../../../schema/openapi.json' with { type: 'json' };
import { answer } from '../../../lambdas/responses/routes.ts';
import type { HttpReply, HttpRequest } from '../../../lambdas/responses/http.ts';
import type { AnchorLog } from '../../../lib/ports/anchor-log.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';
import type { World } from '../../support/function-world.ts';

const FORM = 'application/x-www-form-urlencoded';

export interface Sent extends Partial<Omit<HttpRequest, 'query'>> {
  readonly query?: string | Readonly<Record<string, string>>;
}

/** Somebody who asks over HTTP. */
export class Visitor {
  private readonly world: World;
  private readonly pipeline: Pipeline;
  private readonly anchors: Pick<AnchorLog, 'since'>;
  private nonces = 0;

  constructor(
    world: World,
    pipeline: Pipeline = world.pipeline,
    anchors: Pick<AnchorLog, 'since'> = inMemoryAnchors(),
  ) {
    this.world = world;
    this.pipeline = pipeline;
    this.anchors = anchors;
  }

  ask(path: string, { query = '', ...sent }: Sent = {}): Promise<HttpReply> {
    const nonce = (): string => {
      this.nonces += 1;
      return `nonce-${String(this.nonces)}`.padEnd(22, '_');
    };
    const { telemetry, deploys, releases } = this.world;
    const logs = { anchors: this.anchors, deploys, releases, region: 'eu-west-1' };
    const ports = { pipeline: this.pipeline, telemetry, ...logs, document, nonce };
    const request = { method: 'GET', contentType: '', body: '', caller: undefined, account: '111122223333', ...sent };
    return answer(ports, { ...request, path, query: new URLSearchParams(query) });
  }

  open(token: string, query: Sent['query'] = ''): Promise<HttpReply> {
    return this.ask(`/a/${token}`, { query });
  }

  /** Sends a form as a browser does. */
  submit(token: string, fields: Readonly<Record<string, string>>, sent: Sent = {}): Promise<HttpReply> {
    const body = new URLSearchParams({ nonce: 'a-nonce-of-some-length', ...fields }).toString();
    return this.ask(`/a/${token}`, { method: 'POST', contentType: FORM, body, ...sent });
  }

  /** Opens a page and presses its button. */
  async press(token: string, action: string, fields: Readonly<Record<string, string>> = {}): Promise<HttpReply> {
    const page = await this.open(token);
    return this.submit(token, { ...hiddenFields(page.body), action, ...fields });
  }

  /** Where a form led. */
  follow(token: string, { headers }: HttpReply): Promise<HttpReply> {
    return this.open(token, headers['Location']?.slice(1));
  }

  post(path: string, body: unknown, sent: Sent = {}): Promise<HttpReply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.ask(path, { method: 'POST', contentType: 'application/json', body: text, ...sent });
  }
}

/** What the form of a page sends without being asked. */
export const hiddenFields = (body: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      unescaped(value),
    ]),
  );

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The words of a page, as a reader sees them. */
export const words = ({ body }: HttpReply): string =>
  unescaped(body.replace(/<style>.*<\/style>/s, ' ').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');

/** What stands in the text field of a page, as a browser has it: without the first end of line. */
export const typed = ({ body }: HttpReply): string =>
  unescaped(/<textarea [^>]*>\n?([^]*?)<\/textarea>/.exec(body)?.[1] ?? '');
