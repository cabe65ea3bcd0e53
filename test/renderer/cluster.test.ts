import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../src/api/contract.ts';
import {
  diagramHeight,
  diagramWidth,
  nameWidth,
  nodeRadius,
  places,
  shortened,
} from '../../renderer/cluster/diagram-layout.ts';
import { logSentence } from '../../renderer/cluster/log-sentence.ts';
import { hindranceOf, spareVoters } from '../../renderer/cluster/quorum.ts';
import { mergeLog } from '../../renderer/lib/log-lines.ts';
import { en } from '../../renderer/lib/messages/en.ts';

describe('how many voters may vanish', () => {
  const members = (voters: number, connected: number): Parameters<typeof spareVoters>[0] =>
    Array.from({ length: voters }, (_, at) => ({ vote: true, self: at === 0, connected: at < connected }));

  test('is what is reachable beyond a majority of all voters', () => {
    expect([spareVoters(members(3, 3)), spareVoters(members(3, 2)), spareVoters(members(3, 1))]).toEqual([1, 0, -1]);
    expect([spareVoters(members(1, 1)), spareVoters(members(5, 5)), spareVoters(members(4, 4))]).toEqual([0, 2, 1]);
  });

  test('does not count learners', () => {
    expect(spareVoters([...members(3, 2), { vote: false, self: false, connected: true }])).toBe(0);
  });
});

test('why nothing can be written is the leader that is not known or not reached, and only else the disks', () => {
  const members = [
    { member: 'ana', self: true, connected: false },
    { member: 'bo', self: false, connected: true },
    { member: 'chen', self: false, connected: false },
  ];
  const hindrance = (leader: string | null, writable = false): unknown => hindranceOf({ writable, leader, members });
  expect([null, 'ana', 'bo', 'chen'].map((leader) => hindrance(leader))).toEqual([
    'no-leader',
    'no-room',
    'no-room',
    'leader-unreachable',
  ]);
  expect(hindrance('bo', true)).toBe(null);
});

describe('the shown log', () => {
  const line = (index: number, term = 1): LogLine => ({
    index,
    term,
    what: { type: 'no-op' },
    by: null,
    committed: true,
  });
  const shown = [3, 2, 1].map((index) => line(index));

  test('gets new entries on top and keeps to its length', () => {
    expect(mergeLog(shown, [line(5), line(4)], 4).map(({ index }) => index)).toEqual([5, 4, 3, 2]);
  });

  test('loses the entries that a new leader cut off', () => {
    expect(mergeLog(shown, [line(2, 7)], 50)).toEqual([line(2, 7), line(1)]);
  });

  test('says an edit in a row of its own', () => {
    const what = { type: 'edit-note', note: 'a', title: 'List', inserted: 'tea\nbread', deletedLength: 1 } as const;
    expect(logSentence(en, { what, term: 1 })).toBe('List: “tea⏎bread”, 1 character deleted');
  });
});

describe('the diagram', () => {
  test('holds any number of members up to eleven, apart from each other and inside the picture', () => {
    for (let count = 1; count <= 11; count++) {
      const at = places(count);
      const radius = nodeRadius(count);
      for (const [position, { x, y }] of at.entries()) {
        expect(
          x - radius >= 0 && x + radius <= diagramWidth && y - radius >= 0 && y + radius <= diagramHeight(count),
        ).toBe(true);
        for (const other of at.slice(position + 1)) {
          expect(Math.hypot(x - other.x, y - other.y), `${count} members`).toBeGreaterThan(2 * radius);
        }
      }
    }
  });

  test('keeps the names of up to nine clear of each other’s circles', () => {
    const characterWidth = 7.2;
    for (let count = 1; count <= 9; count++) {
      const at = places(count);
      const radius = nodeRadius(count);
      const half = (nameWidth(count) * characterWidth) / 2;
      for (const { x, y } of at) {
        const name = { left: x - half, right: x + half, top: y + radius + 8, bottom: y + radius + 22 };
        for (const other of at) {
          if (other.x === x && other.y === y) continue;
          const nearestX = Math.min(Math.max(other.x, name.left), name.right);
          const nearestY = Math.min(Math.max(other.y, name.top), name.bottom);
          expect(Math.hypot(other.x - nearestX, other.y - nearestY), `${count} members`).toBeGreaterThan(radius);
        }
      }
    }
  });

  test('shortens names by the room they take', () => {
    expect([shortened('Ana’s laptop', 12), shortened('Ana’s laptop', 5), shortened('张伟的笔记本', 6)]).toEqual([
      'Ana’s laptop',
      'Ana’s…',
      '张伟的…',
    ]);
  });
});
