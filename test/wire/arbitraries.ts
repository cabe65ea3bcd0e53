/** Arbitrary values of everything that is encoded, for property tests. */
import fc from 'fast-check';
import type { DigestCommand } from '../../src/member/command-codec.ts';
import type { JoinAsk, JoinReply, HelloMessage, HelloReply } from '../../src/network/frame-codec.ts';
import type { SnapshotAnswer } from '../../src/network/snapshot-codec.ts';
import type {
  JoinAnswer,
  KnownMember,
  PeerFrame,
  SignedAdmission,
  SnapshotOffer,
  Standing,
} from '../../src/network/types.ts';
import { networkLimits } from '../../src/network/types.ts';
import type { ChangeJson, Command } from '../../src/notes/types.ts';
import type {
  ChangeOutcome,
  Configuration,
  ConfigurationChange,
  LogEntry,
  Message,
  MessageBody,
  SnapshotMetadata,
  TransferOutcome,
} from '../../src/raft/types.ts';
import { asEventId, asLogIndex, asMemberId, asRequestId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogWrite } from '../../src/storage/types.ts';

const wholeNumber = fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const term = wholeNumber.map(asTerm);
const index = wholeNumber.map(asLogIndex);
const positiveIndex = wholeNumber.map((value) => asLogIndex(Math.max(1, value)));
const sequence = wholeNumber.map(asSequence);
const request = wholeNumber.map(asRequestId);
const bytes = fc.uint8Array({ maxLength: 200 });

const base58 = Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
const member = fc
  .array(fc.constantFrom(...base58), { minLength: 46, maxLength: 52 })
  .map((letters) => asMemberId(letters.join('')));

/** Well-formed Unicode of at most `maxLength` code units, sometimes long enough for the encoder's other path. */
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).map((value) => {
    const cut = value.slice(0, maxLength);
    return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  });
const name = text(80);
const addresses = fc.array(text(300), { maxLength: 16 });

const change: fc.Arbitrary<ConfigurationChange> = fc.oneof(
  fc.record({ type: fc.constantFrom('create', 'recover', 'add-learner', 'promote', 'demote', 'remove'), member }),
  fc.record({ type: fc.constant('demote'), member, because: fc.constantFrom('resting', 'silent') }),
);
const outcome: fc.Arbitrary<ChangeOutcome> = fc.oneof(
  fc.record({ type: fc.constant('committed'), index }),
  fc.record({ type: fc.constant('already') }),
  fc.record({
    type: fc.constant('refused'),
    reason: fc.constantFrom(
      'not-leader',
      'change-in-progress',
      'term-not-yet-committed',
      'last-voter',
      'leadership-lost',
      'transfer-in-progress',
      'learner-behind',
      'not-a-member',
      'contradictory',
      'too-many-members',
    ),
  }),
);

const configuration: fc.Arbitrary<Configuration> = fc.record({
  voters: fc.array(member, { maxLength: 5 }),
  learners: fc.array(member, { maxLength: 3 }),
  votersOutgoing: fc.array(member, { maxLength: 3 }),
  demoted: fc.array(member, { maxLength: 2 }),
});
const snapshot: fc.Arbitrary<SnapshotMetadata> = fc.record({
  index,
  term,
  configuration,
  configurationIndex: index,
  sessions: fc.array(fc.tuple(member, sequence), { maxLength: 4 }),
});
const transferOutcome: fc.Arbitrary<TransferOutcome> = fc.oneof(
  fc.record({ type: fc.constant('transferred'), leader: member }),
  fc.record({ type: fc.constant('already') }),
  fc.record({
    type: fc.constant('refused'),
    reason: fc.constantFrom(
      'not-leader',
      'not-a-voter',
      'no-voter-present',
      'target-behind',
      'target-unreachable',
      'timeout',
      'transfer-in-progress',
      'superseded',
      'leadership-lost',
    ),
  }),
);

export const entry: fc.Arbitrary<LogEntry> = fc.oneof(
  fc.record({ kind: fc.constant('no-op'), index: positiveIndex, term }),
  fc.record({ kind: fc.constant('command'), index: positiveIndex, term, member, sequence, payload: bytes }),
  fc.record({
    kind: fc.constant('configuration'),
    index: positiveIndex,
    term,
    configuration,
    changes: fc.array(change, { maxLength: 3 }),
    requestedBy: member,
  }),
);
const entries = fc.array(entry, { maxLength: 8 });

