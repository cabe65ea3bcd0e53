import { NotesState } from '../notes/state-machine.ts';
import type { Command, NoteId } from '../notes/types.ts';
import { SessionTable } from '../raft/sessions.ts';
import { asLogIndex, type CommandEntry, type LogIndex, type SnapshotMetadata } from '../raft/types.ts';
import type { SalvagedLog } from '../storage/log-salvage.ts';
import { openSnapshotStore } from '../storage/snapshot-store.ts';
import { decodeCommand } from './command-codec.ts';
import { messageOf } from './errors.ts';
import { decodeSnapshotMetadata } from './snapshot-metadata.ts';
import { restoreState } from './restoring.ts';

/** What can be read of the notes of a member whose log or snapshots are damaged. */
export interface ReadableNotes {
  readonly notes: NotesState;
  /** The last entry that is in them; at least 1. */
  readonly index: LogIndex;
  /** Up to here nothing is missing. */
  readonly completeUpTo: LogIndex;
  /** The last entry that the log is known to have had. */
  readonly reached: LogIndex;
  /** What could not be read, in English; for the record, not for decisions. */
  readonly missing: readonly string[];
}

/**
 * Puts together all that can be read: the newest sound snapshot and the log behind it. Changes nothing.
 *
 * Behind a gap what was done to a note before it is not known, so edits of that note do not fit any more. Whatever says
 * all of what it is about still counts there: notes that begin behind the gap, titles, deletions, names, registers.
 *
 * @param upTo the last entry that counts: what a leader put behind it may never have been committed
 */
export async function readNotes(snapshotsPath: string, log: SalvagedLog, upTo = Infinity): Promise<ReadableNotes> {
  const missing = log.problems.slice(0, mostProblems).map(shortened);
  const { snapshot, notes } = await newestReadable(snapshotsPath, missing);
  const reading = new Reading(notes, snapshot);
  for (const [count, entry] of log.entries.entries()) {
    if (entry.index > upTo) break;
    reading.take(entry.index, entry.kind === 'command' ? entry : null);
    if (count % entriesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const { completeUpTo, lastIndex, unusable } = reading;
  const reached = asLogIndex(Math.max(Math.min(log.reachedIndex, upTo), lastIndex));
  if (completeUpTo < reached) {
    missing.push(
      `Of entries ${completeUpTo + 1} to ${reached} some cannot be read` +
        (unusable === 0 ? '.' : `, and ${unusable} changes behind them do not fit without.`),
    );
  }
  return { notes, index: asLogIndex(Math.max(lastIndex, 1)), completeUpTo, reached, missing };
}

const entriesAtOnce = 1_000;
const mostProblems = 50;
const shortened = (problem: string): string => problem.slice(0, 500);

async function newestReadable(
  path: string,
  missing: string[],
): Promise<{ readonly snapshot: SnapshotMetadata | null; readonly notes: NotesState }> {
  try {
    const { store, damaged } = await openSnapshotStore(path);
    for (const error of damaged) missing.push(shortened(error.message));
    for (const stored of store.all) {
      try {
        return { snapshot: decodeSnapshotMetadata(stored.metadata), notes: await restoreState(store, stored) };
      } catch (error) {
        missing.push(shortened(`The snapshot of entry ${stored.id.index} cannot be read: ${messageOf(error)}`));
      }
    }
  } catch (error) {
    missing.push(shortened(`The snapshots cannot be read: ${messageOf(error)}`));
  }
  return { snapshot: null, notes: new NotesState() };
}

/** Applies a log as a member would, for as long as it has no gap, and behind one as far as that is safe. */
class Reading {
  readonly #notes: NotesState;
  readonly #sessions: SessionTable;
  #lastIndex: LogIndex;
  #completeUpTo: LogIndex;
  #unusable = 0;
  /** Notes that began behind the last gap, of which all is known; null: there is no gap. */
  #whole: Set<NoteId> | null = null;

  constructor(notes: NotesState, snapshot: SnapshotMetadata | null) {
    this.#notes = notes;
    this.#sessions = new SessionTable(snapshot?.sessions);
    this.#lastIndex = snapshot?.index ?? asLogIndex(0);
    this.#completeUpTo = this.#lastIndex;
  }

  get lastIndex(): LogIndex {
    return this.#lastIndex;
  }

  get completeUpTo(): LogIndex {
    return this.#completeUpTo;
  }

  /** Changes that were read and could not be used. */
  get unusable(): number {
    return this.#unusable;
  }

  /** The next entry, by index; null: one that is not about the notes. */
  take(index: LogIndex, entry: CommandEntry | null): void {
    if (index <= this.#lastIndex) return;
    if (index > this.#lastIndex + 1) this.#whole = new Set();
    this.#lastIndex = index;
    if (entry !== null) this.#apply(entry);
    if (this.#whole === null) this.#completeUpTo = index;
  }

  #apply({ index, member, sequence, payload }: CommandEntry): void {
    const disposition = this.#sessions.admit(member, sequence);
    // Behind a gap the one before is missing to everyone who wrote in it: that is no reason then.
    if (disposition === 'duplicate' || (disposition === 'out-of-order' && this.#whole === null)) return;
    const command = this.#read(payload);
    if (command === null) return;
    if (!this.#fits(command)) {
      this.#unusable += 1;
      return;
    }
    this.#notes.apply(command, { index, member });
  }

  #read(payload: Uint8Array): Command | null {
    try {
      const command = decodeCommand(payload);
      if (command.type === 'digest-mark' || command.type === 'digest-report') return null; // about the notes, not of them
      if (command.type !== 'unknown-version') return command;
    } catch {
      return null; // damaged where it was proposed: it has no effect on anyone
    }
    // What a newer version does is not known: as good as a gap.
    this.#whole = new Set();
    this.#unusable += 1;
    return null;
  }

  #fits(command: Command): boolean {
    if (this.#whole === null) return true;
    switch (command.type) {
      case 'create-note':
        this.#whole.add(command.note);
        return true;
      case 'edit-note':
        return this.#whole.has(command.note);
      case 'compare-and-set-register':
        return false; // what it compares with may be missing
      case 'rename-note':
      case 'delete-note':
      case 'set-register':
      case 'introduce-member':
      case 'name-cluster':
        return true;
      default:
        return command satisfies never;
    }
  }
}
