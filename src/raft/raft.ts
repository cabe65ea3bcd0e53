import { receiveAppendRequest, refuseOldTerm } from './append.ts';
import * as attendance from './attendance.ts';
import { advanceCommitIndex, applyCommitted } from './commit.ts';
import { isVoter } from './configuration.ts';
import { limits } from './limits.ts';
import {
  firstWireRequest,
  leaderOf,
  maySeekElection,
  newElectionDeadlineMs,
  persisted,
  roleOf,
  type Core,
} from './core.ts';
import * as election from './election.ts';
import { unreachable } from './invariant.ts';
import { Log } from './log.ts';
import * as membership from './membership.ts';
import { Outbox } from './outbox.ts';
import * as proposals from './proposals.ts';
import * as reads from './reads.ts';
import * as replication from './replication.ts';
import { becomeFollower, newFollower } from './roles.ts';
import { SessionTable } from './sessions.ts';
import * as snapshots from './snapshots.ts';
import * as stalledDisk from './stalled-disk.ts';
import * as transfer from './transfer.ts';
import { asLogIndex, asRequestId } from './types.ts';
import type {
  Admission,
  Input,
  LogEntry,
  LogIndex,
  MemberId,
  Message,
  MessageBody,
  RaftStatus,
  Restored,
  SnapshotMetadata,
  StepResult,
  Timing,
} from './types.ts';
import { defectOf } from './validate.ts';

export { createCluster, emptyRestored, recoverFromLostMajority } from './start.ts';

export interface RaftOptions {
  readonly self: MemberId;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly timing: Timing;
  /** What was found on the disk; of a new member, see `start.ts`. */
  readonly restored: Restored;
  /**
   * Where this member was let in. Whoever starts with an
   * empty log may have been a member before, and have promised what it does not remember: it takes part in no earlier
   * term, and in no election before its log has come that far. Default: it founded the cluster.
   */
  readonly admission?: Admission | null;
  /** In milliseconds, on any clock that does not go back while the member runs. */
  readonly now: number;
  /** How many entries before the latest snapshot the log keeps; default `limits.trailingEntries`. */
  readonly trailingEntries?: number;
  /** Whether the start of each step and each message is traced too; default: not, for that is most of all events. */
  readonly traceSteps?: boolean;
}

/**
 * One member's part in the consensus (Raft, Ongaro and Ousterhout 2014). Deterministic: the same options and the same
 * inputs at the same times give the same effects. It does nothing itself; `types.ts` says what its driver owes it.
 */
export class Raft {
  private readonly core: Core;

  constructor(options: RaftOptions) {
    const { self, random, timing, restored, now } = options;
    const { hardState, snapshot } = restored;
    const log = new Log(restored.entries, snapshot);
    const appliedIndex = snapshot?.index ?? asLogIndex(0);
    // A snapshot may have been durable before the term in which it came: in that one nothing was promised yet.
    const isTermOfSnapshot = snapshot !== null && snapshot.term > hardState.term;
    const admission = options.admission ?? null;
    const knownTerm = isTermOfSnapshot ? snapshot.term : hardState.term;
    const admissionTerm = admission?.epoch === hardState.epoch ? admission.term : knownTerm;
    const isTermOfAdmission = admissionTerm > knownTerm;
    const term = isTermOfAdmission ? admissionTerm : knownTerm;
    this.core = {
      self,
      random,
      timing,
      nowMs: now,
      epoch: hardState.epoch,
      term,
      // In the term of its admission its vote may have been given; its own name stands for that.
      votedFor: isTermOfAdmission ? self : isTermOfSnapshot ? null : hardState.votedFor,
      admission,
      log,
      commitIndex: asLogIndex(Math.max(appliedIndex, Math.min(hardState.commitIndex, log.lastIndex))),
      appliedIndex,
      role: newFollower(null, now),
      lostLeader: null,
      sessions: new SessionTable(snapshot?.sessions),
      snapshot,
      trailingEntries: options.trailingEntries ?? limits.trailingEntries,
      room: { entries: true, commands: true },
      isResting: false,
      receiving: null,
      outstanding: {
        commands: [],
        bytes: 0,
        sentCount: 0,
        lastProposed: null,
        retryAtMs: null,
        resendAllowedAtMs: 0,
        heldBy: null,
      },
      ownReads: new Map(),
      forwardedChanges: new Map(),
      forwardedTransfers: new Map(),
      nextWireRequest: asRequestId(firstWireRequest(random)),
      knownLeadership: { leader: null, term, led: null },
      outbox: new Outbox(hardState, options.traceSteps ?? false),
    };
    const isAlone = log.configuration.voters.length === 1 && isVoter(log.configuration, self);
    // Who has no one to wait for seeks election in the first step.
    if (!isAlone && this.core.role.type === 'follower') {
      this.core.role.electionDeadlineMs = newElectionDeadlineMs(this.core);
    }
  }

