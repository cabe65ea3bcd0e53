/**
 * One message of each kind that goes over the wire or into the log, as the code of today means it. The compiler sees to
 * it that no kind is left out: each table has all names of its union.
 */
import { decodeCommand, encodeCommand, type DigestCommand } from '../../src/member/command-codec.ts';
import { decodeInviteList, encodeInviteList, type Invite } from '../../src/member/invite-list.ts';
import * as frames from '../../src/network/frame-codec.ts';
import * as invites from '../../src/network/invite-codec.ts';
import { encodeInviteLink, parseInviteLink } from '../../src/network/invite-link.ts';
import { inviteIdOf } from '../../src/network/invite-proof.ts';
import * as reach from '../../src/network/reach-codec.ts';
import * as snapshots from '../../src/network/snapshot-codec.ts';
import type { JoinAnswer, PeerFrame, Standing } from '../../src/network/types.ts';
import type { Command } from '../../src/notes/types.ts';
import type {
  ChangeOutcome,
  ConfigurationChange,
  HoldReason,
  LogEntry,
  Message,
  MessageBody,
  TransferOutcome,
} from '../../src/raft/types.ts';
import { asEventId, asLogIndex, asMemberId, asRequestId, asSequence, asTerm } from '../../src/raft/types.ts';

/** Of one codec: its messages by what they are called. */
export interface GoldenGroup {
  readonly messages: Readonly<Record<string, unknown>>;
  readonly encode: (name: string) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** Whether a later app may add fields, which this one skips. */
  readonly mayGrow: boolean;
}

function group<T>(
  messages: Readonly<Record<string, T>>,
  encode: (message: T) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): GoldenGroup {
  const encodeNamed = (name: string): Uint8Array => {
    const message = messages[name];
    if (message === undefined) throw new Error(`there is no message called ${name}`);
    return encode(message);
  };
  return { messages, encode: encodeNamed, decode, mayGrow: true };
}

/** `of` each of `names`, by its name; all names of the type have to be there. */
function each<Name extends string, T>(
  names: Readonly<Record<Name, true>>,
  of: (name: Name) => T,
): Readonly<Record<Name, T>> {
  const entries = (Object.keys(names) as Name[]).map((name) => [name, of(name)] as const);
  return Object.fromEntries(entries) as Record<Name, T>;
}

function prefixed<T>(prefix: string, messages: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(messages).map(([name, message]) => [`${prefix} ${name}`, message]));
}

const bytes = (length: number, first: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (first + at) & 255);
const ana = asMemberId('12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp');
const bo = asMemberId('12D3KooWHDvQ7Zx1cWV8xDUpyRcQ5dcCSR5vCwF7yRo2z8sFQ1sD');
const chen = asMemberId('12D3KooWRBhwfeP2Y4TCx1SM6s9rUoHhR5STiGwxBhgFRcw3UERE');
const addresses = ['/ip4/192.168.1.20/tcp/47101', `/ip6/fd00::20/tcp/47101/p2p/${ana}`];
const members = [
  { member: ana, name: 'Ana’s laptop', addresses },
  { member: bo, name: '小波的电脑', addresses: [] },
];
const removed = { type: 'removed', by: 'Ana’s laptop', atMs: 1_790_000_000_123, index: asLogIndex(77) } as const;
const admission = { member: bo, approver: ana, atMs: 1_790_000_000_001, signature: bytes(64, 1) };
const term = asTerm(7);
const round = 300;
const request = asRequestId(9);

// The raft stream

type ReasonOf<T extends { readonly type: string }> = Extract<T, { readonly reason: string }>['reason'];

