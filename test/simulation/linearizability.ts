/**
 * Is a history of one register linearizable? A search in the manner of Wing and Gong (1993) with the memory of Lowe
 * (2017): an operation may be put next if no other one returned before it was invoked, and a state that was reached
 * with the same operations done before is not searched again.
 */

export type RegisterAction =
  | { readonly type: 'read'; readonly value: string | null }
  | { readonly type: 'set'; readonly value: string }
  | {
      readonly type: 'compare-and-set';
      readonly expected: string | null;
      readonly value: string;
      readonly outcome: Swap;
    };
/** How a compare-and-set ended. One that fails says what it found instead. */
export type Swap =
  | { readonly type: 'set' }
  | { readonly type: 'not-equal'; readonly found: string | null }
  | { readonly type: 'unknown' };

export interface Operation {
  readonly invokedAt: number;
  /** Infinity: the caller never heard; it may have happened at any time since, or not at all. */
  readonly returnedAt: number;
  readonly action: RegisterAction;
}

/**
 * @param initial what the register held before the first of these operations; null: nothing.
 * @returns whether some order, in which operations that do not overlap keep theirs, explains all that was seen.
 */
export function isLinearizable(history: readonly Operation[], initial: string | null = null): boolean {
  const operations = relevant(history).sort((a, b) => a.invokedAt - b.invokedAt);
  // What returned soonest is tried first, what never returned last: it is needed only where its value was seen.
  const byReturn = operations.map((_, at) => at).sort((a, b) => operations[a]!.returnedAt - operations[b]!.returnedAt);
  const count = operations.length;
  const words = Math.ceil(count / 32);
  const done = new Uint32Array(words);
  const seen = new Set<string>();
  const choices: { readonly turn: number; readonly before: string | null }[] = [];
  let mustDo = operations.filter(({ returnedAt }) => returnedAt !== Infinity).length;
  let value = initial;
  let first = 0;
  let firstTurn = 0;
  let from = 0;

  while (mustDo > 0) {
    let chosen = -1;
    let next: string | null = null;
    // Only what was invoked before the first return among those not done may come next.
    let firstReturn = Infinity;
    for (let at = first; at < count; at += 1) {
      const operation = operations[at]!;
      if (operation.invokedAt > firstReturn) break;
      if (!isDone(done, at)) firstReturn = Math.min(firstReturn, operation.returnedAt);
    }
    for (let turn = from; turn < count; turn += 1) {
      const at = byReturn[turn]!;
      const operation = operations[at]!;
      if (operation.invokedAt > firstReturn || isDone(done, at)) continue;
      const after = step(operation.action, value);
      if (after === undefined) continue;
      mark(done, at);
      const key = `${done.join(',')}/${String(after)}`;
      if (seen.has(key)) {
        mark(done, at);
        continue;
      }
      seen.add(key);
      chosen = turn;
      next = after;
      break;
    }
    if (chosen !== -1) {
      choices.push({ turn: chosen, before: value });
      value = next;
      if (operations[byReturn[chosen]!]!.returnedAt !== Infinity) mustDo -= 1;
      while (first < count && isDone(done, first)) first += 1;
      while (firstTurn < count && isDone(done, byReturn[firstTurn]!)) firstTurn += 1;
      from = firstTurn;
      continue;
    }
    const last = choices.pop();
    if (last === undefined) return false;
    const undone = byReturn[last.turn]!;
    mark(done, undone);
    if (operations[undone]!.returnedAt !== Infinity) mustDo += 1;
    value = last.before;
    first = Math.min(first, undone);
    firstTurn = Math.min(firstTurn, last.turn);
    from = last.turn + 1;
  }
  return true;
}

/**
 * Without what can be put at the very end, or never happened, whatever the rest is: a write of unknown outcome whose
 * value no one has seen.
 */
function relevant(history: readonly Operation[]): Operation[] {
  const seen = new Set<string | null>();
  for (const { action } of history) {
    if (action.type === 'read') seen.add(action.value);
    if (action.type !== 'compare-and-set') continue;
    seen.add(action.outcome.type === 'not-equal' ? action.outcome.found : action.expected);
  }
  return history.filter(({ action, returnedAt }) => {
    if (returnedAt !== Infinity) return true;
    return action.type !== 'read' && seen.has(action.value);
  });
}

/** @returns the value after the action; undefined: it cannot have been so. */
function step(action: RegisterAction, value: string | null): string | null | undefined {
  switch (action.type) {
    case 'read':
      return action.value === value ? value : undefined;
    case 'set':
      return action.value;
    case 'compare-and-set':
      switch (action.outcome.type) {
        case 'not-equal':
          return value === action.outcome.found && value !== action.expected ? value : undefined;
        case 'set':
        case 'unknown': // if it failed, it is as if it had not been
          return action.expected === value ? action.value : undefined;
      }
  }
}

function isDone(done: Uint32Array, at: number): boolean {
  return ((done[at >>> 5]! >>> (at & 31)) & 1) === 1;
}

/** Marks as done, or as not done again. */
function mark(done: Uint32Array, at: number): void {
  done[at >>> 5]! ^= 1 << (at & 31);
}
