import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';

/** What goes wrong with a call. */
export type Fault =
  /** Answered so much later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Refused with this code; `fields` join the error document. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number; readonly fields?: object }
  /** The connection breaks before the service hears of it, or when its answer is on the way. */
  | { readonly kind: 'drop-before' | 'drop-after' }
  /** The service is asked twice, and the first answer returned. */
  | { readonly kind: 'duplicate' };

interface Which {
  /** `TransactWriteItems`, `SendMessage`, `Publish` …; any call when absent. */
  readonly operation?: string;
  /** Only calls whose body holds this text. */
  readonly about?: string;
}

export interface FaultRule extends Which {
  readonly fault: Fault;
  /** Only what comes after the first such call: what a process that died then would not have done. */
  readonly since?: Which;
  /** From the n-th such call on, counted from 1. */
  readonly from?: number;
  /** So many such calls; else until the rule is taken back. */
  readonly times?: number;
}

export interface Call {
  readonly operation: string;
  readonly body: string;
  readonly fault: Fault['kind'] | undefined;
}

export interface FaultProxy {
  readonly port: number;
  readonly endpoint: string;
  /** AWS calls so far, oldest first; the first rule that matches one decides. */
  readonly calls: readonly Call[];
  /** Returns what takes the rule back. */
  inject(rule: FaultRule): () => void;
  /** Takes every rule back. */
  heal(): void;
  close(): Promise<void>;
}

interface Address {
  readonly host: string;
  /** @default the proxy's own */
  readonly port?: number;
}

const bytesOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const isJson = ({ headers }: IncomingMessage): boolean => headers['x-amz-target'] !== undefined;

/** From the header of the JSON protocols, else the form of the query protocol; empty for S3, the HTTP API and the like. */
const operationOf = (incoming: IncomingMessage, body: string): string => {
  if (isJson(incoming)) return String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
  const isForm = (incoming.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  return isForm ? (new URLSearchParams(body).get('Action') ?? '') : '';
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const refusal = (json: boolean, { code, status = 400, fields = {} }: Extract<Fault, { kind: 'error' }>): Answer => {
  const text = json
    ? JSON.stringify({ __type: `com.amazonaws#${code}`, message: code, ...fields })
    : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`;
  const headers = { 'content-type': json ? 'application/x-amz-json-1.0' : 'text/xml' };
  return { status, headers, body: Buffer.from(text) };
};

const isAmong = ({ operation, body }: Omit<Call, 'fault'>, which: Which): boolean =>
  (which.operation === undefined || which.operation === operation) &&
  (which.about === undefined || body.includes(which.about));

interface Standing {
  readonly rule: FaultRule;
  hasBegun: boolean;
  met: number;
}

/** Whether the rule is for this call, which it counts. */
const strikes = (standing: Standing, call: Omit<Call, 'fault'>): boolean => {
  const { rule, hasBegun } = standing;
  if (!hasBegun) {
    standing.hasBegun = rule.since !== undefined && isAmong(call, rule.since);
    return false;
  }
  if (!isAmong(call, rule)) return false;
  standing.met += 1;
  const { from = 1, times = Infinity } = rule;
  return standing.met >= from && standing.met < from + times;
};

class Rules {
  private rules: Standing[] = [];

  add(rule: FaultRule): () => void {
    const one = { rule, hasBegun: rule.since === undefined, met: 0 };
    this.rules.push(one);
    return () => {
      this.rules = this.rules.filter((other) => other !== one);
    };
  }

  clear(): void {
    this.rules = [];
  }

  faultFor(call: Omit<Call, 'fault'>): Fault | undefined {
    if (call.operation === '') return undefined;
    return this.rules.filter((standing) => strikes(standing, call))[0]?.rule.fault;
  }
}

/** A loopback port in front of an emulator's, where calls go wrong as told; everything else passes as it is. */
export const startFaultProxy = (upstream: Address, listen: Address = { host: '127.0.0.1' }): Promise<FaultProxy> => {
  const rules = new Rules();
  const calls: Call[] = [];
  const agent = new Agent({ keepAlive: true });
  let own = 0;

  const forward = (incoming: IncomingMessage, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, url: path, headers } = incoming;
      const { expect: _expect, ...passed } = headers;
      const options = { agent, host: upstream.host, port: upstream.port ?? own, method, path, headers: passed };
      const outgoing = request(options, (answer) => {
        const { statusCode: status = 502 } = answer;
        bytesOf(answer).then((bytes) => {
          resolve({ status, headers: answer.headers, body: bytes });
        }, reject);
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });

  const answerTo = async (incoming: IncomingMessage): Promise<Answer | undefined> => {
    const bytes = await bytesOf(incoming);
    const body = bytes.toString('latin1');
    const operation = operationOf(incoming, body);
    const fault = rules.faultFor({ operation, body });
    if (operation !== '') calls.push({ operation, body, fault: fault?.kind });
    if (fault?.kind === 'drop-before') return undefined;
    if (fault?.kind === 'error') return refusal(isJson(incoming), fault);
    if (fault?.kind === 'latency') await new Promise((later) => setTimeout(later, fault.ms));
    const answer = await forward(incoming, bytes);
    if (fault?.kind === 'duplicate') await forward(incoming, bytes);
    return fault?.kind === 'drop-after' ? undefined : answer;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answerTo(incoming).catch(() => undefined);
    if (answer === undefined) {
      incoming.socket.destroy();
      return;
    }
    const { 'transfer-encoding': _chunked, connection: _connection, ...headers } = answer.headers;
    const isHead = incoming.method === 'HEAD';
    response.writeHead(answer.status, isHead ? headers : { ...headers, 'content-length': answer.body.length });
    response.end(answer.body);
  };

  return new Promise((resolve, reject) => {
    const server = createServer((incoming, response) => void serve(incoming, response));
    server.once('error', reject);
    server.listen(listen.port ?? 0, listen.host, () => {
      const address = server.address();
      own = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        port: own,
        endpoint: `http://localhost:${String(own)}`,
        calls,
        inject: (rule) => rules.add(rule),
        heal: () => {
          rules.clear();
        },
        close: () =>
          new Promise((closed) => {
            agent.destroy();
            server.closeAllConnections();
            server.close(() => {
              closed();
            });
          }),
      });
    });
  });
};
