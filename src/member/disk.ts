import type { DiskStatus } from '../api/contract.ts';
import { freeSpace } from '../storage/free-space.ts';
import type { SpaceState } from '../storage/types.ts';
import { Emitter } from './emitter.ts';
import { ApiError } from './errors.ts';

/** People are warned while there is still time to make room. */
const lowBytes = 500 * 1024 * 1024;
/** With less than this the log soon cannot set room aside; with so much more it counts as having room again. */
const fullBytes = 256 * 1024;
const roomAgainBytes = 1024 * 1024;
/** Asking costs no access to the disk: the system knows. */
const pollMs = 10_000;
const pollFullMs = 1_000;

/** How much room the disk of this laptop has: what log and outbox find when they write, and what the system says. */
export class Disk {
  /** The state or what it says of free space changed; now and then as well while the disk is full. */
  readonly changed = new Emitter<void>();
  /** The data directory. */
  readonly path: string;
  #log: SpaceState = 'ok';
  #outbox: SpaceState = 'ok';
  #freeBytes: number | null = null;
  #isNearlyFull = false;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(path: string) {
    this.path = path;
  }

  start(): void {
    void this.#poll();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** What a store says of itself. */
  logSpace(space: SpaceState): void {
    this.#log = space;
    this.#changedNow();
  }

  outboxSpace(space: SpaceState): void {
    this.#outbox = space;
    this.#changedNow();
  }

  /** Whether it takes commands and edits. */
  get hasRoom(): boolean {
    return this.#log === 'ok' && this.#outbox === 'ok' && !this.#isNearlyFull;
  }

  status(): DiskStatus {
    const isLow = this.#freeBytes !== null && this.#freeBytes < lowBytes;
    return { freeBytes: this.#freeBytes, state: this.hasRoom ? (isLow ? 'low' : 'ok') : 'full' };
  }

  #changedNow(): void {
    if (this.#stopped) return;
    this.changed.emit();
    this.#wakeIn(pollFullMs);
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), ms).unref();
  }

  async #poll(): Promise<void> {
    // A disk that cannot be asked is not full for that.
    const free = await freeSpace(this.path).catch(() => null);
    if (this.#stopped) return;
    const before = JSON.stringify(this.status());
    this.#freeBytes = free?.freeBytes ?? null;
    this.#isNearlyFull = free !== null && free.freeBytes < (this.#isNearlyFull ? roomAgainBytes : fullBytes);
    if (!this.hasRoom || before !== JSON.stringify(this.status())) this.changed.emit();
    this.#wakeIn(this.hasRoom ? pollMs : pollFullMs);
  }
}

export const ownDiskFullError = (): ApiError =>
  new ApiError(
    'disk-full',
    'The disk of this laptop is full, so nothing new is taken. What was kept stays; make room, and writing goes on by itself.',
  );

export const otherDisksFullError = (): ApiError =>
  new ApiError(
    'disk-full',
    'The disks of too many laptops of the cluster are full, so nothing new is taken. Make room on one of them, and writing goes on by itself.',
  );
