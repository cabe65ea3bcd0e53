/** The log, readable by a person. */

/** One entry of the log. What it says is built by the reader from `what`, in its own language. */
export interface LogLine {
  readonly index: number;
  readonly term: number;
  readonly what:
    | { readonly type: 'no-op' }
    | {
        readonly type: 'configuration';
        /** All that changed in one step; never empty. */
        readonly changes: readonly ConfigurationLine[];
        /** Whether old and new voters decide together from here on (a joint configuration), or no longer do. */
        readonly joint: 'begins' | 'ends' | null;
      }
    | { readonly type: 'create-note' | 'rename-note' | 'delete-note'; readonly note: string; readonly title: string }
    | {
        readonly type: 'edit-note';
        readonly note: string;
        readonly title: string;
        readonly inserted: string;
        readonly deletedLength: number;
      }
    | { readonly type: 'set-register' | 'compare-and-set-register'; readonly name: string; readonly bytes: number }
    /** An invite was made, claimed, used or revoked: see `MemberStatus.invites`. */
    | { readonly type: 'invites' }
    | { readonly type: 'introduce-member'; readonly memberName: string }
    | { readonly type: 'name-cluster'; readonly name: string }
    /** Here all members compare their notes, and each reports the digest of its own. */
    | { readonly type: 'digest-mark' }
    /** `mark`: the index of the entry as of which it is; `digest`: 32 hexadecimal digits. */
    | { readonly type: 'digest-report'; readonly mark: number; readonly digest: string }
    | { readonly type: 'unknown'; readonly bytes: number };
  readonly by: { readonly member: string; readonly name: string } | null;
  readonly committed: boolean;
}

export interface ConfigurationLine {
  readonly change: 'create' | 'recover' | 'add-learner' | 'promote' | 'demote' | 'remove';
  /** Of a demotion that the leader decided by itself: why. */
  readonly because: 'resting' | 'silent' | null;
  readonly member: string;
  readonly memberName: string;
}
