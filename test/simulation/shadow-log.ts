import type { Configuration, LogEntry, MemberId, Restored } from '../../src/raft/types.ts';

interface PlacedConfiguration {
  readonly index: number;
  readonly configuration: Configuration;
}
const nobody: PlacedConfiguration = {
  index: 0,
  configuration: { voters: [], learners: [], votersOutgoing: [], demoted: [] },
};

/** The log of one member as its effects tell of it, kept beside the core's own. */
export class ShadowLog {
  readonly self: MemberId;
  private firstIndex: number;
  private readonly entries: LogEntry[];
  private configurations: PlacedConfiguration[];
  private snapshot: { readonly index: number; readonly term: number };

  constructor(self: MemberId, { entries, snapshot }: Restored) {
    this.self = self;
    this.snapshot = { index: snapshot?.index ?? 0, term: snapshot?.term ?? 0 };
    this.configurations =
      snapshot === null ? [nobody] : [{ index: snapshot.configurationIndex, configuration: snapshot.configuration }];
    // Of a log that ends before the snapshot, or is of another history, nothing is left.
    const atSnapshot = [...entries].find(({ index }) => index === this.snapshot.index);
    const isOfUse =
      snapshot === null || entries.at(0)?.index === snapshot.index + 1 || atSnapshot?.term === snapshot.term;
    this.entries = isOfUse ? [...entries] : [];
    this.firstIndex = this.entries[0]?.index ?? this.snapshot.index + 1;
    for (const entry of this.entries) {
      if (entry.kind === 'configuration' && entry.index > this.snapshot.index)
        this.place(entry.index, entry.configuration);
    }
  }

  get lastIndex(): number {
    return this.firstIndex + this.entries.length - 1;
  }

  get configuration(): PlacedConfiguration {
    return this.configurations[this.configurations.length - 1] ?? nobody;
  }

  /** The one that was in force before; null: it is not known any more. */
  get previousConfiguration(): PlacedConfiguration | null {
    return this.configurations[this.configurations.length - 2] ?? null;
  }

  at(index: number): LogEntry | undefined {
    return this.entries[index - this.firstIndex];
  }

  /** Undefined: behind the end, or no longer known. */
  termAt(index: number): number | undefined {
    if (index === 0) return 0;
    return this.at(index)?.term ?? (index === this.snapshot.index ? this.snapshot.term : undefined);
  }

  truncate(from: number): void {
    this.entries.length = Math.max(0, from - this.firstIndex);
    while (this.configurations.length > 1 && this.configuration.index >= from) this.configurations.pop();
  }

  append(entry: LogEntry): void {
    this.entries.push(entry);
    if (entry.kind === 'configuration') this.place(entry.index, entry.configuration);
  }

  /** The snapshot at this place stands for all before; what lies behind goes on if `isReset` is not set. */
  installed(snapshot: NonNullable<Restored['snapshot']>, isReset: boolean): void {
    this.snapshot = { index: snapshot.index, term: snapshot.term };
    const behind = isReset ? [] : this.configurations.filter(({ index }) => index > snapshot.index);
    this.configurations = [{ index: snapshot.configurationIndex, configuration: snapshot.configuration }, ...behind];
    if (!isReset) return;
    this.entries.length = 0;
    this.firstIndex = snapshot.index + 1;
  }

  /** The entries up to `through` will not be asked for any more. */
  forget(through: number): void {
    const count = Math.min(through - this.firstIndex + 1, this.entries.length);
    if (count <= 0) return;
    this.snapshot = { index: through, term: this.termAt(through) ?? 0 };
    this.entries.splice(0, count);
    this.firstIndex += count;
  }

  private place(index: number, configuration: Configuration): void {
    this.configurations.push({ index, configuration });
  }
}
