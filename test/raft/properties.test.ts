import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changed,
  emptyConfiguration,
  isEffective,
  isMember,
  quorumOf,
  withoutOutgoing,
} from '../../src/raft/configuration.ts';
import { limits } from '../../src/raft/limits.ts';
import { Log } from '../../src/raft/log.ts';
import { Progress } from '../../src/raft/progress.ts';
import { joint, majority } from '../../src/raft/quorum.ts';
import { SessionTable } from '../../src/raft/sessions.ts';
import {
  asLogIndex,
  asMemberId,
  asPersistId,
  asSequence,
  asTerm,
  type Configuration,
  type LogEntry,
} from '../../src/raft/types.ts';
import { A, configurationOf, entry, logOf } from './member.ts';

const membersOf = (count: number) => Array.from({ length: count }, (_, position) => asMemberId(`m${position}`));

describe('A majority', () => {
  it('agrees on the largest number that more than half have reached', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), (reached) => {
        const members = membersOf(reached.length);
        const agreed = majority(members).agreed((member) => reached[members.indexOf(member)]!);
        const holders = (index: number) => reached.filter((value) => value >= index).length;
        expect(holders(agreed) * 2).toBeGreaterThan(reached.length);
        expect(holders(agreed + 1) * 2).toBeLessThanOrEqual(reached.length);
      }),
    );
  });

  it('is won by more than half, and lost once that cannot happen any more', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(true, false, undefined), { minLength: 1, maxLength: 9 }), (votes) => {
        const members = membersOf(votes.length);
        const outcome = majority(members).outcome((member) => votes[members.indexOf(member)]);
        const granted = votes.filter((vote) => vote === true).length;
        const open = votes.filter((vote) => vote === undefined).length;
        const expected = granted * 2 > votes.length ? 'won' : (granted + open) * 2 > votes.length ? 'pending' : 'lost';
        expect(outcome).toBe(expected);
      }),
    );
  });

  it('of no members agrees to everything, so that a joint quorum is a minimum', () => {
    expect(majority([]).agreed(() => 0)).toBe(Infinity);
    expect(majority([]).outcome(() => undefined)).toBe('won');
  });
});

describe('A joint quorum', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const sides = fc.tuple(fc.subarray(names, { minLength: 1 }), fc.subarray(names, { minLength: 1 }));

  it('decides exactly what a majority of either side decides, and any two deciding sets share a member of each', () => {
    fc.assert(
      fc.property(sides, fc.subarray(names), fc.subarray(names), ([one, other], firstSet, secondSet) => {
        const first = (member: string): boolean => firstSet.includes(member);
        const second = (member: string): boolean => secondSet.includes(member);
        const quorum = joint(majority(one.map(asMemberId)), majority(other.map(asMemberId)));
        const decides = (isIn: (member: string) => boolean) =>
          [one, other].every((side) => side.filter(isIn).length * 2 > side.length);
        for (const isIn of [first, second]) {
          expect(quorum.outcome(isIn)).toBe(decides(isIn) ? 'won' : 'lost');
          expect(quorum.agreed((member) => (isIn(member) ? 1 : 0))).toBe(decides(isIn) ? 1 : 0);
        }
        if (decides(first) && decides(second)) {
          for (const side of [one, other]) expect(side.some((member) => first(member) && second(member))).toBe(true);
        }
      }),
    );
  });
});

