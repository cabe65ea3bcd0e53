interface Timed {
  readonly signal: AbortSignal;
  clear(): void;
}

/** A signal that aborts with `parent` or after `timeoutMs`. (`AbortSignal.any` came with Node 20.) */
export function timeout(parent: AbortSignal | null, timeoutMs: number): Timed {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('no answer in time'));
  const timer = setTimeout(abort, timeoutMs);
  parent?.addEventListener('abort', abort);
  if (parent?.aborted) abort();
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent?.removeEventListener('abort', abort);
    },
  };
}