  /**
   * Takes one input at time `now` and says what is to be done. Whatever the input, what time brings about is done too.
   *
   * @throws InvariantError on a bug in the driver or here; never because of what a peer sent.
   */
  step(input: Input, now: number): StepResult {
    const { core } = this;
    core.nowMs = Math.max(core.nowMs, now);
    core.outbox.beginStep(input);
    this.take(input);
    this.runTimers();
    this.settle();
    const effects = core.outbox.flush(core, core.log, core.nowMs);
    return { effects, wakeAt: this.wakeAt() };
  }

  status(): RaftStatus {
    const { core } = this;
    const { role, log } = core;
    return {
      self: core.self,
      role: roleOf(core),
      epoch: core.epoch,
      term: core.term,
      leader: leaderOf(core),
      commitIndex: core.commitIndex,
      appliedIndex: core.appliedIndex,
      lastIndex: log.lastIndex,
      durableIndex: log.durableIndex,
      firstIndex: asLogIndex(log.baseIndex + 1),
      snapshotIndex: snapshots.snapshotIndex(core),
      bytesSinceSnapshot: log.bytesBetween(asLogIndex(snapshots.snapshotIndex(core) + 1), log.lastIndex),
      configuration: log.configuration,
      configurationIndex: log.configurationIndex,
      peers:
        role.type === 'leader'
          ? [...role.peers].map(([member, { matchIndex, nextIndex, state, snapshotAttempt, heardAtMs }]) => {
              const snapshotIndex = snapshotAttempt?.snapshot.index ?? null;
              return { member, matchIndex, nextIndex, state, snapshotIndex, heardAtMs };
            })
          : [],
      rest: attendance.restState(core),
      transferTarget: role.type === 'leader' ? (role.transfer?.target ?? null) : null,
      waitingProposals: core.outstanding.commands.length,
      proposalsHeld: proposals.holdReason(core) ?? core.outstanding.heldBy,
    };
  }

  /** Whether `propose` may be called with one more command of this size in bytes. */
  admission(payloadBytes: number): proposals.Admission {
    return proposals.admission(this.core, payloadBytes);
  }

  /** The entries from `from` to `to`, both included, as far as the log has them. */
  entries(from: LogIndex, to: LogIndex): readonly LogEntry[] {
    return this.core.log.slice(from, to);
  }

  /**
   * What a snapshot of the state machine as of now must carry; null: nothing was applied yet. Call it when the effects
   * of the last step are done, take the snapshot of the same moment, and say `snapshot-taken` when it is durable.
   */
  snapshotMetadata(): SnapshotMetadata | null {
    return snapshots.snapshotMetadata(this.core);
  }

