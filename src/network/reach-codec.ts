/** What `/raftpad/reach/1` says, to and from the schema. */
import { DecodeError, decoding, known, text, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import type { DialOutcome } from './dial-probe.ts';
import { inverse } from './entry-codec.ts';

export interface ReachAsk {
  /** The asker's own TCP port. */
  readonly port: number;
}
export interface ReachAnswer {
  /** `other-peer`: somebody else listens there. `busy`: too many asked, and nothing was tried. */
  readonly outcome: DialOutcome | 'other-peer' | 'busy';
  readonly tookMs: number;
  /** Which host was dialed: how the asker looks from there. */
  readonly host: string;
}

/** Ports below are other programs': they are never dialed for anybody. */
export const lowestPort = 1024;
const highestPort = 65_535;
const hostLength = 64;

export function encodeReachAsk({ port }: ReachAsk): Uint8Array {
  return raftpad.ReachAsk.encode({ port });
}

export function decodeReachAsk(bytes: Uint8Array): ReachAsk {
  return decoding('reach request', () => {
    const port = wholeNumber(raftpad.ReachAsk.decode(bytes).port, 'port');
    if (port < lowestPort || port > highestPort) throw new DecodeError('port is out of range');
    return { port };
  });
}

const outcomes = {
  connected: raftpad.ReachOutcome.REACH_CONNECTED,
  refused: raftpad.ReachOutcome.REACH_REFUSED,
  'no-answer': raftpad.ReachOutcome.REACH_NO_ANSWER,
  'no-route': raftpad.ReachOutcome.REACH_NO_ROUTE,
  'not-allowed': raftpad.ReachOutcome.REACH_NOT_ALLOWED,
  failed: raftpad.ReachOutcome.REACH_FAILED,
  'other-peer': raftpad.ReachOutcome.REACH_OTHER_PEER,
  busy: raftpad.ReachOutcome.REACH_BUSY,
} as const;
const outcomeNames = inverse(outcomes);

export function encodeReachAnswer({ outcome, tookMs, host }: ReachAnswer): Uint8Array {
  return raftpad.ReachAnswer.encode({ outcome: outcomes[outcome], tookMs: Math.round(tookMs), host });
}

export function decodeReachAnswer(bytes: Uint8Array): ReachAnswer {
  return decoding('reach answer', () => {
    const wire = raftpad.ReachAnswer.decode(bytes);
    return {
      outcome: known(outcomeNames, wire.outcome, 'outcome'),
      tookMs: wholeNumber(wire.tookMs, 'tookMs'),
      host: text(wire.host, hostLength, 'host'),
    };
  });
}
