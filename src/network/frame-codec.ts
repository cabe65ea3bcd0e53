/**
 * What crosses the network, to bytes and back. Decoders take bytes from strangers: they throw DecodeError and
 * nothing else. Decoded payloads are views into the frame they came in.
 */
import type { LogIndex } from '../raft/types.ts';
import { DecodeError, decoding, known, required, text, texts, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import { decodeAccepted, encodeAccepted } from './accepted-codec.ts';
import { decodeAppend, encodeAppend, maxEntries } from './append-codec.ts';
import { inverse, logIndex, maxMembers, memberId, termNumber } from './entry-codec.ts';
import { messageFromWire, messageToWire } from './message-codec.ts';
import { nonceBytes } from './join-code.ts';
import type {
  ClusterRecovery,
  HelloInfo,
  JoinAnswer,
  KnownMember,
  PeerFrame,
  Removed,
  SignedAdmission,
  Standing,
} from './types.ts';

/** Lengths in UTF-16 code units. */
export const fieldLimits = {
  nameLength: 80,
  versionLength: 40,
  clusterIdLength: 64,
  addresses: 16,
  addressLength: 300,
  /** Signed admissions in a membership frame, and in a hello. */
  admissions: 200,
  helloAdmissions: 8,
  /** Commands in one message. */
  commands: 65_536,
  /** Earlier epochs of a cluster. */
  epochs: 16,
} as const;

/** What hello carries in either direction; `addresses` are those that its sender listens on. */
export interface HelloMessage {
  readonly info: HelloInfo;
  readonly addresses: readonly string[];
  /** How the sender was let in, told to one that it takes for a member. */
  readonly admissions: readonly SignedAdmission[];
}
export interface HelloReply extends HelloMessage {
  /** How the answerer sees the asker. */
  readonly standing: Standing;
}
export interface JoinAsk {
  readonly clusterId: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly isRepair: boolean;
  /** To the asker's nonce, of `nonceBytes`; null: a repair, or asked by `/raftpad/join/1`. */
  readonly commitment: Uint8Array | null;
  readonly epoch?: number | undefined;
}
/** What the member says to an asker, in this order; an answer may come in the place of the others. */
export type JoinReply =
  | { readonly type: 'commitment'; readonly commitment: Uint8Array }
  | { readonly type: 'nonce'; readonly nonce: Uint8Array }
  | { readonly type: 'answer'; readonly answer: JoinAnswer };

// ------------------------------------------------------------------------------------------------------- raft stream

const outcomes = {
  approved: raftpad.JoinOutcome.APPROVED,
  refused: raftpad.JoinOutcome.REFUSED,
  withdrawn: raftpad.JoinOutcome.WITHDRAWN,
} as const;
const outcomeTypes = inverse(outcomes);
const rooms = {
  ok: raftpad.DiskState.DISK_OK,
  low: raftpad.DiskState.DISK_LOW,
  full: raftpad.DiskState.DISK_FULL,
} as const;
const roomTypes = inverse(rooms);

export function encodePeerFrame(frame: PeerFrame): Uint8Array {
  if (frame.type === 'raft' && frame.message.type === 'append-request') return encodeAppend(frame.message);
  const accepted =
    frame.type === 'raft' && frame.message.type === 'append-accepted' ? encodeAccepted(frame.message) : null;
  return accepted ?? raftpad.PeerFrame.encode(peerFrameToWire(frame));
}

function peerFrameToWire(frame: PeerFrame): raftpad.PeerFrame {
  switch (frame.type) {
    case 'raft':
      return { raft: messageToWire(frame.message) };
    case 'join-asked': {
      const { peer, name, addresses, via, isRepair, code, epoch } = frame.request;
      const shown = code === null ? {} : { code };
      return { joinAsked: { peer, name, addresses: [...addresses], via, isRepair, ...shown, ...saidEpoch(epoch) } };
    }
    case 'join-settled':
      return { joinSettled: { peer: frame.peer, outcome: outcomes[frame.outcome], by: frame.by } };
    case 'progress':
      return { progress: { matches: frame.matches.map(({ member, matchIndex }) => ({ member, matchIndex })) } };
    case 'membership': {
      const { configurationIndex, members, admissions } = frame;
      return {
        membership: { configurationIndex, members: members.map(knownMemberToWire), admissions: [...admissions] },
      };
    }
    case 'snapshot-wanted':
      return { snapshotWanted: { request: frame.request, atLeast: frame.atLeast } };
    case 'condition':
      return { condition: { disk: rooms[frame.disk] } };
    case 'removed':
      return { removed: { by: frame.by, atMs: frame.atMs, index: frame.index } };
    default:
      return frame satisfies never;
  }
}

const knownMembersLimits = { members: maxMembers, members$: { addresses: fieldLimits.addresses } };
const peerFrameLimits = {
  raft: { appendRequest: { entries: maxEntries }, propose: { commands: fieldLimits.commands } },
  joinAsked: { addresses: fieldLimits.addresses },
  progress: { matches: maxMembers },
  membership: { ...knownMembersLimits, admissions: fieldLimits.admissions },
};

export function decodePeerFrame(bytes: Uint8Array): PeerFrame {
  const message = decodeAccepted(bytes) ?? decodeAppend(bytes);
  if (message !== null) return { type: 'raft', message };
  return decoding('frame', () => {
    const wire = raftpad.PeerFrame.decode(bytes, { limits: peerFrameLimits });
    if (wire.raft) return { type: 'raft', message: messageFromWire(wire.raft) };
    if (wire.joinAsked) {
      const { peer, via, isRepair = false, code } = wire.joinAsked;
      const asker = { peer: memberId(peer, 'peer'), ...introduction(wire.joinAsked) };
      const said = { code: sixDigits(code), ...heardEpoch(wire.joinAsked) };
      return { type: 'join-asked', request: { ...asker, via: memberId(via, 'via'), isRepair, ...said } };
    }
    if (wire.joinSettled) {
      const { peer, outcome, by } = wire.joinSettled;
      return {
        type: 'join-settled',
        peer: memberId(peer, 'peer'),
        outcome: known(outcomeTypes, outcome, 'outcome'),
        by: memberId(by, 'by'),
      };
    }
    if (wire.progress) return { type: 'progress', matches: wire.progress.matches.map(matchFromWire) };
    if (wire.snapshotWanted) {
      const { request, atLeast } = wire.snapshotWanted;
      return {
        type: 'snapshot-wanted',
        request: wholeNumber(request, 'request'),
        atLeast: logIndex(atLeast, 'atLeast'),
      };
    }
    if (wire.condition) return { type: 'condition', disk: known(roomTypes, wire.condition.disk, 'condition.disk') };
    if (wire.membership)
      return { type: 'membership', ...membershipFromWire(wire.membership), ...admissionsFromWire(wire.membership) };
    if (wire.removed) return removalFromWire(wire.removed);
    throw new DecodeError('frame is of an unknown kind');
  });
}

function matchFromWire(wire: raftpad.Progress.Match) {
  return { member: memberId(wire.member, 'progress.member'), matchIndex: logIndex(wire.matchIndex, 'matchIndex') };
}
interface Membership {
  readonly configurationIndex: LogIndex;
  readonly members: readonly KnownMember[];
}
function membershipFromWire(wire: Pick<raftpad.Membership, 'configurationIndex' | 'members'>): Membership {
  return {
    configurationIndex: logIndex(wire.configurationIndex, 'configurationIndex'),
    members: wire.members.map((member) => ({ member: memberId(member.member, 'member'), ...introduction(member) })),
  };
}
function admissionsFromWire(wire: { readonly admissions: readonly raftpad.SignedAdmission[] }) {
  return { admissions: wire.admissions.map(admissionFromWire) };
}
function admissionFromWire({ member, approver, atMs, signature }: raftpad.SignedAdmission): SignedAdmission {
  return {
    member: memberId(member, 'admission.member'),
    approver: memberId(approver, 'admission.approver'),
    atMs: wholeNumber(atMs, 'admission.atMs'),
    signature: ofBytes(64, signature, 'admission.signature'),
  };
}
function knownMemberToWire({ member, name, addresses }: KnownMember): raftpad.KnownMember {
  return { member, name, addresses: [...addresses] };
}
function removalFromWire(wire: raftpad.Removed): Removed {
  return {
    type: 'removed',
    by: text(wire.by, fieldLimits.nameLength, 'removed.by'),
    atMs: wholeNumber(wire.atMs, 'removed.atMs'),
    index: logIndex(wire.index, 'removed.index'),
  };
}

// ------------------------------------------------------------------------------------------------------------- hello

const helloLimits = {
  addresses: fieldLimits.addresses,
  admissions: fieldLimits.helloAdmissions,
  cluster: { recovery: { before: fieldLimits.epochs } },
};

export function encodeHello(message: HelloMessage): Uint8Array {
  return raftpad.HelloInfo.encode(helloToWire(message));
}
export function decodeHello(bytes: Uint8Array): HelloMessage {
  return decoding('hello', () => helloFromWire(raftpad.HelloInfo.decode(bytes, { limits: helloLimits })));
}

export function encodeHelloReply(reply: HelloReply): Uint8Array {
  return raftpad.HelloAnswer.encode({ info: helloToWire(reply), ...standingToWire(reply.standing) });
}
export function decodeHelloReply(bytes: Uint8Array): HelloReply {
  return decoding('hello answer', () => {
    const limits = { info: helloLimits };
    const wire = raftpad.HelloAnswer.decode(bytes, { limits });
    return { ...helloFromWire(required(wire.info, 'info')), standing: standingFromWire(wire) };
  });
}

function helloToWire({ info, addresses, admissions }: HelloMessage): raftpad.HelloInfo {
  const { appVersion, name, cluster } = info;
  return {
    appVersion,
    name,
    addresses: [...addresses],
    admissions: [...admissions],
    ...(cluster === null ? {} : { cluster: clusterToWire(cluster) }),
  };
}
function clusterToWire({ id, name, memberCount, epoch, recovery }: NonNullable<HelloInfo['cluster']>) {
  const said = recovery === undefined ? {} : { recovery: { ...recovery, before: [...recovery.before] } };
  return { id, name, memberCount, ...saidEpoch(epoch), ...said };
}
function helloFromWire(wire: raftpad.HelloInfo): HelloMessage {
  const appVersion = text(wire.appVersion, fieldLimits.versionLength, 'appVersion');
  const { name, addresses } = introduction(wire);
  const info = { appVersion, name, cluster: wire.cluster ? clusterFromWire(wire.cluster) : null };
  return { info, addresses, ...admissionsFromWire(wire) };
}
function clusterFromWire(wire: raftpad.HelloInfo.Cluster): NonNullable<HelloInfo['cluster']> {
  return {
    id: text(wire.id, fieldLimits.clusterIdLength, 'cluster.id'),
    name: text(wire.name, fieldLimits.nameLength, 'cluster.name'),
    memberCount: wholeNumber(wire.memberCount, 'cluster.memberCount'),
    ...heardEpoch(wire),
    ...(wire.recovery === undefined ? {} : { recovery: recoveryFromWire(wire.recovery) }),
  };
}
function recoveryFromWire({ before, by, atMs }: raftpad.HelloInfo.Recovery): ClusterRecovery {
  return {
    before: before.map((epoch) => wholeNumber(epoch, 'recovery.before')),
    by: text(by, fieldLimits.nameLength, 'recovery.by'),
    atMs: wholeNumber(atMs, 'recovery.atMs'),
  };
}
const saidEpoch = (epoch: number | undefined): { epoch?: number } => (epoch === undefined ? {} : { epoch });
function heardEpoch({ epoch }: { readonly epoch?: number }): { epoch?: number } {
  return epoch === undefined ? {} : { epoch: wholeNumber(epoch, 'epoch') };
}
function standingToWire(standing: Standing): raftpad.HelloAnswer {
  switch (standing.type) {
    case 'stranger':
      return { stranger: {} };
    case 'member':
      return { member: {} };
    case 'removed':
      return { removed: { by: standing.by, atMs: standing.atMs, index: standing.index } };
    default:
      return standing satisfies never;
  }
}
function standingFromWire(wire: raftpad.HelloAnswer): Standing {
  if (wire.stranger) return { type: 'stranger' };
  if (wire.member) return { type: 'member' };
  if (wire.removed) return removalFromWire(wire.removed);
  throw new DecodeError('standing is of an unknown kind');
}

// -------------------------------------------------------------------------------------------------------------- join

export function encodeJoinAsk(ask: JoinAsk): Uint8Array {
  const { clusterId, name, addresses, isRepair, commitment, epoch } = ask;
  const committed = commitment === null ? {} : { commitment };
  return raftpad.JoinAsk.encode({
    clusterId,
    name,
    addresses: [...addresses],
    isRepair,
    ...committed,
    ...saidEpoch(epoch),
  });
}
export function decodeJoinAsk(bytes: Uint8Array): JoinAsk {
  return decoding('join request', () => {
    const wire = raftpad.JoinAsk.decode(bytes, { limits: { addresses: fieldLimits.addresses } });
    const clusterId = text(wire.clusterId, fieldLimits.clusterIdLength, 'clusterId');
    const commitment = wire.commitment === undefined ? null : nonceOrHash(wire.commitment, 'commitment');
    return { clusterId, ...introduction(wire), isRepair: wire.isRepair ?? false, commitment, ...heardEpoch(wire) };
  });
}

export function encodeJoinReveal(nonce: Uint8Array): Uint8Array {
  return raftpad.JoinReveal.encode({ nonce });
}
export function decodeJoinReveal(bytes: Uint8Array): Uint8Array {
  return decoding('join reveal', () => nonceOrHash(raftpad.JoinReveal.decode(bytes).nonce, 'nonce'));
}

export function encodeJoinReply(reply: JoinReply): Uint8Array {
  switch (reply.type) {
    case 'commitment':
      return raftpad.JoinReply.encode({ commitment: reply.commitment });
    case 'nonce':
      return raftpad.JoinReply.encode({ nonce: reply.nonce });
    case 'answer':
      return raftpad.JoinReply.encode({ answer: joinAnswerToWire(reply.answer) });
    default:
      return reply satisfies never;
  }
}
export function decodeJoinReply(bytes: Uint8Array): JoinReply {
  return decoding('join reply', () => {
    const wire = raftpad.JoinReply.decode(bytes, { limits: { answer: { approved: knownMembersLimits } } });
    if (wire.commitment) return { type: 'commitment', commitment: nonceOrHash(wire.commitment, 'commitment') };
    if (wire.nonce) return { type: 'nonce', nonce: nonceOrHash(wire.nonce, 'nonce') };
    if (wire.answer) return { type: 'answer', answer: joinAnswerFromWire(wire.answer) };
    throw new DecodeError('join reply is of an unknown kind');
  });
}

/** A nonce and a commitment to one are equally long. */
function nonceOrHash(value: Uint8Array | undefined, field: string): Uint8Array {
  return ofBytes(nonceBytes, value, field);
}
function ofBytes(length: number, value: Uint8Array | undefined, field: string): Uint8Array {
  const bytes = required(value, field);
  if (bytes.byteLength !== length) throw new DecodeError(`${field} is not of ${length} bytes`);
  return bytes;
}
function sixDigits(code: string | undefined): string | null {
  if (code === undefined) return null;
  if (!/^[0-9]{6}$/.test(code)) throw new DecodeError('code is not of six digits');
  return code;
}

const unavailable = {
  'no-cluster': raftpad.JoinUnavailable.NO_CLUSTER,
  'other-cluster': raftpad.JoinUnavailable.OTHER_CLUSTER,
  busy: raftpad.JoinUnavailable.BUSY,
  'timed-out': raftpad.JoinUnavailable.TIMED_OUT,
  'no-majority': raftpad.JoinUnavailable.NO_MAJORITY,
  'other-version': raftpad.JoinUnavailable.OTHER_VERSION,
  'other-epoch': raftpad.JoinUnavailable.OTHER_EPOCH,
} as const;
const unavailableReasons = inverse(unavailable);

export function encodeJoinAnswer(answer: JoinAnswer): Uint8Array {
  return raftpad.JoinAnswer.encode(joinAnswerToWire(answer));
}
function joinAnswerToWire(answer: JoinAnswer): raftpad.JoinAnswer {
  switch (answer.type) {
    case 'approved': {
      const { clusterId, clusterName, configurationIndex, term, epoch } = answer;
      const members = answer.members.map(knownMemberToWire);
      return { approved: { clusterId, clusterName, configurationIndex, term, members, ...saidEpoch(epoch) } };
    }
    case 'refused':
      return { refused: { by: answer.by } };
    case 'unavailable':
      return { unavailable: { reason: unavailable[answer.reason] } };
    case 'removed':
      return { removed: { by: answer.by, atMs: answer.atMs, index: answer.index } };
    default:
      return answer satisfies never;
  }
}

export function decodeJoinAnswer(bytes: Uint8Array): JoinAnswer {
  const limits = { approved: knownMembersLimits };
  return decoding('join answer', () => joinAnswerFromWire(raftpad.JoinAnswer.decode(bytes, { limits })));
}
function joinAnswerFromWire(wire: raftpad.JoinAnswer): JoinAnswer {
  if (wire.approved) {
    return {
      type: 'approved',
      clusterId: text(wire.approved.clusterId, fieldLimits.clusterIdLength, 'clusterId'),
      clusterName: text(wire.approved.clusterName, fieldLimits.nameLength, 'clusterName'),
      ...membershipFromWire(wire.approved),
      term: termNumber(wire.approved.term ?? 0, 'approved.term'),
      ...heardEpoch(wire.approved),
    };
  }
  if (wire.refused) return { type: 'refused', by: text(wire.refused.by, fieldLimits.nameLength, 'by') };
  if (wire.unavailable) {
    return { type: 'unavailable', reason: known(unavailableReasons, wire.unavailable.reason, 'reason') };
  }
  if (wire.removed) return removalFromWire(wire.removed);
  throw new DecodeError('join answer is of an unknown kind');
}

function introduction(wire: { readonly name?: string; readonly addresses: readonly string[] }) {
  return {
    name: text(wire.name, fieldLimits.nameLength, 'name'),
    addresses: texts(wire.addresses, fieldLimits.addresses, fieldLimits.addressLength, 'addresses'),
  };
}
