import { describe, expect, it } from 'vitest';
import { logSentence } from '../../renderer/cluster/log-sentence.ts';
import { en } from '../../renderer/lib/messages/en.ts';
import { zhCN } from '../../renderer/lib/messages/zh-CN.ts';
import { logLines } from '../../src/member/log-lines.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { changed, changesOfLeaving, emptyConfiguration, withoutOutgoing } from '../../src/raft/configuration.ts';
import {
  asLogIndex,
  asMemberId,
  asTerm,
  type Configuration,
  type ConfigurationChange,
  type ConfigurationEntry,
  type LogEntry,
} from '../../src/raft/types.ts';

const [ana, bo, chen, dana] = (['Ana', 'Bo', 'Chen', 'Dana'] as const).map(asMemberId) as [
  ReturnType<typeof asMemberId>,
  ReturnType<typeof asMemberId>,
  ReturnType<typeof asMemberId>,
  ReturnType<typeof asMemberId>,
];

const entry = (
  index: number,
  configuration: Configuration,
  changes: readonly ConfigurationChange[],
): ConfigurationEntry => ({
  kind: 'configuration',
  index: asLogIndex(index),
  term: asTerm(1),
  configuration,
  changes,
  requestedBy: ana,
});

/** As a leader appends them: one entry for a change, two if it takes a joint configuration. */
function history(...steps: readonly (readonly ConfigurationChange[])[]): LogEntry[] {
  const entries: LogEntry[] = [];
  let configuration = emptyConfiguration;
  for (const changes of steps) {
    configuration = changed(configuration, changes);
    entries.push(entry(entries.length + 1, configuration, changes));
    if (configuration.votersOutgoing.length === 0) continue;
    const leaving = changesOfLeaving(configuration, changes);
    configuration = withoutOutgoing(configuration);
    entries.push(entry(entries.length + 1, configuration, leaving));
  }
  return entries;
}

const of = (type: ConfigurationChange['type'], ...members: (typeof ana)[]): ConfigurationChange[] =>
  members.map((member) => ({ type, member }));

function sentences(entries: readonly LogEntry[], catalogue: typeof en, limit = 50): string[] {
  return logLines(entries, limit, asLogIndex(entries.length), new NotesState(), (member) => member)
    .map((line) => logSentence(catalogue, line))
    .reverse();
}

describe('changes of membership in the shown log', () => {
  const entries = history(
    of('create', ana),
    of('add-learner', bo, chen, dana),
    of('promote', bo, chen, dana),
    [...of('demote', dana), ...of('remove', chen)],
    of('remove', dana),
  );

  it('say all that one entry does, and what a joint configuration is', () => {
    expect(sentences(entries, en)).toEqual([
      'Ana starts the cluster',
      'Bo, Chen, and Dana come in as learners, without votes',
      'Joint configuration: Bo, Chen, and Dana have caught up and vote',
      'Joint configuration ends: Bo, Chen, and Dana have caught up and vote',
      'Joint configuration: Dana is to become a learner; Chen is to leave',
      'Joint configuration ends: Chen is no longer a member; Dana no longer votes, and stays as a learner',
      'Dana is no longer a member',
    ]);
  });

  it('are told in Chinese too', () => {
    expect(sentences(entries, zhCN)).toEqual([
      'Ana新建了集群',
      'Bo、Chen和Dana作为学习者加入，暂无投票权',
      '联合配置：Bo、Chen和Dana已追上进度，成为投票者',
      '联合配置结束：Bo、Chen和Dana已追上进度，成为投票者',
      '联合配置：Dana将转为学习者；Chen将离开',
      '联合配置结束：Chen不再是成员；Dana不再投票，转为学习者',
      'Dana不再是成员',
    ]);
  });

  it('say why the leader itself takes a vote away', () => {
    const rests = { type: 'demote', member: bo, because: 'resting' } as const;
    const isSilent = { type: 'demote', member: chen, because: 'silent' } as const;
    const started = [of('create', ana), of('add-learner', bo, chen), of('promote', bo, chen)];
    expect(sentences(history(...started, [rests], [isSilent]), en, 2)).toEqual([
      'Bo closes, and gives up its vote until it is back',
      'Chen is not heard from, and has no vote until it is back',
    ]);
    expect(sentences(history(...started, [rests, isSilent]), zhCN, 2)).toEqual([
      '联合配置：Bo关闭，将交出投票权；Chen没有音信，将失去投票权',
      '联合配置结束：Bo关闭，回来之前交出投票权；Chen没有音信，回来之前没有投票权',
    ]);
  });

  it('tell a recovery from a beginning', () => {
    expect(sentences([entry(1, { ...emptyConfiguration, voters: [bo] }, of('recover', bo))], en)).toEqual([
      'Bo goes on without the majority that was lost',
    ]);
  });

  it('know the end of a joint configuration whose beginning is not shown any more', () => {
    expect(sentences(entries.slice(0, 4), en, 1)).toEqual([
      'Joint configuration ends: Bo, Chen, and Dana have caught up and vote',
    ]);
  });

  it('do not take two learners that are removed at once for the end of one', () => {
    expect(sentences(history(of('create', ana), of('add-learner', bo, chen), of('remove', bo, chen)), en)[2]).toBe(
      'Bo and Chen are no longer members',
    );
  });
});
