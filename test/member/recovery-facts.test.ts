import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClusterOf, openMember } from '../../src/member/opening.ts';
import { commonWith, decodeFacts, encodeFacts, recoverOnDisk } from '../../src/member/recovery-facts.ts';
import { asLogIndex, asMemberId, asTerm, type LogEntry } from '../../src/raft/types.ts';
import type { Fork, RecoveryFacts } from '../../src/storage/recovery-facts.ts';
import { inMemory } from '../in-memory.ts';
import { makeMember, other } from './damaged-directory.ts';
import { dieing } from './dieing.ts';

const self = asMemberId('12D3KooWAnaAnaAnaAnaAnaA');
const plan = { self, ownName: 'Ana', nowMs: 5, others: [other], before: null };

/** Entries from 1 on, of these terms. */
const entriesOf = (...terms: number[]): LogEntry[] =>
  terms.map((term, at) => ({ kind: 'no-op', index: asLogIndex(at + 1), term: asTerm(term) }));
const factsWith = (...forks: Fork[]): RecoveryFacts => ({
  epoch: 9,
  by: self,
  byName: 'Ana',
  atMs: 5,
  former: [other],
  forks,
});

describe('Where two logs went apart', () => {
  // This one had terms 1 1 2 2 2, and knew two of the entries to be committed.
  const terms: [number, number][] = [
    [1, 1],
    [2, 3],
  ];
  const fork: Fork = { from: 0, committed: 2, terms, last: 5 };
  const common = (committed: number, entries: LogEntry[]): number =>
    commonWith(factsWith(fork), { epoch: 0, committed, entries, facts: null });

  it('is at the last entry of which both have the same term', () => {
    expect(common(2, entriesOf(1, 1, 2, 2, 2, 3))).toBe(5);
    expect(common(2, entriesOf(1, 1, 2, 2))).toBe(4);
    expect(common(2, entriesOf(1, 1, 2, 3))).toBe(3);
    expect(common(0, entriesOf(1, 1, 1, 1))).toBe(2);
  });

  it('is not before what both knew to be committed, whatever is left of the terms', () => {
    expect(common(4, [])).toBe(2);
    expect(common(1, [])).toBe(1);
  });

  it('is not told by terms of different epochs', () => {
    const recoveredHere = factsWith({ from: 3, committed: 5, terms: [[7, 1]], last: 9 }, fork);
    expect(commonWith(recoveredHere, { epoch: 5, committed: 9, entries: entriesOf(7, 7, 7), facts: null })).toBe(0);
    const apart = { ...factsWith({ from: 0, committed: 4, terms, last: 5 }), epoch: 5 };
    expect(commonWith(recoveredHere, { epoch: 5, committed: 9, entries: entriesOf(7, 7, 7), facts: apart })).toBe(2);
  });
});

describe('Facts of a recovery', () => {
  it('are read as they were written, and nothing else is', () => {
    const facts = factsWith({ from: 0, committed: 2, terms: [[1, 1]], last: 5 });
    expect(decodeFacts(encodeFacts(facts))).toEqual(facts);
    expect(decodeFacts(null)).toBeNull();
    expect(decodeFacts(Buffer.from('{"epoch":-1}'))).toBeNull();
    expect(decodeFacts(Buffer.from('not JSON'))).toBeNull();
  });
});

describe('A recovery', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(inMemory, 'raftpad-recovery-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  it('has happened or not, whichever change of the disk the member dies before', { timeout: 60_000 }, async () => {
    let outcomes = '';
    for (let dieBefore = 1; ; dieBefore += 1) {
      rmSync(root, { recursive: true });
      await makeMember(root, 'at-the-start');
      const before = await inspect(root);
      const died = await dieing(dieBefore, () => recover(root), 'writes');
      const after = await inspect(root);
      if (after.epoch === 0) {
        expect(after.entries).toEqual(before.entries);
        expect(after.voters).toEqual(before.voters);
      } else {
        expect(after.entries.slice(0, -1)).toEqual(before.entries);
        expect(after.voters).toEqual([self]);
        expect(after.commitIndex).toBe(after.entries.length);
        expect(after.recovery).toMatchObject({ epoch: after.epoch, former: [other] });
      }
      outcomes += after.epoch === 0 ? 'o' : 'n';
      if (!died) break;
    }
    expect(outcomes).toMatch(/^o{3,}n+$/);
  });
});

async function recover(root: string): Promise<void> {
  const { directory, record } = await openMember(root, 'Ana');
  try {
    await recoverOnDisk(directory, record, plan, () => 0.5);
  } finally {
    await directory.release();
  }
}

async function inspect(root: string) {
  const { directory, record } = await openMember(root, 'Ana');
  const opened = await openClusterOf(self, { directory, record });
  if (opened.type !== 'sound') throw new Error(`it is ${opened.type}`);
  const { log, store, outbox } = opened.state;
  await store.close();
  await outbox.close();
  await directory.release();
  const configured = [...log.entries].filter((entry) => entry.kind === 'configuration');
  return {
    epoch: log.hardState.epoch,
    commitIndex: log.hardState.commitIndex,
    entries: [...log.entries].map(({ index, term, kind }) => `${index} ${term} ${kind}`),
    voters: configured.at(-1)?.configuration.voters,
    recovery: record.file.recovery,
  };
}
