import type { StateCapture } from '../../src/notes/state-capture.ts';
import type { NotesState } from '../../src/notes/state-machine.ts';

export function snapshotOf(state: NotesState): Buffer {
  return bytesOf(state.capture());
}

export function bytesOf(capture: StateCapture): Buffer {
  return Buffer.concat([...capture.chunks()]);
}