const changes: Readonly<Record<ConfigurationChange['type'] | 'resting' | 'silent', ConfigurationChange>> = {
  create: { type: 'create', member: ana },
  recover: { type: 'recover', member: ana },
  'add-learner': { type: 'add-learner', member: bo },
  promote: { type: 'promote', member: bo },
  demote: { type: 'demote', member: bo },
  remove: { type: 'remove', member: chen },
  resting: { type: 'demote', member: bo, because: 'resting' },
  silent: { type: 'demote', member: chen, because: 'silent' },
};
const configuration = { voters: [ana, bo], learners: [chen], votersOutgoing: [ana], demoted: [bo] };
const entries: Readonly<Record<LogEntry['kind'], LogEntry>> = {
  'no-op': { kind: 'no-op', index: asLogIndex(300), term: asTerm(6) },
  command: {
    kind: 'command',
    index: asLogIndex(301),
    term,
    member: ana,
    sequence: asSequence(2_000),
    payload: bytes(5, 250),
  },
  configuration: {
    kind: 'configuration',
    index: asLogIndex(302),
    term,
    configuration,
    changes: Object.values(changes),
    requestedBy: ana,
  },
};
const changeRefusals: Readonly<Record<ReasonOf<ChangeOutcome>, true>> = {
  'not-leader': true,
  'change-in-progress': true,
  'term-not-yet-committed': true,
  'transfer-in-progress': true,
  'last-voter': true,
  'learner-behind': true,
  'not-a-member': true,
  contradictory: true,
  'too-many-members': true,
  'leadership-lost': true,
};
const transferRefusals: Readonly<Record<ReasonOf<TransferOutcome>, true>> = {
  'not-leader': true,
  'not-a-voter': true,
  'no-voter-present': true,
  'target-behind': true,
  'target-unreachable': true,
  timeout: true,
  'transfer-in-progress': true,
  superseded: true,
  'leadership-lost': true,
};
const held: Readonly<Record<HoldReason, true>> = {
  'uncommitted-log-full': true,
  'leadership-transfer': true,
  'disk-full': true,
};
const position = { lastLogIndex: asLogIndex(302), lastLogTerm: asTerm(6) };
const matchIndex = asLogIndex(302);
const bodies: { readonly [Type in MessageBody['type']]: Extract<MessageBody, { readonly type: Type }> } = {
  'pre-vote-request': { type: 'pre-vote-request', term, ...position },
  'pre-vote-response': { type: 'pre-vote-response', term, granted: true, askedTerm: asTerm(8) },
  'vote-request': { type: 'vote-request', term, ...position, transfer: true },
  'vote-response': { type: 'vote-response', term, granted: false },
  'append-request': {
    type: 'append-request',
    term,
    previousIndex: asLogIndex(299),
    previousTerm: asTerm(5),
    entries: Object.values(entries),
    leaderCommit: asLogIndex(298),
    round,
  },
  'append-accepted': { type: 'append-accepted', term, matchIndex, round, full: true, resting: true },
  'append-rejected': {
    type: 'append-rejected',
    term,
    rejectedIndex: asLogIndex(299),
    conflictIndex: asLogIndex(250),
    conflictTerm: asTerm(4),
    round,
  },
  'snapshot-offer': {
    type: 'snapshot-offer',
    term,
    snapshot: {
      index: asLogIndex(250),
      term: asTerm(4),
      configuration,
      configurationIndex: asLogIndex(200),
      sessions: [
        [ana, asSequence(1_999)],
        [bo, asSequence(0)],
      ],
    },
    session: 3,
    round,
  },
  'snapshot-accepted': { type: 'snapshot-accepted', term, session: 3, round },
  'timeout-now': { type: 'timeout-now', term },
  propose: { type: 'propose', term, commands: [{ sequence: asSequence(4), payload: bytes(3, 9) }] },
  'propose-held': { type: 'propose-held', term, reason: 'disk-full' },
  'change-request': { type: 'change-request', term, request, changes: Object.values(changes) },
  'change-response': {
    type: 'change-response',
    term,
    request,
    outcome: { type: 'committed', index: asLogIndex(303) },
  },
  'transfer-request': { type: 'transfer-request', term, request, to: bo },
  'transfer-response': {
    type: 'transfer-response',
    term,
    request,
    outcome: { type: 'transferred', leader: bo },
  },
  'read-request': { type: 'read-request', term, request },
  'read-response': { type: 'read-response', term, request, readIndex: asLogIndex(301) },
};
const otherBodies: Readonly<Record<string, MessageBody>> = {
  heartbeat: { ...bodies['append-request'], entries: [] },
  'append-accepted plain': { type: 'append-accepted', term, matchIndex, round },
  'change-response already': { type: 'change-response', term, request, outcome: { type: 'already' } },
  'transfer-request anybody': { type: 'transfer-request', term, request, to: null },
  'transfer-response already': { type: 'transfer-response', term, request, outcome: { type: 'already' } },
  'read-response ask again': { type: 'read-response', term, request, readIndex: null },
  ...prefixed(
    'change-response',
    each(changeRefusals, (reason) => ({
      type: 'change-response',
      term,
      request,
      outcome: { type: 'refused', reason },
    })),
  ),
  ...prefixed(
    'transfer-response',
    each(transferRefusals, (reason) => ({
      type: 'transfer-response',
      term,
      request,
      outcome: { type: 'refused', reason },
    })),
  ),
  ...prefixed(
    'propose-held',
    each(held, (reason) => ({ type: 'propose-held', term, reason })),
  ),
};
const raftFrame = (body: MessageBody): PeerFrame => {
  const message: Message = { ...body, epoch: 5, event: asEventId(400) };
  return { type: 'raft', message };
};
const raftFrames = Object.fromEntries(
  Object.entries({ ...bodies, ...otherBodies }).map(([name, body]) => [name, raftFrame(body)]),
);

