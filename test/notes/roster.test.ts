import { describe, expect, it } from 'vitest';
import { limits } from '../../src/notes/types.ts';
import { Machine, noEffect } from './commands.ts';

describe('the roster', () => {
  it('knows what members are called and where they are, as they said last', () => {
    const machine = new Machine();
    const introduce = (name: string, addresses: string[]) =>
      machine.run({ type: 'introduce-member', member: 'm1', name, addresses });
    expect(introduce('Ann', ['/ip4/10.0.0.1/tcp/47101']).events).toEqual([{ type: 'roster-changed' }]);
    introduce('Anna', []);
    expect(machine.roster()).toEqual([{ member: 'm1', name: 'Anna', addresses: [] }]);
  });

  it('knows the name of the cluster', () => {
    const machine = new Machine();
    expect(machine.clusterName()).toBe('');
    expect(machine.run({ type: 'name-cluster', name: 'Room 4' }).events).toEqual([{ type: 'cluster-named' }]);
    expect(machine.run({ type: 'name-cluster', name: '  ' })).toEqual(noEffect('bad-name'));
    expect(machine.clusterName()).toBe('Room 4');
  });

  it('refuses what is beyond its limits', () => {
    const machine = new Machine();
    const introduce = (member: string, name: string, addresses: string[]) =>
      machine.run({ type: 'introduce-member', member, name, addresses });
    expect(introduce('', 'Ann', [])).toEqual(noEffect('bad-id'));
    expect(introduce('m', 'x'.repeat(limits.nameLength + 1), [])).toEqual(noEffect('bad-name'));
    expect(
      introduce(
        'm',
        'Ann',
        Array.from({ length: limits.addresses + 1 }, () => 'a'),
      ),
    ).toEqual(noEffect('bad-address'));
    expect(introduce('m', 'Ann', ['x'.repeat(limits.addressLength + 1)])).toEqual(noEffect('bad-address'));
    expect(machine.roster()).toEqual([]);
    for (let n = 0; n < limits.rosterEntries; n += 1) introduce(`m${n}`, 'Ann', []);
    expect(introduce('one more', 'Ann', [])).toEqual(noEffect('too-many'));
  });
});
