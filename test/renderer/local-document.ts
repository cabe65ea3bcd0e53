/** A member's local text of one note, as far as an editor sees it: the authority that `DocumentSession` talks to. */
import { rebaseUpdates } from '@codemirror/collab';
import { ChangeSet, EditorState, Text } from '@codemirror/state';
import type { Transaction } from '@codemirror/state';
import type { Change, DocumentState, Events, Method, Params, Results } from '../../src/api/contract.ts';
import type { FailureCode, Member } from '../../renderer/lib/rpc.ts';
import { MemberError } from '../../renderer/lib/rpc.ts';
import { DocumentSession } from '../../renderer/notes/document-session.ts';
import type { Editor, Range, SessionState, SessionView } from '../../renderer/notes/document-session.ts';

export const note = 'a'.repeat(32);

export class LocalDocument {
  text: Text;
  epoch = 1;
  deleted = false;
  /** The next push fails so. */
  failNextPush: FailureCode | null = null;
  /** Every push fails so. */
  refusal: FailureCode | null = null;
  pending: DocumentState['pending'] = [];
  #updates: { clientID: string; changes: ChangeSet }[] = [];
  readonly #clients = new Set<Client>();

  constructor(text: string) {
    this.text = Text.of(text.split('\n'));
  }

  connect(clientId: string): Client {
    const client = new Client(this, clientId);
    this.#clients.add(client);
    return client;
  }

  get version(): number {
    return this.#updates.length;
  }

  state(): DocumentState {
    const { version, pending } = this;
    return {
      note,
      title: 't',
      epoch: `${this.epoch}`,
      version,
      text: this.text.toString(),
      pending,
      confirmedVersion: version,
    };
  }

  push({ epoch, version, updates }: Params<'notes.push'>): void {
    if (this.deleted) throw new MemberError('unknown-note', '');
    if (this.refusal !== null) throw new MemberError(this.refusal, '');
    if (this.failNextPush !== null) {
      const code = this.failNextPush;
      this.failNextPush = null;
      throw new MemberError(code, '');
    }
    if (epoch !== `${this.epoch}` || version > this.version) throw new MemberError('stale-document', '');
    const sent = updates.map(({ clientId, changes }) => ({ clientID: clientId, changes: ChangeSet.fromJSON(changes) }));
    this.#accept(rebaseUpdates(sent, this.#updates.slice(version)));
  }

  /** Someone else's edit. */
  edit(from: number, to: number, insert: string): void {
    this.#accept([{ clientID: 'other', changes: ChangeSet.of({ from, to, insert }, this.text.length) }]);
  }

  delete(): void {
    this.deleted = true;
    this.#emit({ type: 'deleted', note });
  }

  /** The process dies and comes back with what it kept; open calls and events on their way are lost. */
  restart(): void {
    this.epoch++;
    this.#updates = [];
    for (const client of this.#clients) client.cutOff();
  }

  #accept(updates: readonly { clientID: string; changes: ChangeSet }[]): void {
    const fromVersion = this.version;
    for (const { clientID, changes } of updates) {
      this.text = changes.apply(this.text);
      this.#updates.push({ clientID, changes });
    }
    const sent = updates.map(({ clientID, changes }) => ({ clientId: clientID, changes: changes.toJSON() as Change }));
    this.#emit({ type: 'updates', note, epoch: `${this.epoch}`, fromVersion, updates: sent, pending: this.pending });
  }

  #emit(event: Events['document']): void {
    for (const client of this.#clients) client.deliver(() => client.receive(event));
  }
}

/** An editor without a screen, its session, and the wire between it and the member: messages wait for `run`. */
export class Client implements Member {
  readonly session: DocumentSession;
  /** Takes the events, and hears that the connection broke. */
  receive = (event: Events['document']): void => this.session.receive(event);
  disconnected = (): void => this.session.disconnected();
  editor: TestEditor | null = null;
  state: SessionState = { type: 'opening' };
  pending: readonly Range[] = [];
  /** How often the session said that all is kept. */
  settled = 0;
  readonly #document: LocalDocument;
  #toMember: (() => void)[] = [];
  #toEditor: (() => void)[] = [];
  readonly #calls = new Set<(error: MemberError) => void>();

  constructor(document: LocalDocument, clientId: string) {
    this.#document = document;
    const options = { member: this, note, clientId, onSettled: () => (this.settled += 1) };
    this.session = new DocumentSession(options, this.view());
  }

  view(): SessionView {
    return {
      makeEditor: (text, synchronization) =>
        (this.editor = new TestEditor(EditorState.create({ doc: text, extensions: [synchronization] }))),
      resumeEditor: (state) => (this.editor = new TestEditor(state)),
      showPending: (ranges) => (this.pending = ranges),
      onState: (state) => (this.state = state),
    };
  }

  get text(): string {
    return this.editor!.state.doc.toString();
  }

  type(from: number, to: number, insert: string): void {
    const editor = this.editor!;
    editor.update([editor.state.update({ changes: { from, to, insert } })]);
    this.session.send();
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return new Promise((resolve, reject) => {
      const fail = (error: MemberError): void => reject(error);
      this.#calls.add(fail);
      this.#toMember.push(() => {
        const answer = this.#answer(method, params);
        this.deliver(() => {
          this.#calls.delete(fail);
          if (answer instanceof MemberError) reject(answer);
          else resolve(answer as Results[M]);
        });
      });
    });
  }

  deliver(message: () => void): void {
    this.#toEditor.push(message);
  }

  /** Lets the member take one message; answers whether there was one. */
  async memberTakes(): Promise<boolean> {
    return run(this.#toMember);
  }

  async editorTakes(): Promise<boolean> {
    return run(this.#toEditor);
  }

  async settle(): Promise<void> {
    while ((await this.memberTakes()) || (await this.editorTakes()));
  }

  cutOff(): void {
    this.#toMember = [];
    this.#toEditor = [];
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const fail of calls) fail(new MemberError('disconnected', ''));
    this.disconnected();
  }

  #answer(method: Method, params: Params<Method>): unknown {
    try {
      if (method === 'notes.push') this.#document.push(params as Params<'notes.push'>);
      if (method === 'notes.open' && this.#document.deleted) throw new MemberError('unknown-note', '');
      return method === 'notes.open' ? this.#document.state() : {};
    } catch (error) {
      return error;
    }
  }
}

class TestEditor implements Editor {
  state: EditorState;
  constructor(state: EditorState) {
    this.state = state;
  }
  update(transactions: readonly Transaction[]): void {
    this.state = transactions.at(-1)!.state;
  }
}

async function run(queue: (() => void)[]): Promise<boolean> {
  const message = queue.shift();
  if (message === undefined) return false;
  message();
  // As between two messages of a port: every promise that hangs on this one settles first.
  await new Promise((resolve) => setImmediate(resolve));
  return true;
}
