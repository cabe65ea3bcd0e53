import type { MemberId, TraceEvent } from '../../src/raft/types.ts';
import { violated } from './violation.ts';
import type { Coverage } from './coverage.ts';

/** Counts what the core tells of itself. All members are correct here: that one refuses another's message is a failure. */
export function observe(coverage: Coverage, id: MemberId, event: TraceEvent): void {
  switch (event.type) {
    case 'vote':
      if (!event.granted) coverage.count(event.preVote ? 'pre-votes refused' : 'votes refused');
      return;
    case 'step-down':
      if (event.reason === 'no-quorum') coverage.count('leaders without quorum stepped down');
      if (event.reason === 'disk-stalled') coverage.count('leaders with a stalled disk stepped down');
      if (event.reason === 'removed') coverage.count('leaders removed');
      return;
    case 'rejected-message':
      return violated('correct-message-rejected', `${id} rejected a message of ${event.from}: ${event.reason}`);
    case 'role':
    case 'append':
    case 'truncate':
    case 'commit':
    case 'apply':
    case 'configuration':
    case 'transfer':
    case 'snapshot':
    case 'compact':
    case 'input':
    case 'message-received':
    case 'message-sent':
    case 'other-epoch':
      return;
  }
}
