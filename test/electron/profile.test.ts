import { describe, expect, it } from 'vitest';
import { CommandLineError, defaultLaptopName, parseCommandLine, profileFolder } from '../../electron/profile.ts';

describe('the command line', () => {
  it('names a profile in both spellings', () => {
    expect(parseCommandLine(['.', '--profile', 'A']).profile).toBe('A');
    expect(parseCommandLine(['--profile=会议室-2']).profile).toBe('会议室-2');
    expect(parseCommandLine(['--inspect=0', '--no-sandbox']).profile).toBeNull();
  });

  it.each(['../secrets', 'a/b', 'a\\b', '.hidden', '', 'a b', 'x'.repeat(41), 'nul\0', '-x'])(
    'refuses %j as the name of a profile',
    (name) => {
      expect(() => parseCommandLine([`--profile=${name}`])).toThrow(CommandLineError);
    },
  );

  it('says that a value is missing instead of taking the next option for it', () => {
    expect(() => parseCommandLine(['--profile', '--no-mdns'])).toThrow('--profile needs a value after it.');
    expect(() => parseCommandLine(['--listen'])).toThrow(CommandLineError);
  });

  it('passes on to the member only what is meant for it', () => {
    const { memberArguments } = parseCommandLine([
      '--remote-debugging-port=0',
      '--no-mdns',
      '--listen',
      '127.0.0.1:0',
      '--profile',
      'A',
    ]);
    expect(memberArguments).toEqual(['--no-mdns', '--listen', '127.0.0.1:0']);
  });
});

describe('a profile', () => {
  it('has a folder of its own', () => {
    expect(profileFolder(null)).toBe('Raftpad');
    expect(profileFolder('A')).toBe('Raftpad-A');
  });

  it('gives the laptop a readable name, and tells profiles of one laptop apart', () => {
    expect(defaultLaptopName('annas-macbook-pro.local', null)).toBe('Annas macbook pro');
    expect(defaultLaptopName('annas-macbook-pro.local', 'B')).toBe('Annas macbook pro B');
    expect(defaultLaptopName('localhost', null)).toBe('Laptop');
    expect(defaultLaptopName('', null)).toBe('Laptop');
    expect(defaultLaptopName('h'.repeat(64), 'x'.repeat(40)).length).toBeLessThanOrEqual(80);
  });
});
