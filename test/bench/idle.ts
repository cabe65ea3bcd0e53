import { Laptops } from '../member/harness.ts';
import { rounded } from './figures.ts';
import type { BenchOptions, Report } from './main.ts';
import { cpuSeconds, pidOf, rssMb, sleep } from './usage.ts';

/** So long the engine compiles what a member does again and again while it idles, besides what the start left behind. */
const settlingSeconds = 60;

/** What three members take that have nothing to do: the figures are those of the one that takes most. */
export async function idle({ seconds }: BenchOptions): Promise<Report> {
  const laptops = new Laptops();
  try {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    for (const member of members) member.client.close();
    const pids = members.map(pidOf);
    const measure = async (forSeconds: number): Promise<number[]> => {
      const before = pids.map(cpuSeconds);
      await sleep(forSeconds);
      return pids.map((pid, index) => ((cpuSeconds(pid) - (before[index] ?? 0)) / forSeconds) * 100);
    };
    await sleep(10);
    const early = await measure(settlingSeconds - 10);
    const percents = await measure(seconds ?? 30);
    const megabytes = pids.map(rssMb);
    return {
      figures: {
        'idle.cpuPercent': rounded(Math.max(...percents)),
        'idle.rssMb': rounded(Math.max(...megabytes)),
      },
      remarks: pids.map(
        (_, index) =>
          `member ${index + 1}: ${percents[index]?.toFixed(2)} %, ${megabytes[index]?.toFixed(1)} MB; ` +
          `in its first minute ${early[index]?.toFixed(2)} %`,
      ),
    };
  } finally {
    await laptops.close();
  }
}
