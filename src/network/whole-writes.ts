/**
 * libp2p's noise hands a message to the connection in two pieces, its length and itself, and TCP gives each to the
 * system by itself: two packets, and a receiver that wakes twice. Joined they are one. Measured (two processes on
 * loopback, test/network/two-processes.ts): XXX
 */
import type { ConnectionEncrypter, MessageStream } from '@libp2p/interface';

/** Makes `encrypter` send each of its messages in one write. */
export function withWholeWrites<E extends ConnectionEncrypter>(encrypter: E): E {
  const { secureInbound, secureOutbound } = encrypter;
  encrypter.secureInbound = (connection, options) => secureInbound.call(encrypter, whole(connection), options);
  encrypter.secureOutbound = (connection, options) => secureOutbound.call(encrypter, whole(connection), options);
  return encrypter;
}

function whole<C extends MessageStream>(connection: C): C {
  const send = connection.send.bind(connection);
  connection.send = (data) => send(data.subarray());
  return connection;
}