const joinRequest = { peer: chen, name: 'Chen’s Air', addresses, via: ana, isRepair: false, code: '012345' };
const otherFrames: {
  readonly [Type in Exclude<PeerFrame['type'], 'raft'>]: Extract<PeerFrame, { readonly type: Type }>;
} = {
  'join-asked': { type: 'join-asked', request: joinRequest },
  'join-settled': { type: 'join-settled', peer: chen, outcome: 'approved', by: ana },
  progress: { type: 'progress', matches: [{ member: bo, matchIndex }] },
  membership: { type: 'membership', configurationIndex: asLogIndex(302), members, admissions: [admission] },
  'snapshot-wanted': { type: 'snapshot-wanted', request: 11, atLeast: asLogIndex(250) },
  condition: { type: 'condition', disk: 'low' },
  removed,
};
const moreFrames: Readonly<Record<string, PeerFrame>> = {
  'join-asked repair': { type: 'join-asked', request: { ...joinRequest, isRepair: true, code: null } },
  'join-settled refused': { type: 'join-settled', peer: chen, outcome: 'refused', by: bo },
  'join-settled withdrawn': { type: 'join-settled', peer: chen, outcome: 'withdrawn', by: bo },
  'condition ok': { type: 'condition', disk: 'ok' },
  'condition full': { type: 'condition', disk: 'full' },
};

// What strangers say

const info = {
  appVersion: '0.1.0',
  name: 'Ana’s laptop',
  cluster: {
    id: '00112233445566778899aabbccddeeff',
    name: '网络实验室',
    memberCount: 3,
    epoch: 5,
    recovery: { before: [4, 0], by: 'Bo’s ThinkPad', atMs: 1_790_000_000_002 },
  },
};
const hello: Readonly<Record<string, frames.HelloMessage>> = {
  'of a member': { info, addresses, admissions: [admission] },
  'of nobody': { info: { ...info, cluster: null }, addresses: [], admissions: [] },
};
const standings: { readonly [Type in Standing['type']]: Extract<Standing, { readonly type: Type }> } = {
  stranger: { type: 'stranger' },
  member: { type: 'member' },
  removed,
};
const helloReply = Object.fromEntries(
  Object.entries(standings).map(([name, standing]): [string, frames.HelloReply] => [
    name,
    { info, addresses, admissions: [admission], standing },
  ]),
);

