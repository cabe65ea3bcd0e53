import { buildIfNeeded } from '../build/build.ts';

/** The tests that start members in processes of their own run the bundle that ships. */
export async function setup(): Promise<void> {
  await buildIfNeeded(['member']);
}
