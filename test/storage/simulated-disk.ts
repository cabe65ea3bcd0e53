import { dirname } from 'node:path';
import type { FileAccess, FileLayer, OpenFile } from '../../src/storage/file-layer.ts';

/** Thrown by every operation once the process is dead. */
export class ProcessDied extends Error {}

type DataChange =
  | { readonly type: 'write'; readonly bytes: Uint8Array; readonly position: number }
  | { readonly type: 'truncate'; readonly length: number };
interface Inode {
  /** What certainly survives a power cut. */
  durable: Uint8Array;
  /** What a reader sees. */
  current: Uint8Array;
  /** What was done since the last sync: a power cut keeps any part of it. */
  unsynced: DataChange[];
}
interface NameChange {
  readonly directory: string;
  apply(names: Map<string, Inode | 'directory'>): void;
}

/**
 * A disk in memory that promises no more than POSIX does: without a sync, writes are lost, kept or torn, each sector by
 * itself and in any order, and names come and go until their directory is synced. Dies at a chosen operation.
 */
export class SimulatedDisk implements FileLayer {
  readonly #random: () => number;
  #names = new Map<string, Inode | 'directory'>();
  #durableNames = new Map<string, Inode | 'directory'>();
  #unsyncedNames: NameChange[] = [];
  #operationsLeft = Infinity;
  #isDead = false;
  #generation = 0;
  #error: { readonly at: number; readonly on: string; readonly error: Error } | null = null;
  #spaceBytes = Infinity;
  /** Whether overwriting takes room too. */
  copiesOnWrite = false;
  /** Whether what is written is not what is read back. */
  flipsWrites = false;
  operations: string[] = [];

  readonly #sectorBytes: number;

  /** `random` in [0, 1) decides what a power cut keeps, in whole sectors; small ones make small tests tear often. */
  constructor(random: () => number = () => 0.5, sectorBytes = 16) {
    this.#random = random;
    this.#sectorBytes = sectorBytes;
  }

  /** The process dies within the operation after `count` more. */
  dieAfter(count: number): void {
    this.#operationsLeft = count;
  }

  /** The operation `on` fails once with this error after `at` more of its kind. */
  failOn(on: string, error: Error, at = 0): void {
    this.#error = { on, error, at };
  }

  set spaceBytes(bytes: number) {
    this.#spaceBytes = bytes;
  }

