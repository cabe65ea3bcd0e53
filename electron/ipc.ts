/** The window's calls to main: each named, each validated, nothing else answered. */
import type { z } from 'zod';
import { shellMethods } from '../src/api/shell-schemas.ts';
import type { ShellMethod, ShellResults } from '../src/api/shell.ts';

export type ShellHandlers = {
  readonly [M in ShellMethod]: (
    params: z.output<(typeof shellMethods)[M]>,
  ) => ShellResults[M] | Promise<ShellResults[M]>;
};

export class UnknownCallError extends Error {
  override name = 'UnknownCallError';
}
export class InvalidCallError extends Error {
  override name = 'InvalidCallError';
}

/**
 * Answers one call.
 *
 * @throws UnknownCallError for a name that is no call of ours
 * @throws InvalidCallError for parameters that do not fit
 */
export async function answerCall(handlers: ShellHandlers, method: unknown, params: unknown): Promise<unknown> {
  if (!isShellMethod(method)) {
    const name = typeof method === 'string' ? `"${method.slice(0, 60)}"` : `a ${typeof method}`;
    throw new UnknownCallError(`The window asked main for ${name}, which is no call it may make. Nothing was done.`);
  }
  return dispatch(handlers, method, params);
}

async function dispatch<M extends ShellMethod>(
  handlers: ShellHandlers,
  method: M,
  params: unknown,
): Promise<ShellResults[M]> {
  const schema: z.ZodType<z.output<(typeof shellMethods)[M]>> = schemas[method];
  const parsed = schema.safeParse(params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidCallError(
      `The window called ${method} with parameters that do not fit (${issue?.message ?? 'unreadable'}). Nothing was done.`,
    );
  }
  return handlers[method](parsed.data);
}

const schemas: { readonly [M in ShellMethod]: z.ZodType<z.output<(typeof shellMethods)[M]>> } = shellMethods;

function isShellMethod(method: unknown): method is ShellMethod {
  // Own properties only: "constructor" is no call.
  return typeof method === 'string' && Object.hasOwn(shellMethods, method);
}
