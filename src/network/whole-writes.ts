/**
 * Two things that libp2p's noise does for every message, and that cost more than its cryptography:
 *
 * - It hands a message to the connection in two pieces, the length and the rest, and TCP gives each to the system by
 *   itself: two packets, and a receiver that wakes up twice. Joined they are one.
 * - To find that no whole length is there yet, which happens after the last message of every packet, it throws a new
 *   error: the engine walks the stack and writes it down. An error made beforehand has no stack to write.
 */
import type { ConnectionEncrypter, MessageStream, SecuredConnection } from '@libp2p/interface';
import type { Uint8ArrayList } from 'uint8arraylist';

/** Makes `encrypter` do both. A noise that looks different inside is left as it is. */
export function withWholeWrites<E, C extends ConnectionEncrypter<E>>(encrypter: C): C {
  const secureInbound = encrypter.secureInbound.bind(encrypter);
  const secureOutbound = encrypter.secureOutbound.bind(encrypter);
  encrypter.secureInbound = async (connection, options) =>
    withCheapEnds(await secureInbound(whole(connection), options));
  encrypter.secureOutbound = async (connection, options) =>
    withCheapEnds(await secureOutbound(whole(connection), options));
  return encrypter;
}

function whole(connection: MessageStream): MessageStream {
  const send = connection.send.bind(connection);
  connection.send = (data) => send(data.subarray());
  return connection;
}

function withCheapEnds<E>(secured: SecuredConnection<E>): SecuredConnection<E> {
  const { connection } = secured;
  if ('decoder' in connection && hasLengthDecoder(connection.decoder)) connection.decoder.lengthDecoder = readLength;
  return secured;
}

function hasLengthDecoder(
  decoder: unknown,
): decoder is { lengthDecoder: (data: Uint8Array | Uint8ArrayList) => number } {
  return typeof decoder === 'object' && decoder !== null && 'lengthDecoder' in decoder;
}

/** What the decoder takes for "not there yet". */
const incomplete = new RangeError('The length of a noise message is not complete yet');

function readLength(data: Uint8Array | Uint8ArrayList): number {
  if (data.length < 2) throw incomplete;
  return data instanceof Uint8Array ? ((data[0] ?? 0) << 8) | (data[1] ?? 0) : (data.get(0) << 8) | data.get(1);
}
