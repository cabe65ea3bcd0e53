import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RepairStep } from '../../src/api/contract.ts';
import { AskingForRepair } from '../../src/member/asking-for-repair.ts';
import { openClusterOf, openMember } from '../../src/member/opening.ts';
import { OwnRepair } from '../../src/member/own-repair.ts';
import type { JoinAnswer, KnownMember, NearbyPeer } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { inMemory } from '../in-memory.ts';
import { dieing } from './dieing.ts';

const ana = asMemberId('12D3KooWAnaAnaAna');
const bo = asMemberId('12D3KooWBoBoBo');
const chen = asMemberId('12D3KooWChenChen');
const others: readonly KnownMember[] = [bo, chen].map((member) => ({ member, name: member.slice(-4), addresses: [] }));
const clusterId = 'c'.repeat(32);
const approval: JoinAnswer = {
  type: 'approved',
  clusterId,
  clusterName: 'Field team',
  configurationIndex: asLogIndex(70),
  term: asTerm(4),
  members: others,
};

/** Members that answer as told. */
function room(answer: (member: string, count: number) => JoinAnswer | null) {
  const asked: string[] = [];
  return {
    asked,
    nearby: (): readonly NearbyPeer[] => [],
    askForRepair: ({ member }: KnownMember): Promise<JoinAnswer> => {
      asked.push(member);
      const given = answer(member, asked.length);
      return given === null ? Promise.reject(new Error('unreachable')) : Promise.resolve(given);
    },
  };
}

const own = { clusterId, epoch: undefined };

describe('A member that asks to be let in anew', () => {
  it('asks one after the other until one lets it in', async () => {
    const network = room((member) => (member === bo ? null : approval));
    const asking = new AskingForRepair(network, own, others, () => undefined);
    expect(await asking.run()).toEqual({ type: 'approved', approval });
    expect(network.asked).toEqual([bo, chen]);
  });

  it('asks again, and says what it waits for', async () => {
    const steps: RepairStep[] = [];
    const network = room((member, count) => {
      if (count > 2) return approval;
      return { type: 'unavailable', reason: member === bo ? 'no-majority' : 'busy' };
    });
    const asking: AskingForRepair = new AskingForRepair(network, own, others, () => steps.push(asking.step));
    expect(asking.step).toEqual({ type: 'looking', known: ['BoBo', 'Chen'] });
    await asking.run();
    expect(steps).toEqual([{ type: 'no-majority', by: 'BoBo' }]);
  });

  it('takes no answer that is of another cluster', async () => {
    const network = room((_member, count) => (count === 1 ? { ...approval, clusterId: 'd'.repeat(32) } : approval));
    await new AskingForRepair(network, own, others, () => undefined).run();
    expect(network.asked).toEqual([bo, chen]);
  });

  it('asks for its epoch, and leaves it to a person to go over to another', async () => {
    const epochs: (number | undefined)[] = [];
    const steps: RepairStep[] = [];
    const network = {
      nearby: (): readonly NearbyPeer[] => [],
      askForRepair: (_member: KnownMember, _clusterId: string, _signal: AbortSignal, epoch?: number) => {
        epochs.push(epoch);
        const answers: JoinAnswer[] = [
          { type: 'unavailable', reason: 'other-epoch' },
          { type: 'unavailable', reason: 'no-majority' },
          { ...approval, epoch: 8 },
        ];
        return Promise.resolve(answers[epochs.length - 1] ?? { ...approval, epoch: 7 });
      },
    };
    const asking: AskingForRepair = new AskingForRepair(network, { clusterId, epoch: 7 }, others, () =>
      steps.push(asking.step),
    );
    expect(await asking.run()).toEqual({ type: 'approved', approval: { ...approval, epoch: 7 } });
    expect(epochs).toEqual([7, 7, 7, 7]);
    expect(steps).toEqual([{ type: 'recovered', by: 'BoBo', elsewhere: [] }]);
  });

  it('ends when it is told to', async () => {
    const network = room(() => null);
    const asking = new AskingForRepair(network, own, others, () => asking.cancel());
    expect(await asking.run()).toEqual({ type: 'cancelled' });
  });
});

