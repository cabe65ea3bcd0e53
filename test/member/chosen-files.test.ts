import { describe, expect, it } from 'vitest';
import { absolutePath, ChosenFiles } from '../../src/member/chosen-files.ts';
import { ApiError } from '../../src/member/errors.ts';

const ticketOf = (n: number): string => String(n).padStart(32, '0');

describe('A window', () => {
  it('reaches the files that a person chose, by their tickets, and no others', () => {
    const chosen = new ChosenFiles();
    const answers: unknown[] = [];
    chosen.take({ type: 'chosen-file', ticket: ticketOf(1), path: '/media/camp.raftpad', use: 'read' }, (each) =>
      answers.push(each),
    );
    expect(answers).toEqual([{ type: 'chosen-file-known', ticket: ticketOf(1) }]);
    expect(chosen.pathOf(ticketOf(1), 'read')).toBe('/media/camp.raftpad');
    expect(() => chosen.pathOf(ticketOf(1), 'write')).toThrow(ApiError);
    for (const other of ['/media/camp.raftpad', '/etc/passwd', ticketOf(2), '', '__proto__']) {
      expect(() => chosen.pathOf(other, 'read')).toThrow(ApiError);
    }
  });

  it('has its oldest tickets forgotten', () => {
    const chosen = new ChosenFiles();
    for (let n = 0; n < 20; n += 1) {
      chosen.take({ type: 'chosen-file', ticket: ticketOf(n), path: `/media/${n}`, use: 'write' }, () => undefined);
    }
    expect(() => chosen.pathOf(ticketOf(3), 'write')).toThrow(ApiError);
    expect(chosen.pathOf(ticketOf(4), 'write')).toBe('/media/4');
  });
});

describe('A script', () => {
  it('gives absolute paths', () => {
    expect(absolutePath('/media/camp.raftpad')).toBe('/media/camp.raftpad');
    for (const path of ['camp.raftpad', '../camp', '/media/\0']) expect(() => absolutePath(path)).toThrow(ApiError);
  });
});
