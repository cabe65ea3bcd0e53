/**
 * What is in the frames of a segment: a row of records. The first frame of a segment begins with a checkpoint, so that
 * a log can begin at any segment; every other begins with its position.
 *
 *     record        = kind u8 · fields
 *     0 padding       nothing but zeros up to the end of the frame
 *     1 checkpoint    is a reset u8 · last index f64 · its term f64        where the log stands; a hard state follows
 *     2 position      last index f64
 *     3 truncate      from f64
 *     4 hard state    vote u16 (member number + 1; 0: none) · epoch f64 · term f64 · commit index f64
 *     5 member        number u16 · length u16 · id, UTF-8                 what this segment calls the member from now on
 *     6 no-op         term f64
 *     7 command       0 u8 · member u16 · length u32 · term f64 · sequence f64 · payload
 *     8 configuration term f64 · requested by u16 · four lists of members (count u16 · member u16 …): voters,
 *                     learners, outgoing voters, demoted · changes: count u16 · (type u8 · member u16) …
 *
 * Little-endian. Whole numbers up to 2^53 are kept as doubles, which one instruction reads. An entry's index is that of
 * the entry before it plus one. Written by hand, not generated: a million entries are read in the time of a blink, and
 * a command stays in the bytes it was read with until someone asks for it.
 */
import { asLogIndex, asMemberId, asSequence, asTerm } from '../raft/types.ts';
import type {
  CommandEntry,
  Configuration,
  ConfigurationChange,
  ConfigurationEntry,
  HardState,
  LogEntry,
  LogIndex,
  MemberId,
  Sequence,
  Term,
} from '../raft/types.ts';
import { frameHeaderBytes } from './segment-format.ts';
import type { Frame, SegmentImage } from './segment-image.ts';
import type { LogPosition, LogWrite } from './types.ts';

const kinds = {
  padding: 0,
  checkpoint: 1,
  position: 2,
  truncate: 3,
  hardState: 4,
  member: 5,
  noOp: 6,
  command: 7,
  configuration: 8,
} as const;

/** Where a segment starts: what lies before it, and the hard state there. */
export interface Checkpoint {
  readonly isReset: boolean;
  readonly last: LogPosition;
  readonly hardState: HardState;
}

/** The numbers by which a segment calls the members it names. */
export class MemberNumbers {
  readonly #numbers = new Map<MemberId, number>();

  constructor(members: ReadonlyMap<number, MemberId> = new Map()) {
    for (const [number, member] of members) this.#numbers.set(member, number);
  }

  get(member: MemberId): number | undefined {
    return this.#numbers.get(member);
  }

  add(member: MemberId): number {
    const number = this.#numbers.size;
    if (number >= maxMembers) throw new RangeError('a segment cannot name more members');
    this.#numbers.set(member, number);
    return number;
  }

  get count(): number {
    return this.#numbers.size;
  }

