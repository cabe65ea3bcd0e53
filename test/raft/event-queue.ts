interface QueuedEvent {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** What is to happen, by time; at the same time, in the order in which it was added. A binary heap. */
export class EventQueue {
  private readonly heap: QueuedEvent[] = [];
  private added = 0;

  add(atMs: number, run: () => void): void {
    const event = { atMs, order: this.added++, run };
    let at = this.heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(this.heap[parent]!, event)) break;
      this.heap[at] = this.heap[parent]!;
      at = parent;
    }
    this.heap[at] = event;
  }

  /** The next event if it happens at `untilMs` or before, taken out. */
  takeUpTo(untilMs: number): QueuedEvent | null {
    const [first] = this.heap;
    if (first === undefined || first.atMs > untilMs) return null;
    const last = this.heap.pop()!;
    const size = this.heap.length;
    if (size === 0) return first;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(this.heap[child + 1]!, this.heap[child]!)) child += 1;
      if (isBefore(last, this.heap[child]!)) break;
      this.heap[at] = this.heap[child]!;
      at = child;
    }
    this.heap[at] = last;
    return first;
  }
}

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