describe('The log', () => {
  type Move = { append: number } | { cut: number } | { write: true } | { complete: number };
  const move = fc.oneof<fc.Arbitrary<Move>[]>(
    fc.record({ append: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ cut: fc.nat(8) }),
    fc.constant({ write: true as const }),
    fc.record({ complete: fc.nat(3) }),
  );

  it('knows at every moment what a disk that works through its writes would hold, and never claims more', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.array(move, { maxLength: 40 }), (restored, moves) => {
        let model: LogEntry[] = Array.from({ length: restored }, (_, position) => entry(position + 1, 1));
        let disk = [...model];
        const log = new Log(model);
        const queue: { id: number; truncateFrom: number | null; entries: readonly LogEntry[] }[] = [];
        let term = 1;
        let persistId = 0;
        for (const step of moves) {
          if ('append' in step) {
            const entries = Array.from({ length: step.append }, (_, offset) => entry(model.length + 1 + offset, term));
            log.append(entries);
            model = [...model, ...entries];
          } else if ('cut' in step) {
            if (model.length === 0) continue;
            const from = Math.max(1, model.length - step.cut);
            term += 1;
            log.truncate(asLogIndex(from));
            model = model.slice(0, from - 1);
          } else if ('write' in step) {
            if (!log.hasUnwritten) continue;
            queue.push({ id: ++persistId, ...log.takeUnwritten(asPersistId(persistId)) });
          } else {
            for (const { id, truncateFrom, entries } of queue.splice(0, step.complete)) {
              if (truncateFrom !== null) disk = disk.slice(0, truncateFrom - 1);
              for (const written of entries) expect(written.index).toBe(disk.push(written));
              log.persisted(asPersistId(id));
            }
          }
          expect(log.lastIndex).toBe(model.length);
          expect(log.slice(asLogIndex(1), log.lastIndex)).toEqual(model);
          expect(disk.slice(0, log.durableIndex)).toEqual(model.slice(0, log.durableIndex));
          expect(log.termAt(asLogIndex(model.length + 1))).toBe(null);
          expect(log.termAt(asLogIndex(0))).toBe(0);
        }
        if (log.hasUnwritten) queue.push({ id: ++persistId, ...log.takeUnwritten(asPersistId(persistId)) });
        if (persistId > 0) log.persisted(asPersistId(persistId));
        expect(log.durableIndex, 'once all writes are done, all is durable').toBe(model.length);
      }),
    );
  });

  it('that was cut answers as the whole one does, for what it still has', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 2, maxLength: 20 }), fc.nat(), fc.nat(), (steps, cut, probe) => {
        let term = 1;
        const entries = steps.map((step, position) => entry(position + 1, (term += step)));
        const whole = new Log(entries);
        const short = new Log(entries);
        const through = asLogIndex(1 + (cut % entries.length));
        short.compact(through);
        const index = asLogIndex(through + (probe % (entries.length - through + 2)));
        expect(short.lastIndex).toBe(whole.lastIndex);
        expect(short.termAt(index)).toBe(whole.termAt(index));
        expect(short.slice(asLogIndex(through + 1), index)).toEqual(whole.slice(asLogIndex(through + 1), index));
        expect(short.bytesBetween(asLogIndex(through + 1), index)).toBe(
          whole.bytesBetween(asLogIndex(through + 1), index),
        );
        const asked = asTerm(probe % (term + 2));
        const found = whole.lastAtOrBefore(index, asked);
        expect(short.lastAtOrBefore(index, asked)).toBe(index <= through ? index : Math.max(found, through));
      }),
    );
  });

  it('finds the last place of no later term, as a search from the end does', () => {
    const terms = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(terms, fc.nat(14), fc.nat(6), (sorted, index, term) => {
        const log = new Log(sorted.map((of, position) => entry(position + 1, of)));
        let expected = Math.min(index, sorted.length);
        while (expected > 0 && sorted[expected - 1]! > term) expected -= 1;
        expect(log.lastAtOrBefore(asLogIndex(index), asTerm(term))).toBe(expected);
      }),
    );
  });

  it('cuts batches at the limit, with at least one entry in each', () => {
    const log = new Log(Array.from({ length: 20 }, (_, position) => entry(position + 1, 1)));
    const one = log.bytesBetween(asLogIndex(1), asLogIndex(1));
    expect(log.batch(asLogIndex(1), 5, 1e9).length).toBe(5);
    expect(log.batch(asLogIndex(1), 50, 3 * one).length).toBe(3);
    expect(log.batch(asLogIndex(1), 50, 1).length).toBe(1);
    expect(log.batch(asLogIndex(20), 50, 1e9).length).toBe(1);
    expect(log.batch(asLogIndex(21), 50, 1e9).length).toBe(0);
  });
});

/** Entries in a log of the simplest kind: an array, from which nothing is ever cut. */
class NaiveLog {
  entries: LogEntry[] = [];
  base = 0;

  inForceAt(index: number): { index: number; configuration: Configuration } {
    const found = this.entries.filter((held) => held.kind === 'configuration' && held.index <= index).pop();
    return found?.kind === 'configuration' ? found : { index: 0, configuration: emptyConfiguration };
  }
}

