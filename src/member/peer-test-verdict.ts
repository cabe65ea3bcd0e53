import type { PeerTestStepLine, PeerTestVerdict } from '../api/network.ts';

/** What follows from all the steps of a test. */
export function peerTestVerdict(steps: readonly PeerTestStepLine[]): PeerTestVerdict {
  const handshakes = steps.flatMap((step) => (step.type === 'handshake' && step.result !== null ? [step.result] : []));
  const isProved = handshakes.some(({ outcome }) => outcome === 'proved');
  for (const step of steps) {
    if (step.type !== 'hello' || step.result === null) continue;
    if (step.result.outcome !== 'answered') return step.result.outcome;
    if (!isProved) return 'works-incoming-only';
    return isOneWay(steps) ? 'works-outgoing-only' : 'works';
  }
  if (isProved) return 'silent';
  if (handshakes.some(({ outcome }) => outcome === 'other-peer')) return 'other-peer';
  if (handshakes.length > 0) return 'not-raftpad';
  const outcomes = steps.flatMap((step) => (step.type === 'dial' && step.result !== null ? [step.result.outcome] : []));
  // What says most: that something is there comes before that nothing is.
  const order = ['refused', 'not-allowed', 'no-answer', 'no-route', 'failed'] as const;
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'no-address';
}

function isOneWay(steps: readonly PeerTestStepLine[]): boolean {
  return steps.some(
    (step) =>
      step.type === 'dial-back' &&
      step.result !== null &&
      ['no-answer', 'refused', 'no-route', 'other-peer'].includes(step.result.outcome),
  );
}
