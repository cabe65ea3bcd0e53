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

const mostOpen = 10;
const mostOperations = 100;

/** What clients asked of the registers and heard, in the order in which it happened all over the cluster. */
export class History {
  private moment = 0;
  private readonly generations: number[] = [];
  private readonly registers = new Map<string, Open[]>();

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
    const operation = { invokedAt: ++this.moment, returnedAt: Infinity, action };
    const operations = this.registers.get(register);
    if (operations === undefined) this.registers.set(register, [operation]);
    else operations.push(operation);
    return operation;
  }

  return(operation: Open, action: RegisterAction): void {
    operation.returnedAt = ++this.moment;
    operation.action = action;
  }

  check(coverage: Coverage): void {
    for (const [register, operations] of this.registers) {
      coverage.count('register histories searched');
      if (!isLinearizable(operations)) violated('linearizability', `${register}: ${shown(operations)}`);
    }
  }
}

export type OpenOperation = Open;

function shown(operations: readonly Operation[]): string {
  const lines = operations.map(
    ({ invokedAt, returnedAt, action }) =>
      `${invokedAt}–${returnedAt === Infinity ? '?' : returnedAt} ${JSON.stringify(action)}`,
  );
  return `no order explains what clients saw: ${lines.join('; ')}`;
}