describe('A repair', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(inMemory, 'raftpad-repair-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  it('leaves nothing that starts as the voter it was, whichever change of the disk it dies before', async () => {
    // Every second one, from the first or the second on; RAFTPAD_DAMAGE=full takes all.
    const step = process.env['RAFTPAD_DAMAGE'] === 'full' ? 1 : 2;
    let outcomes = '';
    for (let dieBefore = 1 + Math.floor(step * Math.random()); ; dieBefore += step) {
      rmSync(root, { recursive: true });
      await makeDamaged(root);
      const died = await dieing(dieBefore, () => repair(root), 'names');
      const { directory, record } = await openMember(root, 'Ana');
      const repairing = new OwnRepair({
        directory,
        record,
        network: () => room(() => approval),
        changed: () => undefined,
      });
      let waits = repairing.isToBeLetIn;
      if (!waits) {
        const found = await openClusterOf(ana, { directory, record });
        // Before the repair was written down the damage is found again; after its end the log is a newcomer's.
        if (found.type === 'sound') {
          expect(record.file.repair?.letIn).toBe(true);
          expect(record.file.cluster?.introduction).toMatchObject({ configurationIndex: 70, term: 4 });
          expect(found.state.log.entries).toHaveLength(0);
          await found.state.store.close();
          await found.state.outbox.close();
        } else {
          expect(found).toMatchObject({ type: 'repairable' });
          waits = true;
        }
      }
      outcomes += waits ? 'w' : 'i';
      await directory.release();
      // Whatever happened, it can be finished, and what was damaged is kept.
      await repair(root);
      const kept = readdirSync(join(root, 'damaged')).flatMap((time) =>
        readdirSync(join(root, 'damaged', time), { recursive: true }).map((name) =>
          join(root, 'damaged', time, String(name)),
        ),
      );
      const isKept = kept.some((path) => path.endsWith('00000001.log') && readFileSync(path).includes('damaged here'));
      expect(isKept, `died before change ${dieBefore}`).toBe(true);
      if (!died) break;
    }
    // Some deaths on either side of being let in, and no way back.
    expect(outcomes).toMatch(/^w{5,}i+$/);
  });
});

/** A member of three whose log is damaged. */
async function makeDamaged(root: string): Promise<void> {
  const { directory, record } = await openMember(root, 'Ana');
  await record.save({ cluster: { id: clusterId, name: 'Field team', introduction: null }, members: others });
  const { store } = await openLogStore(directory.logPath);
  const entry = { kind: 'no-op', index: asLogIndex(1), term: asTerm(3) } as const;
  const hardState = { epoch: 0, term: asTerm(3), votedFor: bo, commitIndex: asLogIndex(0) };
  await store.write({ resetTo: null, truncateFrom: null, entries: [entry], hardState, mustSync: true });
  await store.close();
  await directory.release();
  const path = join(directory.logPath, '00000001.log');
  const bytes = readFileSync(path);
  bytes.write('damaged here', 200);
  writeFileSync(path, bytes);
}

/** As `OwnMembership` does it, from the start of the process to where it takes part again. */
async function repair(root: string): Promise<void> {
  const { directory, record } = await openMember(root, 'Ana');
  try {
    const own = new OwnRepair({ directory, record, network: () => room(() => approval), changed: () => undefined });
    if (!own.isToBeLetIn) {
      const found = await openClusterOf(ana, { directory, record });
      if (found.type === 'sound') {
        await found.state.store.close();
        await found.state.outbox.close();
        return;
      }
      if (found.type !== 'repairable') throw new Error(`it is ${found.type}`);
      await own.begin(found.damage, found.others);
    }
    const outcome = await own.ask();
    if (outcome.type !== 'approved') throw new Error(`it is ${outcome.type}`);
    await own.letIn(outcome.approval);
  } finally {
    await directory.release();
  }
}