describe('A log with configurations in it', () => {
  type Move = { append: 'command' | 'configuration' } | { truncate: number } | { compact: number } | { reset: number };
  const move = fc.oneof<fc.Arbitrary<Move>[]>(
    fc.record({ append: fc.constantFrom('command', 'configuration', 'command') }),
    fc.record({ append: fc.constantFrom('command', 'configuration', 'command') }),
    fc.record({ truncate: fc.nat(5) }),
    fc.record({ compact: fc.nat(5) }),
    fc.record({ reset: fc.integer({ min: 1, max: 3 }) }),
  );

  it('knows which one is in force, and was at each index, however it is cut at either end or replaced', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.array(move, { maxLength: 40 }), (restored, moves) => {
        const naive = new NaiveLog();
        for (let index = 1; index <= restored; index += 1)
          naive.entries.push(someEntry(index, index % 3 === 0 ? 'configuration' : 'command'));
        const log = new Log(naive.entries);
        let persistId = 0;
        for (const step of moves) {
          const { lastIndex } = log;
          if ('append' in step) {
            const next = someEntry(lastIndex + 1, step.append);
            log.append([next]);
            naive.entries.push(next);
          } else if ('truncate' in step) {
            const from = lastIndex - step.truncate;
            if (from <= naive.base) continue;
            log.truncate(asLogIndex(from));
            naive.entries = naive.entries.filter(({ index }) => index < from);
          } else if ('compact' in step) {
            const through = Math.min(lastIndex, naive.base + step.compact);
            if (log.hasUnwritten) log.takeUnwritten(asPersistId(++persistId));
            if (persistId > 0) log.persisted(asPersistId(persistId));
            log.compact(asLogIndex(through));
            naive.base = through;
          } else {
            const index = lastIndex + step.reset;
            const configured = someEntry(index, 'configuration');
            if (configured.kind !== 'configuration') continue;
            const { configuration } = configured;
            const position = { index: asLogIndex(index), term: asTerm(1), configurationIndex: asLogIndex(index) };
            log.reset({ ...position, configuration, sessions: [] });
            naive.entries = [configured];
            naive.base = index;
          }
          const last = naive.entries[naive.entries.length - 1]?.index ?? 0;
          expect(log.lastIndex).toBe(last);
          expect(log.baseIndex).toBe(naive.base);
          expect(log.baseIndex).toBeLessThanOrEqual(log.durableIndex);
          expect(log.durableIndex).toBeLessThanOrEqual(log.lastIndex);
          expect({ index: log.configurationIndex, configuration: log.configuration }).toMatchObject(
            pick(naive.inForceAt(last)),
          );
          for (let index = naive.base; index <= last; index += 1) {
            expect(log.configurationAt(asLogIndex(index))).toEqual(pick(naive.inForceAt(index)));
          }
          const kept = naive.entries.filter(({ index }) => index > naive.base);
          expect(log.slice(asLogIndex(naive.base + 1), log.lastIndex)).toEqual(kept);
        }
      }),
    );
  });

  const pick = ({ index, configuration }: { index: number; configuration: Configuration }) => ({
    index,
    configuration,
  });

  function someEntry(index: number, kind: 'command' | 'configuration'): LogEntry {
    if (kind === 'command') return entry(index, 1);
    const configuration = configurationOf([A, asMemberId(`m${index}`)]);
    const [first] = logOf([1], configuration);
    return { ...first!, index: asLogIndex(index) };
  }
});

