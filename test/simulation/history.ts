import { isLinearizable } from './linearizability.ts';
import { violated } from './violation.ts';
import type { Coverage } from './coverage.ts';
import type { Operation, RegisterAction } from './linearizability.ts';

/** An operation that has not returned; until then its outcome is unknown. */
interface Open {
  invokedAt: number;
  returnedAt: number;
  action: RegisterAction;
}
export type OpenOperation = Open;

const mostOpen = 10;
const mostOperations = 100;

/**
 * What clients asked of the registers of one epoch and heard, in the order in which it happened all over the cluster.
 *
 * A recovery from a lost majority divides history in two. Clients are bound to the epoch of their laptop. Those of the
 * old epoch go on in the old history, and are judged by it for as long as anyone lives there. The new one begins with
 * the registers as the log of the surviving member leaves them, so what was acknowledged before is lost exactly if that
 * log lacks it; what that member had asked for and not heard of may still happen there, too.
 */
export class History {
  private readonly time: { moment: number };
  private readonly generations: number[];
  private readonly registers = new Map<string, Open[]>();
  /** What the registers held when this history began. */
  private readonly initial = new Map<string, string | null>();

  private constructor(time: { moment: number }, generations: number[]) {
    this.time = time;
    this.generations = generations;
  }

  static first(): History {
    return new History({ moment: 0 }, []);
  }

  /** @param valueOf what a register holds after all that the log of the surviving member says. */
  forked(valueOf: (register: string) => string | null): History {
    const history = new History(this.time, [...this.generations]);
    for (const name of [...this.initial.keys(), ...this.registers.keys()]) history.initial.set(name, valueOf(name));
    return history;
  }

  /**
   * The name under which a register is used now. The search is exponential in what overlaps, and what never returned
   * overlaps with all that follows: so clients move on to a fresh register before it is too much.
   */
  register(number: number): string {
    const generation = this.generations[number] ?? 0;
    const operations = this.registers.get(`r${number}.${generation}`) ?? [];
    let open = 0;
    for (const { returnedAt } of operations) if (returnedAt === Infinity) open += 1;
    if (open < mostOpen && operations.length < mostOperations) return `r${number}.${generation}`;
    this.generations[number] = generation + 1;
    return `r${number}.${generation + 1}`;
  }

  invoke(register: string, action: RegisterAction): Open {
    return this.add(register, { invokedAt: ++this.time.moment, returnedAt: Infinity, action });
  }

  /** The same operation, which a client began in another epoch, may happen in this one as well. */
  takeOver(register: string, { invokedAt, action }: Pick<Open, 'invokedAt' | 'action'>): Open {
    return this.add(register, { invokedAt, returnedAt: Infinity, action });
  }

  return(operation: Open, action: RegisterAction): void {
    operation.returnedAt = ++this.time.moment;
    operation.action = action;
  }

  check(coverage: Coverage): void {
    for (const [register, operations] of this.registers) {
      coverage.count('register histories searched');
      const initial = this.initial.get(register) ?? null;
      if (!isLinearizable(operations, initial))
        violated('linearizability', `${register}, which began as ${initial}: ${shown(operations)}`);
    }
  }

  private add(register: string, operation: Open): Open {
    const operations = this.registers.get(register);
    if (operations === undefined) this.registers.set(register, [operation]);
    else operations.push(operation);
    return operation;
  }
}

function shown(operations: readonly Operation[]): string {
  const lines = operations.map(
    ({ invokedAt, returnedAt, action }) =>
      `${invokedAt}–${returnedAt === Infinity ? '?' : returnedAt} ${JSON.stringify(action)}`,
  );
  return `no order explains what clients saw: ${lines.join('; ')}`;
}
