import { afterEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../src/api/contract.ts';
import type { DigestCommand } from '../../src/member/command-codec.ts';
import { Divergence } from '../../src/member/divergence.ts';
import { Hasher } from '../../src/notes/hash128.ts';
import { DigestCapture, finished } from '../../src/notes/state-digest.ts';
import { asMemberId, type Configuration } from '../../src/raft/types.ts';

const [ana, bo, chen] = [asMemberId('ana'), asMemberId('bo'), asMemberId('chen')] as const;
const three: Configuration = { voters: [ana, bo, chen], learners: [], votersOutgoing: [], demoted: [] };

/** The notes of everyone who is right at the moment, and their digest. */
const notes = (): DigestCapture => new DigestCapture([new Hasher().number(1).finish()]);
const right = finished(notes().steps());
const wrong = 'f'.repeat(32);

let stop = (): void => undefined;
afterEach(() => stop());

/** What Ana makes of a log. Her own notes are right. */
function anas(): { divergence: Divergence; notices: Notice[]; proposed: () => Promise<DigestCommand> } {
  const notices: Notice[] = [];
  const proposals: DigestCommand[] = [];
  let arrived = (): void => undefined;
  const divergence = new Divergence({
    self: ana,
    role: () => 'follower',
    capture: notes,
    propose: (command) => {
      proposals.push(command);
      arrived();
    },
    policy: { everyCommands: 1_000, everyMs: 60_000, atMostEveryMs: 1_000 },
    nameOf: (member) => member,
    diverged: () => expect.unreachable('her notes are right'),
    told: () => undefined,
    notice: (notice) => notices.push(notice),
    changed: () => undefined,
  });
  divergence.configured(three);
  divergence.replayed();
  stop = () => divergence.stop();
  const proposed = async (): Promise<DigestCommand> => {
    if (proposals.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    return proposals.shift()!;
  };
  return { divergence, notices, proposed };
}

describe('A member compares its notes with those of the others', () => {
  it('and reports also when the others have decided already: it may have been wrong before', async () => {
    const { divergence, proposed } = anas();
    divergence.marked(10);
    divergence.reported(bo, 10, right);
    divergence.reported(chen, 10, right);
    expect(divergence.agreement()).toEqual({ state: 'agreed', comparedIndex: 10 });
    expect(await proposed()).toEqual({ type: 'digest-report', mark: 10, digest: right });
  });

  it('and says nothing more of a mark that is decided and has a newer one behind it', async () => {
    const { divergence, proposed } = anas();
    for (const mark of [10, 20]) {
      divergence.marked(mark);
      divergence.reported(bo, mark, right);
      divergence.reported(chen, mark, right);
    }
    expect(await proposed()).toMatchObject({ mark: 20 });
  });

  it('and goes by the newest mark at which another was compared, in whatever order reports come', () => {
    const { divergence, notices } = anas();
    for (const mark of [10, 20]) divergence.marked(mark);
    divergence.reported(chen, 10, wrong);
    divergence.reported(ana, 10, right);
    divergence.reported(bo, 10, right);
    expect(divergence.differs(chen)).toBe(true);
    for (const member of [ana, bo, chen]) divergence.reported(member, 20, right);
    expect(divergence.differs(chen)).toBe(false);
    divergence.reported(ana, 10, right); // late, or twice
    expect(divergence.differs(chen)).toBe(false);
    expect(notices).toEqual([{ type: 'notes-differ', member: chen, memberName: chen }]);
  });

  it('and forgets those that were removed', () => {
    const { divergence } = anas();
    divergence.marked(10);
    for (const [member, digest] of [
      [ana, right],
      [bo, right],
      [chen, wrong],
    ] as const)
      divergence.reported(member, 10, digest);
    expect(divergence.differs(chen)).toBe(true);
    divergence.configured({ ...three, voters: [ana, bo] });
    expect(divergence.differs(chen)).toBe(false);
  });
});
