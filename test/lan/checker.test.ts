import { expect, test } from 'vitest';
import { check, type History, type Notes, type RegisterUse, type WrittenLine } from './checker.ts';

const line = (client: string, count: number, acknowledged = true): WrittenLine => ({
  client,
  note: 'n',
  line: `${client} ${count}`,
  acknowledged,
});
const ana = [line('ana', 1), line('ana', 2), line('ana', 3)];
const bo = [line('bo', 1), line('bo', 2, false), line('bo', 3)];
const history: History = { lines: [...ana, ...bo], registers: [] };
const all = (text: string): ReadonlyMap<string, Notes> => new Map([['Ana', new Map([['n', text]])]]);
const checked = (text: string): unknown[] => check(history, all(text));

test('what all clients wrote, each in its order, is as it should be', () => {
  expect(checked('bo 3\nana 3\nana 2\nbo 2\nbo 1\nana 1\n')).toEqual([]);
});
test('a line that was never acknowledged may be missing', () => {
  expect(checked('bo 3\nana 3\nana 2\nbo 1\nana 1\n')).toEqual([]);
});
test('an acknowledged line that is missing is found', () => {
  expect(checked('bo 3\nana 3\nbo 1\nana 1\n')).toEqual([{ type: 'lost', client: 'ana', note: 'n', line: 'ana 2' }]);
});
test('lines of a note that is gone are found', () => {
  expect(check(history, new Map([['Ana', new Map()]])).map((found) => found.type)).toEqual(Array(5).fill('lost'));
});
test('a line that stands twice is found, also if it was never acknowledged', () => {
  expect(checked('bo 3\nana 3\nbo 2\nana 2\nbo 2\nbo 1\nana 1\n')).toEqual([
    { type: 'doubled', client: 'bo', note: 'n', line: 'bo 2' },
  ]);
});
test('lines of one client in another order are found', () => {
  expect(checked('bo 3\nana 2\nana 3\nbo 1\nana 1\n')).toEqual([
    { type: 'reordered', client: 'ana', note: 'n', line: 'ana 3', before: 'ana 2' },
  ]);
});
test('a line that nobody wrote is found', () => {
  expect(checked('bo 3\nana 3\nana 2\nboana 1\n 1\nbo 1\nana 1\n')).toEqual([
    { type: 'unknown-line', note: 'n', line: 'boana 1' },
    { type: 'unknown-line', note: 'n', line: ' 1' },
  ]);
});
test('members whose texts differ are found', () => {
  const text = 'bo 3\nana 3\nana 2\nbo 1\nana 1\n';
  const members = new Map([...all(text), ['Bo', new Map([['n', `${text}\n`]])]]);
  expect(check(history, members)).toEqual([{ type: 'members-differ', note: 'n', members: ['Ana', 'Bo'] }]);
});

const set = (value: string, invokedAt: number, returnedAt: number): RegisterUse => ({
  register: 'r',
  invokedAt,
  returnedAt,
  action: { type: 'set', value },
});
const read = (value: string | null, invokedAt: number, returnedAt: number): RegisterUse => ({
  register: 'r',
  invokedAt,
  returnedAt,
  action: { type: 'read', value },
});
const registers = (...uses: RegisterUse[]): unknown[] =>
  check({ lines: [], registers: uses }, new Map([['Ana', new Map()]]));

test('a register that shows each acknowledged write to every later read is as it should be', () => {
  expect(registers(set('a', 0, 1), read('a', 2, 3), set('b', 4, Infinity), read('a', 5, 6), read('b', 7, 8))).toEqual(
    [],
  );
});
test('an acknowledged write that a later read does not show is found', () => {
  expect(registers(set('a', 0, 1), set('b', 2, 3), read('a', 4, 5))).toEqual([
    { type: 'not-linearizable', register: 'r' },
  ]);
});
test('a write that takes effect twice is found', () => {
  const uses = [set('a', 0, 1), set('b', 2, 3), read('b', 4, 5), read('a', 6, 7)];
  expect(registers(...uses)).toEqual([{ type: 'not-linearizable', register: 'r' }]);
});
