import type { NotesState } from '../notes/state-machine.ts';
import type { StateCapture } from '../notes/state-capture.ts';
import type { LogIndex } from '../raft/types.ts';
import type { Cluster } from './cluster.ts';

/** Where a backup takes the notes from. */
export interface BackupSource {
  readonly notes: NotesState;
  /** The notes at this moment, and the last entry that is in them; null: nothing is here yet. */
  readonly capture: () => { readonly index: LogIndex; readonly state: StateCapture } | null;
  readonly cluster: { readonly id: string; readonly name: string; readonly members: readonly string[] };
  /** Edits of this laptop that are not in them. */
  readonly waiting: number;
  /** What could not be read; null: all was. */
  readonly missing: readonly string[] | null;
  /** The text of a note for a text file, if that is to hold more than `notes`. */
  readonly textOf?: (note: string) => string;
}

export function sourceOf(cluster: Cluster): BackupSource {
  return {
    notes: cluster.notes,
    capture: () => {
      const captured = cluster.capture();
      return captured === null ? null : { index: captured.metadata.index, state: captured.state };
    },
    cluster: { id: cluster.id, name: cluster.name, members: cluster.status().members.map(({ name }) => name) },
    waiting: cluster.documents.waitingCount(),
    missing: null,
  };
}
