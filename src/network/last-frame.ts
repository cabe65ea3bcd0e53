import type { Stream } from '@libp2p/interface';

/**
 * Ends a stream whose last frame is on its way: closes our side, and waits until the other side has closed its own, so that
 * whoever resets the stream afterwards takes nothing back. Rejects if our side cannot be closed in that time.
 */
export async function closeBehindLastFrame(stream: Stream, timeoutMs: number): Promise<void> {
  await stream.close({ signal: AbortSignal.timeout(timeoutMs) });
  await untilClosed(stream, timeoutMs);
}

function untilClosed(stream: Stream, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (stream.status !== 'open' && stream.status !== 'closing') return resolve();
    const timer = setTimeout(resolve, timeoutMs);
    stream.addEventListener('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
