import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeCommand } from '../../src/member/command-codec.ts';
import { openClusterOf, openMember } from '../../src/member/opening.ts';
import { encodeSnapshotMetadata } from '../../src/member/snapshot-metadata.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';
import {
  asLogIndex,
  asMemberId,
  asSequence,
  asTerm,
  type Configuration,
  type LogEntry,
  type MemberId,
} from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { openOutbox } from '../../src/storage/outbox.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';

/** The bytes of every file of a data directory, by path within it. */
export type Files = ReadonlyMap<string, Buffer>;

export const other = asMemberId('12D3KooWBoBoBoBoBoBoBoBo');
const self = asMemberId('12D3KooWAnaAnaAnaAnaAnaA');
const newest = 40;
const last = 60;

/**
 * A member of a cluster of two that is closed, in the directory `root`: a log of several segments, two snapshots, waiting
 * edits, and the lock of a process that died. `begins`: whether its log begins at the start, or behind the newest
 * snapshot, so that it needs that one.
 */
export async function makeMember(root: string, begins: 'at-the-start' | 'behind-the-snapshot'): Promise<void> {
  const { directory, record } = await openMember(root, 'Ana');
  const members = [self, other].map((member) => ({
    member,
    name: member.slice(-3),
    addresses: ['/ip4/192.0.2.7/tcp/1'],
  }));
  await record.save({ cluster: { id: 'c'.repeat(32), name: 'Field team', introduction: null }, members });

  const state = new NotesState();
  const { store: snapshots } = await openSnapshotStore(directory.snapshotsPath);
  const { store: log } = await openLogStore(directory.logPath, { segmentBytes: 1_200, spareBytes: 2_048 });
  const write = { resetTo: null, truncateFrom: null, hardState: null, entries: [], mustSync: true };
  for (let index = 1; index <= last; index++) {
    const entry = entryAt(index);
    if (entry.kind === 'command') state.apply(commandAt(index), { index: entry.index, member: entry.member });
    const isDue = index === 20 || index === newest;
    if (isDue) {
      const position = { index: asLogIndex(index), term: asTerm(2) };
      const metadata = encodeSnapshotMetadata({
        ...position,
        configuration,
        configurationIndex: asLogIndex(1),
        sessions: [],
      });
      await snapshots.write(position, metadata, state.capture().chunks());
    }
    if (begins === 'at-the-start' || index > newest) await log.write({ ...write, entries: [entry] });
    if (begins === 'behind-the-snapshot' && index === newest) {
      await log.write({ ...write, resetTo: { index: asLogIndex(newest), term: asTerm(2) } });
    }
  }
  const hardState = { epoch: 0, term: asTerm(3), votedFor: other, commitIndex: asLogIndex(last) };
  await log.write({ ...write, hardState });
  await log.close();

  const outbox = await openOutbox(directory.outboxPath);
  for (const note of [1, 2, 3])
    await outbox.put(noteId(note), Buffer.from(JSON.stringify({ note, waiting: 'x'.repeat(50) })));
  await outbox.close();
  const lock = JSON.parse(readFileSync(join(root, 'lock'), 'utf8')) as object;
  await directory.release();
  writeFileSync(join(root, 'lock'), JSON.stringify({ ...lock, pid: 2 ** 30, startTicks: 1 }));
}

const configuration: Configuration = { voters: [self, other], votersOutgoing: [], learners: [], demoted: [] };
const noteId = (count: number): string => String(count).padStart(32, '0');

function commandAt(index: number): Command {
  return { type: 'create-note', note: noteId(index), title: `Note ${index}` };
}

function entryAt(count: number): LogEntry {
  const index = asLogIndex(count);
  const term = asTerm(2);
  if (count === 1) {
    return {
      kind: 'configuration',
      index,
      term,
      configuration,
      changes: [{ type: 'create', member: self }],
      requestedBy: self,
    };
  }
  const payload = encodeCommand(commandAt(count));
  return { kind: 'command', index, term, member: self, sequence: asSequence(count), payload };
}

export function readFiles(root: string, folder = ''): Files {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) for (const inside of readFiles(root, path)) files.set(...inside);
    else files.set(path, readFileSync(join(root, path)));
  }
  return files;
}

/** Makes `root`, which stays the same directory, hold these files and nothing else. */
export function writeFiles(root: string, files: Files): void {
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true });
  for (const [path, bytes] of files) {
    if (!existsSync(dirname(join(root, path)))) mkdirSync(dirname(join(root, path)), { mode: 0o700 });
    writeFileSync(join(root, path), bytes, { mode: 0o600 });
  }
}

/** What a start with the directory comes to, as far as a person or the cluster can tell. */
export type Outcome =
  | { readonly type: 'refused'; readonly error: unknown }
  /** It takes no part until the others have repaired it. */
  | { readonly type: 'repairable' | 'alone'; readonly file: string | null; readonly others: readonly string[] }
  | {
      readonly type: 'started';
      readonly kept: Kept;
      readonly outbox: readonly (readonly [string, string])[] | 'set-aside';
    };

/** All that must be there if it takes part. */
export interface Kept {
  readonly self: string;
  readonly record: object;
  readonly session: number;
  readonly hardState: object;
  readonly entries: readonly string[];
  readonly titles: readonly string[];
}

/** Starts as the process does, up to where it would take part. */
export async function start(root: string, identityOf: (key: Uint8Array) => MemberId): Promise<Outcome> {
  let opened: Awaited<ReturnType<typeof openMember>>;
  try {
    opened = await openMember(root, 'New');
  } catch (error) {
    return { type: 'refused', error };
  }
  try {
    const { formatVersion, session, ...record } = opened.record.file;
    const found = await openClusterOf(self, opened);
    if (found.type === 'repairable') {
      return { type: found.type, file: found.damage.file, others: found.others.map(({ member }) => member) };
    }
    if (found.type === 'alone') return { type: found.type, file: found.damage.file, others: [] };
    const { state, log, outbox, store, setAside } = found.state;
    const first = (state.snapshot?.index ?? 0) + 1;
    const behind = [...log.entries].filter(({ index }) => index >= first);
    for (const entry of behind) {
      if (entry.kind === 'command')
        state.notes.apply(commandAt(entry.index), { index: entry.index, member: entry.member });
    }
    const kept: Kept = {
      self: identityOf(opened.privateKey),
      record: { formatVersion, ...record },
      session,
      hardState: log.hardState,
      entries: behind.filter(({ index }) => index > newest).map(described),
      titles: state.notes
        .notes()
        .map(({ title }) => title)
        .sort(),
    };
    const waiting = [...outbox.entries()].map(([key, value]) => [key, Buffer.from(value).toString()] as const);
    const isOutboxAside = setAside.some(({ what }) => what === 'outbox');
    await store.close();
    await outbox.close();
    return { type: 'started', kept, outbox: isOutboxAside ? 'set-aside' : waiting };
  } catch (error) {
    return { type: 'refused', error };
  } finally {
    await opened.directory.release();
  }
}

function described(entry: LogEntry): string {
  const payload = entry.kind === 'command' ? Buffer.from(entry.payload).toString('hex') : '';
  return `${entry.index} ${entry.term} ${entry.kind} ${payload}`;
}