  /** Takes back what was added after `count`: the frame that named them was not written. */
  forgetFrom(count: number): void {
    for (const [member, number] of this.#numbers) if (number >= count) this.#numbers.delete(member);
  }
}

const maxMembers = 0xfffe;

/** Turns writes into frames. One for all frames of a store: the memory of small frames is used again. */
export class FrameEncoder {
  #bytes: Uint8Array = allocate(initialBytes);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /**
   * One frame with these writes, with room for its header (`finishFrame`). Valid until the next call.
   *
   * @param start the checkpoint of a new segment, or the last index before these writes
   */
  encode(start: Checkpoint | LogIndex, writes: readonly LogWrite[], members: MemberNumbers): Uint8Array {
    if (this.#bytes.length > maxKeptBytes) this.#use(allocate(initialBytes));
    this.#at = frameHeaderBytes;
    if (typeof start === 'number') {
      this.#record(kinds.position, 8);
      this.#number(start);
    } else {
      this.#record(kinds.checkpoint, 17);
      this.#byte(start.isReset ? 1 : 0);
      this.#number(start.last.index);
      this.#number(start.last.term);
      this.#hardState(start.hardState, members);
    }
    for (const { truncateFrom, entries, hardState } of writes) {
      if (truncateFrom !== null) {
        this.#record(kinds.truncate, 8);
        this.#number(truncateFrom);
      }
      for (const entry of entries) this.#entry(entry, members);
      if (hardState !== null) this.#hardState(hardState, members);
    }
    this.#need(8);
    while (this.#at % 8 !== 0) this.#byte(0);
    return this.#bytes.subarray(0, this.#at);
  }

  #entry(entry: LogEntry, members: MemberNumbers): void {
    switch (entry.kind) {
      case 'no-op':
        this.#record(kinds.noOp, 8);
        this.#number(entry.term);
        return;
      case 'command': {
        const member = this.#member(entry.member, members);
        const { payload } = entry;
        this.#record(kinds.command, commandHeaderBytes - 1 + payload.length);
        this.#byte(0);
        this.#short(member);
        this.#view.setUint32(this.#at, payload.length, true);
        this.#at += 4;
        this.#number(entry.term);
        this.#number(entry.sequence);
        this.#bytes.set(payload, this.#at);
        this.#at += payload.length;
        return;
      }
      case 'configuration':
        this.#configuration(entry, members);
        return;
      default:
        entry satisfies never;
    }
  }

  #configuration({ term, configuration, changes, requestedBy }: ConfigurationEntry, members: MemberNumbers): void {
    const requester = this.#member(requestedBy, members);
    const lists = listsOf(configuration).map((list) => list.map((member) => this.#member(member, members)));
    const parts = changes.map((change) => [codeOf(change), this.#member(change.member, members)] as const);
    const listed = lists.reduce((sum, list) => sum + 2 + 2 * list.length, 0);
    this.#record(kinds.configuration, 10 + listed + 2 + 3 * parts.length);
    this.#number(term);
    this.#short(requester);
    for (const list of lists) {
      this.#short(list.length);
      for (const member of list) this.#short(member);
    }
    this.#short(parts.length);
    for (const [code, member] of parts) {
      this.#byte(code);
      this.#short(member);
    }
  }

  #hardState({ epoch, term, votedFor, commitIndex }: HardState, members: MemberNumbers): void {
    const vote = votedFor === null ? 0 : this.#member(votedFor, members) + 1;
    this.#record(kinds.hardState, 26);
    this.#short(vote);
    this.#number(epoch);
    this.#number(term);
    this.#number(commitIndex);
  }

  /** The member's number; names it first if the segment has not yet. */
  #member(member: MemberId, members: MemberNumbers): number {
    const known = members.get(member);
    if (known !== undefined) return known;
    const id = Buffer.from(member, 'utf8');
    const number = members.add(member);
    this.#record(kinds.member, 4 + id.length);
    this.#short(number);
    this.#short(id.length);
    this.#bytes.set(id, this.#at);
    this.#at += id.length;
    return number;
  }

  #record(kind: number, fieldBytes: number): void {
    this.#need(1 + fieldBytes);
    this.#byte(kind);
  }

  #byte(value: number): void {
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
  }

  #short(value: number): void {
    if (value > 0xffff) throw new RangeError(`${value} does not fit a record`);
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  #number(value: number): void {
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  #need(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = allocate(Math.max(2 * this.#bytes.length, this.#at + count));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#use(larger);
  }

  #use(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

const initialBytes = 64 * 1024;
const maxKeptBytes = 8 * 1024 * 1024;
const commandHeaderBytes = 24;

function allocate(length: number): Uint8Array {
  return Buffer.allocUnsafeSlow(length); // memory of its own, not a share of a pool: frames must be aligned in it
}

/** What the records of a frame say, in order. */
export interface RecordReader {
  checkpoint(isReset: boolean, last: LogPosition): void;
  position(lastIndex: LogIndex): void;
  truncate(from: LogIndex): void;
  hardState(hardState: HardState): void;
  /** The next entry; `storedEntry` makes it from where it is. */
  entry(image: SegmentImage, at: number, term: Term): void;
}

/**
 * Reads the records of a frame. `reader` throws on what cannot follow what came before.
 *
 * @throws Error: this is no frame that `FrameEncoder` made
 */
export function readRecords(image: SegmentImage, { start, end }: Frame, reader: RecordReader): void {
  const { view, bytes, members } = image;
  const index = (at: number): LogIndex => asLogIndex(view.getFloat64(at, true));
  let at = start;
  while (at < end) {
    const kind = view.getUint8(at);
    switch (kind) {
      case kinds.command: {
        const length = view.getUint32(at + 4, true);
        const next = at + commandHeaderBytes + length;
        if (next > end) throw new Error('a command runs over its frame');
        memberAt(image, at + 2);
        reader.entry(image, at, asTerm(view.getFloat64(at + 8, true)));
        at = next;
        break;
      }
      case kinds.padding:
        if (end - at >= 8) throw new Error('a record has no kind');
        at = end;
        break;
      case kinds.checkpoint: {
        const last = { index: index(at + 2), term: asTerm(view.getFloat64(at + 10, true)) };
        reader.checkpoint(view.getUint8(at + 1) === 1, last);
        at += 18;
        break;
      }
      case kinds.position:
        reader.position(index(at + 1));
        at += 9;
        break;
      case kinds.truncate:
        reader.truncate(index(at + 1));
        at += 9;
        break;
      case kinds.hardState: {
        const vote = view.getUint16(at + 1, true);
        const votedFor = vote === 0 ? null : memberNumbered(image, vote - 1);
        const [epoch, term] = [view.getFloat64(at + 3, true), asTerm(view.getFloat64(at + 11, true))];
        reader.hardState({ epoch, term, votedFor, commitIndex: index(at + 19) });
        at += 27;
        break;
      }
      case kinds.member: {
        const length = view.getUint16(at + 3, true);
        const id = Buffer.from(bytes.buffer, bytes.byteOffset + at + 5, length).toString('utf8');
        members.set(view.getUint16(at + 1, true), asMemberId(id));
        at += 5 + length;
        break;
      }
      case kinds.noOp:
        reader.entry(image, at, asTerm(view.getFloat64(at + 1, true)));
        at += 9;
        break;
      case kinds.configuration: {
        const { entry, next } = readConfiguration(image, at, noIndex);
        reader.entry(image, at, entry.term);
        at = next;
        break;
      }
      default:
        throw new Error(`a record is of the unknown kind ${kind}`);
    }
  }
  if (at !== end) throw new Error('a record runs over its frame');
}

/** Entry `index`, whose record was read at this place before. */
export function storedEntry(image: SegmentImage, at: number, index: LogIndex): LogEntry {
  switch (image.view.getUint8(at)) {
    case kinds.command:
      return new StoredCommand(image, at, index);
    case kinds.noOp:
      return { kind: 'no-op', index, term: asTerm(image.view.getFloat64(at + 1, true)) };
    case kinds.configuration:
      return readConfiguration(image, at, index).entry;
    default:
      throw new Error(`there is no entry at byte ${at}`);
  }
}

/** While records are read, whoever reads them counts. */
const noIndex = asLogIndex(0);

/**
 * A command that was read back. It is where it lies in the segment's bytes: an object for each of a million payloads
 * would take more memory than the payloads. Copying it with a spread gives nothing; read its fields.
 */
class StoredCommand implements CommandEntry {
  readonly index: LogIndex;
  private readonly image: SegmentImage;
  private readonly at: number;