  private take(input: Input): void {
    const { core } = this;
    switch (input.type) {
      case 'tick':
        return;
      case 'message':
        return this.receive(input.from, input.message);
      case 'propose':
        return proposals.propose(core, input.commands);
      case 'change':
        return membership.requestChange(core, input.request, input.changes);
      case 'transfer':
        return transfer.requestTransfer(core, input.request, input.to);
      case 'snapshot-taken':
        return snapshots.snapshotTaken(core, input.snapshot);
      case 'snapshot-received':
        return snapshots.snapshotReceived(core, input, input.snapshot);
      case 'snapshot-send-failed':
        return snapshots.snapshotSendFailed(core, input.to, input);
      case 'read':
        return reads.requestRead(core, input.request);
      case 'keep-commit-index':
        return core.outbox.keepCommitIndex();
      case 'room':
        core.room = { entries: input.entries, commands: input.commands };
        return;
      case 'rest':
        return attendance.setResting(core, input.resting);
      case 'forget':
        membership.forgetChange(core, input.request);
        transfer.forgetTransfer(core, input.request);
        return reads.forgetRead(core, input.request);
      case 'persisted':
        persisted(core, input.persistId);
        return election.ownVotePersisted(core);
      case 'peer-connected':
        return this.peerConnected(input.peer);
      case 'peer-disconnected':
        return this.peerDisconnected(input.peer);
      default:
        return unreachable(input);
    }
  }

  /** What holds for every message (§5.1, figure 2 "Rules for Servers") before its own file takes over. */
  private receive(from: MemberId, message: Message): void {
    const { core } = this;
    const defect = from === core.self ? 'it claims to come from this member' : defectOf(message);
    if (defect !== null) return this.ignore(from, message, defect);
    if (!this.isOfThisEpoch(from, message)) return;
    // Pre-votes are about terms that no one is in yet: they are compared by their own rule.
    if (message.type === 'pre-vote-request') return election.receivePreVoteRequest(core, from, message);
    if (message.term > core.term) {
      if (message.type === 'vote-request' && election.isDisruptive(core, message)) {
        return election.ignoreVoteRequest(core, from, message);
      }
      becomeFollower(core, message.term, null);
    }
    if (message.term < core.term && message.type !== 'pre-vote-response') return this.receiveOld(from, message);
    const reason = this.dispatch(from, message);
    if (reason !== null) this.ignore(from, message, reason);
  }

  /** Members from before a recovery must not be heard after it, nor the other way round: they do not share a log. */
  private isOfThisEpoch(from: MemberId, { epoch }: Message): boolean {
    const { core } = this;
    if (epoch === core.epoch) return true;
    // A newcomer has no history to mix. While a snapshot is on its way, it is about to have one.
    if (epoch > core.epoch && core.log.lastIndex === 0 && core.receiving === null) {
      core.epoch = epoch;
      becomeFollower(core, core.term, null); // who leads this term elsewhere says nothing here
      return true;
    }
    core.outbox.trace({ type: 'other-epoch', from, epoch, own: core.epoch });
    return false;
  }

  /** A request of an older term is answered, so that its sender learns the newer one; an answer is of no use any more. */
  private receiveOld(from: MemberId, message: MessageBody): void {
    if (message.type === 'append-request') refuseOldTerm(this.core, from, message.previousIndex);
    else if (message.type === 'snapshot-offer') refuseOldTerm(this.core, from, message.snapshot.index);
    else if (message.type === 'vote-request') election.receiveVoteRequest(this.core, from, message);
  }

  /** @returns why no correct member sends this; null: it was handled. */
  private dispatch(from: MemberId, message: Exclude<MessageBody, { type: 'pre-vote-request' }>): string | null {
    const { core } = this;
    switch (message.type) {
      case 'append-request':
        return receiveAppendRequest(core, from, message);
      case 'append-accepted':
        return replication.receiveAppendAccepted(core, from, message);
      case 'append-rejected':
        return replication.receiveAppendRejected(core, from, message);
      case 'snapshot-offer':
        return snapshots.receiveSnapshotOffer(core, from, message);
      case 'snapshot-accepted':
        return snapshots.receiveSnapshotAccepted(core, from, message);
      case 'timeout-now':
        election.receiveTimeoutNow(core, from);
        return null;
      case 'pre-vote-response':
        election.receivePreVoteResponse(core, from, message);
        return null;
      case 'vote-request':
        election.receiveVoteRequest(core, from, message);
        return null;
      case 'vote-response':
        election.receiveVoteResponse(core, from, message);
        return null;
      case 'propose':
        proposals.receivePropose(core, from, message);
        return null;
      case 'propose-held':
        proposals.receiveProposeHeld(core, from, message);
        return null;
      case 'transfer-request':
        transfer.receiveTransferRequest(core, from, message);
        return null;
      case 'transfer-response':
        transfer.receiveTransferResponse(core, from, message);
        return null;
      case 'change-request':
        membership.receiveChangeRequest(core, from, message);
        return null;
      case 'change-response':
        membership.receiveChangeResponse(core, from, message);
        return null;
      case 'read-request':
        reads.receiveReadRequest(core, from, message);
        return null;
      case 'read-response':
        reads.receiveReadResponse(core, message);
        return null;
      default:
        return unreachable(message);
    }
  }

