import type { Disposition, MemberId, Sequence, SessionSnapshot } from './types.ts';

const commandsPerSession = 2 ** 32;

/** Which start of its member's process a command belongs to. */
export function sessionOf(sequence: Sequence): number {
  return Math.floor(sequence / commandsPerSession);
}

/** The place of a command within its session, from 1. */
export function numberInSession(sequence: Sequence): number {
  return sequence % commandsPerSession;
}

/**
 * Exactly once (dissertation §6.3): for each member the last command that was applied, so that a command that is in
 * the log twice, because its proposer never heard the answer, changes nothing the second time. A gap is refused too:
 * the command in it was lost on the way, and its proposer resends from there on, in order.
 */
export class SessionTable {
  private applied: Map<MemberId, Sequence>;

  constructor(snapshot: SessionSnapshot = []) {
    this.applied = new Map(snapshot);
  }

  /** What is to be done with a command, without remembering it. */
  disposition(member: MemberId, sequence: Sequence): Disposition {
    const last = this.applied.get(member);
    const startsSession = numberInSession(sequence) === 1;
    if (last === undefined) return startsSession ? 'apply' : 'out-of-order';
    if (sequence <= last) return 'duplicate';
    if (sequence === last + 1) return 'apply';
    return startsSession && sessionOf(sequence) > sessionOf(last) ? 'apply' : 'out-of-order';
  }

  /** What is to be done with a command that is next in the log; `apply` is remembered. */
  admit(member: MemberId, sequence: Sequence): Disposition {
    const disposition = this.disposition(member, sequence);
    if (disposition === 'apply') this.applied.set(member, sequence);
    return disposition;
  }

  lastApplied(member: MemberId): Sequence | null {
    return this.applied.get(member) ?? null;
  }

  /** A snapshot was installed, which had applied this. */
  restore(snapshot: SessionSnapshot): void {
    this.applied = new Map(snapshot);
  }

  snapshot(): SessionSnapshot {
    return [...this.applied];
  }
}
