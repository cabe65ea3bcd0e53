import { describe, expect, it } from 'vitest';
import { choosePackages, missingLibraries } from '../../build/system-packages.ts';

const ldd = `
	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /cache/electron/libffmpeg.so (0x00007f)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libasound.so.2 => not found
	libnss3.so => not found
	/lib64/ld-linux-x86-64.so.2 (0x00007f)
`;
const release =
  (...names: string[]) =>
  (name: string) =>
    Promise.resolve(names.includes(name));

describe('missing system libraries', () => {
  it('are read from what ldd says, each once', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libasound.so.2']);
    expect(missingLibraries('	not a dynamic executable')).toEqual([]);
  });

  it('are named by the packages of Debian 12', async () => {
    const debian12 = release('libgtk-3-0', 'libnss3', 'libasound2');
    const missing = { libraries: missingLibraries(ldd), programs: [] };
    expect(await choosePackages(missing, debian12)).toEqual(['libasound2', 'libgtk-3-0', 'libnss3']);
  });

  it('are named by the packages of Ubuntu 24.04, which were renamed', async () => {
    const ubuntu2404 = release('libgtk-3-0t64', 'libnss3', 'libasound2t64');
    const missing = { libraries: missingLibraries(ldd), programs: [] };
    expect(await choosePackages(missing, ubuntu2404)).toEqual(['libasound2t64', 'libgtk-3-0t64', 'libnss3']);
  });

  it('bring along the programs that tests need, each package once', async () => {
    const missing = { libraries: [], programs: ['Xvfb', 'xvfb-run', 'xauth', 'ip', 'unshare'] };
    expect(await choosePackages(missing, release())).toEqual(['iproute2', 'util-linux', 'xauth', 'xvfb']);
  });
});
