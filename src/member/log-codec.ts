/**
 * What storage writes for one durable step of the log, to bytes and back. `decode` throws DecodeError. `mustSync` is not
 * stored: what was read back is on disk, so it is true.
 */
import { entryFromWire, entryToWire, logIndex, memberId, termNumber } from '../network/entry-codec.ts';
import type { HardState } from '../raft/types.ts';
import type { LogCodec } from '../storage/log-store.ts';
import { decoding, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';

export const logCodec: LogCodec = {
  encode({ truncateFrom, entries, hardState }) {
    return raftpad.LogRecord.encode({
      entries: entries.map(entryToWire),
      ...(truncateFrom === null ? {} : { truncateFrom }),
      ...(hardState === null ? {} : { hardState: hardStateToWire(hardState) }),
    });
  },
  decode(bytes) {
    return decoding('log record', () => {
      const { truncateFrom, entries, hardState } = raftpad.LogRecord.decode(bytes);
      return {
        truncateFrom: truncateFrom === undefined ? null : logIndex(truncateFrom, 'truncateFrom'),
        entries: entries.map(entryFromWire),
        hardState: hardState === undefined ? null : hardStateFromWire(hardState),
        mustSync: true,
      };
    });
  },
};

function hardStateToWire({ epoch, term, votedFor, commitIndex }: HardState): raftpad.HardState {
  return votedFor === null ? { epoch, term, commitIndex } : { epoch, term, votedFor, commitIndex };
}
function hardStateFromWire(wire: raftpad.HardState): HardState {
  return {
    epoch: wholeNumber(wire.epoch ?? 0, 'hardState.epoch'),
    term: termNumber(wire.term, 'hardState.term'),
    votedFor: wire.votedFor === undefined ? null : memberId(wire.votedFor, 'hardState.votedFor'),
    commitIndex: logIndex(wire.commitIndex, 'hardState.commitIndex'),
  };
}
