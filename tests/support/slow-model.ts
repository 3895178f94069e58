import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A chat-completion endpoint on loopback that takes its time for prompts that hold a certain word, and never says anything
 * of use: the guide then answers from its facts. Counts what it is asked.
 */
export class SlowModel {
  asked = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(slowWord: string, delayMs: number): Promise<SlowModel> {
    const server = createServer();
    const model = new SlowModel(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        model.asked += 1;
        const isSlow = Buffer.concat(chunks).toString().includes(slowWord);
        setTimeout(() => response.writeHead(500).end(), isSlow ? delayMs : 0);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
