/** What the consensus must know of a snapshot, as its file keeps it: the message of the same name. Throws DecodeError. */
import { snapshotFromWire, snapshotToWire } from '../network/message-codec.ts';
import type { SnapshotMetadata } from '../raft/types.ts';
import { decoding } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';

export function encodeSnapshotMetadata(snapshot: SnapshotMetadata): Uint8Array {
  return raftpad.SnapshotMetadata.encode(snapshotToWire(snapshot));
}

export function decodeSnapshotMetadata(bytes: Uint8Array): SnapshotMetadata {
  return decoding('snapshot metadata', () => snapshotFromWire(raftpad.SnapshotMetadata.decode(bytes)));
}
