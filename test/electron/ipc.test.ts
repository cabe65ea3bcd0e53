import { describe, expect, it } from 'vitest';
import { answerCall, InvalidCallError, UnknownCallError, type ShellHandlers } from '../../electron/ipc.ts';
import type { ShellSettings } from '../../src/api/shell.ts';

const settings: ShellSettings = { language: 'system', colorScheme: 'system', resolvedLanguage: 'en' };

function recorder(): { calls: unknown[]; handlers: ShellHandlers } {
  const calls: unknown[] = [];
  const note =
    <T>(name: string, answer: T) =>
    (params: unknown): T => {
      calls.push([name, params]);
      return answer;
    };
  const versions = { app: '0', electron: '0', node: '0', chrome: '0' };
  const handlers: ShellHandlers = {
    info: note('info', { profile: null, defaultName: 'Laptop', versions, runtimeOutOfSupport: false }),
    getSettings: note('getSettings', settings),
    setSettings: note('setSettings', settings),
    memberState: note('memberState', { type: 'running' as const }),
    connectMember: note('connectMember', undefined),
    restartMember: note('restartMember', undefined),
    copyText: note('copyText', undefined),
    chooseFile: note('chooseFile', { ticket: 'x', name: 'camp.raftpad' }),
    showDataFolder: note('showDataFolder', undefined),
    takeInviteLink: note('takeInviteLink', null),
    closing: note('closing', undefined),
  };
  return { calls, handlers };
}

describe("the window's calls to main", () => {
  it('are answered when they are known and fit', async () => {
    const { calls, handlers } = recorder();
    await expect(answerCall(handlers, 'getSettings', undefined)).resolves.toEqual(settings);
    await answerCall(handlers, 'setSettings', { language: 'zh-CN' });
    expect(calls).toEqual([
      ['getSettings', undefined],
      ['setSettings', { language: 'zh-CN' }],
    ]);
  });

  it.each(['openExternal', 'constructor', '__proto__', 'toString', '', 7, null, undefined, {}])(
    'are rejected when unknown: %j',
    async (method) => {
      const { calls, handlers } = recorder();
      await expect(answerCall(handlers, method, undefined)).rejects.toThrow(UnknownCallError);
      expect(calls).toEqual([]);
    },
  );

  it.each([
    ['setSettings', { colorScheme: 'pink' }],
    ['setSettings', { colorScheme: 'dark', more: 1 }],
    ['setSettings', null],
    ['copyText', 7],
    ['copyText', 'x'.repeat(1_000_001)],
    ['connectMember', { port: 1 }],
    ['takeInviteLink', 'raftpad://join/x'],
    ['chooseFile', undefined],
    ['chooseFile', { purpose: 'open-anything', name: 'x' }],
    ['chooseFile', { purpose: 'save-backup', name: 'x'.repeat(121) }],
    ['chooseFile', { purpose: 'save-backup', name: 'x', path: '/etc/passwd' }],
  ])('are rejected when %s gets what does not fit', async (method, params) => {
    const { calls, handlers } = recorder();
    await expect(answerCall(handlers, method, params)).rejects.toThrow(InvalidCallError);
    expect(calls).toEqual([]);
  });

  it('name in the error what was asked, shortened', async () => {
    const { handlers } = recorder();
    await expect(answerCall(handlers, 'x'.repeat(10_000), undefined)).rejects.toThrow(
      /^The window asked main for "x{60}"/,
    );
  });
});