describe('A change of the configuration', () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map(asMemberId);
  const kinds = ['add-learner', 'promote', 'demote', 'remove'] as const;
  const before = fc.tuple(fc.subarray(names, { minLength: 1 }), fc.subarray(names)).map(([voters, others]) =>
    configurationOf(
      voters,
      others.filter((name) => !voters.includes(name)),
    ),
  );
  const asked = fc.uniqueArray(fc.record({ type: fc.constantFrom(...kinds), member: fc.constantFrom(...names) }), {
    selector: ({ member }) => member,
  });
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, position) => (bits & (1 << position)) !== 0),
  );
  const deciding = (configuration: Configuration) =>
    subsets.filter((set) => quorumOf(configuration).outcome((member) => set.includes(member)) === 'won');

  it('gives each what was asked for, and no two majorities before, between and after without a common member', () => {
    fc.assert(
      fc.property(before, asked, (old, changes) => {
        const possible = changes.filter(
          (change) => isEffective(old, change) && (change.type === 'add-learner' || isMember(old, change.member)),
        );
        const appended = changed(old, possible);
        const after = withoutOutgoing(appended);
        fc.pre(after.voters.length > 0);
        for (const name of names) {
          const change = possible.find(({ member }) => member === name)?.type;
          const wasVoter = old.voters.includes(name);
          const wasLearner = old.learners.includes(name);
          const isVoterNow = change === 'promote' || (wasVoter && change === undefined);
          const isLearnerNow = change === 'add-learner' || change === 'demote' || (wasLearner && change === undefined);
          expect(after.voters.includes(name)).toBe(isVoterNow);
          expect(after.learners.includes(name)).toBe(isLearnerNow);
        }
        expect(new Set([...after.voters, ...after.learners]).size).toBe(after.voters.length + after.learners.length);
        const meet = (one: Configuration, other: Configuration) =>
          deciding(one).every((left) => deciding(other).every((right) => left.some((name) => right.includes(name))));
        expect(meet(old, appended)).toBe(true);
        expect(meet(appended, after)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('Progress', () => {
  it('has under way exactly what was sent and is not acknowledged yet, as a plain list of it says', () => {
    const happening = fc.oneof(
      fc.record({ send: fc.integer({ min: 1, max: 4 }), bytes: fc.integer({ min: 1, max: limits.inFlightBytes / 4 }) }),
      fc.record({ accept: fc.nat(6) }),
      fc.constant({ reconnect: true }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const progress = new Progress(asLogIndex(1), 1, 0);
        let naive: { last: number; bytes: number }[] = [];
        let isProbing = true;
        let isAwaiting = false;
        for (const step of happenings) {
          if ('send' in step) {
            const under = naive.reduce((sum, { bytes }) => sum + bytes, 0);
            const may = isProbing ? !isAwaiting : naive.length < limits.inFlightAppends && under < limits.inFlightBytes;
            expect(progress.maySendEntries).toBe(may);
            if (!may) continue;
            const last = progress.nextIndex + step.send - 1;
            progress.sentEntries(asLogIndex(last), step.bytes);
            if (isProbing) isAwaiting = true;
            else naive.push({ last, bytes: step.bytes });
          } else if ('accept' in step) {
            const match = Math.max(progress.matchIndex, progress.nextIndex - 1 - step.accept);
            progress.accepted(asLogIndex(match));
            naive = isProbing ? [] : naive.filter(({ last }) => last > match);
            isProbing = false;
            isAwaiting = false;
          } else {
            progress.restartProbing();
            naive = [];
            isProbing = true;
            isAwaiting = false;
          }
          expect(progress.state).toBe(isProbing ? 'probing' : 'replicating');
        }
      }),
    );
  });

  it('keeps match below next, and match only grows, whatever answers come in whatever order', () => {
    const answer = fc.oneof(
      fc.record({ accepted: fc.nat(30) }),
      fc.record({ rejected: fc.nat(30), hint: fc.nat(30) }),
      fc.constant({ restart: true }),
      fc.record({ send: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(answer, { maxLength: 40 }), (next, answers) => {
        const progress = new Progress(asLogIndex(next), 1, 0);
        let match = 0;
        for (const step of answers) {
          if ('accepted' in step) progress.accepted(asLogIndex(step.accepted));
          else if ('rejected' in step) progress.rejected(asLogIndex(step.rejected), asLogIndex(step.hint));
          else if ('restart' in step) progress.restartProbing();
          else if (progress.maySendEntries) progress.sentEntries(asLogIndex(progress.nextIndex + step.send - 1), 100);
          expect(progress.matchIndex).toBeGreaterThanOrEqual(match);
          expect(progress.nextIndex).toBeGreaterThan(progress.matchIndex);
          match = progress.matchIndex;
        }
      }),
    );
  });

  it('while probing sends one append at a time; once accepted, many, within the limit', () => {
    const progress = new Progress(asLogIndex(5), 1, 0);
    progress.sentEntries(asLogIndex(9), 10);
    expect(progress.maySendEntries).toBe(false);
    progress.accepted(asLogIndex(9));
    let sent = 0;
    for (; progress.maySendEntries; sent += 1) progress.sentEntries(progress.nextIndex, 10);
    expect(sent).toBe(64);
    progress.accepted(asLogIndex(12));
    expect(progress.maySendEntries).toBe(true);
  });
});

describe('Client sessions', () => {
  it('apply every command once and in order, whatever is repeated, lost or reordered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ session: fc.integer({ min: 1, max: 3 }), n: fc.integer({ min: 1, max: 5 }) })),
        (log) => {
          const table = new SessionTable();
          let last = { session: 0, n: 0 };
          for (const { session, n } of log) {
            const follows = session === last.session ? n === last.n + 1 : session > last.session && n === 1;
            const isPast = session < last.session || (session === last.session && n <= last.n);
            const expected = follows ? 'apply' : isPast ? 'duplicate' : 'out-of-order';
            expect(table.admit(A, asSequence(session * 2 ** 32 + n))).toBe(expected);
            if (follows) last = { session, n };
          }
          expect(new SessionTable(JSON.parse(JSON.stringify(table.snapshot()))).snapshot()).toEqual(table.snapshot());
        },
      ),
    );
  });
});
