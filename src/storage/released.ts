/**
 * Gives the memory of `bytes` back at once, where the engine can do that (ES2024); they are empty then. Else it is freed
 * with the garbage, for which the engine looks through its whole heap after every few dozen megabytes. Bytes that share
 * their memory with others are left as they are.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer.byteLength !== byteLength) return;
  if ('transfer' in buffer && typeof buffer.transfer === 'function') Reflect.apply(buffer.transfer, buffer, [0]);
}
