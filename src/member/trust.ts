import type { KnownMember, Removed, Standing } from '../network/types.ts';
import { emptyConfiguration, isMember, isVoter, membersOf } from '../raft/configuration.ts';
import { asLogIndex, asTerm, type Admission, type Configuration, type LogIndex, type MemberId } from '../raft/types.ts';

/** Members as someone else told us, as of a configuration that our own log may not have reached. */
export interface Introduction {
  readonly configurationIndex: number;
  /** In which this laptop was let in; not known of one that someone else told. */
  readonly term?: number | undefined;
  /** Of that term and that configuration; absent: 0, or whichever the log that arrives is of. */
  readonly epoch?: number | undefined;
  readonly members: readonly KnownMember[];
}

/** Where this laptop was let in: the core takes no part in what was before. */
export function admissionOf({ configurationIndex, term, epoch }: Introduction): Admission {
  return { epoch: epoch ?? 0, index: asLogIndex(configurationIndex), term: asTerm(term ?? 0) };
}

const nobody = emptyConfiguration;

/**
 * Whom this member lets in: those in the configuration in force; those in the last committed one, because a removal
 * counts only then, and a leader that removes itself must hear that it is committed; and for as long as its own log
 * is behind, those whom a member that it knows has named. Without the last, a laptop that was away would refuse a
 * leader that joined meanwhile, and never learn that it joined.
 */
export class Trust {
  readonly #self: MemberId;
  readonly #removed = new Map<MemberId, Removed>();
  #configuration = nobody;
  #committed = nobody;
  #configurationIndex = 0;
  #introduction: Introduction | null;
  /** Whom a chain of admissions proves to be members, until our own log or an introduction says who is. */
  readonly #proven = new Set<MemberId>();

  constructor(self: MemberId, introduction: Introduction | null) {
    this.#self = self;
    this.#introduction = introduction;
  }

  /** The configuration in force changed. */
  configured(configuration: Configuration, index: LogIndex): void {
    this.#configuration = configuration;
    this.#configurationIndex = index;
    if (this.#introduction === null || index < this.#introduction.configurationIndex) return;
    this.#introduction = null;
    this.#proven.clear();
  }

  committed(configuration: Configuration): void {
    this.#committed = configuration;
  }

  /** A member that we know says who is in. True if that is news. */
  introduced(introduction: Introduction): boolean {
    if (introduction.configurationIndex <= (this.#introduction?.configurationIndex ?? this.#configurationIndex))
      return false;
    this.#introduction = introduction;
    return true;
  }

  /** A chain of admissions leads to it. False: it was known already, or is known to be removed. */
  proven(member: MemberId): boolean {
    if (this.standing(member).type !== 'stranger') return false;
    this.#proven.add(member);
    return true;
  }

  removed(member: MemberId, removal: Removed): void {
    this.#removed.set(member, removal);
    this.#proven.delete(member);
  }

  /** Whether a removal of this laptop at `index` comes after all that it knows of being in. */
  isNewRemoval(index: number): boolean {
    const knownIn = Math.max(this.#configurationIndex, this.#introduction?.configurationIndex ?? 0);
    return index > knownIn || (index === knownIn && !this.isConfigured(this.#self));
  }

  /** Of one that is in no more; what is not known of it any more is empty. */
  removalOf(member: MemberId): Removed {
    const unknown: Removed = { type: 'removed', by: '', atMs: 0, index: asLogIndex(this.#configurationIndex) };
    return this.#removed.get(member) ?? unknown;
  }

  admitted(member: MemberId): void {
    this.#removed.delete(member);
  }

  /** Whether the configuration in force names it. */
  isConfigured(member: MemberId): boolean {
    return isMember(this.#configuration, member);
  }

  /**
   * Whether it was let in before it asked to be let in now. One that is a learner in the configuration in force, and in
   * no committed one, is being let in at this moment.
   */
  isIn(member: MemberId): boolean {
    return isVoter(this.#configuration, member) || isMember(this.#committed, member);
  }

  /** Everyone let in except this member, with the addresses that an introduction gave. */
  peers(): Map<MemberId, readonly string[]> {
    const peers = new Map<MemberId, readonly string[]>();
    for (const configuration of [this.#committed, this.#configuration]) {
      for (const member of membersOf(configuration)) peers.set(member, []);
    }
    for (const { member, addresses } of this.#introduction?.members ?? []) peers.set(member, addresses);
    for (const member of this.#proven) if (!peers.has(member)) peers.set(member, []);
    peers.delete(this.#self);
    return peers;
  }

  introducedName(member: string): string | null {
    return this.#introduction?.members.find((known) => known.member === member)?.name ?? null;
  }

  standing(peer: MemberId): Standing {
    const introduced = this.#introduction?.members.some((known) => known.member === peer) === true;
    if (introduced || this.#proven.has(peer) || isMember(this.#configuration, peer) || isMember(this.#committed, peer))
      return { type: 'member' };
    const removal = this.#removed.get(peer);
    return removal ?? { type: 'stranger' };
  }
}
