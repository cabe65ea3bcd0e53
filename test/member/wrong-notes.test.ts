import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WrongNotes } from '../../src/member/wrong-notes.ts';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';

const bo = asMemberId('bo');
const chen = asMemberId('chen');
const finding = { mark: 72, digest: 'f'.repeat(32) };

/** Of a laptop that is connected to these. */
function wrongNotes(...members: MemberId[]): { notes: WrongNotes; connected: Set<MemberId>; asked: MemberId[] } {
  const connected = new Set(members);
  const asked: MemberId[] = [];
  const notes = new WrongNotes({
    raft: () => ({ role: 'follower', leader: null }),
    divergence: { resumeDiverged: () => undefined, holdersOf: () => [], differs: () => false },
    snapshots: {
      newestIndex: 71,
      want: () => undefined,
      transfers: () => [],
      distrust: () => undefined,
      keepOnly: () => Promise.resolve(),
    },
    connected,
    ask: ({ from }) => asked.push(from),
    handOver: () => Promise.resolve(),
    distrusted: () => undefined,
    reloadable: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  stop = () => notes.stop();
  return { notes, connected, asked };
}

let stop = (): void => undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('A member whose notes are wrong asks for those of the others', () => {
  it('once its report is in the log, and not before, though members come', () => {
    const { notes, connected, asked } = wrongNotes(bo);
    notes.found(finding);
    connected.add(chen);
    notes.reachable();
    vi.advanceTimersByTime(1_900);
    expect(asked).toEqual([]);
    notes.told();
    expect(asked).toEqual([bo]);
  });

  it('two seconds after somebody could have heard its report, if that does not get into the log', () => {
    const { notes, connected, asked } = wrongNotes();
    notes.found(finding);
    vi.advanceTimersByTime(60_000);
    connected.add(bo);
    notes.reachable();
    vi.advanceTimersByTime(1_000);
    notes.reachable();
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(asked).toEqual([bo]);
  });

  it('at once when members come that it told before', () => {
    const { notes, connected, asked } = wrongNotes();
    notes.resume(finding);
    notes.told();
    expect(asked).toEqual([]);
    connected.add(bo);
    notes.reachable();
    expect(asked).toEqual([bo]);
  });

  it('in a time of its own for those that come after others went again', () => {
    const { notes, connected, asked } = wrongNotes(bo);
    notes.found(finding);
    connected.delete(bo);
    vi.advanceTimersByTime(10_000);
    connected.add(chen);
    notes.reachable();
    vi.advanceTimersByTime(1_900);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(asked).toEqual([chen]);
  });
});
