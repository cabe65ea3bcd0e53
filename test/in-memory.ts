import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * Where syncs cost nothing, on systems that have such a place: for starts by the hundred over files in which a death was made
 * up. What a real disk keeps is for others to test.
 */
export const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
