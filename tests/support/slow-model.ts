import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A text that names what no pack has, and so never leaves. */
const COMPLETION = JSON.stringify({
  id: '1',
  object: 'chat.completion',
  created: 1,
  model: 'slow',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'Try Zzyzx Palace, 99 km away.' },
    },
  ],
});

/**
 * A chat-completion endpoint on loopback that takes its time for prompts that hold a certain word, and says what is
 * not so: the guide then answers from its facts. Counts what it is asked.
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
        setTimeout(
          () => response.writeHead(200, { 'content-type': 'application/json' }).end(COMPLETION),
          isSlow ? delayMs : 0,
        );
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
