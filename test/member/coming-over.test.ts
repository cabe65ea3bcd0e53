import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeCommand } from '../../src/member/command-codec.ts';
import { KeptCopies } from '../../src/member/kept-copies.ts';
import { moveAway, writeDownLeaving } from '../../src/member/leaving.ts';
import { openMember, type OpenedMember } from '../../src/member/opening.ts';
import { OwnRepair } from '../../src/member/own-repair.ts';
import type { JoinAnswer } from '../../src/network/types.ts';
import { NoteSession } from '../../src/notes/note-session.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';
import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { openOutbox } from '../../src/storage/outbox.ts';
import { inMemory } from '../in-memory.ts';
import { dieing } from './dieing.ts';

const ana = asMemberId('12D3KooWAnaAnaAna');
const clusterId = 'c'.repeat(32);
const camp = 'a'.repeat(32);
const commands: readonly Command[] = [
  { type: 'create-note', note: camp, title: 'Camp' },
  { type: 'edit-note', note: camp, base: 0, editor: 'ana', sequence: 1, changes: [[0, 'tents']] },
];
const elsewhere = { type: 'behind', epoch: 7, by: 'Bo', atMs: 5, laptops: [] } as const;
const approval: JoinAnswer & { readonly type: 'approved' } = {
  type: 'approved',
  clusterId,
  clusterName: 'Field team, again',
  configurationIndex: asLogIndex(70),
  term: asTerm(4),
  epoch: 7,
  members: [],
};

/** A member with a note, and an edit of it that waits. */
async function furnish(root: string): Promise<void> {
  const { directory, record } = await openMember(root, 'Ana');
  await record.save({ cluster: { id: clusterId, name: 'Field team', introduction: null }, epoch: 0 });
  const { store } = await openLogStore(directory.logPath);
  const entries = commands.map((command, n) => ({
    kind: 'command' as const,
    index: asLogIndex(n + 1),
    term: asTerm(1),
    member: ana,
    sequence: asSequence(2 ** 32 + n + 1),
    payload: encodeCommand(command),
  }));
  const hardState = { epoch: 0, term: asTerm(1), votedFor: ana, commitIndex: asLogIndex(2) };
  await store.write({ resetTo: null, truncateFrom: null, entries, hardState, mustSync: true });
  await store.close();

  const notes = new NotesState();
  for (const [n, command] of commands.entries()) notes.apply(command, { index: asLogIndex(n + 1), member: ana });
  const opened = NoteSession.open(notes, { note: camp, editor: 'ana', epoch: 'e', kept: null });
  if (opened.type !== 'open') throw new Error('the note is there');
  opened.session.edit([{ from: 5, to: 5, insert: ' and pegs' }]);
  const outbox = await openOutbox(directory.outboxPath);
  await outbox.put(camp, Buffer.from(JSON.stringify(opened.session.toKeep())));
  await outbox.close();
  await directory.release();
}

async function withMember<T>(root: string, run: (member: OpenedMember) => Promise<T>): Promise<T> {
  const member = await openMember(root, 'Ana');
  try {
    return await run(member);
  } finally {
    await member.directory.release();
  }
}

function repairOf({ directory, record }: OpenedMember): OwnRepair {
  const network = {
    nearby: () => [],
    askForRepair: () => Promise.reject(new Error('nobody is asked here')),
  };
  return new OwnRepair({ directory, record, network: () => network, changed: () => undefined });
}

/** From a person's decision to where it is let in. */
async function comeOver(member: OpenedMember): Promise<void> {
  const repair = repairOf(member);
  await repair.beginOver(elsewhere);
  await repair.letIn(approval);
}

async function leave({ directory, record }: OpenedMember): Promise<void> {
  const appliedIndex = record.file.repair?.letIn === true ? 1 : null; // of the new log
  const keptIn = await writeDownLeaving(directory, record, { clusterName: 'Field team', removed: null, appliedIndex });
  await moveAway(directory, keptIn);
  await record.save({ leaving: undefined });
}

/** Where its notes are listed, and whether that is what it had before it came over; null: nowhere. */
async function listed({ directory, record }: OpenedMember): Promise<{ cameOver: boolean; name: string } | null> {
  const copies = new KeptCopies({ directory, record, changed: () => undefined });
  try {
    for (const { copy, cameOver, clusterName } of copies.list()) {
      const opened = await copies.open(copy).catch(() => null);
      if (opened?.notes.some(({ title, waiting }) => title === 'Camp' && waiting) !== true) continue;
      const { text } = (await copies.notes(copy)).read(camp);
      if (text === 'tents and pegs') return { cameOver, name: clusterName };
    }
    return null;
  } finally {
    copies.stop();
  }
}

describe('What a laptop had before it came over to a recovered cluster', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(inMemory, 'raftpad-over-'));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(root, { recursive: true });
  });

  it('is listed from the moment on at which it has come over', async () => {
    await furnish(root);
    await withMember(root, comeOver);
    await withMember(root, async (member) => {
      expect(await listed(member)).toBeNull();
      await repairOf(member).done();
      expect(await listed(member)).toEqual({ cameOver: true, name: 'Field team' });
    });
  });

  it('is listed beside what it leaves before it has all of the new one', async () => {
    await furnish(root);
    await withMember(root, comeOver);
    await withMember(root, async (member) => {
      await leave(member);
      const copies = new KeptCopies({ ...member, changed: () => undefined });
      expect(copies.list()).toMatchObject([{ cameOver: false }, { cameOver: true, clusterName: 'Field team' }]);
      copies.stop();
      expect(await listed(member)).toEqual({ cameOver: true, name: 'Field team' });
    });
  });

  it('can be read in one place if it leaves, whichever change of the disk it died before', async () => {
    const outcomes = new Set<string>();
    for (let dieBefore = 1; ; dieBefore += 1) {
      await rm(root, { recursive: true });
      await furnish(root);
      const died = await dieing(dieBefore, () => withMember(root, comeOver), 'names');
      await withMember(root, async (member) => {
        await leave(member);
        const found = await listed(member);
        expect(found, `died before change ${dieBefore}`).not.toBeNull();
        outcomes.add(`${found?.cameOver}`);
      });
      if (!died) break;
    }
    expect(outcomes).toEqual(new Set(['false', 'true']));
    expect(await readdir(root)).not.toContain('log');
  }, 60_000);

  it('is read with the edits that waited where its files were damaged before', async () => {
    await furnish(root);
    await withMember(root, async (member) => {
      const repair = repairOf(member);
      await repair.begin({ what: 'log', file: null, detail: 'as if' }, []);
      await comeOver(member);
      await leave(member);
      expect(await listed(member)).toEqual({ cameOver: false, name: 'Field team' });
    });
  });
});
