import { Laptops } from '../member/harness.ts';
import { rounded } from './figures.ts';
import type { BenchOptions, Report } from './main.ts';
import { cpuSeconds, pidOf, rssMb, sleep } from './usage.ts';

/** What three members take that have nothing to do: the figures are those of the one that takes most. */
export async function idle({ seconds }: BenchOptions): Promise<Report> {
  const laptops = new Laptops();
  try {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    for (const member of members) member.client.close();
    const pids = members.map(pidOf);
    await sleep(Math.min(10, seconds ?? 10)); // until what the start left behind is done
    const forSeconds = seconds ?? 30;
    const before = pids.map(cpuSeconds);
    await sleep(forSeconds);
    const percents = pids.map((pid, index) => ((cpuSeconds(pid) - (before[index] ?? 0)) / forSeconds) * 100);
    const megabytes = pids.map(rssMb);
    return {
      figures: {
        'idle.cpuPercent': rounded(Math.max(...percents)),
        'idle.rssMb': rounded(Math.max(...megabytes)),
      },
      remarks: pids.map(
        (_, index) => `member ${index + 1}: ${percents[index]?.toFixed(2)} %, ${megabytes[index]?.toFixed(1)} MB`,
      ),
    };
  } finally {
    await laptops.close();
  }
}
