import { collab, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import { history, redo, undo } from '@codemirror/commands';
import { ChangeSet, EditorState, Text } from '@codemirror/state';
import type { StateCommand } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { LocalDocument } from '../../src/notes/local-document.ts';
import { Random, seeds } from './random.ts';

const document = (text = ''): LocalDocument => new LocalDocument('e', Text.of(text.split('\n')));

describe('the local text', () => {
  it('a push on an older version is moved over what came in between', () => {
    const local = document('ac');
    local.push(0, [{ clientId: 'w1', changes: [1, [0, 'b'], 1] }]);
    expect(local.push(0, [{ clientId: 'w2', changes: [2, [0, 'd']] }])).toMatchObject({ type: 'accepted' });
    expect(local.text().toString()).toBe('abcd');
    expect(local.version).toBe(2);
  });

  it('a push that is repeated because its answer was lost counts once', () => {
    const local = document();
    const updates = [
      { clientId: 'w', changes: [[0, 'a']] },
      { clientId: 'w', changes: [1, [0, 'b']] },
    ];
    local.push(0, updates.slice(0, 1));
    local.applyRemote(ChangeSet.of({ from: 0, insert: 'x' }, 1));
    expect(local.push(0, updates)).toMatchObject({ type: 'accepted', updates: [{ clientID: 'w' }] });
    expect(local.text().toString()).toBe('xab');
    expect(local.push(0, updates)).toMatchObject({ type: 'accepted', updates: [] });
  });

  it('of a push with one bad update, nothing is taken', () => {
    const local = document('ab');
    const good = { clientId: 'w', changes: [2, [0, 'c']] };
    for (const changes of [null, [2], [3, [0, 'x\r']], [3, 'x']]) {
      expect(local.push(0, [good, { clientId: 'w', changes }])).toEqual({ type: 'refused', reason: 'bad-change' });
    }
    for (const clientId of ['cluster', 'script'])
      expect(local.push(0, [{ ...good, clientId }])).toMatchObject({ reason: 'bad-change' });
    expect(local.push(0, [good, { clientId: 'w', changes: [3, [0, 'x'.repeat(1_000_000)]] }])).toMatchObject({
      reason: 'too-large',
    });
    expect(local.text().toString()).toBe('ab');
    expect(local.version).toBe(0);
  });

  it('a window too far behind, or ahead, is told to open the note again', () => {
    const local = document();
    for (let n = 0; n < 2_001; n += 1)
      local.push(n, [{ clientId: 'w', changes: n === 0 ? [[0, 'x']] : [n, [0, 'x']] }]);
    expect(local.updatesSince(0)).toBeNull();
    expect(local.updatesSince(1)).toHaveLength(2_000);
    for (const version of [0, 2_002, -1, 0.5]) {
      expect(local.push(version, [{ clientId: 'late', changes: [] }])).toEqual({
        type: 'refused',
        reason: 'stale-document',
      });
    }
  });

  it('an emoji of which only the second half is replaced is replaced whole in the note', () => {
    const local = document('a😀b');
    const result = local.push(0, [{ clientId: 'w', changes: [2, [1, '\ude01'], 1] }]);
    expect(local.text().toString()).toBe('a😁b');
    expect(result.type === 'accepted' && result.composed.toJSON()).toEqual([1, [2, '😁'], 1]);
  });

  it('two windows that replace the same half leave a whole emoji', () => {
    const local = document('a😀b');
    local.push(0, [{ clientId: 'w1', changes: [2, [1, '\ude01'], 1] }]);
    const result = local.push(0, [{ clientId: 'w2', changes: [2, [1, '\ude02'], 1] }]);
    expect(/\p{Surrogate}/u.test(local.text().toString())).toBe(false);
    expect(result).toMatchObject({ type: 'accepted', updates: [{ clientID: 'w2' }, { clientID: 'cluster' }] });
    expect(local.text()).toHaveLength(4);
  });

  it('undo takes back own edits only, also after others edited around and inside them', () => {
    const local = document('base');
    let window = EditorState.create({ doc: 'base', extensions: [collab({ clientID: 'w' }), history()] });
    const run = (command: StateCommand): void => void command({ state: window, dispatch: (tr) => (window = tr.state) });
    const sync = (): void => {
      const pushed = sendableUpdates(window).map(({ clientID, changes }) => ({
        clientId: clientID,
        changes: changes.toJSON() as unknown,
      }));
      const result = local.push(local.version, pushed);
      if (result.type === 'accepted')
        for (const update of result.updates) window = receiveUpdates(window, [update]).state;
    };
    const others = (from: number, insert: string): void => {
      window = receiveUpdates(window, [local.applyRemote(ChangeSet.of({ from, insert }, local.text().length))]).state;
    };
    window = window.update({ changes: { from: 4, insert: ' mine' }, userEvent: 'input' }).state;
    sync();
    others(0, 'their ');
    others(13, '(inside)');
    run(undo);
    sync();
    expect(local.text().toString()).toBe('their base(inside)');
    run(undo);
    sync();
    expect(local.text().toString()).toBe('their base(inside)');
    run(redo);
    sync();
    expect(local.text().toString()).toContain('mi');
    expect(window.doc.eq(local.text())).toBe(true);
  });

  it('updates taken several at a time can end elsewhere: the reason for taking them one by one', () => {
    const random = new Random(seeds(1)[0]!);
    let parted = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const one = randomChange(random, 6);
      const two = randomChange(random, one.newLength);
      const mine = randomChange(random, 6);
      const stepwise = mine.map(one).map(two);
      if (JSON.stringify(mine.map(one.compose(two))) !== JSON.stringify(stepwise)) parted += 1;
    }
    expect(parted).toBeGreaterThan(0);
  });
});

function randomChange(random: Random, length: number): ChangeSet {
  const from = random.below(length + 1);
  const to = Math.min(length, from + random.below(4));
  return ChangeSet.of({ from, to, insert: random.chance(0.7) ? 'abc'.slice(random.below(3)) : '' }, length);
}
