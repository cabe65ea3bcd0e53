import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import { ChangeSet, EditorState } from '@codemirror/state';
import type { ChangeSpec, Text, Transaction } from '@codemirror/state';
import { NoteSession } from '../../src/notes/note-session.ts';
import type { DocumentChange, LostEdits } from '../../src/notes/note-session.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';
import type { Random } from './random.ts';

/**
 * A room full of laptops that edit one note: real CodeMirror editor states as windows, each laptop with its own state
 * machine, and between them a network that loses, doubles and reorders proposals. No time passes: chance decides
 * what happens next.
 */
export const noteId = '0123456789abcdef0123456789abcdef';

export interface Logged {
  readonly command: Command;
  readonly member: string;
}

export class Room {
  readonly random: Random;
  readonly log: Logged[] = [{ command: { type: 'create-note', note: noteId, title: 'Room' }, member: 'L0' }];
  readonly tokens: Tokens;
  readonly laptops: Laptop[];
  /** Proposals on their way to the log. */
  #travelling: Logged[] = [];

  constructor(random: Random, laptops: number) {
    this.random = random;
    this.tokens = new Tokens();
    this.laptops = Array.from({ length: laptops }, (_, i) => new Laptop(this, `L${i}`));
  }

  propose(command: Command, member: string): void {
    // Through JSON, as on the wire.
    const logged: Logged = { command: JSON.parse(JSON.stringify(command)), member };
    if (this.random.chance(0.25)) return; // lost
    this.#travelling.push(logged);
    if (this.random.chance(0.3)) this.#travelling.push(logged);
  }

