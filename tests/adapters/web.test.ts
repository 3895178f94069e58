import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import type { ChatPost } from '../../src/web/chat-protocol.ts';
import { addLine, shownMessages, type Conversation } from '../../src/web/chat/conversation.ts';
import { openTestStore } from '../support/store.ts';
import { ChatVisitor, openWebChat } from '../support/web-chat.ts';
import { adapterContract, type Act, type Harness } from './contract.ts';

let store: Awaited<ReturnType<typeof openTestStore>>;
before(async () => {
  store = await openTestStore();
});
after(async () => store.close());

adapterContract('web', openHarness);

async function openHarness(): Promise<Harness> {
  const chat = await openWebChat();
  const visitor = new ChatVisitor(chat.url);
  await visitor.history();
  let writer = visitor;
  let written = 0;
  const to = { conversation: visitor.token, user: visitor.token };
  const origins = { valid: chat.url, forged: 'https://elsewhere.example', missing: 'null' };
  return {
    adapter: chat.adapter,
    to,
    events: chat.events,
    failAccept(failing) {
      chat.failing = failing;
    },
    delivery(act) {
      const post = postOf(act);
      // No one person writes as much as the suite: after a while another goes on
      written += 1;
      if (written % 100 === 0) writer = new ChatVisitor(chat.url);
      const by = writer;
      return post && (async () => (await by.post(post)).ok);
    },
    redelivers: true,
    async shown() {
      // The page's own reading of the log
      let conversation: Conversation = new Map();
      for (const entry of (await visitor.history()).entries) conversation = addLine(conversation, entry);
      return shownMessages(conversation, [], [])
        .filter((message) => message.from === 'guide')
        .map((message) => ({
          id: message.id,
          text: message.text ?? '',
          buttons: message.buttons
            .flat()
            .map((button) => ({ label: button.label, chosen: 'action' in button && button.chosen === true })),
        }));
    },
    async post(body, credentials) {
      const response = await fetch(`${chat.url}/api/chat/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: origins[credentials] },
        body,
      });
      return response.status;
    },
    log: chat.log,
    close: async () => chat.close(),
  };
}

function postOf(act: Act): ChatPost | undefined {
  const id = randomUUID();
  switch (act.kind) {
    case 'text':
      return { id, kind: 'text', text: act.text };
    case 'location':
      return { id, kind: 'location', ...act.point };
    case 'press':
      return { id, kind: 'press', action: act.action, message: '1' };
    case 'command':
      return { id, kind: 'text', text: `/${act.name} ${act.args}` };
    case 'media':
      return undefined;
  }
}
