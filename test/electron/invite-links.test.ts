import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { InviteLinks, registerInviteScheme } from '../../electron/invite-links.ts';

const link = 'raftpad://join/AQCzCh-_x';

function opened(argv: readonly string[] = []): { app: EventEmitter; links: InviteLinks; told: () => number } {
  const app = new EventEmitter();
  let count = 0;
  const links = new InviteLinks(() => (count += 1));
  links.listen(app, argv);
  return { app, links, told: () => count };
}

describe('an invite link that the system opens', () => {
  it('of the first start waits until the window takes it, once', () => {
    const { links, told } = opened(['.', '--no-mdns', link]);
    expect(told()).toBe(1);
    expect(links.take()).toBe(link);
    expect(links.take()).toBeNull();
  });

  it('of a second start comes to the window that runs', () => {
    const { app, links, told } = opened();
    expect(links.take()).toBeNull();
    app.emit('second-instance', {}, ['/opt/Raftpad/raftpad', '--allow-file-access', link], '/');
    expect(told()).toBe(1);
    expect(links.take()).toBe(link);
  });

  it('comes by an event on macOS, which the system then leaves alone', () => {
    const { app, links } = opened();
    let prevented = false;
    app.emit('open-url', { preventDefault: () => (prevented = true) }, link);
    expect(prevented).toBe(true);
    expect(links.take()).toBe(link);
  });

  it('replaces one that was not taken yet', () => {
    const { app, links } = opened([link]);
    app.emit('second-instance', {}, [`${link}2`]);
    expect(links.take()).toBe(`${link}2`);
  });

  it.each([
    ['is another scheme', 'https://example.org/join/x'],
    ['begins with something else', `--profile=${link}`],
    ['holds a line break', 'raftpad://join/\nx'],
    ['holds other characters', 'raftpad://join/网络'],
    ['is too long', `raftpad://join/${'A'.repeat(5_000)}`],
    ['is a file', '/tmp/raftpad:x'],
  ])('is none if it %s', (_, argument) => {
    const { app, links, told } = opened([argument]);
    app.emit('second-instance', {}, [argument]);
    app.emit('open-url', { preventDefault: () => undefined }, argument);
    expect(links.take()).toBeNull();
    expect(told()).toBe(0);
  });

  it('is registered under its own scheme only', () => {
    const schemes: string[] = [];
    registerInviteScheme({ setAsDefaultProtocolClient: (scheme) => schemes.push(scheme) > 0 });
    expect(schemes).toEqual(['raftpad']);
  });
});