const clusterId = info.cluster.id;
const joinAsk: Readonly<Record<string, frames.JoinAsk>> = {
  newcomer: { clusterId, name: 'Chen’s Air', addresses, isRepair: false, commitment: bytes(32, 3) },
  repair: { clusterId, name: 'Chen’s Air', addresses, isRepair: true, commitment: null, epoch: 5 },
};
const unavailable: Readonly<Record<Extract<JoinAnswer, { readonly type: 'unavailable' }>['reason'], true>> = {
  'no-cluster': true,
  'other-cluster': true,
  busy: true,
  'timed-out': true,
  'other-version': true,
  'no-majority': true,
  'other-epoch': true,
};
const approved: Extract<JoinAnswer, { readonly type: 'approved' }> = {
  type: 'approved',
  clusterId,
  clusterName: '网络实验室',
  configurationIndex: asLogIndex(302),
  term,
  epoch: 5,
  members,
};
const joinAnswer: Readonly<Record<string, JoinAnswer>> = {
  approved,
  refused: { type: 'refused', by: 'Ana’s laptop' },
  removed,
  ...prefixed(
    'unavailable',
    each(unavailable, (reason): JoinAnswer => ({ type: 'unavailable', reason })),
  ),
};
const joinReply: { readonly [Type in frames.JoinReply['type']]: Extract<frames.JoinReply, { readonly type: Type }> } = {
  commitment: { type: 'commitment', commitment: bytes(32, 5) },
  nonce: { type: 'nonce', nonce: bytes(32, 6) },
  answer: { type: 'answer', answer: approved },
};

type InviteRefusal = Extract<invites.InviteReply, { readonly type: 'refused' }>['reason'];
const inviteRefusals: Readonly<Record<InviteRefusal, true>> = {
  busy: true,
  'no-majority': true,
  'cluster-full': true,
  expired: true,
  used: true,
  revoked: true,
};
const inviteReply: Readonly<Record<string, invites.InviteReply>> = {
  challenge: { type: 'challenge', nonce: bytes(32, 7), proof: bytes(32, 8) },
  answer: { type: 'answer', answer: approved },
  ...prefixed(
    'refused',
    each(inviteRefusals, (reason): invites.InviteReply => ({ type: 'refused', reason })),
  ),
};
const outcomes: Readonly<Record<reach.ReachAnswer['outcome'], true>> = {
  connected: true,
  refused: true,
  'no-answer': true,
  'no-route': true,
  'not-allowed': true,
  failed: true,
  'other-peer': true,
  busy: true,
};
const snapshotAnswer: {
  readonly [Type in snapshots.SnapshotAnswer['type']]: Extract<snapshots.SnapshotAnswer, { readonly type: Type }>;
} = {
  accepted: { type: 'accepted', offset: 65_536 },
  written: { type: 'written', offset: 131_072 },
  finished: { type: 'finished' },
  refused: { type: 'refused', reason: 'no space left' },
};

// What the log and links carry

const note = '00112233445566778899aabbccddeeff';
const commands: {
  readonly [Type in (Command | DigestCommand)['type']]: Extract<Command | DigestCommand, { readonly type: Type }>;
} = {
  'create-note': { type: 'create-note', note, title: 'Field trip 野外' },
  'rename-note': { type: 'rename-note', note, title: 'Packing list' },
  'delete-note': { type: 'delete-note', note },
  'edit-note': {
    type: 'edit-note',
    note,
    base: 12,
    editor: 'Ana-1',
    sequence: 13,
    changes: [300, [4, 'two lines', '两行 😀'], 7, [2]],
  },
  'set-register': { type: 'set-register', name: 'lock', value: bytes(6, 100) },
  'compare-and-set-register': {
    type: 'compare-and-set-register',
    name: '温度',
    expected: bytes(2, 1),
    value: bytes(2, 2),
  },
  'introduce-member': { type: 'introduce-member', member: ana, name: 'Ana’s laptop', addresses },
  'name-cluster': { type: 'name-cluster', name: '网络实验室' },
  'digest-mark': { type: 'digest-mark' },
  'digest-report': { type: 'digest-report', mark: 301, digest: note },
};
const moreCommands: Readonly<Record<string, Command>> = {
  'compare-and-set-register new': { ...commands['compare-and-set-register'], expected: null },
  'set-register 温度': { type: 'set-register', name: '温度', value: bytes(1, 1) },
};
const publicKey = bytes(32, 40);
const invite: Invite = {
  id: Buffer.from(inviteIdOf(publicKey)).toString('hex'),
  publicKey,
  inviter: ana,
  createdAtMs: 1_790_000_000_000,
  expiresAtMs: 1_790_000_600_000,
  state: { type: 'open' },
};
const ended = { member: bo, atMs: 1_790_000_000_500 };
const inviteStates: { readonly [Type in Invite['state']['type']]: Extract<Invite['state'], { readonly type: Type }> } =
  {
    open: { type: 'open' },
    claimed: { type: 'claimed', ...ended },
    used: { type: 'used', ...ended },
    revoked: { type: 'revoked', ...ended },
  };