  /** The process dies now. */
  die(): void {
    this.#isDead = true;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /**
   * The disk as the process that runs now sees it. Once that has died, nothing that it waits for ever comes to an end: it
   * hears of nothing, and what it would still do never happens.
   *
   * @param turn resolves when the disk comes to the next operation, and again when its process hears that it is done
   */
  forThisProcess(turn: () => Promise<void> = () => Promise.resolve()): FileLayer {
    const generation = this.#generation;
    const unlessDead = async <T>(operation: () => Promise<T>): Promise<T> => {
      const isGone = (): boolean => this.#isDead || generation !== this.#generation;
      await turn();
      if (isGone()) return await forever();
      try {
        const result = await operation();
        await turn();
        return isGone() ? await forever() : result;
      } catch (error) {
        if (isGone()) return await forever();
        throw error;
      }
    };
    return {
      makeDirectory: (path) => unlessDead(() => this.makeDirectory(path)),
      list: (path) => unlessDead(() => this.list(path)),
      open: async (path, access) => {
        const file = await unlessDead(() => this.open(path, access));
        return {
          size: () => unlessDead(() => file.size()),
          read: (into, position) => unlessDead(() => file.read(into, position)),
          write: (bytes, position) => unlessDead(() => file.write(bytes, position)),
          writeDurably: (bytes, position) => unlessDead(() => file.writeDurably(bytes, position)),
          truncate: (length) => unlessDead(() => file.truncate(length)),
          sync: () => unlessDead(() => file.sync()),
          close: () => unlessDead(() => file.close()),
        };
      },
      rename: (from, to) => unlessDead(() => this.rename(from, to)),
      remove: (path) => unlessDead(() => this.remove(path)),
      removeDirectory: (path) => unlessDead(() => this.removeDirectory(path)),
      removeTree: (path) => unlessDead(() => this.removeTree(path)),
      syncDirectory: (path) => unlessDead(() => this.syncDirectory(path)),
    };
  }

  /** The process starts again; what it wrote is still in the system's memory. */
  restartProcess(): void {
    this.#generation += 1;
    this.#isDead = false;
    this.#operationsLeft = Infinity;
  }

  /** The machine starts again after a power cut. */
  cutPower(): void {
    const names = new Map(this.#durableNames);
    const stopped = new Set<string>(); // a journal keeps the changes of one directory in order
    for (const change of this.#unsyncedNames) {
      if (this.#random() < 0.5) stopped.add(change.directory);
      if (!stopped.has(change.directory)) change.apply(names);
    }
    this.#names = names;
    this.#durableNames = new Map(names);
    this.#unsyncedNames = [];
    for (const inode of names.values()) if (inode !== 'directory') this.#keepSomeOf(inode);
    this.restartProcess();
  }

  /** The content of a file as a reader sees it. */
  contentOf(path: string): Uint8Array {
    return this.#inode(path).current;
  }

  setContent(path: string, content: Uint8Array): void {
    const inode = this.#inode(path);
    inode.current = content;
    inode.durable = content;
  }

  paths(): string[] {
    return [...this.#names].flatMap(([path, inode]) => (inode === 'directory' ? [] : [path])).sort();
  }

  async makeDirectory(path: string): Promise<void> {
    await this.#operate('makeDirectory', () => {
      if (!this.#names.has(path)) this.#changeNames(dirname(path), (names) => names.set(path, 'directory'));
    });
  }

  async list(path: string): Promise<string[]> {
    return this.#operate('list', () => {
      if (this.#names.get(path) !== 'directory') throw failure('ENOENT');
      return [...this.#names.keys()]
        .filter((name) => dirname(name) === path)
        .map((name) => name.slice(path.length + 1));
    });
  }

  async open(path: string, access: FileAccess): Promise<OpenFile> {
    return this.#operate('open', () => {
      if (access === 'create') {
        if (this.#names.has(path)) throw failure('EEXIST');
        if (!this.#names.has(dirname(path))) throw failure('ENOENT');
        const inode: Inode = { durable: new Uint8Array(), current: new Uint8Array(), unsynced: [] };
        this.#changeNames(dirname(path), (names) => names.set(path, inode));
      }
      return this.#openFile(this.#inode(path));
    });
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#operate('rename', () => {
      if (this.#names.get(from) === 'directory') return this.#renameDirectory(from, to);
      const inode = this.#inode(from);
      if (dirname(from) === dirname(to)) {
        this.#changeNames(dirname(to), (names) => {
          names.delete(from);
          names.set(to, inode);
        });
      } else {
        this.#changeNames(dirname(to), (names) => names.set(to, inode)); // each directory has a journal of its own
        this.#changeNames(dirname(from), (names) => names.delete(from));
      }
    });
  }

