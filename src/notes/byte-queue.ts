/** Bytes that arrive in pieces of any size and are taken out in others. Its memory is a small multiple of what it holds. */
export class ByteQueue {
  #bytes = new Uint8Array(0);
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  push(piece: Uint8Array): void {
    if (this.#to + piece.length > this.#bytes.length) this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#to);
    this.#to += piece.length;
  }

  /** The first `length` bytes, without taking them out. Valid until the next `push`. */
  peek(length: number): Uint8Array {
    if (length > this.length) throw new Error('a queue was asked for more than it holds');
    return this.#bytes.subarray(this.#from, this.#from + length);
  }

  /** As `peek`, and takes them out. */
  take(length: number): Uint8Array {
    const taken = this.peek(length);
    this.#from += length;
    return taken;
  }

  #makeRoom(more: number): void {
    const held = this.peek(this.length);
    const needed = held.length + more;
    if (needed <= this.#bytes.length / 2) this.#bytes.copyWithin(0, this.#from, this.#to);
    else {
      const larger = new Uint8Array(needed * 2);
      larger.set(held);
      this.#bytes = larger;
    }
    this.#to = held.length;
    this.#from = 0;
  }
}
