/** Why a call failed. `message` in the JSON-RPC error is for people; `data.code` is this. */
export const errorCodes = [
  'invalid-request', // not JSON-RPC, or parameters that do not fit
  'unknown-method',
  'not-a-member', // the call needs a cluster
  'damaged', // what this laptop kept is damaged: it is being repaired, or can only be exported
  'already-a-member',
  'no-majority', // nothing was done
  'cluster-full', // it has as many members as it may; nobody was let in
  'wrong-code', // not the six digits of that request to join; nobody was let in
  'timeout', // for writes: not known whether it will be done
  'refused', // done by nobody; the message says why
  'busy', // another change of membership or leadership was under way all the time; nothing was done
  'not-a-voter', // it cannot lead
  'no-successor', // no other voter is reachable that could lead
  'successor-unreachable', // the leader does not reach it, and leads on
  'successor-behind', // it did not have the whole log in time; the leader leads on
  'not-elected', // it was told to lead, but did not in time
  'unreachable',
  'other-version', // who answers there speaks no language that this Raftpad does; the older one is to be updated
  'newer-version', // the same, and this one is the older
  'bad-address',
  'not-an-invite', // what was pasted is something else; in the next three, why the link cannot be read
  'invite-cut-off',
  'invite-damaged',
  'invite-newer', // made by a newer Raftpad
  'invite-expired',
  'invite-used',
  'invite-revoked',
  'unknown-invite',
  'invite-failed', // nobody could be reached that could let this laptop in; the message says why
  'too-many-tests', // wait until one of them is done
  'unknown-note',
  'unknown-member',
  'unknown-cluster',
  'no-cluster', // the laptop at that address is in none
  'already-asking', // this laptop is being let into a cluster already; take that back first
  'stale-document', // open the note again
  'too-many-waiting',
  'too-large',
  'unknown-copy', // of a cluster that this laptop left
  'copy-unreadable', // its files are gone, or none of them can be read; the message says where they should be
  'copy-in-use', // nothing of it was deleted: its files are still being moved, or needed
  'copy-not-deleted', // nothing of it was: the message says why, and where it is
  'not-a-backup', // the file is of another kind
  'backup-damaged', // it is not what was written
  'backup-newer', // a newer Raftpad wrote it
  'file-unreadable', // it is not there, or this account may not read it
  'file-unwritable', // there is no room, or this account may not write there
  'storage-failed',
  'update-needed', // a newer Raftpad wrote something that this one does not know; this laptop takes no part until it is updated
  'disk-full', // of this laptop, or of too many others; nothing was done
  'diverged', // this laptop's notes are not those of the majority; they are being fetched from the others
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
