import { describe, expect, it } from 'vitest';
import { newerVersionSchema } from '../../src/api/newer-version.ts';
import { newerCommand, newerFile } from '../../src/member/update-needed.ts';
import { SnapshotError } from '../../src/notes/snapshot-error.ts';
import { NewerFormatError } from '../../src/storage/errors.ts';

describe('What ends a member because it is too old', () => {
  it('says who wrote it with which Raftpad, as far as that is known', () => {
    const by = (name: string | null, appVersion: string | null) => newerCommand(2, { name, appVersion });
    expect(by('Ana', '9.0.0').message).toMatch(/^Ana \(Raftpad 9\.0\.0\) wrote .* version 2 /);
    expect(by('Ana', null).message).toMatch(/^Ana wrote /);
    expect(by(null, null).message).toMatch(/^Another laptop wrote /);
    expect(newerCommand(2, 'own').message).toMatch(/^A newer Raftpad on this laptop wrote /);
    expect(by('Ana', '9.0.0').newer).toMatchObject({ type: 'command', by: 'Ana', byVersion: '9.0.0', byOwn: false });
    expect(newerCommand(2, 'own').newer).toMatchObject({ by: null, byVersion: null, byOwn: true });
  });

  it('is a file of a newer format too, and no other error', () => {
    const path = '/data/log/00000001.log';
    expect(newerFile(new NewerFormatError(path, 3, 2), '/data')?.newer).toMatchObject({ type: 'file', path });
    const snapshot = new SnapshotError('newer-format', 'It is newer.');
    expect(newerFile(snapshot, '/data')?.newer).toMatchObject({ type: 'file', path: '/data' });
    expect(newerFile(new SnapshotError('damaged', 'It is not.'), '/data')).toBeNull();
    expect(newerFile(new Error('full'), '/data')).toBeNull();
  });

  it('is understood by the shell that it is told to', () => {
    for (const { newer } of [newerCommand(2, 'own'), newerFile(new NewerFormatError('/x', 3, 2), '/')!]) {
      expect(newerVersionSchema.parse(structuredClone(newer))).toEqual(newer);
    }
  });
});
