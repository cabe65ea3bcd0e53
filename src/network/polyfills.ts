/**
 * What libp2p takes for granted and Node 18 (Electron 25) lacks. Imported before anything of libp2p; without it a
 * connection fails with a misleading ECONNRESET.
 */
import { webcrypto } from 'node:crypto';

interface Resolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers(): Resolvers {
  let settle: Omit<Resolvers, 'promise'> | undefined;
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (settle === undefined) throw new Error('a promise executor did not run');
  return { promise, ...settle };
}

class DetailedEvent extends Event {
  readonly detail: unknown;
  constructor(type: string, init: ConstructorParameters<typeof Event>[1] & { readonly detail?: unknown } = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
}

function provide(target: object, name: string, value: unknown): void {
  if (name in target) return;
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

provide(Promise, 'withResolvers', withResolvers);
provide(globalThis, 'CustomEvent', DetailedEvent);
provide(globalThis, 'crypto', webcrypto);