  private ignore(from: MemberId, message: Message, reason: string): void {
    this.core.outbox.trace({ type: 'rejected-message', from, reason: `${message.type}: ${reason}` });
  }

  private peerConnected(peer: MemberId): void {
    const { core } = this;
    replication.peerConnectionChanged(core, peer);
    election.voterConnected(core, peer);
    if (leaderOf(core) !== peer) return;
    proposals.resendAll(core);
    reads.askAgain(core);
  }

  private peerDisconnected(peer: MemberId): void {
    const { core } = this;
    replication.peerConnectionChanged(core, peer);
    reads.readerDisconnected(core, peer);
    transfer.transferTargetLost(core, peer);
    if (leaderOf(core) !== peer) return;
    election.leaderLost(core);
    membership.forwardedChangesLost(core);
  }

  private runTimers(): void {
    const { core } = this;
    election.stepDownWithoutQuorum(core);
    election.campaignIfDue(core);
    replication.heartbeatIfDue(core);
    proposals.resendIfDue(core);
  }

  /** What follows from the input: each rule looks at the state as it is now, so their order is all that counts. */
  private settle(): void {
    const { core } = this;
    this.noticeLeadership();
    advanceCommitIndex(core);
    proposals.ownCommandsApplied(core, applyCommitted(core));
    membership.leaveJointConfiguration(core);
    membership.settleCommittedChanges(core);
    membership.promoteCaughtUpLearners(core);
    attendance.handOverToRest(core);
    attendance.demoteWhoIsGoing(core);
    transfer.advanceTransfer(core);
    proposals.forwardProposals(core);
    reads.settleReads(core);
    snapshots.compactLog(core);
    replication.replicate(core);
    membership.stepDownIfRemoved(core);
    stalledDisk.stepDownWithStalledDisk(core);
    this.noticeLeadership();
  }

  /** All that waits for a leader is directed to the one that leads now. */
  private noticeLeadership(): void {
    const { core } = this;
    const { knownLeadership: known } = core;
    const leader = leaderOf(core);
    if (known.leader === leader && known.term === core.term) return;
    core.knownLeadership = { leader, term: core.term, led: core.role.type === 'leader' ? core.role : null };
    if (known.led !== null) {
      membership.ledChangesLost(core, known.led);
      reads.ledReadsLost(core, known.led);
      transfer.ledTransferLost(core, known.led);
    }
    transfer.settleTransfers(core);
    membership.forwardedChangesLost(core);
    reads.askAgain(core);
    proposals.resendAll(core);
  }

  private wakeAt(): number | null {
    const { core } = this;
    const { role } = core;
    let earliest = Infinity;
    const wakeBy = (timeMs: number | null): void => {
      if (timeMs !== null && timeMs < earliest) earliest = timeMs;
    };
    if (core.appliedIndex < core.commitIndex) wakeBy(core.nowMs);
    wakeBy(core.outbox.wakeAtMs);
    wakeBy(core.outstanding.retryAtMs);
    wakeBy(reads.retryAtMs(core));
    if (role.type !== 'leader') wakeBy(maySeekElection(core) ? role.electionDeadlineMs : null);
    else if (role.peers.size > 0) {
      wakeBy(role.heartbeatDueMs);
      wakeBy(role.noticeDueMs);
      wakeBy(election.checkQuorumDueMs(core));
      wakeBy(transfer.transferDueMs(role));
      if (stalledDisk.mayStepDownForDisk(core)) wakeBy(stalledDisk.stallDueMs(core));
    }
    return earliest === Infinity ? null : earliest;
  }
}
