import path from 'node:path';
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));
const { fileFor } = await import('../../electron/app-protocol.ts');
const folder = path.resolve('/app/out/renderer');

it('the app scheme serves files of the window', () => {
  expect(fileFor('app://raftpad/', folder)).toBe(path.join(folder, 'index.html'));
  expect(fileFor('app://raftpad/assets/a.js?v=1#x', folder)).toBe(path.join(folder, 'assets', 'a.js'));
});

it.each([
  'app://raftpad/..%2f..%2fpackage.json',
  'app://raftpad/%2e%2e/main.cjs',
  'app://raftpad/assets/..%2f..%2fmain.cjs',
  'app://elsewhere/index.html',
  'app://raftpad/%00',
  'app://raftpad/%E0%A4%A',
  'not an address',
])('the app scheme leads nowhere else: %s', (url) => {
  const file = fileFor(url, folder);
  expect(file === null || file.startsWith(folder + path.sep)).toBe(true);
});
