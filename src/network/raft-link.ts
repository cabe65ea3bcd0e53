/**
 * The raft stream with one other member, kept open for as long as both are members.
 *
 * The member with the smaller PeerId opens it, so that there is never one stream each way. The other one helps: if the
 * stream is missing it says hello, over a connection that it dials itself if it must; the smaller then opens the
 * stream over that connection. This is enough when only one of the two knows the other's address.
 *
 * The acceptor greets with an empty frame; with it the stream counts as open both ways, for a dialer whose connection
 * is refused only learns of it afterwards. Empty frames also keep a quiet stream known to be alive: without traffic, a
 * peer that lost its power would be noticed only when TCP gives up.
 */
import type { Connection, Stream } from '@libp2p/interface';
import type { MemberId } from '../raft/types.ts';
import { ProtocolError } from './errors.ts';
import { foreignness, isUnsupported, type Foreign } from './foreign.ts';
import { decodePeerFrame, encodePeerFrame } from './frame-codec.ts';
import { FramedStream } from './framed-stream.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { NearbyPeer, PeerFrame } from './types.ts';

export interface RaftLinkOptions {
  readonly peer: MemberId;
  /** Whether we are the one who opens the stream. */
  readonly opens: boolean;
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly sayHello: (connection: Connection, signal: AbortSignal) => Promise<NearbyPeer>;
  readonly onConnected: () => void;
  /** The peer sees us as a member, and speaks another version of this protocol. */
  readonly onForeign: (foreign: Foreign) => void;
  readonly onDisconnected: () => void;
  readonly onFrame: (frame: PeerFrame) => void;
  readonly onBadFrame: (reason: string) => void;
}

const attemptTimeoutMs = 10_000;
const greetingTimeoutMs = 5_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;
/** The smaller PeerId goes first, else both would dial at once. */
const helperDelayMs = 700;
/** However often it is told to hurry. */
const shortestPauseMs = 250;
const helpsBeforeWondering = 3;
const keepAliveMs = 1_000;
/** After so many intervals in which nothing came, the stream is given up. */
const silentIntervals = 5;
/** And after so many if there is reason to think that it leads nowhere. */
const suspectIntervals = 2;
/** A stream that lived this long was a success: the next attempt starts at once. */
const provenMs = 5_000;

const greeting = new Uint8Array(0);

interface OpenStream {
  readonly frames: FramedStream;
  readonly connection: Connection;
  readonly sinceMs: number;
  /** When the last frame came, on the clock of `performance`. */
  heardAtMs: number;
  ready: boolean;
  sentSinceTick: boolean;
  silentTicks: number;
  /** There is reason to think that it leads nowhere; what comes on it is proof that it does not. */
  isSuspect: boolean;
}

