import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../src/member/errors.ts';
import { MembershipChanges } from '../../src/member/membership-changes.ts';
import { asLogIndex, asMemberId, type ChangeOutcome, type ConfigurationChange } from '../../src/raft/types.ts';

const add = (member: string): ConfigurationChange => ({ type: 'add-learner', member: asMemberId(member) });
const remove = (member: string): ConfigurationChange => ({ type: 'remove', member: asMemberId(member) });
const committed: ChangeOutcome = { type: 'committed', index: asLogIndex(7) };
const refused = (reason: Extract<ChangeOutcome, { type: 'refused' }>['reason']): ChangeOutcome => ({
  type: 'refused',
  reason,
});

/** A leader that answers when it is told to. */
class Leader {
  readonly asked: {
    readonly changes: readonly string[];
    readonly answer: (outcome: ChangeOutcome) => Promise<void>;
  }[] = [];
  readonly changes = new MembershipChanges({
    change: (changes) =>
      new Promise((resolve) => {
        this.asked.push({
          changes: changes.map(({ type, member }) => `${type} ${member}`),
          answer: async (outcome) => {
            resolve(outcome);
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
    clock: () => performance.now(),
  });

  /** What is asked now. */
  get last(): Leader['asked'][number] {
    const last = this.asked[this.asked.length - 1];
    if (last === undefined) throw new Error('nothing was asked');
    return last;
  }

  make(change: ConfigurationChange, timeoutMs = 1_000): Promise<void> {
    return this.changes.make([change], timeoutMs);
  }
}

describe('wishes to change the membership', () => {
  let leader: Leader;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    leader = new Leader();
  });
  afterEach(() => vi.useRealTimers());
  const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

  it('of one turn go in as one change', async () => {
    const made = Promise.all(['a', 'b', 'c'].map((member) => leader.make(add(member))));
    await turn();
    expect(leader.asked.map(({ changes }) => changes)).toEqual([['add-learner a', 'add-learner b', 'add-learner c']]);
    await leader.last.answer(committed);
    await made;
  });

  it('that come while one is on its way go in together after it', async () => {
    const first = leader.make(add('a'));
    await turn();
    const others = [leader.make(add('b')), leader.make(remove('x'))];
    await leader.last.answer(committed);
    await first;
    expect(leader.last.changes).toEqual(['add-learner b', 'remove x']);
    await leader.last.answer(committed);
    await Promise.all(others);
  });

  it('about the same laptop go in one after the other', async () => {
    const made = [leader.make(remove('a')), leader.make(add('a')), leader.make(add('b'))];
    await turn();
    expect(leader.last.changes).toEqual(['remove a', 'add-learner b']);
    await leader.last.answer(committed);
    expect(leader.last.changes).toEqual(['add-learner a']);
    await leader.last.answer(committed);
    await Promise.all(made);
  });

  it.each([
    'change-in-progress',
    'term-not-yet-committed',
    'transfer-in-progress',
    'not-leader',
    'leadership-lost',
  ] as const)('that are refused for “%s” are asked again until they are done', async (reason) => {
    const made = leader.make(add('a'));
    await turn();
    for (let times = 1; times <= 3; times++) {
      await leader.last.answer(refused(reason));
      await vi.advanceTimersByTimeAsync(50);
      expect(leader.asked).toHaveLength(times + 1);
    }
    await leader.last.answer({ type: 'already' });
    await made;
  });

  it('do not fail for another one that is refused for good', async () => {
    const good = leader.make(add('a'));
    const bad = leader.make(remove('last'));
    const refusal = expect(bad).rejects.toMatchObject({ code: 'refused' });
    await turn();
    await leader.last.answer(refused('last-voter'));
    expect(leader.last.changes).toEqual(['add-learner a']);
    await leader.last.answer(committed);
    await good;
    expect(leader.last.changes).toEqual(['remove last']);
    await leader.last.answer(refused('last-voter'));
    await refusal;
  });

  it.each([
    ['not-leader', 'no-majority'],
    ['change-in-progress', 'busy'],
    ['transfer-in-progress', 'busy'],
    ['leadership-lost', 'timeout'],
  ] as const)('that are refused for “%s” until their time is up end with “%s”', async (reason, code) => {
    const made = expect(leader.make(add('a'), 120)).rejects.toMatchObject({ code });
    for (let elapsedMs = 0; elapsedMs < 120; elapsedMs += 10) {
      await vi.advanceTimersByTimeAsync(10);
      await leader.last.answer(refused(reason));
    }
    await made;
    const asked = leader.asked.length;
    await vi.advanceTimersByTimeAsync(500);
    expect(leader.asked).toHaveLength(asked);
  });

  it('may have been done if leadership was lost once, whatever was answered after that', async () => {
    const made = expect(leader.make(add('a'), 120)).rejects.toMatchObject({ code: 'timeout' });
    await turn();
    await leader.last.answer(refused('leadership-lost'));
    for (let elapsedMs = 0; elapsedMs < 120; elapsedMs += 10) {
      await vi.advanceTimersByTimeAsync(10);
      await leader.last.answer(refused('not-leader'));
    }
    await made;
  });

  it('that are with the leader when their time is up may be done: the caller is told just that', async () => {
    const made = expect(leader.make(add('a'), 100)).rejects.toMatchObject({ code: 'timeout' });
    const waiting = leader.make(add('b'), 1_000);
    await turn();
    await vi.advanceTimersByTimeAsync(100);
    await made;
    await leader.last.answer(refused('change-in-progress'));
    await vi.advanceTimersByTimeAsync(50);
    // Nobody waits for the first any more: it is not asked again.
    expect(leader.last.changes).toEqual(['add-learner b']);
    await leader.last.answer(committed);
    await waiting;
  });

  it('never had their turn if another was on its way all the time', async () => {
    const first = leader.make(add('a'), 1_000);
    await turn();
    await expect(Promise.all([leader.make(add('b'), 100), vi.advanceTimersByTimeAsync(100)])).rejects.toMatchObject({
      code: 'busy',
    });
    await leader.last.answer(committed);
    await first;
    expect(leader.asked).toHaveLength(1);
  });

  it('end when this laptop leaves the cluster', async () => {
    const made = expect(leader.make(add('a'))).rejects.toMatchObject({ code: 'not-a-member' });
    const later = expect(leader.make(remove('a'))).rejects.toMatchObject({ code: 'not-a-member' });
    await turn();
    leader.changes.stop(new ApiError('not-a-member', 'gone'));
    await Promise.all([made, later]);
    await expect(leader.make(add('b'))).rejects.toMatchObject({ code: 'not-a-member' });
  });
});
