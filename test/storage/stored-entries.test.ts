import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asLogIndex } from '../../src/raft/types.ts';
import type { LogEntry } from '../../src/raft/types.ts';
import { FrameEncoder, MemberNumbers, readRecords } from '../../src/storage/log-records.ts';
import { SegmentImage } from '../../src/storage/segment-image.ts';
import { mask, padOf, segmentHeaderBytes } from '../../src/storage/segment-format.ts';
import { StoredEntries } from '../../src/storage/stored-entries.ts';
import { seededRandom } from '../seeded-random.ts';
import { append, command, plain } from './log-helpers.ts';

/** One segment in memory with these entries, and where each of them lies. */
function segmentOf(number: number, entries: readonly LogEntry[]): { image: SegmentImage; offsets: number[] } {
  const frame = new FrameEncoder().encode(asLogIndex(0), [append(...entries)], new MemberNumbers());
  const bytes = new Uint8Array(segmentHeaderBytes + frame.length);
  bytes.set(frame, segmentHeaderBytes);
  const header = { number, salt: number, previousCheck: 0 };
  mask(bytes.subarray(segmentHeaderBytes), segmentHeaderBytes, padOf(number)); // the image takes the mask away
  const image = new SegmentImage(header, bytes);
  const offsets: number[] = [];
  const nothing = (): void => undefined;
  readRecords(
    image,
    { start: segmentHeaderBytes + 16, end: bytes.length, check: 0 },
    {
      checkpoint: nothing,
      position: nothing,
      truncate: nothing,
      hardState: nothing,
      entry: (_, at) => void offsets.push(at),
    },
  );
  return { image, offsets };
}

/** The second of three entries, each of which lies in a segment of its own. */
function middleOfThree(): { part: StoredEntries; images: WeakRef<SegmentImage>[] } {
  const segments = [1, 2, 3].map((number) => segmentOf(number, [command(number, 1, `${number}`)]));
  const run = new StoredEntries();
  for (const { image, offsets } of segments) for (const offset of offsets) run.add(image, offset);
  return { part: run.slice(1, 2), images: segments.map(({ image }) => new WeakRef(image)) };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the entries of a log as they lie in its segments', () => {
  it('are what an array of them is, however they are added, cut, taken in part and looked at', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seededRandom(seed);
    const below = (end: number): number => Math.floor(random() * end);
    for (let round = 0; round < 50; round += 1) {
      let run = new StoredEntries();
      let expected: LogEntry[] = [];
      let before = 0;
      for (let step = 0; step < 30; step += 1) {
        const kind = below(8);
        if (kind < 4) {
          const first = before + expected.length + 1;
          const added = Array.from({ length: 1 + below(40) }, (_, n) => command(first + n, 1, `${first + n}`));
          const { image, offsets } = segmentOf(step + 1, added);
          for (const offset of offsets) run.add(image, offset);
          expected.push(...added);
        } else if (kind === 4) {
          const length = below(expected.length + 1);
          run.truncate(length);
          expected = expected.slice(0, length);
        } else if (kind === 5 && below(4) === 0) {
          before = below(100);
          run.clear(before);
          expected = [];
        } else {
          const from = below(expected.length + 1);
          const to = from + below(expected.length - from + 1);
          const part = run.slice(from, to);
          expect(plain(part), `seed ${seed}`).toEqual(expected.slice(from, to));
          if (kind === 7) {
            run = part;
            expected = expected.slice(from, to);
            before += from;
          }
        }
        expect(run.length, `seed ${seed}`).toBe(expected.length);
        const position = below(expected.length + 4) - 2;
        const found = run.at(position);
        const wanted = position < 0 ? undefined : expected[position];
        expect(found === undefined ? [] : plain([found]), `seed ${seed}`).toEqual(wanted === undefined ? [] : [wanted]);
      }
      expect(plain(run), `seed ${seed}`).toEqual(expected);
    }
  });

  it('keep only the segments in memory that a part of them lies in', async () => {
    const { part, images } = middleOfThree();
    await new Promise((resolve) => setImmediate(resolve)); // until then what a reference was made to is kept
    collectGarbage();
    expect(images.map((image) => image.deref() !== undefined)).toEqual([false, true, false]);
    expect(plain(part)).toEqual([command(2, 1, '2')]);
  });
});