export class RaftLink {
  readonly #options: RaftLinkOptions;
  #open: OpenStream | null = null;
  #attempt: AbortController | null = null;
  #attemptedAtMs = -Infinity;
  #failures = 0;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(options: RaftLinkOptions) {
    this.#options = options;
    this.#keepAlive = setInterval(() => this.#onKeepAlive(), keepAliveMs);
    this.#plan(options.opens ? 0 : helperDelayMs);
  }

  get connected(): boolean {
    return this.#open?.ready ?? false;
  }

  /** The connection that the stream is on, and when something last came on it; null: there is no stream. */
  get contact(): { readonly connection: Connection; readonly heardAtMs: number } | null {
    return this.#open?.ready === true ? this.#open : null;
  }

  send(frame: PeerFrame): boolean {
    if (this.#open === null || !this.#open.ready) return false;
    this.#open.sentSinceTick = true;
    return this.#open.frames.send(encodePeerFrame(frame));
  }

  /** The peer gave a sign of life, or a new address of it is known: try now. */
  hurry(): void {
    if (this.#closed || this.#open !== null || this.#attempt !== null || !this.#options.opens) return;
    this.#failures = 0;
    this.#plan(Math.max(0, this.#attemptedAtMs + shortestPauseMs - performance.now()));
  }

  /** The peer said hello: it is there, so a stream on which nothing comes from it leads nowhere. */
  heard(): void {
    if (this.#open !== null) this.#open.isSuspect = true;
    this.hurry();
  }

  /** The peer or this laptop has other addresses now, or this laptop slept: what was tried until now says nothing. */
  startOver(): void {
    if (this.#closed) return;
    this.#failures = 0;
    if (this.#open !== null) this.#open.isSuspect = true;
    else if (this.#attempt !== null) this.#attempt.abort();
    else this.#plan(Math.max(0, this.#attemptedAtMs + shortestPauseMs - performance.now()));
  }

  /** The peer opened the stream; it replaces an older one, which the peer has given up. */
  accept(stream: Stream, connection: Connection): void {
    if (this.#closed || this.#options.opens) {
      stream.abort(new ProtocolError('the smaller PeerId opens the stream'));
      return;
    }
    this.#open?.frames.close();
    const open = this.#adopt(stream, connection);
    open.frames.send(greeting);
    this.#becomeReady(open);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#keepAlive);
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#attempt?.abort();
    this.#open?.frames.close();
  }

  #plan(delayMs: number): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#try(), delayMs);
  }

  #planAfterFailure(): void {
    const backoffMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures);
    this.#failures += 1;
    const delayMs = Math.max(backoffMs, this.#options.opens ? 0 : helperDelayMs);
    // Jitter: everyone notices a restarted member at once.
    this.#plan(delayMs * (0.5 + Math.random() / 2));
  }

  async #try(): Promise<void> {
    if (this.#closed || this.#open !== null || this.#attempt !== null) return;
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#attemptedAtMs = performance.now();
    const timed = timeout(attempt.signal, attemptTimeoutMs);
    try {
      const connection = await this.#options.connect(timed.signal);
      // Connected counts only once our own hello was answered; and whoever does not see us as a member would refuse.
      const { standing } = await this.#options.sayHello(connection, timed.signal);
      if (standing.type !== 'member') return;
      if (!this.#options.opens) return await this.#wonder(connection, timed.signal);
      const stream = await this.#openOver(connection, timed.signal);
      if (attempt.signal.aborted) stream.abort(new Error('no longer needed'));
      else this.#awaitGreeting(this.#adopt(stream, connection));
    } catch {
      // Not there, or not yet: that is what the next attempt is for.
    } finally {
      timed.clear();
      this.#attempt = null;
      this.#planUnlessOpen();
    }
  }

  async #openOver(connection: Connection, signal: AbortSignal): Promise<Stream> {
    try {
      return await connection.newStream(protocols.raft, { signal });
    } catch (error) {
      if (isUnsupported(error)) this.#options.onForeign(await foreignness(connection, protocols.raft, signal));
      throw error;
    }
  }

  /** The peer is to open the stream, and does not: it may have tried in a language that we do not know. */
  async #wonder(connection: Connection, signal: AbortSignal): Promise<void> {
    if (this.#failures < helpsBeforeWondering) return;
    const foreign = await foreignness(connection, protocols.raft, signal);
    if (foreign === 'newer' && this.#open === null) this.#options.onForeign(foreign);
  }

  #planUnlessOpen(): void {
    if (!this.#closed && this.#open === null) this.#planAfterFailure();
  }

  #adopt(stream: Stream, connection: Connection): OpenStream {
    const frames = new FramedStream(stream, {
      maxFrameBytes: networkLimits.raftFrameBytes,
      maxQueuedBytes: networkLimits.sendQueueBytes,
      onFrame: (bytes) => this.#onFrame(open, bytes),
      onBroken: (reason) => this.#options.onBadFrame(reason),
      onClosed: () => this.#onClosed(open),
    });
    const open: OpenStream = {
      frames,
      connection,
      sinceMs: performance.now(),
      heardAtMs: performance.now(),
      ready: false,
      sentSinceTick: false,
      silentTicks: 0,
      isSuspect: false,
    };
    this.#open = open;
    return open;
  }

  #awaitGreeting(open: OpenStream): void {
    setTimeout(() => {
      if (!open.ready) open.frames.close();
    }, greetingTimeoutMs).unref();
  }

  #becomeReady(open: OpenStream): void {
    open.ready = true;
    this.#options.onConnected();
  }

  #onFrame(open: OpenStream, bytes: Uint8Array): void {
    open.silentTicks = 0;
    open.heardAtMs = performance.now();
    open.isSuspect = false;
    if (bytes.byteLength > 0) {
      if (!open.ready) throw new ProtocolError('a frame came before the greeting');
      this.#options.onFrame(decodePeerFrame(bytes));
    } else if (!open.ready) {
      this.#becomeReady(open);
    }
  }

  #onClosed(open: OpenStream): void {
    if (this.#open !== open) return;
    this.#open = null;
    if (open.ready) this.#options.onDisconnected();
    if (this.#closed) return;
    if (performance.now() - open.sinceMs < provenMs) {
      this.#planAfterFailure();
    } else {
      this.#failures = 0;
      this.#plan(this.#options.opens ? 0 : helperDelayMs);
    }
  }

  // Counts intervals, not time: a laptop that wakes up must first see what waits on its sockets.
  #onKeepAlive(): void {
    const open = this.#open;
    if (open === null) return;
    open.silentTicks += 1;
    if (open.silentTicks > (open.isSuspect ? suspectIntervals : silentIntervals)) {
      open.frames.close();
      // The connection is as dead as the stream; a new attempt must not find it.
      open.connection.abort(new Error('the peer fell silent'));
      return;
    }
    if (open.ready && !open.sentSinceTick) open.frames.send(greeting);
    open.sentSinceTick = false;
  }
}
