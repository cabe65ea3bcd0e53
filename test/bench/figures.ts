/** Named numbers, as `--json` prints them. The name ends with the unit: `commit.3.1.p50Ms`. */
export type Figures = Readonly<Record<string, number>>;

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** Four digits are more than any of these measurements is good for. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** One line for each figure, aligned. */
export function table(figures: Figures): string {
  const rows = Object.entries(figures).map(([name, value]) => [name, value.toLocaleString('en-US')] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([name, value]) => `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}`).join('\n');
}
