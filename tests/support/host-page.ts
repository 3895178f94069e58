import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A page of another site that shows the guide by its script tag. Its name is another than the guide's, so that browsers
 * take the two for different sites, and its policy allows the guide's script and frame and nothing else.
 */
export class HostPage {
  /** The guide's address, and what else stands in the script tag. */
  guide = '';
  attributes = '';
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const isPage = request.url === '/';
      response.writeHead(isPage ? 200 : 204, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; script-src ${this.guide}; frame-src ${this.guide}`,
      });
      response.end(isPage ? this.#html() : undefined);
    });
  }

  static async start(): Promise<HostPage> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HostPage(server);
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #html(): string {
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Hotel</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<script src="${this.guide}/embed.js" ${this.attributes} async></script>
</head>
<body>
<main><h1>Our hotel</h1><p>Five minutes from the tram.</p><label>Guests <input name="guests"></label></main>
</body>
</html>`;
  }
}
