import { StateRestorer } from '../notes/state-restorer.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { SnapshotStore, StoredSnapshot } from '../storage/types.ts';

/** The state in a snapshot. Throws SnapshotDamagedError or SnapshotError. */
export function restoreState(store: SnapshotStore, snapshot: StoredSnapshot): Promise<NotesState> {
  return stateFrom(store.read(snapshot.id));
}

/** The state in bytes that come piece by piece; other work goes on in between. Throws SnapshotError, or what they throw. */
export async function stateFrom(
  pieces: AsyncIterable<Uint8Array>,
  progress: (bytes: number) => void = () => undefined,
): Promise<NotesState> {
  const restorer = new StateRestorer();
  let bytes = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += restoredAtOnce) {
      restorer.push(piece.subarray(at, at + restoredAtOnce));
      await nextTurn();
    }
    progress((bytes += piece.length));
  }
  return restorer.finish();
}
/** In bytes: a few milliseconds' work. */
const restoredAtOnce = 128 * 1024;

/** A state that is being made of a snapshot while that still comes. It is nobody's until the snapshot is in its place. */
export class Restoring {
  readonly state: Promise<NotesState>;
  #failure: { readonly error: unknown } | null = null;

  constructor(data: AsyncIterable<Uint8Array>) {
    this.state = stateFrom(data);
    this.state.catch((error: unknown) => (this.#failure = { error }));
  }

  /** What comes behind damage need not be waited for. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Lets everything else that waits come first, again and again: making a chunk takes as long as handling many messages. */
export async function* unhurried(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    await nextTurn();
  }
}

/** After everything else that waits now. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
