/** What a member tells without being asked, to those who subscribed. */
import type { PeerTestLine } from './network.ts';
import type { LogLine } from './log.ts';
import type { MemberStatus, NearbyStatus } from './member-status.ts';
import type { Change } from './methods.ts';
import type { DocumentState, NoteLine } from './notes.ts';

export interface Events {
  status: MemberStatus;
  nearby: NearbyStatus;
  /** The list of notes changed. */
  notes: { readonly notes: readonly NoteLine[] };
  document:
    | {
        readonly type: 'updates';
        readonly note: string;
        readonly epoch: string;
        readonly fromVersion: number;
        readonly updates: readonly { readonly clientId: string; readonly changes: Change }[];
        readonly pending: DocumentState['pending'];
      }
    /** What waits changed, the text did not. `version`: the local version the ranges refer to. */
    | {
        readonly type: 'pending';
        readonly note: string;
        readonly epoch: string;
        readonly version: number;
        readonly pending: DocumentState['pending'];
      }
    | { readonly type: 'deleted'; readonly note: string };
  /** Entries appended, committed or cut off since the last event: the newest lines, as `log` gives them. */
  log: { readonly entries: readonly LogLine[] };
  /** Something a person should know, once. */
  notice: Notice;
  /** A test of the way to a laptop got further; whole each time. */
  peerTest: PeerTestLine;
}

export type EventTopic = keyof Events;

export type Notice =
  | {
      readonly type: 'edit-lost';
      readonly note: string;
      readonly title: string;
      readonly reason: string;
      readonly text: string;
    }
  | { readonly type: 'peer-misbehaves'; readonly peer: string; readonly detail: string }
  | {
      readonly type: 'join-decided';
      readonly memberName: string;
      readonly outcome: 'approved' | 'refused' | 'withdrawn';
      readonly by: string;
    }
  | { readonly type: 'storage-failed'; readonly detail: string }
  /** This laptop has come over to the recovered cluster; what it had before is in `keptIn`. */
  | { readonly type: 'rejoined'; readonly keptIn: string; readonly found: number }
  /** This laptop has all that it ever acknowledged again; the damaged files are in `keptIn`. */
  | { readonly type: 'repaired'; readonly keptIn: string }
  /** A damaged file that this laptop can do without was moved to `keptIn`: edits that waited, or a snapshot. */
  | { readonly type: 'set-aside'; readonly what: 'outbox' | 'snapshot'; readonly keptIn: string }
  /** Another member's notes are not those of the majority: it loads them anew. */
  | { readonly type: 'notes-differ'; readonly member: string; readonly memberName: string }
  /** This laptop's are not: it serves none until it has loaded them anew; `reloaded`: it has. */
  | { readonly type: 'own-notes-differ' | 'own-notes-reloaded' }
  /** Members hold different notes, and none of them is a majority's: nobody can tell which are right. */
  | { readonly type: 'notes-disputed' };
