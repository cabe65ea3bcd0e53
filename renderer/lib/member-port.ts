import type { memberPortMessage } from '../../src/api/shell.ts';
import type { Port } from './rpc.ts';

// By type only: importing the value would bring the whole validation library into the page.
const handover: typeof memberPortMessage = 'raftpad-member-port';

/** Hears the member's port each time this page's own preload script hands one over, for as long as the page lives. */
export function listenForMemberPort(take: (port: Port) => void): void {
  addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.data === handover && event.source === window && port !== undefined) take(wrap(port));
  });
}

function wrap(port: MessagePort): Port {
  return {
    listen(take) {
      port.onmessage = ({ data }) => take(data);
    },
    send(message) {
      port.postMessage(message);
    },
    close() {
      port.close();
    },
  };
}
