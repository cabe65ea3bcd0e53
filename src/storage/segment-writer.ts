import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import { writeTemporary } from './durable-file.ts';
import { DiskFullError, isDiskFull } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';
import { encodeSegmentHeader, finishFrame, padOf, segmentHeaderBytes } from './segment-format.ts';
import type { Pad, SegmentHeader } from './segment-format.ts';

export interface SegmentWriterOptions {
  readonly files: FileLayer;
  /** How much room is made ahead at a time, in bytes. At least half of it is there as long as the disk has room. */
  readonly spareBytes: number;
  /** Called whenever it was tried to make room ahead. */
  readonly onRoom: (hasRoom: boolean) => void;
}

/** Where a segment's frames end, and the check that the next one continues from. */
export interface SegmentEnd {
  readonly end: number;
  readonly check: number;
}

/**
 * Appends frames to a segment, one at a time. Room is made ahead in zeros, beside the writes: a write that does not
 * change the file's length spares the file system its journal, and on a full disk what is set aside still takes terms
 * and votes. Measured (ext4, 1,000 writes of 200 bytes with O_DSYNC, p50 / p99): at the end of the file 0.144 / 1.1 ms,
 * in zeros 0.117 / 0.27 ms.
 */
export class SegmentWriter {
  readonly number: number;
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #options: SegmentWriterOptions;
  readonly #salt: number;
  readonly #pad: Pad;
  #end: number;
  #check: number;
  /** The length of the file; what lies behind `#end` is zeros. */
  #length: number;
  /** The file's length is being changed; never rejects. */
  #resizing: Promise<void> | null = null;
  /** Why the last attempt to make room failed; null: it did not. */
  #growthFailure: Error | null = null;
  #closed: Promise<void> | null = null;

  constructor(
    path: string,
    file: OpenFile,
    { number, salt }: SegmentHeader,
    { end, check }: SegmentEnd,
    length: number,
    options: SegmentWriterOptions,
  ) {
    this.number = number;
    this.#path = path;
    this.#file = file;
    this.#options = options;
    this.#salt = salt;
    this.#pad = padOf(salt);
    this.#end = end;
    this.#check = check;
    this.#length = length;
  }

  /**
   * Makes a new segment with this first frame (as `FrameEncoder` gives it), durably and at once.
   *
   * @throws DiskFullError: nothing was changed
   */
  static async create(
    path: string,
    number: number,
    previousCheck: number,
    frame: Uint8Array,
    options: SegmentWriterOptions,
  ): Promise<SegmentWriter> {
    const { files, spareBytes } = options;
    const salt = randomBytes(4).readUInt32LE();
    const end = segmentHeaderBytes + frame.length;
    const content = Buffer.alloc(end + spareBytes);
    encodeSegmentHeader({ number, salt, previousCheck }, content);
    const check = finishFrame(frame, segmentHeaderBytes, { salt, pad: padOf(salt), previousCheck: salt });
    content.set(frame, segmentHeaderBytes);
    await createDurably(path, content, files);
    const file = await files.open(path, 'write');
    return new SegmentWriter(path, file, { number, salt, previousCheck }, { end, check }, content.length, options);
  }

  get end(): SegmentEnd {
    return { end: this.#end, check: this.#check };
  }

  /**
   * Writes a frame as `FrameEncoder` gives it; its bytes are changed. One write, one sync.
   *
   * @throws DiskFullError: the file is as it was, and may be written further. After any other error it must not be.
   */
  async append(frame: Uint8Array): Promise<void> {
    await this.#makeRoomFor(frame.length);
    const check = finishFrame(frame, this.#end, { salt: this.#salt, pad: this.#pad, previousCheck: this.#check });
    try {
      await this.#file.writeDurably(frame, this.#end);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await this.#resizing;
      await this.#resize(() => this.#cutBack());
      throw new DiskFullError(this.#path, error);
    }
    this.#end += frame.length;
    this.#check = check;
    if (this.#growthFailure === null) this.makeRoom();
  }

  /** Makes room ahead if little is left, or `always`; does not wait for it. */
  makeRoom({ always = false }: { readonly always?: boolean } = {}): void {
    const { spareBytes } = this.#options;
    if (this.#resizing !== null || this.#closed !== null) return;
    if (always || this.#length - this.#end < spareBytes / 2) void this.#resize(() => this.#grow(spareBytes));
  }

  async #makeRoomFor(bytes: number): Promise<void> {
    let isTried = false;
    while (this.#end + bytes > this.#length) {
      if (this.#resizing !== null) {
        await this.#resizing;
        continue;
      }
      if (isTried) {
        const failure = this.#growthFailure ?? new Error('the room that was made is not enough');
        throw isDiskFull(failure) ? new DiskFullError(this.#path, failure) : failure;
      }
      isTried = true;
      const missing = this.#end + bytes - this.#length;
      await this.#resize(() => this.#grow(missing + this.#options.spareBytes));
    }
    if (this.#growthFailure !== null && !isDiskFull(this.#growthFailure)) throw this.#growthFailure;
  }

  /** One at a time: two that grow from the same length would write zeros over frames. */
  #resize(task: () => Promise<void>): Promise<void> {
    if (this.#resizing !== null) throw new Error('The segment is being resized already');
    const done = task().finally(() => {
      this.#resizing = null;
    });
    this.#resizing = done.catch(() => undefined);
    return done;
  }

  /** Gives the room ahead back: nothing more is written here. May be called again. */
  close({ giveBack = false }: { readonly giveBack?: boolean } = {}): Promise<void> {
    this.#closed ??= this.#finish(giveBack);
    return this.#closed;
  }

  async #finish(giveBack: boolean): Promise<void> {
    await this.#resizing;
    // Without a sync: zeros that come back after a power cut do no harm.
    if (giveBack && this.#length > this.#end) await this.#file.truncate(this.#end).catch(() => undefined);
    await this.#file.close();
  }

  /** Never rejects; tells how it went by `#length` and `#growthFailure`. */
  async #grow(byBytes: number): Promise<void> {
    try {
      await this.#file.writeDurably(Buffer.alloc(byBytes), this.#length);
      this.#length += byBytes;
      this.#growthFailure = null;
    } catch (error) {
      this.#growthFailure = error instanceof Error ? error : new Error(String(error));
      // A disk that is nearly full takes part of it.
      if (isDiskFull(error)) this.#length = Math.max(this.#length, await this.#file.size().catch(() => 0));
    }
    this.#options.onRoom(this.#growthFailure === null);
  }

  /** The disk took part of a frame, though room was made: some file systems write elsewhere. What it took goes again. */
  async #cutBack(): Promise<void> {
    await this.#file.truncate(this.#end);
    await this.#file.sync();
    if ((await this.#file.size()) !== this.#end) throw new Error('an unfinished write could not be cut off');
    this.#length = this.#end;
  }
}

async function createDurably(path: string, content: Uint8Array, files: FileLayer): Promise<void> {
  let temporary: string | null = null;
  try {
    temporary = await writeTemporary(path, content, files);
    await files.rename(temporary, path);
  } catch (error) {
    if (temporary !== null) await files.remove(temporary).catch(() => undefined);
    throw isDiskFull(error) ? new DiskFullError(path, error) : error;
  }
  // Not part of the above: from here on the new name may be on the disk.
  await files.syncDirectory(dirname(path));
}
