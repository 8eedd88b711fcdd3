import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Takes what a pager sends and counts it. */
export class Webhook {
  received = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        this.received += 1;
        response.writeHead(200, { 'content-length': 0 }).end();
      });
    });
  }

  static async listen(): Promise<Webhook> {
    const webhook = new Webhook();
    await new Promise<void>((resolve) => webhook.server.listen(0, '127.0.0.1', resolve));
    return webhook;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/`;
  }

  /** Resolves when nothing came for half a second. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.received;) {
      before = this.received;
      await setTimeout(500);
    }
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
