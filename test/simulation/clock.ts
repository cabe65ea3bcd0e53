/** The clock of one laptop against true time: it drifts, jumps ahead, and may stand still while the laptop sleeps. */
export class Clock {
  private baseTrueMs = 0;
  private baseLocalMs: number;
  private isRunning = true;
  private rate: number;

  constructor(localMs: number, rate: number) {
    this.baseLocalMs = localMs;
    this.rate = rate;
  }

  local(trueMs: number): number {
    return this.isRunning ? this.baseLocalMs + (trueMs - this.baseTrueMs) * this.rate : this.baseLocalMs;
  }

  /** When this clock will show `localMs`, if it goes on as now; Infinity while it stands still. */
  trueTimeOf(localMs: number): number {
    return this.isRunning ? this.baseTrueMs + (localMs - this.baseLocalMs) / this.rate : Infinity;
  }

  drift(trueMs: number, rate: number): void {
    this.rebase(trueMs);
    this.rate = rate;
  }

  /** Only ahead: members read a monotonic clock. */
  jump(trueMs: number, aheadMs: number): void {
    this.rebase(trueMs);
    this.baseLocalMs += aheadMs;
  }

  stand(trueMs: number): void {
    this.rebase(trueMs);
    this.isRunning = false;
  }

  goOn(trueMs: number): void {
    this.rebase(trueMs);
    this.isRunning = true;
  }

  private rebase(trueMs: number): void {
    this.baseLocalMs = this.local(trueMs);
    this.baseTrueMs = trueMs;
  }
}
