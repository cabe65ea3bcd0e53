import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/api/contract.ts';
import { en } from '../../renderer/lib/messages/en.ts';
import { zhCN } from '../../renderer/lib/messages/zh-CN.ts';

describe('the message catalogues', () => {
  test('have the same keys, and none without words', () => {
    const english = leaves(en);
    const chinese = leaves(zhCN);
    expect([...chinese.keys()]).toEqual([...english.keys()]);
    for (const [key, value] of [...english, ...chinese]) expect(value, key).not.toBe('');
  });

  test('are written in their own language', () => {
    const shared = new Set([
      'welcome.address.placeholder',
      'settings.version',
      'network.interfaces.kind.vpn',
      'network.firewall.name.macos',
    ]);
    for (const [key, value] of leaves(zhCN)) {
      if (typeof value === 'string' && !shared.has(key)) expect(value, key).toMatch(/\p{Script=Han}/u);
    }
    for (const [key, value] of leaves(en)) {
      if (typeof value === 'string') expect(value, key).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('say something for every way in which a call can fail', () => {
    for (const catalogue of [en, zhCN]) {
      for (const code of [...errorCodes, 'disconnected'] as const)
        expect(catalogue.failures[code].length).toBeGreaterThan(5);
    }
  });

  test('count as the language does', () => {
    expect(en.status.waiting(1)).toBe('1 edit kept here, on its way');
    expect(en.status.waiting(1200)).toBe('1,200 edits kept here, on their way');
    expect(zhCN.status.waiting(2)).toBe('2 处修改存在本机，正在传送');
  });

  test('say what the standing of a cluster means', () => {
    expect(en.cluster.standing(1, 0, 0)).toBe('1 voter: the notes are on this laptop only.');
    expect(en.cluster.standing(3, 0, 1)).toBe('3 voters: one may vanish without notice.');
    expect(en.cluster.standing(2, 1, 0)).toBe('2 voters, 1 learner: nobody may vanish without notice.');
    expect(en.cluster.standing(3, 0, -1)).toBe('3 voters: a majority is out of reach.');
  });
});

function leaves(tree: object, path = ''): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'object' && value !== null)
      for (const leaf of leaves(value, `${path}${key}.`)) found.set(...leaf);
    else found.set(path + key, value);
  }
  return found;
}
