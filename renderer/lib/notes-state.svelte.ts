import type { NoteLine } from '../../src/api/contract.ts';
import { failureCode } from './failure.ts';
import type { FailureCode, MemberConnection } from './rpc.ts';

/** The list of notes and which of them is open. */
export class NotesState {
  readonly #connection: MemberConnection;
  #notes = $state.raw<readonly NoteLine[] | null>(null);
  #failure = $state.raw<FailureCode | null>(null);
  #selected = $state<string | null>(null);
  #unkept = $state.raw<readonly string[]>([]);

  constructor(connection: MemberConnection) {
    this.#connection = connection;
    connection.on('notes', ({ notes }) => this.#take(notes));
    connection.onConnected(() => void this.load());
  }

  /** Newest change first. Null until they are read. */
  get notes(): readonly NoteLine[] | null {
    return this.#notes;
  }

  get failure(): FailureCode | null {
    return this.#failure;
  }

  /** The id of the open note. It stays when someone deletes that note, so that its text can be saved. */
  get selected(): string | null {
    return this.#selected;
  }

  /** The ids of notes whose last changes are only in this window: they could not be kept on the disk. */
  get unkept(): readonly string[] {
    return this.#unkept;
  }

  takeUnkept(notes: ReadonlySet<string>): void {
    this.#unkept = [...notes];
  }

  select(note: string | null): void {
    this.#selected = note;
  }

  find(note: string): NoteLine | null {
    return this.#notes?.find((each) => each.note === note) ?? null;
  }

  async load(): Promise<void> {
    try {
      this.#take((await this.#connection.call('notes.list', {})).notes);
    } catch (error) {
      // A laptop without a cluster has no notes: the welcome screen speaks for that.
      this.#notes = ['not-a-member', 'damaged'].includes(failureCode(error)) ? null : this.#notes;
      this.#failure = failureCode(error);
    }
  }

  /** Creates a note with this title and text, opens it and answers its id. */
  async create(title: string, text = ''): Promise<string> {
    const { note } = await this.#connection.call('notes.create', { title, timeoutMs: writeTimeoutMs });
    if (text !== '') await this.#connection.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: text }] });
    this.#selected = note;
    return note;
  }

  async rename(note: string, title: string): Promise<void> {
    await this.#connection.call('notes.rename', { note, title, timeoutMs: writeTimeoutMs });
  }

  async delete(note: string): Promise<void> {
    await this.#connection.call('notes.delete', { note, timeoutMs: writeTimeoutMs });
    if (this.#selected === note) this.#selected = null;
  }

  #take(notes: readonly NoteLine[]): void {
    this.#notes = [...notes].sort((a, b) => b.changedIndex - a.changedIndex);
    this.#failure = null;
    this.#selected ??= this.#notes[0]?.note ?? null;
  }
}

const writeTimeoutMs = 10_000;
