/** Notes as a window lists and opens them. */

export interface NoteLine {
  readonly note: string;
  readonly title: string;
  readonly version: number;
  readonly preview: string;
  /** Log index of the last change: newest first when sorted by it. */
  readonly changedIndex: number;
  readonly changedBy: string;
  /** Whether edits of this laptop wait here for a majority. */
  readonly waiting: boolean;
}

/** The local text of an open note: what is committed with this laptop's waiting edits on top. */
export interface DocumentState {
  readonly note: string;
  readonly title: string;
  /** Names this run of the local text; versions of different epochs do not compare. */
  readonly epoch: string;
  /** Counts the updates of the local text within the epoch. */
  readonly version: number;
  readonly text: string;
  /** Ranges of the text that are kept here and not on a majority yet. */
  readonly pending: readonly (readonly [number, number])[];
  /** How many laptops a majority is, and the version confirmed by it. */
  readonly confirmedVersion: number;
}
