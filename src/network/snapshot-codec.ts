/** What `/raftpad/snapshot/1` says beside the data itself, to and from the schema. */
import { DecodeError, decoding, text, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import { logIndex, termNumber } from './entry-codec.ts';
import { networkLimits } from './types.ts';
import type { SnapshotOffer } from './types.ts';

/** The receiver's part of the conversation. */
export type SnapshotAnswer =
  /** Send what lies from `offset` on. */
  | { readonly type: 'accepted'; readonly offset: number }
  /** Everything before `offset` has been written. */
  | { readonly type: 'written'; readonly offset: number }
  /** All is verified and durable. */
  | { readonly type: 'finished' }
  | { readonly type: 'refused'; readonly reason: string };

/** UTF-16 code units; a longer reason is cut. */
const reasonLength = 200;

export function encodeSnapshotOffer(offer: SnapshotOffer): Uint8Array {
  const { session, index, term, totalBytes, check } = offer;
  return raftpad.SnapshotTransfer.encode({ session, index, term, totalBytes, check });
}

export function decodeSnapshotOffer(bytes: Uint8Array): SnapshotOffer {
  return decoding('snapshot offer', () => {
    const wire = raftpad.SnapshotTransfer.decode(bytes);
    const totalBytes = wholeNumber(wire.totalBytes, 'totalBytes');
    if (totalBytes === 0 || totalBytes > networkLimits.snapshotBytes) {
      throw new DecodeError(`totalBytes is not between 1 and ${networkLimits.snapshotBytes}`);
    }
    return {
      session: wholeNumber(wire.session, 'session'),
      index: logIndex(wire.index, 'index'),
      term: termNumber(wire.term, 'term'),
      totalBytes,
      check: wholeNumber(wire.check, 'check'),
    };
  });
}

export function encodeSnapshotAnswer(answer: SnapshotAnswer): Uint8Array {
  return raftpad.SnapshotAnswer.encode(answerToWire(answer));
}

function answerToWire(answer: SnapshotAnswer): raftpad.SnapshotAnswer {
  switch (answer.type) {
    case 'accepted':
      return { accepted: { offset: answer.offset } };
    case 'written':
      return { written: { offset: answer.offset } };
    case 'finished':
      return { finished: {} };
    case 'refused':
      return { refused: { reason: answer.reason.slice(0, reasonLength) } };
    default:
      return answer satisfies never;
  }
}

export function decodeSnapshotAnswer(bytes: Uint8Array): SnapshotAnswer {
  return decoding('snapshot answer', () => {
    const wire = raftpad.SnapshotAnswer.decode(bytes);
    if (wire.accepted) return { type: 'accepted', offset: wholeNumber(wire.accepted.offset, 'accepted.offset') };
    if (wire.written) return { type: 'written', offset: wholeNumber(wire.written.offset, 'written.offset') };
    if (wire.finished) return { type: 'finished' };
    if (wire.refused) return { type: 'refused', reason: text(wire.refused.reason, reasonLength, 'reason') };
    throw new DecodeError('snapshot answer is of an unknown kind');
  });
}
