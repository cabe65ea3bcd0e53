import type { MemberId, Message } from '../../../src/raft/types.ts';
import { seededRandom } from '../../seeded-random.ts';
import { TestMember, electionTimeoutMs, type MemberOptions } from '../member.ts';

/** A message between two members, as the test may want to lose it. */
export interface Letter {
  readonly from: MemberId;
  readonly to: MemberId;
  readonly message: Message;
}

/**
 * A few cores and the letters between them: nothing moves by itself. Disks are done at once, and each member has a
 * clock of its own, so a test decides who is late, who times out, and which letters arrive.
 */
export class Group {
  readonly members = new Map<MemberId, TestMember>();
  /** Letters for which this holds do not arrive. */
  isLost: (letter: Letter) => boolean = () => false;

  /** @param differing what is special about a member: its log, its term. */
  constructor(ids: readonly MemberId[], differing: Partial<Record<MemberId, MemberOptions>> = {}) {
    ids.forEach((self, position) => {
      const options = { voters: ids, random: seededRandom(position + 1), ...differing[self], self };
      this.members.set(self, new TestMember(options));
      this.of(self).step({ type: 'tick' });
    });
  }

  of(id: MemberId): TestMember {
    const member = this.members.get(id);
    if (member === undefined) throw new Error(`${id} is not in this group`);
    return member;
  }

  get leaders(): MemberId[] {
    return [...this.members.keys()].filter((id) => this.of(id).status.role === 'leader');
  }

  /** All that is to be sent now, taken from the members. */
  takeLetters(): Letter[] {
    return [...this.members].flatMap(([from, member]) => {
      const letters = member.sends().map(({ to, message }) => ({ from, to, message }));
      member.clear();
      return letters;
    });
  }

  deliver(letters: readonly Letter[]): void {
    for (const letter of letters) {
      const { from, to, message } = letter;
      if (!this.isLost(letter)) this.members.get(to)?.step({ type: 'message', from, message });
    }
  }

  /** Delivers letters, and those that they bring about, until there are none. */
  settle(): void {
    for (let turn = 0; turn < 200; turn += 1) {
      const letters = this.takeLetters();
      if (letters.length === 0) return;
      this.deliver(letters);
    }
    throw new Error('They never stop talking.');
  }

  /** Time passes for all at the same pace; whatever is sent arrives at once. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 5) {
      for (const member of this.members.values()) member.pass(5);
      this.settle();
    }
  }

  /** This member's election timeout passes, and no one else's; whatever that brings about is done. */
  timeOut(id: MemberId): void {
    this.askForVotes(id);
    this.settle();
  }

  /** The same, but its letters are still to be sent. */
  askForVotes(id: MemberId): void {
    const member = this.of(id);
    for (let turn = 0; turn < 100 && member.sentOf('pre-vote-request').length === 0; turn += 1) member.pass(20);
  }

  /** These members have heard no leader for so long that they would vote, but do not campaign yet. */
  stopHearing(...ids: readonly MemberId[]): void {
    for (const id of ids) this.of(id).pass(electionTimeoutMs);
    this.takeLetters();
  }

  /** No letter arrives at, or comes from, these members. */
  cutOff(...ids: readonly MemberId[]): void {
    this.isLost = ({ from, to }) => ids.includes(from) || ids.includes(to);
  }

  heal(): void {
    this.isLost = () => false;
  }

  /** `leader` is elected, and all follow it. */
  static led(leader: MemberId, ids: readonly MemberId[], differing?: Partial<Record<MemberId, MemberOptions>>): Group {
    const group = new Group(ids, differing);
    group.timeOut(leader);
    if (group.of(leader).status.role !== 'leader') throw new Error(`${leader} was not elected`);
    return group;
  }
}
