import type { Agreement, ClusterStatus, DiskStatus, MemberLine } from '../api/contract.ts';
import { isMember, isVoter, membersOf } from '../raft/configuration.ts';
import type { DemotionCause, MemberId, RaftStatus } from '../raft/types.ts';
import { fingerprint } from './fingerprint.ts';
import type { Recovery } from './recovery.ts';
import type { SnapshotTransfer } from './snapshots.ts';
import { appVersion } from './version.ts';

export interface ClusterView {
  readonly id: string;
  readonly name: string;
  readonly raft: RaftStatus;
  /** What the leader said last of every member's log; a leader knows for itself. */
  readonly matches: ReadonlyMap<string, number>;
  readonly isConnected: (member: MemberId) => boolean;
  readonly nameOf: (member: MemberId) => string;
  readonly demotedFor: (member: MemberId) => DemotionCause | null;
  readonly awaySinceMs: (member: MemberId) => number | null;
  readonly transfers: readonly SnapshotTransfer[];
  readonly agreement: Agreement;
  readonly disk: DiskStatus;
  readonly diskOf: (member: MemberId) => DiskStatus['state'] | null;
  /** Whether disks have room for what is written now. */
  readonly hasRoom: boolean;
  readonly differs: (member: MemberId) => boolean;
  readonly addressesOf: (member: MemberId) => readonly string[];
  readonly recovery: Pick<Recovery, 'lostMajority' | 'line' | 'elsewhere'>;
  readonly appVersionOf: (member: MemberId) => string | null;
  readonly foreign: (member: MemberId) => 'newer' | 'unsure' | null;
}

/** How the cluster stands, as this member can know it. */
export function clusterStatus(view: ClusterView): ClusterStatus {
  const { raft } = view;
  const { configuration } = raft;
  const members = membersOf(configuration).map((member) => memberLine(view, member, isVoter(configuration, member)));
  return {
    id: view.id,
    name: view.name,
    role: ownRole(raft),
    term: raft.term,
    leader: raft.leader,
    commitIndex: raft.commitIndex,
    appliedIndex: raft.appliedIndex,
    lastIndex: raft.lastIndex,
    members,
    reachable: members.filter((member) => member.connected).length,
    firstIndex: raft.firstIndex,
    snapshotIndex: raft.snapshotIndex,
    agreement: view.agreement,
    disk: view.disk,
    lostMajority: view.recovery.lostMajority(Date.now()),
    recovery: view.recovery.line(),
    elsewhere: view.recovery.elsewhere(),
    snapshotTransfers: view.transfers.map(({ peer, ...transfer }) => ({ ...transfer, member: peer })),
    writable: view.hasRoom && raft.leader !== null && (raft.leader === raft.self || view.isConnected(raft.leader)),
  };
}

function ownRole({ self, role, configuration }: RaftStatus): ClusterStatus['role'] {
  if (!isMember(configuration, self)) return 'catching-up';
  switch (role) {
    case 'leader':
      return 'leader';
    case 'pre-candidate':
    case 'candidate':
      return 'candidate';
    case 'follower':
      return isVoter(configuration, self) ? 'follower' : 'learner';
  }
}

function memberLine(view: ClusterView, member: MemberId, vote: boolean): MemberLine {
  const { raft } = view;
  const isSelf = member === raft.self;
  const connected = isSelf || view.isConnected(member);
  const ledMatch = raft.peers.find((peer) => peer.member === member)?.matchIndex;
  return {
    member,
    fingerprint: fingerprint(member),
    name: view.nameOf(member),
    self: isSelf,
    vote,
    role: memberRole(raft, member, vote, connected),
    connected,
    demotedFor: vote ? null : view.demotedFor(member),
    awaySinceMs: connected ? null : view.awaySinceMs(member),
    matchIndex: isSelf ? raft.lastIndex : (ledMatch ?? view.matches.get(member) ?? null),
    differs: view.differs(member),
    disk: isSelf ? view.disk.state : view.diskOf(member),
    addresses: view.addressesOf(member),
    appVersion: isSelf ? appVersion : view.appVersionOf(member),
    foreign: connected ? null : view.foreign(member),
  };
}

function memberRole(raft: RaftStatus, member: MemberId, vote: boolean, connected: boolean): MemberLine['role'] {
  if (!connected) return 'away';
  if (member === raft.leader) return 'leader';
  if (!vote) return 'learner';
  return member === raft.self && ownRole(raft) === 'candidate' ? 'candidate' : 'follower';
}