const body: fc.Arbitrary<MessageBody> = fc.oneof(
  fc.record({ type: fc.constant('pre-vote-request'), term, lastLogIndex: index, lastLogTerm: term }),
  fc.record({ type: fc.constant('pre-vote-response'), term, granted: fc.boolean(), askedTerm: term }),
  fc.record({
    type: fc.constant('vote-request'),
    transfer: fc.boolean(),
    term,
    lastLogIndex: index,
    lastLogTerm: term,
  }),
  fc.record({ type: fc.constant('vote-response'), term, granted: fc.boolean() }),
  fc.record({
    type: fc.constant('append-request'),
    term,
    previousIndex: index,
    previousTerm: term,
    entries,
    leaderCommit: index,
    round: wholeNumber,
  }),
  fc.record(
    {
      type: fc.constant('append-accepted'),
      term,
      matchIndex: index,
      round: wholeNumber,
      full: fc.constant(true),
      resting: fc.constant(true),
    },
    { requiredKeys: ['type', 'term', 'matchIndex', 'round'] },
  ),
  fc.record({
    type: fc.constant('append-rejected'),
    term,
    rejectedIndex: index,
    conflictIndex: index,
    conflictTerm: term,
    round: wholeNumber,
  }),
  fc.record({
    type: fc.constant('propose'),
    term,
    commands: fc.array(fc.record({ sequence, payload: bytes }), { maxLength: 5 }),
  }),
  fc.record({ type: fc.constant('change-request'), term, request, changes: fc.array(change, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('change-response'), term, request, outcome }),
  fc.record({ type: fc.constant('read-request'), term, request }),
  fc.record({ type: fc.constant('read-response'), term, request, readIndex: fc.option(index) }),
  fc.record({ type: fc.constant('snapshot-offer'), term, snapshot, session: wholeNumber, round: wholeNumber }),
  fc.record({ type: fc.constant('snapshot-accepted'), term, session: wholeNumber, round: wholeNumber }),
  fc.record({ type: fc.constant('timeout-now'), term }),
  fc.record({
    type: fc.constant('propose-held'),
    term,
    reason: fc.constantFrom('uncommitted-log-full', 'leadership-transfer', 'disk-full'),
  }),
  fc.record({ type: fc.constant('transfer-request'), term, request, to: fc.option(member) }),
  fc.record({ type: fc.constant('transfer-response'), term, request, outcome: transferOutcome }),
);
export const message: fc.Arbitrary<Message> = fc
  .tuple(body, wholeNumber, wholeNumber.map(asEventId))
  .map(([fields, epoch, event]) => ({ ...fields, epoch, event }));

const code = fc.option(fc.stringMatching(/^[0-9]{6}$/));
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const admission: fc.Arbitrary<SignedAdmission> = fc.record({
  member,
  approver: member,
  atMs: wholeNumber,
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
});
const knownMember: fc.Arbitrary<KnownMember> = fc.record({ member, name, addresses });
const members = fc.array(knownMember, { maxLength: 5 });

export const peerFrame: fc.Arbitrary<PeerFrame> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('raft'), message }) },
  fc.record({
    type: fc.constant('join-asked'),
    request: fc.record({ peer: member, name, addresses, via: member, isRepair: fc.boolean(), code }),
  }),
  fc.record({
    type: fc.constant('join-settled'),
    peer: member,
    outcome: fc.constantFrom('approved', 'refused', 'withdrawn'),
    by: member,
  }),
  fc.record({
    type: fc.constant('progress'),
    matches: fc.array(fc.record({ member, matchIndex: index }), { maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant('membership'),
    configurationIndex: index,
    members,
    admissions: fc.array(admission, { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('snapshot-wanted'), request: wholeNumber, atLeast: index }),
  fc.record({ type: fc.constant('condition'), disk: fc.constantFrom('ok', 'low', 'full') }),
  fc.record({ type: fc.constant('removed'), by: name, atMs: wholeNumber, index }),
);

const standing: fc.Arbitrary<Standing> = fc.oneof(
  fc.record({ type: fc.constant('stranger') }),
  fc.record({ type: fc.constant('member') }),
  fc.record({ type: fc.constant('removed'), by: name, atMs: wholeNumber, index }),
);
const info = fc.record({
  appVersion: text(40),
  name,
  cluster: fc.option(fc.record({ id: text(64), name, memberCount: wholeNumber })),
});
const admissions = fc.array(admission, { maxLength: 3 });
export const hello: fc.Arbitrary<HelloMessage> = fc.record({ info, addresses, admissions });
export const helloReply: fc.Arbitrary<HelloReply> = fc.record({ info, addresses, admissions, standing });
export const joinAsk: fc.Arbitrary<JoinAsk> = fc.record({
  clusterId: text(64),
  name,
  addresses,
  isRepair: fc.boolean(),
  commitment: fc.option(bytes32),
});
export const joinAnswer: fc.Arbitrary<JoinAnswer> = fc.oneof(
  fc.record({
    type: fc.constant('approved'),
    clusterId: text(64),
    clusterName: name,
    configurationIndex: index,
    term,
    members,
  }),
  fc.record({ type: fc.constant('refused'), by: name }),
  fc.record({
    type: fc.constant('unavailable'),
    reason: fc.constantFrom('no-cluster', 'other-cluster', 'busy', 'timed-out', 'no-majority', 'other-version'),
  }),
  fc.record({ type: fc.constant('removed'), by: name, atMs: wholeNumber, index }),
);

export const joinReveal = bytes32;
export const joinReply: fc.Arbitrary<JoinReply> = fc.oneof(
  fc.record({ type: fc.constant('commitment'), commitment: bytes32 }),
  fc.record({ type: fc.constant('nonce'), nonce: bytes32 }),
  fc.record({ type: fc.constant('answer'), answer: joinAnswer }),
);

export const snapshotOffer: fc.Arbitrary<SnapshotOffer> = fc.record({
  session: wholeNumber,
  index,
  term,
  totalBytes: fc.integer({ min: 1, max: networkLimits.snapshotBytes }),
  check: wholeNumber,
});
export const snapshotAnswer: fc.Arbitrary<SnapshotAnswer> = fc.oneof(
  fc.record({ type: fc.constant('accepted'), offset: wholeNumber }),
  fc.record({ type: fc.constant('written'), offset: wholeNumber }),
  fc.record({ type: fc.constant('finished') }),
  fc.record({ type: fc.constant('refused'), reason: text(200) }),
);

/** `mustSync` is true as in whatever is read back: it is not stored. */
export const logWrite: fc.Arbitrary<LogWrite> = fc.record({
  resetTo: fc.constant(null),
  truncateFrom: fc.option(index),
  entries,
  hardState: fc.option(fc.record({ epoch: wholeNumber, term, votedFor: fc.option(member), commitIndex: index })),
  mustSync: fc.constant(true),
});

const changeJson: fc.Arbitrary<ChangeJson> = fc.array(
  fc.oneof(
    wholeNumber,
    fc
      .tuple(wholeNumber, fc.array(text(100), { maxLength: 4 }))
      .map(([deleted, lines]) => [deleted, ...lines] as const),
  ),
  { maxLength: 8 },
);
const note = fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 32, maxLength: 32 });
export const command: fc.Arbitrary<Command | DigestCommand> = fc.oneof(
  fc.record({ type: fc.constantFrom('create-note', 'rename-note'), note, title: text(200) }),
  fc.record({ type: fc.constant('delete-note'), note }),
  fc.record({
    type: fc.constant('edit-note'),
    note,
    base: wholeNumber,
    editor: text(64),
    sequence: wholeNumber,
    changes: changeJson,
  }),
  fc.record({ type: fc.constant('set-register'), name: text(200), value: bytes }),
  fc.record({
    type: fc.constant('compare-and-set-register'),
    name: text(200),
    expected: fc.option(bytes),
    value: bytes,
  }),
  fc.record({ type: fc.constant('introduce-member'), member, name, addresses }),
  fc.record({ type: fc.constant('name-cluster'), name }),
  fc.record({ type: fc.constant('digest-mark') }),
  fc.record({
    type: fc.constant('digest-report'),
    mark: wholeNumber,
    digest: fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 32, maxLength: 32 }),
  }),
);