  /** With all that is in it. From one directory to another it may be at both places after a power cut, and in what was synced of either; never at none. */
  #renameDirectory(from: string, to: string): void {
    const within = (names: ReadonlyMap<string, unknown>, path: string): string[] =>
      [...names.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
    const appear: NameChange['apply'] = (names) => {
      for (const name of within(names, from)) {
        const inode = names.get(name);
        if (inode !== undefined) names.set(`${to}${name.slice(from.length)}`, inode);
      }
    };
    const vanish: NameChange['apply'] = (names) => {
      if (!names.has(to)) return;
      for (const name of within(names, from)) names.delete(name);
    };
    if (dirname(from) === dirname(to)) {
      // Within one directory it is one change.
      this.#changeNames(dirname(to), (names) => {
        appear(names);
        vanish(names);
      });
      return;
    }
    this.#changeNames(dirname(to), appear);
    this.#changeNames(dirname(from), vanish);
  }

  async remove(path: string): Promise<void> {
    await this.#operate('remove', () => {
      this.#spaceBytes += this.#inode(path).current.length;
      this.#changeNames(dirname(path), (names) => names.delete(path));
    });
  }

  async removeDirectory(path: string): Promise<void> {
    await this.#operate('removeDirectory', () => {
      if (this.#names.get(path) !== 'directory') throw failure('ENOENT');
      const isEmpty = (names: ReadonlyMap<string, unknown>): boolean =>
        ![...names.keys()].some((name) => dirname(name) === path);
      if (!isEmpty(this.#names)) throw failure('ENOTEMPTY');
      // A power cut that brings back what was in it brings it back too.
      this.#changeNames(dirname(path), (names) => isEmpty(names) && names.delete(path));
    });
  }

  /** Name after name: a power cut may keep any of them. */
  async removeTree(path: string): Promise<void> {
    for (const name of [...this.#names.keys()]
      .filter((each) => each.startsWith(`${path}/`))
      .sort()
      .reverse()) {
      await (this.#names.get(name) === 'directory' ? this.removeDirectory(name) : this.remove(name));
    }
    if (this.#names.get(path) === 'directory') await this.removeDirectory(path);
    else if (this.#names.has(path)) await this.remove(path);
  }

  async syncDirectory(path: string): Promise<void> {
    await this.#operate('syncDirectory', () => {
      for (const change of this.#unsyncedNames) if (change.directory === path) change.apply(this.#durableNames);
      this.#unsyncedNames = this.#unsyncedNames.filter(({ directory }) => directory !== path);
    });
  }

  #openFile(inode: Inode): OpenFile {
    const generation = this.#generation;
    let isOpen = true;
    const operate = <T>(name: string, action: () => T, interrupted: () => void = () => undefined): Promise<T> => {
      if (!isOpen) throw new Error('The file is closed');
      if (generation !== this.#generation) throw new ProcessDied();
      return this.#operate(name, action, interrupted);
    };
    const write = (bytes: Uint8Array, position: number): void => {
      const copy = new Uint8Array(bytes);
      if (this.flipsWrites && position > 0) copy[copy.length - 1]! ^= 1;
      // What is there already takes no more room, unless this file system writes elsewhere.
      const overwrites = this.copiesOnWrite ? 0 : Math.max(0, inode.current.length - position);
      const fits = Math.max(0, Math.min(copy.length, overwrites + Math.max(0, this.#spaceBytes)));
      this.#spaceBytes -= Math.max(0, fits - overwrites);
      changeData(inode, { type: 'write', bytes: copy.subarray(0, fits), position });
      if (fits < copy.length) throw failure('ENOSPC');
    };
    return {
      size: () => operate('size', () => inode.current.length),
      read: (into, position) =>
        operate('read', () => {
          const part = inode.current.subarray(position, position + into.length);
          into.set(part);
          return part.length;
        }),
      write: (bytes, position) =>
        operate(
          'write',
          () => write(bytes, position),
          () => write(bytes, position),
        ),
      writeDurably: (bytes, position) =>
        operate(
          'writeDurably',
          () => {
            write(bytes, position);
            // Like O_DSYNC, this says nothing about what was written before, but nothing here relies on the difference
            // except the length: earlier bytes stay as unsure as they were.
            const change = { type: 'write', bytes: new Uint8Array(bytes), position } as const;
            inode.durable = applied(inode.durable, change);
            inode.unsynced = inode.unsynced.slice(0, -1).map((earlier) => overwritten(earlier, change));
          },
          // A killed process may have got part of it into the system's memory.
          () => write(bytes.subarray(0, this.#someSectors(bytes.length, position)), position),
        ),
      truncate: (length) =>
        operate('truncate', () => {
          this.#spaceBytes += Math.max(0, inode.current.length - length);
          changeData(inode, { type: 'truncate', length });
        }),
      sync: () =>
        operate('sync', () => {
          inode.durable = inode.current;
          inode.unsynced = [];
        }),
      close: async () => {
        if (!isOpen) throw new Error('The file is closed twice');
        isOpen = false;
      },
    };
  }

  /** `interrupted` is what may be under way when the process dies in this operation. */
  async #operate<T>(name: string, action: () => T, interrupted: () => void = () => undefined): Promise<T> {
    await Promise.resolve();
    if (this.#isDead) throw new ProcessDied();
    if (this.#operationsLeft <= 0) {
      this.#isDead = true;
      if (this.#random() < 0.7) interrupted();
      throw new ProcessDied();
    }
    this.#operationsLeft -= 1;
    this.operations.push(name);
    if (this.#error?.on === name) {
      const { error, at } = this.#error;
      this.#error = at === 0 ? null : { ...this.#error, at: at - 1 };
      if (at === 0) throw error;
    }
    return action();
  }

  #changeNames(directory: string, apply: NameChange['apply']): void {
    apply(this.#names);
    this.#unsyncedNames.push({ directory, apply });
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined || inode === 'directory') throw failure('ENOENT');
    return inode;
  }

  #keepSomeOf(inode: Inode): void {
    let content = inode.durable;
    const style = this.#random();
    for (const change of inode.unsynced) {
      if (change.type === 'truncate') {
        if (this.#random() < 0.5) content = applied(content, change);
      } else if (style < 0.25) {
        const length = this.#someSectors(change.bytes.length, change.position);
        content = applied(content, { ...change, bytes: change.bytes.subarray(0, length) });
      } else if (style < 0.8) {
        // Each sector by itself; the length may be there without the content.
        if (this.#random() < 0.3) content = grownTo(content, change.position + change.bytes.length);
        const share = this.#random();
        for (const [from, to] of sectorsOf(change, this.#sectorBytes)) {
          if (this.#random() < share) continue;
          content = applied(content, {
            type: 'write',
            bytes: change.bytes.subarray(from, to),
            position: change.position + from,
          });
        }
      } else if (this.#random() < 0.5) {
        content = applied(content, change);
      }
    }
    inode.durable = content;
    inode.current = content;
    inode.unsynced = [];
  }

  /** A prefix that ends where a sector does. */
  #someSectors(length: number, position: number): number {
    const end = position + Math.floor(this.#random() * (length + this.#sectorBytes));
    return Math.max(0, Math.min(length, Math.floor(end / this.#sectorBytes) * this.#sectorBytes - position));
  }
}

function sectorsOf(
  { bytes, position }: { bytes: Uint8Array; position: number },
  sectorBytes: number,
): [number, number][] {
  const parts: [number, number][] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, (Math.floor((position + from) / sectorBytes) + 1) * sectorBytes - position);
    parts.push([from, to]);
    from = to;
  }
  return parts;
}

/** An earlier write, whose bytes may still reach the disk: not where a later one has. */
function overwritten(earlier: DataChange, later: { bytes: Uint8Array; position: number }): DataChange {
  if (earlier.type === 'truncate') return earlier;
  const from = Math.max(earlier.position, later.position);
  const to = Math.min(earlier.position + earlier.bytes.length, later.position + later.bytes.length);
  if (from >= to) return earlier;
  const bytes = new Uint8Array(earlier.bytes);
  bytes.set(later.bytes.subarray(from - later.position, to - later.position), from - earlier.position);
  return { ...earlier, bytes };
}

function grownTo(content: Uint8Array, length: number): Uint8Array {
  if (content.length >= length) return content;
  const grown = new Uint8Array(length);
  grown.set(content);
  return grown;
}

function changeData(inode: Inode, change: DataChange): void {
  inode.current = applied(inode.current, change);
  inode.unsynced.push(change);
}

function applied(content: Uint8Array, change: DataChange): Uint8Array {
  if (change.type === 'truncate') {
    const cut = new Uint8Array(change.length);
    cut.set(content.subarray(0, change.length));
    return cut;
  }
  if (change.bytes.length === 0) return content;
  const grown = new Uint8Array(Math.max(content.length, change.position + change.bytes.length));
  grown.set(content);
  grown.set(change.bytes, change.position);
  return grown;
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

/** A repeatable source of numbers in [0, 1) (the mulberry32 generator). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
