/** Every bound of the consensus core, in one place. Sizes are in bytes of payload unless named otherwise. */
export const limits = {
  /** Largest payload of one command. */
  payloadBytes: 512 * 1024,

  /** Own commands that wait to be applied. */
  outstandingProposals: 10_000,
  outstandingProposalBytes: 16 * 1024 * 1024,
  /** Own commands under way to the leader at a time, so that a resend never floods a connection. */
  forwardedProposals: 2_048,
  forwardedProposalBytes: 1024 * 1024,

  /** One append or propose message is cut here, but carries at least one entry. */
  messageEntries: 512,
  messageBytes: 256 * 1024,
  /** Appends under way to one follower. The bytes stay below what a connection queues before it drops. */
  inFlightAppends: 64,
  inFlightBytes: 4 * 1024 * 1024,

  /** A leader takes no further commands while its uncommitted entries exceed this; proposers resend. */
  uncommittedEntries: 20_000,
  uncommittedBytes: 64 * 1024 * 1024,

  /** Entries before the latest snapshot that the log keeps, for followers that are a little behind. */
  trailingEntries: 1_000,

  /**
   * Entries that are handed to the state machine in one step: it takes time for them, and the next may come with news. With
   * four times as many a start that applies a million keeps so many of them alive at once that the young heap doubles.
   */
  appliedEntries: 1_024,

  /** Reads of others that a leader holds; beyond, they are told to ask again. */
  waitingReads: 10_000,
  /** Members that a leader lets a cluster have: the laptops in one room, and as many as is tested. */
  members: 9,
  /** Members of one configuration that are believed from outside. */
  configurationMembers: 256,

  /** The commit hint reaches the disk at the latest this long after it moved. */
  commitHintDelayMs: 50,
} as const;
