import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Client } from './local-document.ts';
import { LocalDocument } from './local-document.ts';

async function opened(document: LocalDocument, clientId = 'me'): Promise<Client> {
  const client = document.connect(clientId);
  void client.session.open();
  await client.settle();
  return client;
}

describe('an open note', () => {
  test('sends what is typed and takes in what others write', async () => {
    const document = new LocalDocument('hello');
    const client = await opened(document);
    client.type(5, 5, ' world');
    document.edit(0, 0, 'Oh, ');
    await client.settle();
    expect([client.text, document.text.toString()]).toEqual(['Oh, hello world', 'Oh, hello world']);
  });

  test('never waits: what is typed while a batch is on its way goes out with the next', async () => {
    const document = new LocalDocument('');
    const client = await opened(document);
    for (const [position, letter] of Array.from('keystrokes').entries()) client.type(position, position, letter);
    expect(client.text).toBe('keystrokes');
    await client.settle();
    expect(document.text.toString()).toBe('keystrokes');
  });

  test('marks what is not on a majority yet, at its place among what was typed since', async () => {
    const document = new LocalDocument('kept here');
    document.pending = [[0, 4]];
    const client = await opened(document);
    expect(client.pending).toEqual([[0, 4]]);
    client.type(0, 0, '>> ');
    client.session.receive({ type: 'pending', note: 'a'.repeat(32), epoch: '1', version: 0, pending: [[5, 9]] });
    expect(client.pending).toEqual([
      [8, 12],
      [0, 3],
    ]);
  });

  test('is opened again after a restart, with what was typed meanwhile', async () => {
    const document = new LocalDocument('one two');
    const client = await opened(document);
    document.restart();
    expect(client.state).toEqual({ type: 'reopening' });
    client.type(7, 7, ' three');
    document.edit(0, 3, 'ONE');
    void client.session.open();
    await client.settle();
    expect([client.text, document.text.toString()]).toEqual(['ONE two three', 'ONE two three']);
  });

  test('does not double a batch that was kept before the member died without saying so', async () => {
    const document = new LocalDocument('base ');
    const client = await opened(document);
    client.type(5, 5, 'typed');
    await client.memberTakes();
    document.restart();
    expect(document.text.toString()).toBe('base typed');
    void client.session.open();
    await client.settle();
    expect([client.text, document.text.toString()]).toEqual(['base typed', 'base typed']);
  });

  test('sends a batch again that the member died without keeping', async () => {
    const document = new LocalDocument('base ');
    const client = await opened(document);
    client.type(5, 5, 'typed');
    document.restart();
    void client.session.open();
    await client.settle();
    expect(document.text.toString()).toBe('base typed');
  });

  test('is opened again when the member says it is stale', async () => {
    const document = new LocalDocument('text');
    const client = await opened(document);
    document.failNextPush = 'stale-document';
    client.type(4, 4, '!');
    await client.settle();
    expect([client.text, document.text.toString(), client.state]).toEqual([
      'text!',
      'text!',
      { type: 'open', unkept: null },
    ]);
  });

  test('says why the last changes could not be kept, and keeps them in the window', async () => {
    const document = new LocalDocument('text');
    const client = await opened(document);
    document.failNextPush = 'storage-failed';
    client.type(4, 4, '!');
    await client.settle();
    expect([client.text, client.state]).toEqual(['text!', { type: 'open', unkept: 'storage-failed' }]);
    client.type(5, 5, '!');
    await client.settle();
    expect([document.text.toString(), client.state]).toEqual(['text!!', { type: 'open', unkept: null }]);
  });

  test('that someone deletes keeps its text in the window', async () => {
    const document = new LocalDocument('precious');
    const client = await opened(document);
    document.delete();
    await client.settle();
    expect([client.state, client.text]).toEqual([{ type: 'deleted' }, 'precious']);
  });

  test('loses and doubles nothing, whatever is typed, delayed and restarted', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ type: fc.constant('type' as const), who: fc.nat(1), at: fc.nat(1000) }) },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('member' as const), who: fc.nat(1) }) },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('editor' as const), who: fc.nat(1) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const document = new LocalDocument('');
        const clients = [await opened(document, 'ana'), await opened(document, 'bo')];
        const words: string[] = [];
        for (const each of steps) {
          if (each.type === 'restart') {
            document.restart();
            for (const client of clients) void client.session.open();
            continue;
          }
          const client = clients[each.who]!;
          if (each.type === 'member') await client.memberTakes();
          else if (each.type === 'editor') await client.editorTakes();
          else {
            // Words of their own, put between words: each can be found again.
            const word = `<${String.fromCodePoint(0x4e00 + words.length)}>`;
            words.push(word);
            client.type(boundary(client.text, each.at), boundary(client.text, each.at), word);
          }
        }
        for (let round = 0; round < 20; round++) for (const client of clients) await client.settle();
        expect(clients.map((client) => client.text)).toEqual([document.text.toString(), document.text.toString()]);
        expect((document.text.toString().match(/<.>/gu) ?? []).sort()).toEqual([...words].sort());
      }),
      { numRuns: 150 },
    );
  });
});

/** A position between two words. */
function boundary(text: string, wish: number): number {
  return Math.floor((wish % (text.length + 1)) / 3) * 3;
}
