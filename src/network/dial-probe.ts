/** Whether a TCP port answers, and if not, in which of the ways that mean something to a person. */
import { connect } from 'node:net';

export type DialOutcome =
  | 'connected'
  /** Something is there and turned us away at once: no program listens, or a firewall rejects. */
  | 'refused'
  /** Silence: a firewall drops it, or nobody has the address. */
  | 'no-answer'
  /** The system, a router or a rejecting firewall says that there is no way. */
  | 'no-route'
  /** This laptop's own firewall does not let it out. */
  | 'not-allowed'
  /** Anything else. */
  | 'failed';

export interface DialResult {
  readonly outcome: DialOutcome;
  readonly tookMs: number;
}

/** Rejects with the reason of `signal` only. */
export function probePort(
  { host, port }: { readonly host: string; readonly port: number },
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<DialResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const startedAtMs = performance.now();
    const socket = connect({ host, port, noDelay: true });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      settle();
    };
    const done = (outcome: DialOutcome): void =>
      finish(() => resolve({ outcome, tookMs: performance.now() - startedAtMs }));
    const onAbort = (): void => finish(() => reject(abortReason(signal)));
    const timer = setTimeout(() => done('no-answer'), timeoutMs);
    signal.addEventListener('abort', onAbort);
    socket.once('connect', () => done('connected'));
    // Stays: an error after the end must not be uncaught.
    socket.on('error', (error: NodeJS.ErrnoException) => done(outcomeOf(error.code)));
  });
}

function outcomeOf(code: string | undefined): DialOutcome {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return 'refused';
    case 'ETIMEDOUT':
      return 'no-answer';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no-route';
    case 'EACCES':
    case 'EPERM':
      return 'not-allowed';
    default:
      return 'failed';
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('cancelled');
}
