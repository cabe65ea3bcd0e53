import type { Mutation } from './mutation.ts';

export const attendance: readonly Mutation[] = [
  {
    name: 'who rests is made a voter again at once',
    file: 'membership.ts',
    snippet: 'progress.heardAtMs === null || progress.isResting) continue;',
    replacement: 'progress.heardAtMs === null) continue;',
  },
  {
    name: 'a leader that rests does not hand over',
    file: 'attendance.ts',
    snippet: 'beginTransfer(core, role, successor, null);',
    replacement: '',
  },
  {
    name: 'no roll call: who closes leaves the decision to those who are not there',
    file: 'attendance.ts',
    snippet: 'return missing.length > 0 && core.nowMs - sinceMs < core.timing.electionTimeoutMs ? null : missing;',
    replacement: 'return missing.slice(missing.length);',
  },
  {
    name: 'voters are demoted, several at a time, without a joint configuration',
    file: 'attendance.ts',
    snippet: 'changed(configuration, changes), changes, core.self',
    replacement: '{ ...changed(configuration, changes), votersOutgoing: [] }, changes, core.self',
  },
  {
    name: 'voters are demoted while a change is not committed',
    file: 'attendance.ts',
    snippet: 'if (obstacle(core, role) !== null) return;',
    replacement: '',
  },
  {
    name: 'who rests believes that it has no vote before that is committed',
    file: 'attendance.ts',
    snippet: 'if (!isVoter(log.configuration, core.self) && log.configurationIndex <= core.commitIndex)',
    replacement: 'if (!isVoter(log.configuration, core.self))',
  },
  {
    name: 'the wish to rest is told to one leader only',
    file: 'append.ts',
    snippet: '...(isResting ? { resting: true as const } : {}),',
    replacement: '',
  },
  {
    name: 'silent voters keep their votes',
    file: 'attendance.ts',
    snippet: 'silentForMs(core, role, voter) >= core.timing.awayMs,',
    replacement: 'silentForMs(core, role, voter) >= 1e9,',
  },
];
