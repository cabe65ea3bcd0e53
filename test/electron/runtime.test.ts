import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeRuntime, findElectronRuntime, type RuntimeProbes } from '../../build/electron-runtime.ts';

interface Machine {
  readonly override?: string;
  readonly overrideRuns?: boolean;
  readonly pinned?: 'there' | 'downloads' | 'unreachable' | 'unreachable a moment ago';
  readonly registry?: 'cached' | 'fetches';
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/** The probes of a machine, and what was tried on it. */
function machine(given: Machine): { probes: RuntimeProbes; tried: string[] } {
  const tried: string[] = [];
  let pinned = given.pinned === 'there' ? '/modules/electron/dist' : null;
  const probes: RuntimeProbes = {
    overrideDirectory: given.override,
    platform: given.platform ?? 'linux',
    arch: given.arch ?? 'x64',
    versionOf: () => Promise.resolve(given.overrideRuns === true ? '40.1.2' : null),
    pinned: {
      find: () => pinned,
      recentFailure: () =>
        Promise.resolve(given.pinned === 'unreachable a moment ago' ? 'cannot be reached, 3 min ago' : null),
      download: () => {
        tried.push('download');
        if (given.pinned !== 'downloads') return Promise.resolve('nothing arrived for 20 s');
        pinned = '/modules/electron/dist';
        return Promise.resolve(null);
      },
    },
    registry: {
      find: () => (given.registry === 'cached' ? '/cache/electron' : null),
      download: () => {
        tried.push('registry');
        return Promise.resolve('/cache/electron');
      },
    },
  };
  return { probes, tried };
}

describe('the Electron runtime', () => {
  it('is the one a person named, without trying anything else', async () => {
    const { probes, tried } = machine({ override: '/opt/electron', overrideRuns: true, pinned: 'there' });
    await expect(findElectronRuntime(probes)).resolves.toMatchObject({
      source: 'override',
      version: '40.1.2',
      executable: path.resolve('/opt/electron/electron'),
    });
    expect(tried).toEqual([]);
  });

  it('is refused, not replaced in silence, when the one a person named does not run', async () => {
    const { probes } = machine({ override: '/opt/nothing', pinned: 'there' });
    await expect(findElectronRuntime(probes)).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH .* no Electron that runs/);
  });

  it('is the pinned one if that is there', async () => {
    const { probes, tried } = machine({ pinned: 'there', registry: 'cached' });
    await expect(findElectronRuntime(probes)).resolves.toMatchObject({ source: 'pinned' });
    expect(tried).toEqual([]);
  });

  it('is the pinned one if that can be downloaded', async () => {
    const { probes, tried } = machine({ pinned: 'downloads', registry: 'cached' });
    await expect(findElectronRuntime(probes)).resolves.toMatchObject({ source: 'pinned' });
    expect(tried).toEqual(['download']);
  });

  it('is the one from the registry where releases are out of reach, and says so', async () => {
    const { probes, tried } = machine({ pinned: 'unreachable', registry: 'fetches' });
    const runtime = await findElectronRuntime(probes);
    expect(runtime).toMatchObject({ source: 'registry', version: '25.1.1', directory: '/cache/electron' });
    expect(describeRuntime(runtime)).toMatch(/could not be downloaded \(nothing arrived for 20 s\).*out of support/);
    expect(tried).toEqual(['download', 'registry']);
  });

  it('is not looked for again so soon after a download failed', async () => {
    const { probes, tried } = machine({ pinned: 'unreachable a moment ago', registry: 'cached' });
    await expect(findElectronRuntime(probes)).resolves.toMatchObject({ source: 'registry' });
    expect(tried).toEqual([]);
  });

  it.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'arm64'],
  ] as const)('is missing with what to do on %s %s where releases are out of reach', async (platform, arch) => {
    const { probes, tried } = machine({ pinned: 'unreachable', platform, arch });
    await expect(findElectronRuntime(probes)).rejects.toThrow(/no other runtime for .*\n.*ELECTRON_MIRROR/);
    expect(tried).toEqual(['download']);
  });
});
