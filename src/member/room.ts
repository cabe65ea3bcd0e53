import type { DiskRoom } from '../network/types.ts';
import { isVoter, quorumOf } from '../raft/configuration.ts';
import type { MemberId, RaftStatus } from '../raft/types.ts';
import { otherDisksFullError, ownDiskFullError, type Disk } from './disk.ts';
import type { ApiError } from './errors.ts';

export interface RoomOptions {
  readonly self: MemberId;
  readonly disk: Disk;
  readonly raft: () => Pick<RaftStatus, 'role' | 'leader' | 'configuration'>;
  /** Those that are connected. */
  readonly connected: ReadonlySet<MemberId>;
  /** Tells everyone how this laptop's disk is. */
  readonly tell: (room: DiskRoom) => void;
  /** For the core: whether there is room for entries here, and for commands on a majority. */
  readonly changed: (room: { readonly entries: boolean; readonly commands: boolean }) => void;
  /** This laptop's disk has become full, or still is. */
  readonly full: (error: ApiError) => void;
  readonly handOver: (to: MemberId) => Promise<unknown>;
}

/** On whose disks in the cluster there is room, and what follows from that. */
export class Room {
  readonly #options: RoomOptions;
  /** Of the others that are connected, as they said last. */
  readonly #others = new Map<MemberId, DiskRoom>();
  /** What the others were told of this laptop's. */
  #told: DiskRoom = 'ok';
  #makingWay = false;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  of(member: MemberId): DiskRoom | null {
    return this.#others.get(member) ?? null;
  }

  heard(from: MemberId, room: DiskRoom): void {
    this.#others.set(from, room);
    this.#tellCore();
  }

  disconnected(peer: MemberId): void {
    this.#others.delete(peer);
  }

  /** There is more or less room on this laptop's disk than before. */
  diskChanged(): void {
    const { disk, tell, full } = this.#options;
    const { state } = disk.status();
    if (state !== this.#told) tell(state);
    this.#told = state;
    this.#tellCore();
    if (disk.hasRoom) return;
    full(ownDiskFullError());
    void this.#makeWay();
  }

  /** Why no command is taken here now; null: it is. */
  refusal(): ApiError | null {
    if (!this.#options.disk.hasRoom) return ownDiskFullError();
    // Asked for every command, so the rest is looked at only where it can matter.
    if (!this.#isAnotherFull()) return null;
    const { leader } = this.#options.raft();
    const isLeaderFull = leader !== null && this.#others.get(leader) === 'full';
    return isLeaderFull || !this.#hasQuorum() ? otherDisksFullError() : null;
  }

  #tellCore(): void {
    const entries = this.#options.disk.hasRoom;
    this.#options.changed({ entries, commands: entries && this.#hasQuorum() });
  }

  #isAnotherFull(): boolean {
    for (const room of this.#others.values()) if (room === 'full') return true;
    return false;
  }

  #hasQuorum(): boolean {
    const { self, disk, raft } = this.#options;
    const hasRoom = (member: MemberId): boolean =>
      member === self ? disk.hasRoom : this.#others.get(member) !== 'full';
    return quorumOf(raft().configuration).outcome(hasRoom) === 'won';
  }

  /** A leader that takes no commands lets someone lead who does. */
  async #makeWay(): Promise<void> {
    const { raft, connected, handOver } = this.#options;
    const { role, configuration } = raft();
    if (role !== 'leader' || this.#makingWay) return;
    const successor = [...connected].find(
      (member) => isVoter(configuration, member) && (this.#others.get(member) ?? 'full') !== 'full',
    );
    if (successor === undefined) return;
    this.#makingWay = true;
    await handOver(successor).catch(() => undefined);
    this.#makingWay = false;
  }
}
