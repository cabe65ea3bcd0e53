import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenGroups } from './golden-messages.ts';

/**
 * What apps that people have sent, byte for byte, by group and name. Laptops of one cluster are updated one by one, and
 * logs and links outlive the app that wrote them: what is recorded here stays readable, and is never recorded anew.
 * `RAFTPAD_RECORD=1 npx vitest run test/wire/golden.test.ts` adds what is new.
 */
const file = join(import.meta.dirname, 'golden-messages.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;

if (process.env['RAFTPAD_RECORD'] === '1') {
  for (const [group, { messages, encode }] of Object.entries(goldenGroups)) {
    for (const name of Object.keys(messages)) {
      (recorded[group] ??= {})[name] ??= Buffer.from(encode(name)).toString('base64');
    }
  }
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
}

/** What is absent and what is undefined are the same. */
function comparable(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Uint8Array ? { base64: Buffer.from(part).toString('base64') } : part,
  );
  return JSON.parse(text);
}
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** Field 2000, a number: of an app that knows more than this one. */
const fieldOfTomorrow = Uint8Array.of(0x80, 0x7d, 1);

describe.each(Object.entries(goldenGroups))('%s', (group, { messages, decode, mayGrow }) => {
  const ofGroup = recorded[group] ?? {};

  test('has every kind recorded, and leaves out nothing that was', () => {
    expect(Object.keys(ofGroup).sort()).toEqual(Object.keys(messages).sort());
  });

  test.each(Object.entries(ofGroup))('%s is read as it was meant when it was sent', (name, base64) => {
    expect(comparable(decode(bytesOf(base64)))).toEqual(comparable(messages[name]));
  });

  test.runIf(mayGrow).each(Object.entries(ofGroup))('%s with a field more is read without it', (name, base64) => {
    const grown = Uint8Array.from([...bytesOf(base64), ...fieldOfTomorrow]);
    expect(comparable(decode(grown))).toEqual(comparable(messages[name]));
  });
});
