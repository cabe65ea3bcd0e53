/** What each call resolves with. */
import type { CopyResults } from './copies.ts';
import type { NetworkReport, PeerTestLine } from './network.ts';
import type { LogLine } from './log.ts';
import type { BackupLine, FoundTextLine, InvitationLine, MemberStatus, NearbyStatus } from './member-status.ts';
import type { DocumentState, NoteLine } from './notes.ts';

export interface Results extends CopyResults {
  status: MemberStatus;
  subscribe: Record<string, never>;
  setName: Record<string, never>;
  create: Record<string, never>;
  nearby: NearbyStatus;
  network: NetworkReport;
  testPeer: PeerTestLine;
  cancelTest: Record<string, never>;
  requestJoin: Record<string, never>;
  cancelJoin: Record<string, never>;
  createInvite: { invite: string; link: string; expiresAtMs: number };
  revokeInvite: Record<string, never>;
  readInvite: InvitationLine;
  joinByInvite: Record<string, never>;
  approve: { approved: string[] };
  refuse: Record<string, never>;
  recover: Record<string, never>;
  rejoin: Record<string, never>;
  cancelRejoin: Record<string, never>;
  'found.list': { texts: FoundTextLine[] };
  'found.read': { text: string };
  'found.add': { note: string };
  'found.discard': Record<string, never>;
  leave: { keptIn: string };
  remove: Record<string, never>;
  /** Who leads now. */
  handOver: { leader: string };
  /** `last`: nobody else was there; `alone`: too few to decide anything; `late`: there was no time. */
  sleep: { closing: 'resting' | 'last' | 'alone' | 'late' };
  wake: Record<string, never>;
  dismiss: Record<string, never>;
  log: { entries: LogLine[] };
  'notes.list': { notes: NoteLine[] };
  'notes.create': { note: string; index: number };
  'notes.rename': { index: number };
  'notes.delete': { index: number };
  'notes.read': { note: string; title: string; version: number; text: string };
  /** `index`: where it was committed, null if only kept here so far. */
  'notes.edit': { index: number | null };
  'notes.open': DocumentState;
  'notes.push': Record<string, never>;
  'notes.close': Record<string, never>;
  'notes.export': { folder: string; notes: number };
  /** `index`: the last entry that is in it. `waiting`: edits of this laptop that wait for a majority and are not. */
  'backup.save': { path: string; bytes: number; notes: number; index: number; waiting: number };
  'backup.inspect': BackupLine;
  'backup.restore': Record<string, never>;
  'backup.startAnew': { keptIn: string };
  'backup.import': { imported: number; skipped: number };
  'registers.set': { index: number };
  /** `value` null: no such register. */
  'registers.get': { value: string | null };
  /** `swapped` false: `current` is what was found instead. */
  'registers.compareAndSet': { swapped: boolean; current: string | null; index: number };
}
