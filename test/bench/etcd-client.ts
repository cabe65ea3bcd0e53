/** The same load as raftpad-client.ts puts on a member, put on an etcd server: node etcd-client.ts ENDPOINT */
import { Etcd3 } from 'etcd3';
import { registerName, registerValue, serveLoads } from './load.ts';

serveLoads(async () => {
  const [, , endpoint = ''] = process.argv;
  const keys = new Etcd3({ hosts: endpoint }).kv;
  const puts: { key: Buffer; value: Buffer }[] = [];
  return (slot, done) => {
    const put = (puts[slot] ??= { key: Buffer.from(registerName(slot)), value: registerValue(slot) });
    keys.put(put).then(done, (error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  };
});
