import type { Stream } from '@libp2p/interface';

/** What yamux's streams have inside. */
interface GrantingStream extends Stream {
  /** In bytes: how much the peer may send without being granted more, and what is left of that. */
  recvWindow: number;
  recvWindowCapacity: number;
  sendWindowUpdate(): void;
}

/**
 * libp2p's yamux answers every frame with a grant of as many bytes: one packet back for each packet, which wakes the
 * sender for nothing. From here on `stream` grants when half the window is used up, as other implementations do.
 * Streams of other muxers are left as they are.
 */
export function grantByHalves(stream: Stream): void {
  if (!isGranting(stream)) return;
  const sendWindowUpdate = stream.sendWindowUpdate.bind(stream);
  stream.sendWindowUpdate = () => {
    if (stream.recvWindowCapacity <= stream.recvWindow / 2) sendWindowUpdate();
  };
}

function isGranting(stream: Stream): stream is GrantingStream {
  return (
    'sendWindowUpdate' in stream &&
    typeof stream.sendWindowUpdate === 'function' &&
    'recvWindow' in stream &&
    typeof stream.recvWindow === 'number' &&
    'recvWindowCapacity' in stream &&
    typeof stream.recvWindowCapacity === 'number'
  );
}
