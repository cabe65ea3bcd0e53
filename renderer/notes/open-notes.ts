import type { NoticesState } from '../lib/notices-state.svelte.ts';
import type { FailureCode, MemberConnection } from '../lib/rpc.ts';
import { DocumentSession, type SessionState, type SessionView } from './document-session.ts';

/** What `OpenNotes` needs of the connection to the member. */
export type SessionConnection = Pick<MemberConnection, 'call' | 'on' | 'onConnected' | 'onDisconnected'>;

export interface OpenNotesOptions {
  readonly connection: SessionConnection;
  readonly notices: Pick<NoticesState, 'add'>;
  readonly titleOf: (note: string) => string;
  /** Hears of which notes the last changes are in this window only, because they could not be kept on the disk. */
  readonly unkeptChanged: (notes: ReadonlySet<string>) => void;
}

/**
 * The notes of this window with an editor, and those whose editor is gone while what was typed last is not on the disk
 * yet: a full disk, or a member that is just being started, must not cost a word because somebody looked at another note.
 */
export class OpenNotes {
  readonly #options: OpenNotesOptions;
  readonly #sessions = new Map<string, DocumentSession>();
  /** Those without an editor, and what their notes were called. */
  readonly #left = new Map<string, string>();
  /** Notes whose last changes cannot be kept at present. */
  #unkept: ReadonlySet<string> = new Set();
  readonly #waiters = new Set<() => void>();

  constructor(options: OpenNotesOptions) {
    this.#options = options;
    const { connection } = options;
    connection.on('document', (event) => this.#sessions.get(event.note)?.receive(event));
    connection.onConnected(() => {
      for (const session of this.#sessions.values()) void session.open();
    });
    connection.onDisconnected(() => {
      for (const session of this.#sessions.values()) session.disconnected();
    });
  }

  /** Opens a note in an editor, with what may still wait of it. One editor for each note. */
  enter(note: string, view: SessionView): DocumentSession {
    const shown: SessionView = {
      ...view,
      onState: (state) => {
        this.#noteState(note, state);
        view.onState(state);
      },
    };
    const held = this.#sessions.get(note);
    if (held !== undefined) {
      this.#left.delete(note);
      held.attach(shown);
      return held;
    }
    const clientId = crypto.randomUUID();
    const member = this.#options.connection;
    const session = new DocumentSession({ member, note, clientId, onSettled: () => this.#settled(note) }, shown);
    this.#sessions.set(note, session);
    void session.open();
    return session;
  }

  /** Its editor is gone. It stays open until all that was typed is kept. */
  leave(note: string): void {
    const session = this.#sessions.get(note);
    if (session === undefined) return;
    if (session.isSettled) return this.#end(note, session);
    this.#left.set(note, this.#options.titleOf(note));
    session.detach((state) => {
      this.#noteState(note, state);
      // Nothing will keep it any more: its person gets the text.
      if (isOver(state)) this.#giveBack(note, session);
    });
  }

  /** The texts of notes of which something is in this window only. */
  unsettled(): readonly { readonly note: string; readonly title: string; readonly text: string }[] {
    return [...this.#sessions].flatMap(([note, session]) => {
      if (session.isSettled || isOver(session.state)) return [];
      return [{ note, title: this.#left.get(note) ?? this.#options.titleOf(note), text: session.text ?? '' }];
    });
  }

  /** Resolves as soon as nothing is in this window only, or after `limitMs`. */
  settled(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        resolve();
      };
      const look = (): void => {
        if (this.unsettled().length === 0) done();
      };
      const timer = setTimeout(done, limitMs);
      this.#waiters.add(look);
      look();
    });
  }

  #settled(note: string): void {
    const session = this.#sessions.get(note);
    if (session !== undefined && this.#left.has(note)) this.#end(note, session);
    for (const look of [...this.#waiters]) look();
  }

  #noteState(note: string, state: SessionState): void {
    const isOpen = state.type === 'open' && state.unkept === null;
    // Of an editor that is gone nobody sees any more what is with it.
    const isUnkept = this.#left.has(note)
      ? !isOpen && state.type !== 'deleted'
      : state.type === 'open' && state.unkept !== null;
    if (isUnkept === this.#unkept.has(note)) return;
    const unkept = new Set(this.#unkept);
    if (isUnkept) unkept.add(note);
    else unkept.delete(note);
    this.#unkept = unkept;
    this.#options.unkeptChanged(unkept);
  }

  #giveBack(note: string, session: DocumentSession): void {
    const { text } = session;
    if (text !== null && text !== '') {
      const title = this.#left.get(note) ?? '';
      this.#options.notices.add({ type: 'edit-lost', note, title, reason: 'note-deleted', text });
    }
    this.#end(note, session);
  }

  #end(note: string, session: DocumentSession): void {
    this.#sessions.delete(note);
    this.#left.delete(note);
    session.close();
    this.#noteState(note, { type: 'deleted' });
  }
}

const gone: ReadonlySet<FailureCode> = new Set(['not-a-member', 'unknown-note']);

/** Whether the note, or the cluster that it was in, is not there any more. */
function isOver(state: SessionState): boolean {
  if (state.type === 'deleted') return true;
  if (state.type === 'failed') return gone.has(state.code);
  return state.type === 'open' && state.unkept !== null && gone.has(state.unkept);
}
