import { afterEach, expect, test } from 'vitest';
import { LanRoom } from './room.ts';
import { torture } from './torture.ts';

let room: LanRoom;
afterEach(() => room.close());

test('people who come and go at random lose nothing, and a connected majority is never long without a leader', async () => {
  room = await LanRoom.open();
  const seats = await room.clusterWith({ awaySeconds: 3, digestCommands: 100 }, 'Ana', 'Bo', 'Chen', 'Dora', 'Eva');
  const seed = Date.now() % 1_000_000;
  const again = `npm run torture -- --minutes 0.25 --seed ${seed} --kind anything`;
  const options = { seed, totalMs: 15_000, roundMs: 15_000, kinds: ['anything'] } as const;
  const figures = await torture(room, seats, options, () => undefined);
  console.log(`${again}: ${JSON.stringify(figures)}`);
  const { longest } = figures;
  if (longest !== null) expect(longest.durationMs, again).toBeLessThan(room.allowedMs(3_000, longest.starvation));
});
