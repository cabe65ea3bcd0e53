/** Small files of the shell itself (settings, window bounds): replaced whole, and never a reason not to start. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

export type JsonFile<T> =
  | { readonly type: 'read'; readonly value: T }
  | { readonly type: 'missing' }
  /** It could not be used, and was moved to `keptAt` (null: it could not even be moved). */
  | { readonly type: 'damaged'; readonly reason: string; readonly keptAt: string | null };

export function readJsonFile<T>(file: string, schema: z.ZodType<T>): JsonFile<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { type: 'missing' };
    return { type: 'damaged', reason: String(error), keptAt: null };
  }
  try {
    return { type: 'read', value: schema.parse(JSON.parse(text)) };
  } catch (error) {
    return { type: 'damaged', reason: String(error), keptAt: setAside(file) };
  }
}

/** Replaces the file in one step: a crash leaves the old one or the new one. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  renameSync(temporary, file);
}

function setAside(file: string): string | null {
  const keptAt = `${file}.damaged`;
  try {
    renameSync(file, keptAt);
    return keptAt;
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
