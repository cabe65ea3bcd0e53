/**
 * What libp2p's connections do for every message, and that costs more than their cryptography:
 *
 * - Noise hands a message to the connection in two pieces, the length and the rest, and TCP gives each to the system by
 *   itself: two packets, and a receiver that wakes up twice. Joined they are one.
 * - To find that no whole length is there yet, which happens after the last message of every packet, noise throws an
 *   error and catches it: ten times what it costs to look.
 * - Each layer tells that it has sent all it had, by an event that nobody listens to.
 */
import type { ConnectionEncrypter, MessageStream, SecuredConnection } from '@libp2p/interface';
import { Uint8ArrayList } from 'uint8arraylist';

/** Makes connections through `encrypter` do without. What looks different inside is left as it is. */
export function withWholeWrites<E, C extends ConnectionEncrypter<E>>(encrypter: C): C {
  const secureInbound = encrypter.secureInbound.bind(encrypter);
  const secureOutbound = encrypter.secureOutbound.bind(encrypter);
  encrypter.secureInbound = async (connection, options) =>
    withCheapReads(await secureInbound(whole(connection), options));
  encrypter.secureOutbound = async (connection, options) =>
    withCheapReads(await secureOutbound(whole(connection), options));
  return encrypter;
}

function whole(connection: MessageStream): MessageStream {
  const send = connection.send.bind(connection);
  connection.send = (data) => send(data.subarray());
  tellListenersOnly(connection);
  return connection;
}

/** From here on `target` makes no event for which nobody listens. */
export function tellListenersOnly(target: object): void {
  if (!isTeller(target)) return;
  const dispatch = target.safeDispatchEvent.bind(target);
  target.safeDispatchEvent = (type, detail) => target.listenerCount(type) === 0 || dispatch(type, detail);
}

interface Teller {
  safeDispatchEvent: (type: string, detail?: object) => boolean;
  readonly listenerCount: (type: string) => number;
}

function isTeller(target: object): target is Teller {
  return (
    'safeDispatchEvent' in target &&
    typeof target.safeDispatchEvent === 'function' &&
    'listenerCount' in target &&
    typeof target.listenerCount === 'function'
  );
}

function withCheapReads<E>(secured: SecuredConnection<E>): SecuredConnection<E> {
  const { connection } = secured;
  tellListenersOnly(connection);
  if ('decoder' in connection && isDecoder(connection.decoder)) {
    const { buffer } = connection.decoder;
    connection.decoder.decode = (data) => takeMessages(buffer, data);
  }
  return secured;
}

interface Decoder {
  readonly buffer: Uint8ArrayList;
  decode: (data: Uint8Array | Uint8ArrayList) => Iterable<Uint8Array | Uint8ArrayList>;
}

function isDecoder(decoder: unknown): decoder is Decoder {
  return (
    typeof decoder === 'object' &&
    decoder !== null &&
    'decode' in decoder &&
    'buffer' in decoder &&
    decoder.buffer instanceof Uint8ArrayList
  );
}

/** The messages that are whole with `data`, without their lengths; `buffer` keeps what is left, which is less than one. */
export function takeMessages(buffer: Uint8ArrayList, data: Uint8Array | Uint8ArrayList): Uint8Array[] {
  buffer.append(data);
  const messages: Uint8Array[] = [];
  while (buffer.byteLength >= lengthBytes) {
    const end = lengthBytes + ((buffer.get(0) << 8) | buffer.get(1));
    if (buffer.byteLength < end) break;
    if (end > lengthBytes) messages.push(buffer.subarray(lengthBytes, end));
    buffer.consume(end);
  }
  return messages;
}

const lengthBytes = 2;
