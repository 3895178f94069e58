import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

describe('rehber redact', () => {
  const children = new Set<ReturnType<typeof start>>();
  after(() => {
    for (const child of children) child.kill();
  });

  function start() {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'redact'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.add(child);
    return child;
  }

  async function redacted(input: string): Promise<string> {
    const child = start();
    child.stdin.end(input);
    const [out, error, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    assert.equal(error, '');
    assert.equal(code, 0);
    return out;
  }

  it('gives as many lines as it gets, however long, each with its own end', async () => {
    const long = 'kebab 0532 123 45 67 '.repeat(5_000);
    assert.equal(
      await redacted(
        `call 0532 123 45 67\r\n\r\n\na\u2028b 0532 123 45 67\nkebab\rx\n\n  \n${long}\nlast ۰۵۳۲ ۱۲۳ ۴۵ ۶۷`,
      ),
      `call [phone]\r\n\r\n\na\u2028b [phone]\nkebab\rx\n\n  \n${'kebab [phone] '.repeat(5_000)}\nlast [phone]`,
    );
  });

  it('streams: a line goes out before the next comes in', async () => {
    const child = start();
    child.stdin.write('call 0532 123 45 67\nthen');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(first.toString(), 'call [phone]\n');
    child.stdin.end(' a@example.org\n');
    const [second] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(second.toString(), 'then [email]\n');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = start();
    child.stdin.on('error', () => {});
    const errors = text(child.stderr);
    child.stdin.write('kebab\n'.repeat(100_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end('kebab\n'.repeat(100_000));
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(await errors, '');
  });
});
