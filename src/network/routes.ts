/** Which way the system would send something. Nothing is sent to find out. */
import { createSocket } from 'node:dgram';

/** `from`: the own address that it would leave with. `code`: why it would not, as the system says. */
export type Route =
  { readonly type: 'from'; readonly address: string } | { readonly type: 'none'; readonly code: string };

/** @param address of IPv4 */
export function routeTo(address: string): Promise<Route> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (route: Route): void => {
      socket.close();
      resolve(route);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => finish({ type: 'none', code: error.code ?? 'unknown' }));
    // Connecting a datagram socket only chooses the route. A failure comes as an argument.
    socket.connect(9, address, (error?: NodeJS.ErrnoException | null) => {
      if (error) finish({ type: 'none', code: error.code ?? 'unknown' });
      else finish({ type: 'from', address: socket.address().address });
    });
  });
}

/** For documentation (RFC 5737): nobody's, so what leads there is the default route. */
export const anywhere = '192.0.2.1';
