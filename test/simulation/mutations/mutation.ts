/** A small, deliberate bug: one snippet of one file of the core, and what stands there instead. */
export interface Mutation {
  readonly name: string;
  /** A file of `src/raft`. */
  readonly file: string;
  /** Must occur exactly once: a mutation that no longer fits fails loudly. */
  readonly snippet: string;
  readonly replacement: string;
}