  commitOne(): void {
    if (this.#travelling.length === 0) return;
    this.log.push(...this.#travelling.splice(this.random.below(this.#travelling.length), 1));
  }

  step(): void {
    const laptop = this.random.pick(this.laptops);
    const dice = this.random.next();
    if (dice < 0.35) laptop.type();
    else if (dice < 0.6) laptop.exchange();
    else if (dice < 0.7) laptop.propose();
    else if (dice < 0.82) this.commitOne();
    else if (dice < 0.996) laptop.applyNext(1 + this.random.below(5));
    else laptop.restart();
  }

  /** Everything arrives, until nothing is left to do. */
  settle(): void {
    for (let round = 0; round < 10_000; round += 1) {
      for (const laptop of this.laptops) laptop.flush();
      while (this.#travelling.length > 0) this.commitOne();
      for (const laptop of this.laptops) laptop.applyNext(Number.MAX_SAFE_INTEGER);
      if (this.laptops.every((laptop) => laptop.idle)) {
        for (const laptop of this.laptops) laptop.flush();
        return;
      }
    }
    throw new Error('the room does not come to rest');
  }
}

/** What was typed: every code point once in the whole room, so that none can hide behind another. */
class Tokens {
  readonly kept = new Set<string>();
  readonly deleted = new Set<string>();
  #han = 0x3400;
  #lowHalf = 0xdc00;

  fresh(): string {
    this.#han += 1;
    if (this.#han === 0x4dc0) this.#han = 0x4e00;
    return String.fromCharCode(this.#han);
  }

  /** The second half of a surrogate pair whose first half is U+D83D; null: none left. */
  freshLowHalf(): string | null {
    return this.#lowHalf > 0xdfff ? null : String.fromCharCode(this.#lowHalf++);
  }
}

const highHalf = '\ud83d';

export class Laptop {
  readonly #room: Room;
  readonly name: string;
  state = new NotesState();
  lost: LostEdits[] = [];
  windows: Window[] = [];
  #applied = 0;
  #session: NoteSession | null = null;
  #kept: unknown = null;
  #runs = 0;

  constructor(room: Room, name: string) {
    this.#room = room;
    this.name = name;
    this.#open();
  }

  get session(): NoteSession {
    return this.#session!;
  }

  get idle(): boolean {
    return (
      !this.session.isWaiting && this.#applied === this.#room.log.length && this.windows.every((window) => window.idle)
    );
  }

  type(): void {
    this.#room.random.pick(this.windows).type();
  }

  /** A window sends what it has, or takes some of what was sent to it. */
  exchange(): void {
    const window = this.#room.random.pick(this.windows);
    if (this.#room.random.chance(0.5)) window.receive(1 + this.#room.random.below(4));
    else this.#push(window);
  }

  propose(): void {
    const command = this.session.takeForSending() ?? this.session.resend();
    if (command === null) return;
    this.#keep();
    this.#room.propose(command, this.name);
  }

  applyNext(count: number): void {
    for (let i = 0; i < count && this.#applied < this.#room.log.length; i += 1) this.#applyOne();
  }

  /** The process dies and starts again, perhaps not knowing the last commits any more. Windows lose what they had not pushed. */
  restart(): void {
    const known = this.#applied - this.#room.random.below(6);
    this.#session = null;
    this.state = new NotesState();
    this.#applied = 0;
    this.applyNext(Math.max(1, known));
    this.#open();
  }

  flush(): void {
    for (const window of this.windows) {
      window.receive(Number.MAX_SAFE_INTEGER);
      this.#push(window);
      window.receive(Number.MAX_SAFE_INTEGER);
    }
    this.propose();
  }

  #push(window: Window): void {
    const { version, updates } = window.sendable();
    if (updates.length === 0) return;
    const pushed = updates.map(({ clientID, changes }) => ({
      clientId: clientID,
      changes: JSON.parse(JSON.stringify(changes)),
    }));
    const result = this.session.push(this.session.state().epoch, version, pushed);
    if (result.type === 'refused') throw new Error(`push refused: ${result.reason}`);
    this.#keep();
    window.markKept();
    this.#broadcast(result.change);
  }

  #open(): void {
    if (this.#applied === 0) this.#applyOne();
    for (;;) {
      this.#runs += 1;
      const result = NoteSession.open(this.state, {
        note: noteId,
        editor: this.name,
        epoch: `run ${this.#runs}`,
        kept: this.#kept,
      });
      if (result.type === 'open') {
        this.#session = result.session;
        if (result.lost !== null) this.lost.push(result.lost);
        break;
      }
      // The log has not brought back yet what the kept edits were made on.
      this.#applyOne();
    }
    this.#keep();
    const { version, text } = this.session.state();
    this.windows = [0, 1].map((i) => new Window(this.#room, `${this.name}.${this.#runs}.${i}`, version, text));
  }

  #applyOne(): void {
    const { command, member } = this.#room.log[this.#applied]!;
    this.#applied += 1;
    const { outcome, events } = this.state.apply(command, { index: this.#applied, member });
    if (this.#session === null) return;
    for (const event of events) {
      if (event.type !== 'note-edited') continue;
      const { change, resend } = this.session.applied(event);
      this.#broadcast(change);
      if (resend) this.propose();
    }
    if (command.type === 'edit-note' && member === this.name && outcome.type === 'no-effect') {
      const { change, resend, lost } = this.session.refused(command.sequence, outcome.reason);
      this.#broadcast(change);
      if (lost !== null) this.lost.push(lost);
      if (resend) this.propose();
    }
    if (this.session.verify(this.state.document(noteId)!.text) !== null)
      throw new Error(`${this.name} needed a repair`);
  }

  #keep(): void {
    this.#kept = JSON.parse(JSON.stringify(this.session.toKeep()));
  }

  #broadcast(change: DocumentChange): void {
    for (const window of this.windows) window.inbox.push(JSON.parse(JSON.stringify(change)));
  }
}

/** One editor on a laptop. */
export class Window {
  readonly #room: Room;
  inbox: DocumentChange[] = [];
  state: EditorState;
  readonly #typed = new Map<Transaction, string>();

  constructor(room: Room, clientID: string, startVersion: number, doc: string) {
    this.#room = room;
    this.state = EditorState.create({ doc, extensions: [collab({ startVersion, clientID })] });
  }

  get doc(): Text {
    return this.state.doc;
  }

  get idle(): boolean {
    return this.inbox.length === 0 && sendableUpdates(this.state).length === 0;
  }

  sendable(): { version: number; updates: ReturnType<typeof sendableUpdates> } {
    return { version: getSyncedVersion(this.state), updates: sendableUpdates(this.state) };
  }

  markKept(): void {
    for (const update of sendableUpdates(this.state)) {
      for (const token of this.#typed.get(update.origin) ?? '') this.#room.tokens.kept.add(token);
    }
  }

  type(): void {
    const { random, tokens } = this.#room;
    const length = this.doc.length;
    const from = this.#wholeAt(random.below(length + 1));
    const dice = random.next();
    if (dice < 0.25 && length > 0)
      this.#edit({ from, to: this.#wholeAt(Math.min(length, from + random.below(8))) }, '');
    else if (dice < 0.35) this.#edit({ from, insert: '\n' }, '');
    else if (dice < 0.45) this.#typeEmoji(from);
    else if (dice < 0.5) {
      // Several cursors at once.
      const to = this.#wholeAt(from + random.below(length - from + 1));
      const [one, two] = [tokens.fresh(), tokens.fresh()];
      this.#edit(
        [
          { from, insert: one },
          { from: to, insert: two },
        ],
        one + two,
      );
    } else {
      const text = Array.from({ length: 1 + random.below(3) }, () => tokens.fresh()).join('');
      this.#edit(
        { from, to: random.chance(0.1) ? this.#wholeAt(Math.min(length, from + 2)) : from, insert: text },
        text,
      );
    }
  }

  /** One at a time, as every window must: see rebaseOneByOne. */
  receive(count: number): void {
    for (const { fromVersion, updates } of this.inbox.splice(0, count)) {
      updates.forEach(({ clientId, changes }, i) => {
        if (fromVersion + i < getSyncedVersion(this.state)) return;
        const update = { clientID: clientId, changes: ChangeSet.fromJSON(changes) };
        this.state = receiveUpdates(this.state, [update]).state;
      });
    }
  }

  #typeEmoji(at: number): void {
    const low = this.#room.tokens.freshLowHalf();
    if (low === null) return;
    const found = this.doc.toString().indexOf(highHalf, at);
    // Some editors replace only the half that differs. Two at once cannot both be kept, so it is not counted on.
    if (found >= 0 && this.#room.random.chance(0.5)) this.#edit({ from: found + 1, to: found + 2, insert: low }, '');
    else this.#edit({ from: at, insert: highHalf + low }, highHalf + low);
  }

  #edit(changes: ChangeSpec, token: string): void {
    const transaction = this.state.update({ changes });
    transaction.changes.iterChanges((from, to) => {
      const start = this.#wholeAt(from);
      for (const gone of this.doc.sliceString(start, to)) this.#room.tokens.deleted.add(gone);
      if (start < from) this.#room.tokens.deleted.add(this.doc.sliceString(start, start + 2));
    });
    this.#typed.set(transaction, token);
    this.state = transaction.state;
  }

  #wholeAt(position: number): number {
    return this.doc.sliceString(position - 1, position) === highHalf ? position - 1 : position;
  }
}
