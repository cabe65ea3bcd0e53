/**
 * The contract between a member and whoever drives it: the app's window over a MessagePort, scripts and tests over
 * `control.sock`. Both speak JSON-RPC 2.0 with these methods, results, events and errors. Every parameter is
 * validated by these schemas at the member's edge; `docs/api.md` shows an example of each call.
 */
export * from './methods.ts';
export * from './results.ts';
export * from './member-status.ts';
export * from './phase.ts';
export * from './cluster-status.ts';
export * from './notes.ts';
export * from './log.ts';
export * from './events.ts';
export * from './errors.ts';
export * from './json-rpc.ts';
