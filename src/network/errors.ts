import type { Foreign } from './foreign.ts';

/** An address that a person typed or pasted cannot be used. The message says what is wrong with it. */
export class BadAddressError extends Error {
  override readonly name = 'BadAddressError';
}

/** Nobody answers there, or not with our protocols. Nothing was changed; trying again later may work. */
export class UnreachableError extends Error {
  override readonly name: string = 'UnreachableError';
}

/** Whoever answers there speaks no protocol that this app knows: another version of Raftpad. Trying again changes nothing. */
export class ForeignPeerError extends UnreachableError {
  override readonly name = 'ForeignPeerError';
  readonly foreign: Foreign;

  constructor(foreign: Foreign) {
    super(
      foreign === 'newer'
        ? 'A newer version of Raftpad is there, and this one cannot talk with it. Update Raftpad on this laptop.'
        : 'Another version of Raftpad is there, and the two have no language in common. Update Raftpad on whichever laptop has the older one.',
    );
    this.foreign = foreign;
  }
}

/** We cannot listen where we were told to. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** A peer did not keep to a protocol: its stream is closed, nothing else happens. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** A stream went away, or stayed silent, before what was due came: a laptop slept, left or closed. Nobody's mistake. */
export class StreamLostError extends Error {
  override readonly name = 'StreamLostError';
}

/** The receiver of a snapshot does not take it, or could not keep it; the message is its reason. */
export class SnapshotRefusedError extends Error {
  override readonly name = 'SnapshotRefusedError';
}

/** The transfer of a snapshot ended before its time; another attempt goes on where the receiver stands. */
export class SnapshotBrokenOffError extends Error {
  override readonly name = 'SnapshotBrokenOffError';
}

/** The receiver of a snapshot is silent, or gets no further. Another attempt goes on where it stands. */
export class SnapshotStalledError extends Error {
  override readonly name = 'SnapshotStalledError';
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
