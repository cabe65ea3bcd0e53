import type { Multiaddr } from '@multiformats/multiaddr';

/** The address that the other side of a connection has, without its port: whoever limits by address goes by this. */
export function remoteHost({ remoteAddr }: { readonly remoteAddr: Multiaddr }): string {
  return remoteAddr.getComponents()[0]?.value ?? '';
}
