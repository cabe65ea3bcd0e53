import type { Agreement, Notice } from '../api/contract.ts';
import type { DigestCapture } from '../notes/state-digest.ts';
import { isMember, membersOf } from '../raft/configuration.ts';
import type { Configuration, MemberId, Role } from '../raft/types.ts';
import type { DigestCommand } from './command-codec.ts';
import { DigestTally, type Verdict } from './digest-tally.ts';
import { ApiError } from './errors.ts';

export interface DigestPolicy {
  /** The notes are compared after so many commands, */
  readonly everyCommands: number;
  /** or so long after a command, in milliseconds, whichever is first: what is idle writes nothing. */
  readonly everyMs: number;
  /** But not more often than this, in milliseconds: a digest reads all texts that changed. */
  readonly atMostEveryMs: number;
}
export const defaultDigestPolicy: DigestPolicy = { everyCommands: 1_000, everyMs: 5 * 60_000, atMostEveryMs: 10_000 };

/** The notes of this member are not those of a majority. */
export interface Finding {
  /** The entry of the log as of which they differ. */
  readonly mark: number;
  /** The digest that the majority has. */
  readonly digest: string;
}

export interface DivergenceOptions {
  readonly self: MemberId;
  readonly role: () => Role;
  /** The digest of the notes as they are now, to be made later. */
  readonly capture: () => DigestCapture;
  /** Puts a command into the log. Throws ApiError if too many wait. */
  readonly propose: (command: DigestCommand) => void;
  readonly policy: DigestPolicy;
  readonly nameOf: (member: MemberId) => string;
  /** Called once. */
  readonly diverged: (finding: Finding) => void;
  /** What this member reported since is in the log: the others see that its notes are others. */
  readonly told: () => void;
  readonly notice: (notice: Notice) => void;
  /** What `agreement` or `differs` say changed. */
  readonly changed: () => void;
}

/** Marks that are remembered: reports come soon after theirs. */
const rememberedMarks = 4;
/** When two differ and a third that could decide stays silent for so long, people are told. */
const undecidedAfterMs = 10_000;
/** How long the digest is made at a time before everything else has its turn. */
const sliceMs = 2;

/**
 * Whether all members hold the same notes. Now and then the leader puts a mark into the log. Every member makes the
 * digest of its notes as they are at the mark, and reports it by a command; all members read all reports in the same
 * order, and so come to the same verdict. The digest of a majority is right, whoever leads.
 *
 * A report changes nothing in the notes. An app that does not know these commands passes them over, and has no voice.
 */