const inviteLists = Object.fromEntries(
  Object.entries(inviteStates).map(([name, state]): [string, readonly Invite[]] => [name, [{ ...invite, state }]]),
);
const invitation = {
  clusterId,
  clusterName: '网络实验室',
  secret: bytes(16, 20),
  expiresAtMs: 1_790_000_600_000,
  inviter: { member: ana, name: 'Ana’s laptop', addresses: ['/ip4/192.168.1.20/tcp/47101'] },
  others: [{ member: bo, name: '', addresses: ['/ip6/fd00::1:2/tcp/47102'] }],
};

export const goldenGroups: Readonly<Record<string, GoldenGroup>> = {
  'raft stream': group<PeerFrame>(
    { ...raftFrames, ...otherFrames, ...moreFrames },
    frames.encodePeerFrame,
    frames.decodePeerFrame,
  ),
  hello: group(hello, frames.encodeHello, frames.decodeHello),
  'hello answer': group(helloReply, frames.encodeHelloReply, frames.decodeHelloReply),
  'join request': group(joinAsk, frames.encodeJoinAsk, frames.decodeJoinAsk),
  'join reveal': group({ nonce: bytes(32, 4) }, frames.encodeJoinReveal, frames.decodeJoinReveal),
  'join reply': group<frames.JoinReply>(joinReply, frames.encodeJoinReply, frames.decodeJoinReply),
  'join answer': group(joinAnswer, frames.encodeJoinAnswer, frames.decodeJoinAnswer),
  'invite hello': group(
    { hello: { inviteId: bytes(16, 30), nonce: bytes(32, 31) } },
    invites.encodeInviteHello,
    invites.decodeInviteHello,
  ),
  'invite proof': group(
    { proof: { signature: bytes(64, 32), name: 'Chen’s Air', addresses } },
    invites.encodeInviteProof,
    invites.decodeInviteProof,
  ),
  'invite reply': group(inviteReply, invites.encodeInviteReply, invites.decodeInviteReply),
  'reach request': group({ ask: { port: 47_101 } }, reach.encodeReachAsk, reach.decodeReachAsk),
  'reach answer': group(
    each(outcomes, (outcome): reach.ReachAnswer => ({ outcome, tookMs: 3_000, host: '192.168.1.20' })),
    reach.encodeReachAnswer,
    reach.decodeReachAnswer,
  ),
  'snapshot offer': group(
    { offer: { session: 3, index: asLogIndex(250), term: asTerm(4), totalBytes: 70_000, check: 2 ** 50 + 1 } },
    snapshots.encodeSnapshotOffer,
    snapshots.decodeSnapshotOffer,
  ),
  'snapshot answer': group<snapshots.SnapshotAnswer>(
    snapshotAnswer,
    snapshots.encodeSnapshotAnswer,
    snapshots.decodeSnapshotAnswer,
  ),
  command: group<Command | DigestCommand>({ ...commands, ...moreCommands }, encodeCommand, decodeCommand),
  'list of invites': group(
    inviteLists,
    (list) => encodeInviteList(list, clusterId),
    (value) => decodeInviteList(value, clusterId),
  ),
  'invite link': {
    ...group(
      { link: invitation },
      (link) => Buffer.from(encodeInviteLink(link)),
      (link) => parseInviteLink(Buffer.from(link).toString()),
    ),
    // Its sum is over all of it.
    mayGrow: false,
  },
};
