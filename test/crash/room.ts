import { SnapshotBrokenOffError, SnapshotRefusedError, UnreachableError } from '../../src/network/errors.ts';
import type {
  InviteAnswer,
  JoinAnswer,
  NearbyPeer,
  Network,
  NetworkEvents,
  PeerFrame,
  SnapshotOffer,
  SnapshotSource,
  Standing,
} from '../../src/network/types.ts';
import type { MemberId } from '../../src/raft/types.ts';

/** What a member in this process is to the others. */
export interface Attendant extends Pick<
  NetworkEvents,
  'onPeerConnected' | 'onPeerDisconnected' | 'onFrame' | 'onJoinAsked' | 'onSnapshot' | 'onStanding'
> {
  readonly self: MemberId;
  hello(): Omit<NearbyPeer, 'peer' | 'standing' | 'addresses'>;
  standing(peer: MemberId): Standing;
}

/** A snapshot travels in pieces of so many bytes, so that a small one is written in several. */
const pieceBytes = 700;

/** A network between members in one process: nothing is encoded, nothing is lost, and who dies is gone at once. */
export class Room {
  readonly #present = new Map<MemberId, Place>();
  /** Snapshots that arrived. */
  snapshotsReceived = 0;

  /** A member is there, until `leave`. Its address is its name. */
  enter(attendant: Attendant): Network {
    const place = new Place(this, attendant);
    this.#present.set(attendant.self, place);
    return place;
  }

  leave(self: MemberId): void {
    const place = this.#present.get(self);
    this.#present.delete(self);
    place?.goneWith(new SnapshotBrokenOffError('The connection was closed.'));
    for (const other of this.#present.values()) other.disconnected(self);
  }

  at(self: MemberId): Place | null {
    return this.#present.get(self) ?? null;
  }

  /** Connects those who want each other, and separates those of whom one does not any more. */
  membersChanged(place: Place): void {
    for (const other of this.#present.values()) {
      if (other === place) continue;
      if (place.wants(other.self) && other.wants(place.self)) {
        other.connected(place.self);
        place.connected(other.self);
      } else {
        other.disconnected(place.self);
        place.disconnected(other.self);
        // As a hello would say.
        if (place.wants(other.self))
          soon(() => place.attendant.onStanding(other.self, other.attendant.standing(place.self)));
        if (other.wants(place.self))
          soon(() => other.attendant.onStanding(place.self, place.attendant.standing(other.self)));
      }
    }
  }
}

class Place implements Network {
  /** Nobody looks. */
  readonly diagnosis: Network['diagnosis'] = {
    facts: () => {
      throw new Error('there is no network');
    },
    knows: () => false,
    test: () => Promise.reject(new Error('there is no network')),
  };
  readonly attendant: Attendant;
  readonly gone: Promise<never>;
  goneWith!: (reason: Error) => void;
  readonly #room: Room;
  readonly #connected = new Set<MemberId>();
  #members: ReadonlyMap<MemberId, readonly string[]> = new Map();

  constructor(room: Room, attendant: Attendant) {
    this.#room = room;
    this.attendant = attendant;
    this.gone = new Promise((_resolve, reject) => (this.goneWith = reject));
    this.gone.catch(() => undefined);
  }

  get self(): MemberId {
    return this.attendant.self;
  }

  foreign(): null {
    return null;
  }

  wants(peer: MemberId): boolean {
    return this.#members.has(peer);
  }

  connected(peer: MemberId): void {
    if (this.#connected.has(peer)) return;
    this.#connected.add(peer);
    soon(() => this.attendant.onPeerConnected(peer));
  }

  disconnected(peer: MemberId): void {
    if (this.#connected.delete(peer)) soon(() => this.attendant.onPeerDisconnected(peer));
  }

  addresses(): readonly string[] {
    return [this.self];
  }

  setMembers(members: ReadonlyMap<MemberId, readonly string[]>): void {
    this.#members = new Map(members);
    if (this.#isHere()) this.#room.membersChanged(this);
  }

  isConnected(peer: MemberId): boolean {
    return this.#connected.has(peer);
  }

  send(to: MemberId, frame: PeerFrame): boolean {
    const other = this.#room.at(to);
    if (!this.#isHere() || !this.#connected.has(to) || other === null) return false;
    soon(() => {
      if (this.#room.at(to) === other && other.#connected.has(this.self)) other.attendant.onFrame(this.self, frame);
    });
    return true;
  }

  async sendSnapshot(
    to: MemberId,
    offer: SnapshotOffer,
    source: SnapshotSource,
    { signal, onProgress }: Parameters<Network['sendSnapshot']>[3],
  ): Promise<void> {
    const other = this.#room.at(to);
    if (other === null || !this.#isHere()) throw new UnreachableError('It is not there.');
    const unlessGone = <T>(done: Promise<T>): Promise<T> => Promise.race([done, this.gone, other.gone]);
    const reception = await unlessGone(other.attendant.onSnapshot(this.self, offer));
    if (reception.type === 'refused') throw new SnapshotRefusedError(reception.reason);
    const { sink } = reception;
    try {
      for (let at = sink.startOffset; at < offer.totalBytes;) {
        if (signal.aborted) throw new SnapshotBrokenOffError('We gave it up.');
        const bytes = await unlessGone(source.read(at, pieceBytes));
        await unlessGone(sink.write(bytes));
        at += bytes.length;
        onProgress({ writtenBytes: at, totalBytes: offer.totalBytes });
      }
    } catch (error) {
      void sink.abort(String(error));
      throw error;
    }
    await unlessGone(sink.finish());
    this.#room.snapshotsReceived += 1;
  }

  nearby(): readonly NearbyPeer[] {
    return [];
  }

  sign(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(64));
  }

  announce(): void {
    // Nobody is told: who wants to know asks.
  }

  hello(address: string): Promise<NearbyPeer> {
    const other = this.#room.at(address as MemberId);
    if (other === null) return Promise.reject(new UnreachableError('It is not there.'));
    const { attendant, self } = other;
    return Promise.resolve({
      ...attendant.hello(),
      peer: self,
      standing: attendant.standing(this.self),
      addresses: [self],
    });
  }

  join(peer: NearbyPeer, clusterId: string, _onCode: (code: string) => void, signal: AbortSignal): Promise<JoinAnswer> {
    const other = this.#room.at(peer.peer);
    if (other === null) return Promise.reject(new UnreachableError('It is not there.'));
    const { name } = this.attendant.hello();
    const asked = { peer: this.self, name, addresses: this.addresses(), isRepair: false, code: null };
    return Promise.race([other.attendant.onJoinAsked(asked, clusterId, signal), this.gone, other.gone]);
  }

  joinByInvite(): Promise<InviteAnswer> {
    return Promise.reject(new UnreachableError('Nobody here has an invite.'));
  }

  askForRepair(): Promise<JoinAnswer> {
    return Promise.reject(new UnreachableError('Nothing here is damaged.'));
  }

  stop(): Promise<void> {
    this.#room.leave(this.self);
    return Promise.resolve();
  }

  #isHere(): boolean {
    return this.#room.at(this.self) === this;
  }
}

/** In a turn of its own, as what comes over a network. */
function soon(run: () => void): void {
  setImmediate(run);
}
