/**
 * Records of the first log format, to upgrade a log of an earlier app: storage has a format of its own since. Throws
 * DecodeError.
 */
import { entryFromWire, logIndex, memberId, termNumber } from '../network/entry-codec.ts';
import type { HardState } from '../raft/types.ts';
import type { LogWrite } from '../storage/types.ts';
import { decoding, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';

export function decodeVersion1(record: Uint8Array): LogWrite {
  return decoding('log record', () => {
    const { truncateFrom, entries, hardState } = raftpad.LogRecord.decode(record);
    return {
      resetTo: null,
      truncateFrom: truncateFrom === undefined ? null : logIndex(truncateFrom, 'truncateFrom'),
      entries: entries.map(entryFromWire),
      hardState: hardState === undefined ? null : hardStateFromWire(hardState),
      mustSync: true,
    };
  });
}

function hardStateFromWire(wire: raftpad.HardState): HardState {
  return {
    epoch: wholeNumber(wire.epoch ?? 0, 'hardState.epoch'),
    term: termNumber(wire.term, 'hardState.term'),
    votedFor: wire.votedFor === undefined ? null : memberId(wire.votedFor, 'hardState.votedFor'),
    commitIndex: logIndex(wire.commitIndex, 'hardState.commitIndex'),
  };
}
