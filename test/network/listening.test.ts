import { afterEach, expect, test } from 'vitest';
import { ListenError } from '../../src/network/errors.ts';
import { startApp, stopAllApps } from './apps.ts';

afterEach(stopAllApps);

test('a port that is taken, and an address that this laptop does not have, are told in words', async () => {
  const first = await startApp();
  const [, , host, , port] = first.network.addresses()[0]!.split('/');
  const taken = startApp({ listen: `${host}:${port}` });
  await expect(taken).rejects.toThrow(ListenError);
  await expect(taken).rejects.toThrow(`TCP port ${port} at ${host} is in use: another program`);
  await expect(startApp({ listen: '192.0.2.77:47101' })).rejects.toThrow('No interface of this laptop has the address');
});