  constructor(image: SegmentImage, at: number, index: LogIndex) {
    this.index = index;
    this.image = image;
    this.at = at;
  }

  get kind(): 'command' {
    return 'command';
  }

  get term(): Term {
    return asTerm(this.image.view.getFloat64(this.at + 8, true));
  }

  get member(): MemberId {
    return memberAt(this.image, this.at + 2);
  }

  get sequence(): Sequence {
    return asSequence(this.image.view.getFloat64(this.at + 16, true));
  }

  get payload(): Uint8Array {
    const { buffer, byteOffset } = this.image.bytes;
    return new Uint8Array(buffer, byteOffset + this.at + commandHeaderBytes, this.payloadBytes);
  }

  get payloadBytes(): number {
    return this.image.view.getUint32(this.at + 4, true);
  }
}

function readConfiguration(
  image: SegmentImage,
  at: number,
  index: LogIndex,
): { readonly entry: ConfigurationEntry; readonly next: number } {
  const { view } = image;
  const term = asTerm(view.getFloat64(at + 1, true));
  const requestedBy = memberAt(image, at + 9);
  let next = at + 11;
  const count = (): number => {
    next += 2;
    return view.getUint16(next - 2, true);
  };
  const member = (): MemberId => {
    next += 2;
    return memberAt(image, next - 2);
  };
  const list = (): MemberId[] => Array.from({ length: count() }, member);
  const configuration = { voters: list(), learners: list(), votersOutgoing: list(), demoted: list() };
  const changes = Array.from({ length: count() }, (): ConfigurationChange => {
    const code = view.getUint8(next);
    next += 1;
    const because = demotionCauses.find((known) => demotionCodes[known] === code);
    if (because !== undefined) return { type: 'demote', member: member(), because };
    const type = changeTypes.find((known) => changeCodes[known] === code);
    if (type === undefined) throw new Error(`a change is of the unknown type ${code}`);
    return { type, member: member() };
  });
  return { entry: { kind: 'configuration', index, term, configuration, changes, requestedBy }, next };
}

function memberAt(image: SegmentImage, at: number): MemberId {
  return memberNumbered(image, image.view.getUint16(at, true));
}

function memberNumbered(image: SegmentImage, number: number): MemberId {
  const member = image.members.get(number);
  if (member === undefined) throw new Error(`member ${number} is not named before`);
  return member;
}

function listsOf(configuration: Configuration): readonly (readonly MemberId[])[] {
  return [configuration.voters, configuration.learners, configuration.votersOutgoing, configuration.demoted];
}

/** Never change a code: they are on disks. */
const changeCodes = { create: 1, recover: 2, 'add-learner': 3, promote: 4, demote: 5, remove: 6 } as const;
const changeTypes = ['create', 'recover', 'add-learner', 'promote', 'demote', 'remove'] as const;
/** A demotion that the leader decided by itself. */
const demotionCodes = { resting: 7, silent: 8 } as const;
const demotionCauses = ['resting', 'silent'] as const;

function codeOf(change: ConfigurationChange): number {
  if (change.type === 'demote' && change.because !== undefined) return demotionCodes[change.because];
  return changeCodes[change.type];
}
