/**
 * As much of an assembler for WebAssembly as `byte-kernel.ts` needs: each function gives the bytes of a piece of code.
 * (WebAssembly Core Specification 1.0, chapter 5; all numbers here are of 32 bits, but for `long`.)
 */
export type Code = readonly number[];

/** Local variables are numbered, the parameters first. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];

export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const and = (a: Code, b: Code): Code => [...a, ...b, 0x71];
export const xor = (first: Code, ...others: readonly Code[]): Code =>
  others.reduce<Code>((a, b) => [...a, ...b, 0x73], first);
export const shiftLeft = (a: Code, bits: number): Code => [...a, ...constant(bits), 0x74];
/** Zeros come in from the left. */
export const shiftRight = (a: Code, bits: number): Code => [...a, ...constant(bits), 0x76];
export const isAbove = (a: Code, b: Code): Code => [...a, ...b, 0x4b];

/** What lies at `address` + `offset` in memory, the lowest byte first. */
export const loadByte = (address: Code, offset = 0): Code => [...address, 0x2d, 0, ...unsigned(offset)];
export const loadWord = (address: Code, offset = 0): Code => [...address, 0x28, 0, ...unsigned(offset)];
export const loadLong = (address: Code, offset = 0): Code => [...address, 0x29, 0, ...unsigned(offset)];
export const storeLong = (address: Code, value: Code): Code => [...address, ...value, 0x37, 0, 0];
export const xorLong = (a: Code, b: Code): Code => [...a, ...b, 0x85];

/** Runs `body` again and again, as long as `condition` holds. */
export const whileTrue = (condition: Code, ...body: readonly Code[]): Code => {
  const [block, loop, end, noResult, isZero, leaveIf, again] = [0x02, 0x03, 0x0b, 0x40, 0x45, [0x0d, 1], [0x0c, 0]];
  return [block, noResult, loop, noResult, ...condition, isZero, ...leaveIf, ...body.flat(), ...again, end, end];
};

interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** Local variables behind the parameters. */
  readonly locals: number;
  /** Leaves one number, the result. */
  readonly body: readonly Code[];
}

/** A module that exports these functions, and its memory of so many pages of 64 KiB as `memory`. */
export function wasmModule(pages: number, functions: readonly WasmFunction[]): Uint8Array {
  const number = 0x7f;
  const types = functions.map(({ parameters }) => [0x60, ...list(times(parameters, [number])), 1, number]);
  const exported = functions.map(({ name }, i) => [...text(name), 0, i]);
  const bodies = functions.map(({ locals, body }) => sized([1, ...unsigned(locals), number, ...body.flat(), 0x0b]));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, i) => [i]))),
    ...section(5, list([[0, ...unsigned(pages)]])),
    ...section(7, list([[...text('memory'), 2, 0], ...exported])),
    ...section(10, list(bodies)),
  ]);
}

const section = (id: number, content: Code): Code => [id, ...sized(content)];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (content: Code): Code => [...unsigned(content.length), ...content];
const text = (ascii: string): Code => sized([...Buffer.from(ascii, 'latin1')]);
const times = (count: number, item: Code): Code[] => Array.from({ length: count }, () => item);

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
