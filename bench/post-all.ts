import { connect, type Socket } from 'node:net';

/** As many connections for every server that is measured. */
const CONNECTIONS = 8;

const requestOf = (url: URL, body: string): Buffer =>
  Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );

/** The bytes of the first whole answer in this text; undefined: it is not whole yet. */
const answerLength = (text: string): number | undefined => {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  if (!/^HTTP\/1\.1 2\d\d /u.test(head)) throw new Error(`a POST was refused: ${text.slice(0, 400)}`);
  const length = /^content-length: *(\d+)/imu.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  const end = headEnd + 4 + Number(length);
  return text.length >= end ? end : undefined;
};

/** Sends what `next` gives, each when the one before is answered. */
const keepPosting = (socket: Socket, next: () => Buffer | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    let received = '';
    const advance = (): void => {
      const request = next();
      if (request === undefined) {
        socket.end();
        resolve();
      } else socket.write(request);
    };
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('the server closed a connection in the middle of the work'));
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        received += chunk.toString('latin1');
        const length = answerLength(received);
        if (length === undefined) return;
        received = received.slice(length);
        advance();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    advance();
  });

/**
 * Posts each body once over kept-alive connections; returns the milliseconds from the first request to the last answer.
 * Requests are put together before: a client that takes the processor from the server would measure itself.
 */
export const postAll = async (address: string, bodies: readonly string[]): Promise<number> => {
  const url = new URL(address);
  const requests = bodies.map((body) => requestOf(url, body));
  let sent = 0;
  const next = (): Buffer | undefined => requests[sent++];
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return socket;
    }),
  );
  const start = performance.now();
  await Promise.all(sockets.map((socket) => keepPosting(socket, next)));
  return performance.now() - start;
};
