import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Events } from '../../src/api/contract.ts';
import type { WindowNotice } from '../../renderer/lib/notices-state.svelte.ts';
import type { DocumentSession } from '../../renderer/notes/document-session.ts';
import { OpenNotes, type SessionConnection } from '../../renderer/notes/open-notes.ts';
import { LocalDocument, note, type Client } from './local-document.ts';

/** A window with the note open in it, or not. */
class Window {
  readonly client: Client;
  readonly notes: OpenNotes;
  readonly notices: WindowNotice[] = [];
  unkept: string[] = [];
  session: DocumentSession | null = null;
  readonly #connected: (() => void)[] = [];

  constructor(document: LocalDocument) {
    this.client = document.connect('window');
    const connection = {
      call: this.client.call.bind(this.client),
      on: (_topic: string, listener: (event: Events['document']) => void) => {
        this.client.receive = listener;
        return () => undefined;
      },
      onConnected: (listener: () => void) => void this.#connected.push(listener),
      onDisconnected: (listener: () => void) => void (this.client.disconnected = listener),
    } as unknown as SessionConnection;
    this.notes = new OpenNotes({
      connection,
      notices: { add: (notice) => void this.notices.push(notice) },
      titleOf: () => 'Camp',
      unkeptChanged: (unkept) => (this.unkept = [...unkept]),
    });
  }

  async open(): Promise<void> {
    this.session = this.notes.enter(note, this.client.view());
    await this.client.settle();
  }

  type(from: number, insert: string): void {
    const editor = this.client.editor!;
    editor.update([editor.state.update({ changes: { from, insert } })]);
    this.session!.send();
  }

  leave(): void {
    this.notes.leave(note);
    this.client.editor = null;
  }

  reconnect(): void {
    for (const listener of this.#connected) listener();
  }
}

async function typedOnAFullDisk(): Promise<{ document: LocalDocument; window: Window }> {
  const document = new LocalDocument('kept');
  const window = new Window(document);
  await window.open();
  document.refusal = 'disk-full';
  window.type(4, ', not kept');
  await window.client.settle();
  return { document, window };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a note that is left for another one', () => {
  test('while the disk is full still gets what was typed, once there is room', async () => {
    const { document, window } = await typedOnAFullDisk();
    window.leave();
    expect(window.unkept).toEqual([note]);
    expect(window.notes.unsettled()).toEqual([{ note, title: 'Camp', text: 'kept, not kept' }]);
    document.refusal = null;
    vi.advanceTimersByTime(2_000);
    await window.client.settle();
    expect(document.text.toString()).toBe('kept, not kept');
    expect([window.unkept, window.notes.unsettled(), window.notices]).toEqual([[], [], []]);
  });

  test('and opened again shows what was typed, among what others wrote since', async () => {
    const { document, window } = await typedOnAFullDisk();
    window.leave();
    document.edit(0, 0, 'Bo: ');
    await window.client.settle();
    await window.open();
    expect(window.client.text).toBe('Bo: kept, not kept');
    expect(window.client.state).toEqual({ type: 'open', unkept: 'disk-full' });
    window.type(18, '!');
    document.refusal = null;
    vi.advanceTimersByTime(2_000);
    await window.client.settle();
    expect(document.text.toString()).toBe('Bo: kept, not kept!');
    expect(window.unkept).toEqual([]);
  });

  test('while the member is away still gets what was typed, once it is back', async () => {
    const document = new LocalDocument('one');
    const window = new Window(document);
    await window.open();
    document.restart();
    window.type(3, ' two');
    window.leave();
    expect(window.unkept).toEqual([note]);
    window.reconnect();
    await window.client.settle();
    expect(document.text.toString()).toBe('one two');
    expect([window.unkept, window.notes.unsettled()]).toEqual([[], []]);
  });

  test('with a batch on its way gets the rest of what was typed too', async () => {
    const document = new LocalDocument('');
    const window = new Window(document);
    await window.open();
    for (const [position, letter] of Array.from('keystrokes').entries()) window.type(position, letter);
    window.leave();
    await window.client.settle();
    expect(document.text.toString()).toBe('keystrokes');
    expect(window.notes.unsettled()).toEqual([]);
  });

  test('and is deleted meanwhile gives the text back to its person', async () => {
    const { document, window } = await typedOnAFullDisk();
    window.leave();
    document.delete();
    await window.client.settle();
    expect(window.notices).toMatchObject([{ type: 'edit-lost', title: 'Camp', text: 'kept, not kept' }]);
    expect([window.unkept, window.notes.unsettled()]).toEqual([[], []]);
  });

  test('with everything kept is closed at once', async () => {
    const document = new LocalDocument('kept');
    const window = new Window(document);
    await window.open();
    window.leave();
    document.edit(0, 0, 'later: ');
    await window.client.settle();
    await window.open();
    expect(window.client.text).toBe('later: kept');
  });
});

describe('a window that is to be closed', () => {
  test('waits until all is kept, and no longer than it was told', async () => {
    const { document, window } = await typedOnAFullDisk();
    const resolved: string[] = [];
    void window.notes.settled(1_000).then(() => resolved.push('a second'));
    void window.notes.settled(60_000).then(() => resolved.push('a minute'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(resolved).toEqual(['a second']);
    document.refusal = null;
    await vi.advanceTimersByTimeAsync(1_000);
    await window.client.settle();
    expect(resolved).toEqual(['a second', 'a minute']);
  });
});