export class Divergence {
  readonly #options: DivergenceOptions;
  /** By the index of their mark. */
  readonly #tallies = new Map<number, DigestTally>();
  /** This member's own digests by mark, as its notes are: also before its reports are in the log. */
  readonly #own = new Map<number, string>();
  /** Where each member was last compared, and what came of it. */
  readonly #compared = new Map<MemberId, { readonly mark: number; readonly differs: boolean }>();
  #configuration: Configuration = { voters: [], learners: [], votersOutgoing: [], demoted: [] };
  /** The last marks whose digests are to be made. After a start most of those in the log are passed over. */
  #waiting: { readonly mark: number; readonly capture: DigestCapture }[] = [];
  #making = false;
  /** Counts the states that were replaced as a whole: digests of the one before say nothing of the next. */
  #state = 0;
  #comparedIndex = 0;
  #disputedMark: number | null = null;
  #hasDiverged = false;
  #isReplaying = true;
  #sinceMark = 0;
  #markUnderWay = false;
  #notBeforeMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = Infinity;
  #undecided: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: DivergenceOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#undecided !== null) clearTimeout(this.#undecided);
  }

  agreement(): Agreement {
    if (this.#hasDiverged) return { state: 'reloading', comparedIndex: this.#comparedIndex };
    const state = this.#disputedMark === null ? 'agreed' : 'disputed';
    return { state, comparedIndex: this.#comparedIndex };
  }

  get hasDiverged(): boolean {
    return this.#hasDiverged;
  }

  /** This member was found to differ before it was started. */
  resumeDiverged(): void {
    this.#hasDiverged = true;
  }

  /** Whether this member's notes were not those of the majority at the last comparison that it took part in. */
  differs(member: MemberId): boolean {
    return this.#compared.get(member)?.differs === true;
  }

  /** Who reported this digest, or any that is the majority's, at the mark. */
  holdersOf({ mark, digest }: Finding): readonly MemberId[] {
    const reports = this.#tallies.get(mark)?.reports ?? [];
    return [...reports].filter(([, reported]) => reported === digest).map(([member]) => member);
  }

  /** Asks for a comparison at once. */
  compareNow(): void {
    this.#propose({ type: 'digest-mark' });
  }

  // From the log, in its order

  configured(configuration: Configuration): void {
    this.#configuration = configuration;
    for (const member of this.#compared.keys()) if (!isMember(configuration, member)) this.#compared.delete(member);
  }

  /** The state was replaced as a whole. */
  replaced(configuration: Configuration): void {
    this.#configuration = configuration;
    this.#state += 1;
    this.#waiting = [];
    this.#own.clear();
  }

  /** A command was applied that may have changed the notes. */
  commandApplied(): void {
    this.#sinceMark += 1;
  }

  marked(mark: number): void {
    this.#sinceMark = 0;
    this.#markUnderWay = false;
    this.#tally(mark);
    this.#waiting = [...this.#waiting.slice(1 - rememberedMarks), { mark, capture: this.#options.capture() }];
    if (!this.#isReplaying) void this.#make();
  }

  reported(member: MemberId, mark: number, digest: string): void {
    const tally = this.#tally(mark);
    if (tally === null) return;
    tally.report(member, digest);
    this.#judge(mark, tally, member);
    if (this.#hasDiverged && member === this.#options.self) this.#options.told();
  }

  /** All that was known to be committed before this start is applied. */
  replayed(): void {
    this.#isReplaying = false;
    void this.#make();
  }

  /** To be called when something was applied. */
  markIfDue(): void {
    if (this.#sinceMark === 0 || this.#isReplaying || this.#stopped) return;
    const { everyCommands, everyMs } = this.#options.policy;
    this.#wakeBy(performance.now() + everyMs);
    if (this.#sinceMark >= everyCommands) this.#mark();
  }

  #mark(): void {
    const { role, policy } = this.#options;
    if (role() !== 'leader' || this.#markUnderWay || membersOf(this.#configuration).length < 2) return;
    const nowMs = performance.now();
    if (nowMs < this.#notBeforeMs) return this.#wakeBy(this.#notBeforeMs);
    this.#notBeforeMs = nowMs + policy.atMostEveryMs;
    this.#markUnderWay = this.#propose({ type: 'digest-mark' });
  }

  #wakeBy(atMs: number): void {
    if (atMs >= this.#timerAtMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#timerAtMs = Infinity;
        if (this.#sinceMark === 0 || this.#stopped) return;
        this.#mark();
        this.#wakeBy(performance.now() + this.#options.policy.everyMs);
      },
      Math.max(1, Math.ceil(atMs - performance.now())),
    ).unref();
  }

  /** False: too many commands wait. The next one that is applied tries again. */
  #propose(command: DigestCommand): boolean {
    try {
      this.#options.propose(command);
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  #newestMark(): number {
    return Math.max(0, ...this.#tallies.keys());
  }

  /** null: the mark is too old. */
  #tally(mark: number): DigestTally | null {
    const known = this.#tallies.get(mark);
    if (known !== undefined) return known;
    const oldest = Math.min(...this.#tallies.keys());
    if (this.#tallies.size >= rememberedMarks) {
      if (mark < oldest) return null;
      this.#tallies.delete(oldest);
      this.#own.delete(oldest);
    }
    const tally = new DigestTally();
    this.#tallies.set(mark, tally);
    return tally;
  }

  /** Makes the digests of the marks, one after the other, between everything else. */
  async #make(): Promise<void> {
    if (this.#making) return;
    this.#making = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const state = this.#state;
      const digest = await this.#unhurried(next.capture.steps());
      if (digest !== null && state === this.#state) this.#made(next.mark, digest);
    }
    this.#making = false;
  }

  async #unhurried(steps: Generator<void, string>): Promise<string | null> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#stopped) return null;
      const untilMs = performance.now() + sliceMs;
      do {
        const step = steps.next();
        if (step.done === true) return step.value;
      } while (performance.now() < untilMs);
    }
  }

  #made(mark: number, digest: string): void {
    const tally = this.#tally(mark);
    if (tally === null) return;
    this.#own.set(mark, digest);
    const { self } = this.#options;
    const verdict = tally.verdict(this.#configuration);
    // Also what nobody needs for a verdict: those who saw this member's notes differ learn only so that they no longer do.
    const isSettled = mark < this.#newestMark() && verdict.type === 'agreed' && verdict.digest === digest;
    const isNews = tally.reports.get(self) !== digest && !isSettled;
    if (isNews && isMember(this.#configuration, self)) this.#propose({ type: 'digest-report', mark, digest });
    this.#judge(mark, tally, null);
  }

  /** `reporter`: whose report has just come; null: this member's own digest is known now. */
  #judge(mark: number, tally: DigestTally, reporter: MemberId | null): void {
    const verdict = tally.verdict(this.#configuration);
    switch (verdict.type) {
      case 'agreed':
        return this.#agreed(mark, tally, verdict.digest);
      case 'disputed':
        return this.#disputed(mark);
      case 'open':
        if (reporter !== null && tally.differs) this.#waitForDecision(mark, tally);
        return;
      default:
        verdict satisfies never;
    }
  }

  #agreed(mark: number, tally: DigestTally, digest: string): void {
    this.#comparedIndex = Math.max(this.#comparedIndex, mark);
    if (this.#disputedMark !== null && this.#disputedMark <= mark) this.#disputedMark = null;
    for (const [member, reported] of tally.reports) this.#comparedAt(mark, member, reported !== digest);
    const own = this.#own.get(mark);
    if (own !== undefined && own !== digest && !this.#hasDiverged) {
      this.#hasDiverged = true;
      this.#options.diverged({ mark, digest });
    }
    this.#options.changed();
  }

  /** A report of an older mark may be the last to come: what was seen at a newer one stays. */
  #comparedAt(mark: number, member: MemberId, differs: boolean): void {
    const before = this.#compared.get(member);
    if (before !== undefined && before.mark > mark) return;
    this.#compared.set(member, { mark, differs });
    if (!differs || before?.differs === true) return;
    const { self, notice, nameOf } = this.#options;
    if (member !== self && !this.#isReplaying) notice({ type: 'notes-differ', member, memberName: nameOf(member) });
  }

  #disputed(mark: number): void {
    if (this.#disputedMark === mark || mark < this.#comparedIndex) return;
    this.#disputedMark = mark;
    if (!this.#isReplaying) this.#options.notice({ type: 'notes-disputed' });
    this.#options.changed();
  }

  #waitForDecision(mark: number, tally: DigestTally): void {
    this.#undecided ??= setTimeout(() => {
      this.#undecided = null;
      const verdict: Verdict = tally.verdict(this.#configuration);
      if (verdict.type === 'open') this.#disputed(mark);
    }, undecidedAfterMs).unref();
  }
}
