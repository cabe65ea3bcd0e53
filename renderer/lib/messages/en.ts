/** What the window says in English, and by its type what every other language has to say. */
import type { Damage, InviteFailure, MemberLine } from '../../../src/api/contract.ts';
import type { Hindrance } from '../../cluster/quorum.ts';
import type { ShownChange, ShownDeparture } from '../../cluster/shown-change.ts';
import type { FailureCode } from '../rpc.ts';
import { closingEn } from './closing-en.ts';
import { copiesEn } from './copies-en.ts';
import { recoveryEn } from './recovery-en.ts';
import { networkEn } from './network-en.ts';

const rules = new Intl.PluralRules('en');
const number = (value: number): string => new Intl.NumberFormat('en').format(value);
const count = (value: number, one: string, other: string): string =>
  `${number(value)} ${rules.select(value) === 'one' ? one : other}`;
const list = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);
/** `one` or `other`, whichever goes with so many names. */
const verb = (names: readonly string[], one: string, other: string): string =>
  `${list(names)} ${names.length === 1 ? one : other}`;

export const en = {
  app: {
    loading: 'Starting this laptop’s member…',
    navigation: 'Screens',
    notes: 'Notes',
    cluster: 'Cluster',
    settings: 'Settings',
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    tryAgain: 'Try again',
    loadingShort: 'Loading…',
  },

  process: {
    starting: 'This laptop’s member is starting.',
    restarting: 'This laptop’s member stopped and is starting again. Nothing that was kept is lost.',
    failed: 'This laptop’s member keeps stopping. What was kept is safe on disk.',
    restart: 'Start it again',
  },

  outdated: {
    title: 'This laptop needs a newer Raftpad',
    command: (by: string | null, version: string | null): string =>
      `${by ?? 'Another laptop of the cluster'} has a newer Raftpad${version === null ? '' : ` (${version})`}, and this one does not understand what it wrote.`,
    file: (path: string): string => `A newer Raftpad wrote ${path}, and this one cannot read it.`,
    kept: 'So this laptop takes no part for now, and the others go on without it. All that is on it is kept as it is, edits that wait too.',
    update: 'Update Raftpad on this laptop, then open it again.',
    own: 'Raftpad was newer on this laptop before than it is now, and this one does not understand what that wrote.',
    has: (version: string): string => `It has ${version}.`,
    details: 'What was found',
  },

  welcome: {
    title: 'Notes for the people in the room',
    lead: 'No account, no server. Your notes live on the laptops you choose, and a change counts once most of them have it.',
    laptopName: 'This laptop is called',
    laptopNameHint: 'The others see this name.',
    create: {
      title: 'Start a cluster',
      hint: 'This laptop is its first member. The others ask to join, or are invited.',
      name: 'Its name',
      namePlaceholder: 'Field team',
      action: 'Start',
      busy: 'Starting…',
    },
    nearby: {
      title: 'Join one nearby',
      looking: 'Looking for clusters on this network…',
      lookingHint:
        'Raftpad has to be open on one of their laptops. Some networks keep laptops apart: then an address works.',
      off: 'Looking around is turned off on this laptop. Join by address instead.',
      laptops: (first: string, others: number): string =>
        others === 0 ? first : `${first} and ${count(others, 'other', 'others')}`,
      members: (members: number): string => count(members, 'member', 'members'),
      ask: 'Ask to join',
      askNamed: (cluster: string): string => `Ask to join ${cluster}`,
      busy: 'Asking…',
      alone: (names: string): string => `Also here, in no cluster yet: ${names}`,
    },
    address: {
      title: 'Join by invite or address',
      label: 'An invite link, or the address of one of its laptops',
      placeholder: '192.168.1.20:47101',
      hint: 'A member makes an invite under Cluster, and finds its address under Settings.',
      action: 'Ask to join',
      busy: 'Asking…',
    },
    asking: {
      title: (cluster: string): string => (cluster === '' ? 'Asking to join' : `Asking to join ${cluster}`),
      waiting: 'Someone there has to let you in. A request shows on each of their laptops now.',
      theyAsk: (laptop: string): string => `The request goes to ${laptop}, with this fingerprint:`,
      you: (name: string): string => `They see this laptop as “${name}”, with this fingerprint:`,
      since: (time: string): string => `Asked ${time}`,
      cancel: 'Take it back',
    },
    refused: {
      title: (cluster: string): string => `${cluster} did not let this laptop in`,
      text: (by: string): string => `Refused by ${by}. Talk to them: you can ask again at any time.`,
    },
    failed: {
      title: (cluster: string): string => (cluster === '' ? 'Could not join' : `Could not join ${cluster}`),
      reason: {
        unreachable:
          'The laptop that was asked did not answer. Check that Raftpad is open there and both are on the same network, then ask again.',
        'no-cluster': 'The laptop at that address is in no cluster. Start one here or there first.',
        'other-cluster':
          'The laptop at that address is in another cluster by now. Look under Nearby, or ask for a new address.',
        busy: 'That cluster is letting in someone else right now, or has no majority. Ask again in a moment.',
        'timed-out':
          'Nobody there answered in time. Tell them that a request will show in their window, then ask again.',
        'other-version':
          'The laptop that was asked has an older Raftpad, which lets others in without comparing digits. Update Raftpad there, then ask again.',
      },
    },
    removed: {
      title: (cluster: string): string => `This laptop was removed from ${cluster}`,
      text: (by: string, time: string): string =>
        `${by} removed it, ${time}. Its notes stay in the data folder. To come back, ask to join again.`,
      unknownTime: (by: string): string =>
        `${by} removed it. Its notes stay in the data folder. To come back, ask to join again.`,
      unknownBy: 'Its notes stay in the data folder. To come back, ask to join again.',
    },
    copied: {
      title: 'This folder was copied',
      text: (keptIn: string): string =>
        `Its data folder is a copy, or was put back from a backup. A copy must not write or vote in place of the original, so this laptop starts as a new one. What the copy held is kept in ${keptIn}.`,
    },
    back: 'Back to the start',
    language: 'Language',
  },

  repair: {
    title: (cluster: string): string => `This laptop’s copy of ${cluster} is being repaired`,
    what: {
      log: 'The log on this laptop’s disk is not what was written there.',
      snapshot: 'The snapshot on this laptop’s disk is not what was written there.',
      notes: 'What this laptop made of the notes is not what the other laptops have.',
    } satisfies Record<Damage['what'], string>,
    meanwhile:
      'So it takes no part until the others have brought it everything again. They have all that was shared; what you typed here and they do not have yet is sent afterwards.',
    looking: (names: string): string => `Looking for ${names}. Is Raftpad open there, on this network?`,
    nobodyKnown:
      'Nothing that can be read here says who the others are. Leave the cluster on this laptop, then ask to join it again.',
    asking: (by: string): string => `Asking ${by} to let this laptop in again…`,
    noMajority: (by: string): string =>
      `${by} answers, but without this laptop the others who are here are too few to decide. Open Raftpad on the other laptops of the cluster: then it goes on by itself. A cluster of two cannot do it at all: there, choose Recover here on ${by}, and this laptop can be brought back into that cluster. On ${by} the notes can be read meanwhile.`,
    catchingUp: (entry: number): string => `Receiving the notes: entry ${number(entry)}`,
    receiving: (percent: number): string => `Receiving the notes: ${percent} %`,
    details: 'What was found, and where it is kept',
    keptIn: 'The damaged files are kept in',
    found: 'What was found',
    since: 'Since',
    leave: 'Leave the cluster',
    leaveTitle: (cluster: string): string => `Leave ${cluster} without a repair?`,
    leaveText:
      'The others keep counting this laptop as a member that is away until they remove it. The damaged files, and edits that only this laptop has, stay in the data folder.',
  },

  recovery: recoveryEn,
  copies: copiesEn,
  closing: closingEn,

  readOnly: {
    title: (cluster: string): string => `${cluster} is damaged on this laptop`,
    meanwhile:
      'No other laptop has these notes, so nothing is changed here. Save what could be read; then start anew with it.',
    allRead: (entry: number): string => `Every entry that is known of could be read, up to ${number(entry)}.`,
    readUpTo: (complete: number, reached: number): string =>
      complete === 0
        ? `Some of the ${count(reached, 'entry', 'entries')} could not be read. Below is what could.`
        : `Up to entry ${number(complete)} nothing is missing. Of those behind it, up to ${number(reached)} or further, some could not be read.`,
    startAnew: 'Start anew with these notes…',
    startTitle: (cluster: string): string => `Start ${cluster} anew?`,
    startText:
      'This laptop starts a new cluster with all that could be read. What is missing stays missing. If you have a backup, import its notes afterwards: those that are here are left out.',
    startKept: 'The damaged files are kept in the data folder, for someone who may read more of them.',
    startAction: 'Start anew',
    details: 'What was found',
    noNotes: 'No note could be read.',
  },

  invite: {
    action: 'Invite a laptop',
    title: (cluster: string): string => `Invite a laptop to ${cluster}`,
    text: 'The first laptop that opens the link is let in, without anyone being asked. Give it only to the person it is for.',
    goodFor: 'Good for',
    periods: { tenMinutes: '10 minutes', hour: 'an hour', day: 'a day', week: 'a week' },
    make: 'Make an invite',
    making: 'Making it…',
    another: 'Make another one',
    link: 'Invite link',
    copy: 'Copy the link',
    qr: 'QR code of the invite link',
    qrHint: 'Scan it with the other laptop’s camera, or send the link.',
    until: (time: string): string =>
      `Good until ${time}. It is shown only here: when this closes, nobody can see it again.`,
    list: 'Invites that are open',
    none: 'No invite is open.',
    by: (name: string, time: string): string => `By ${name}, good until ${time}`,
    claimed: (name: string): string => `${name} is being let in by it`,
    ended: 'What became of the last ones',
    usedBy: (name: string): string => `${name} joined with it`,
    revoked: (name: string): string => `${name} took it back`,
    expired: (time: string): string => `Ran out on ${time}`,
    revoke: 'Take it back',
    revokeNamed: (name: string, time: string): string => `Take it back: the invite by ${name}, good until ${time}`,

    recognised: 'This is an invite. You will see whose it is before anything happens.',
    open: 'Open the invite',
    opening: 'Reading it…',
    invited: (cluster: string): string => `You are invited to ${cluster}`,
    invitedBy: (name: string): string => `The invite comes from ${name}, which has this fingerprint:`,
    invitedText:
      'If you join, you can read and change all notes of this cluster, and this laptop keeps a copy of them.',
    goodUntil: (time: string): string => `Good until ${time}, for one laptop.`,
    join: 'Join',
    notNow: 'Not now',
    expiredTitle: 'This invite has expired',
    expiredText: (name: string, time: string): string =>
      `It was good until ${time} by this laptop’s clock. Ask for a new one; this one came from ${name}.`,
    sameTitle: (cluster: string): string => `This laptop is in ${cluster} already`,
    sameText: 'The invite is not needed here. It stays good for another laptop.',
    otherTitle: (cluster: string): string => `You are invited to ${cluster}`,
    otherText: (own: string, cluster: string): string =>
      `This laptop is in ${own}, and can be in one cluster at a time. To join ${cluster}, leave ${own} first, then open the invite again.`,
    unreadableTitle: 'This invite cannot be used',
    joining: (cluster: string): string => `Joining ${cluster}`,
    joiningText: (name: string): string =>
      `Looking for ${name}, or another laptop of the cluster, and showing it the invite…`,
    joiningHint: 'This takes a few seconds. If it takes longer, their laptops may be asleep or on another network.',
    cancel: 'Stop',
    failed: (cluster: string): string => `The invite to ${cluster} let nobody in`,
    reason: {
      expired: (name: string): string => `It has expired. Ask for a new one; this one came from ${name}.`,
      used: (name: string): string =>
        `It has been used: each lets one laptop in. Ask for a new one; this one came from ${name}.`,
      revoked: (name: string): string =>
        `It was taken back. Ask whether you may have a new one; this one came from ${name}.`,
      'not-known': (name: string): string =>
        `The laptops that answer do not know it. It may be very old. Ask for a new one; this one came from ${name}.`,
      'not-supported': () =>
        'The laptops that answer have an older Raftpad, which knows no invites. Ask to join instead: it is enough that one of them says yes.',
      unreachable: (name: string): string =>
        `No laptop of the cluster answers. Check that Raftpad is open on ${name}, and that both are on the same network. Then open the invite again: it is still good.`,
      'no-majority': () =>
        'Too few of the cluster’s laptops are awake to let anyone in. Open the invite again once more of them are.',
      'cluster-full': () => 'The cluster has as many laptops as it can have. One has to leave first.',
      busy: () => 'The cluster was busy all the time. Open the invite again in a moment: it is still good.',
    } satisfies Record<InviteFailure, (inviter: string) => string>,
  },

  join: {
    region: 'Requests to join',
    asks: (name: string): string => `${name} asks to join`,
    approve: 'Approve',
    approveNamed: (name: string): string => `Approve ${name}`,
    refuse: 'Refuse',
    refuseNamed: (name: string): string => `Refuse ${name}`,
    approving: 'Letting it in…',
    refusing: 'Refusing…',
    several: (requests: number): string => `${count(requests, 'laptop asks', 'laptops ask')} to join`,
    severalHint: 'Tick each one whose own screen shows the same. They come in together.',
    approveTicked: (ticked: number): string =>
      ticked === 0 ? 'Approve the ticked laptops' : `Approve ${count(ticked, 'laptop', 'laptops')}`,
    approvingTicked: 'Letting them in…',
  },

  codes: {
    spoken: (code: string): string => `Six digits: ${code.split(/(?=\d)/).join(' ')}`,
    agreeing: 'Agreeing on six digits with that laptop…',
    ownScreen: 'They compare these six digits with their screen:',
    ownScreenHint:
      'If they see other digits, somebody sits between your laptops: take the request back, and tell them to refuse it.',
    compare: 'Let it in only if its own screen shows the same six digits:',
    compareFingerprint:
      'It asked at a laptop with an older Raftpad, so there are no digits. Let it in only if this fingerprint is the one on its own screen:',
    compared: 'Its screen shows the same',
    comparedNamed: (name: string): string => `The screen of ${name} shows the same`,
    fingerprint: 'Fingerprint',
  },

  notes: {
    filter: 'Filter notes',
    filterCount: (notes: number): string => `Filter ${count(notes, 'note', 'notes')}`,
    create: 'New',
    list: 'Notes',
    untitled: 'Untitled note',
    noText: 'No text yet',
    waiting: 'kept here',
    waitingHint: 'Edits of this note wait on this laptop for a majority',
    empty: 'No notes yet',
    emptyHint: 'Press New to write the first one. Everyone in the cluster sees it.',
    noMatch: (filter: string): string => `Nothing with “${filter}” in its title or first lines`,
    clearFilter: 'Show all notes',
    none: 'No note is open',
    noneHint: 'Choose one on the left, or press New.',
    title: 'Title',
    text: 'Text of the note',
    placeholder: 'Write here. # makes a heading, - a list.',
    changed: (by: string, index: number): string => `Last change by ${by}, entry ${number(index)}`,
    opening: 'Opening the note…',
    reopening: 'Reconnecting. Go on typing: it is sent as soon as the member is back.',
    failed: 'The note could not be opened.',
    unkept: 'The last changes are only in this window:',
    pendingMark: 'Kept here: on this laptop’s disk, on its way to a majority',
    pendingLegend: 'Underlined: kept here, not on a majority yet',
    delete: 'Delete note',
    deleteTitle: (title: string): string => `Delete “${title}”?`,
    deleteText: 'It goes from every laptop in the cluster.',
    deleteAction: 'Delete',
    gone: 'This note was deleted',
    goneText: 'Someone in the cluster deleted it. Its text as you saw it is still in this window.',
    keepCopy: 'Keep a copy as a new note',
    letGo: 'Let it go',
    copyOf: (title: string): string => `${title} (copy)`,
    showList: 'Show the list of notes',
    showInspector: 'Where this note is',
  },

  inspector: {
    title: 'Where this note is',
    upToDate: 'up to date',
    behind: (entries: number): string => `${count(entries, 'entry', 'entries')} behind`,
    unknown: 'not known yet',
    away: 'away',
    awayUpToDate: 'away, up to date',
    awayBehind: (entries: number): string => `away, ${number(entries)} behind`,
    self: 'this one',
    unkept: 'Your last changes are only in this window, on no disk yet.',
    waiting: 'Some of your edits of this note are kept here and wait for a majority.',
    everywhere: 'Everyone has its last change.',
    majority: 'Its last change is on a majority.',
  },

  role: {
    leader: 'leader',
    follower: 'follower',
    candidate: 'candidate',
    learner: 'learner',
    'catching-up': 'catching up',
    away: 'away',
  } satisfies Record<MemberLine['role'] | 'catching-up', string>,

  cluster: {
    standing: (voters: number, learners: number, spare: number): string => {
      const who =
        learners === 0
          ? count(voters, 'voter', 'voters')
          : `${count(voters, 'voter', 'voters')}, ${count(learners, 'learner', 'learners')}`;
      if (voters === 1 && learners === 0) return `${who}: the notes are on this laptop only.`;
      if (spare < 0) return `${who}: a majority is out of reach.`;
      if (spare === 0) return `${who}: nobody may vanish without notice.`;
      return `${who}: ${spare === 1 ? 'one' : number(spare)} may vanish without notice.`;
    },
    writable: 'Edits reach a majority now.',
    notWritable: {
      'no-leader': 'No leader is known: what you type is kept here until there is one.',
      'leader-unreachable': 'The leader is out of reach: what you type is kept here until it is back.',
      'no-room': 'No room on the disk, here or on too many others: until there is, nothing new is taken.',
    } satisfies Record<Hindrance, string>,
    leave: 'Leave',
    leaveTitle: (cluster: string): string => `Leave ${cluster}?`,
    leaveText:
      'This laptop no longer takes part. Its notes stay in a folder of the data directory, and the others go on without it.',
    leaveLeader: 'This laptop leads now: another one takes over first.',
    leaveWaiting: (edits: number): string =>
      `${count(edits, 'edit waits', 'edits wait')} here for a majority. The others will not get them.`,
    leaveLast: 'This is the last member: the cluster ends with it. Its notes stay in a folder of the data directory.',
    leaveAction: 'Leave',
    leaveForceText:
      'No majority can be reached, so the others cannot be told. If you leave all the same, they keep counting this laptop as a member that is away until they remove it.',
    leaveForce: 'Leave all the same',
    state: 'How this laptop stands',
    ownRole: 'Role',
    term: 'Term',
    termHint: 'Counts the elections. Each term has at most one leader.',
    leader: 'Leader',
    noLeader: 'none known',
    leaderHint: 'The member that puts every edit in order. The others follow its log.',
    commitIndex: 'Commit index',
    commitHint: 'The last log entry that is on a majority: it cannot be lost any more.',
    appliedIndex: 'Applied index',
    appliedHint: 'The last log entry that the notes on this laptop contain.',
    lastIndex: 'Last entry',
    lastHint: 'The last entry in this laptop’s log, committed or not.',
    members: 'Members',
    self: 'this one',
    vote: 'voter',
    noVote: 'no vote',
    connected: 'connected',
    notConnected: 'not reachable',
    differs: 'other notes than most',
    diskFull: 'disk full',
    diskLow: 'disk nearly full',
    match: (matched: number, last: number): string => `entry ${number(matched)} of ${number(last)}`,
    matchUnknown: 'its log is not known yet',
    sendingSnapshot: (percent: number): string => `sending it a snapshot: ${percent} %`,
    receivingSnapshot: (percent: number): string => `receiving a snapshot: ${percent} %`,
    snapshotOf: (name: string): string => `How much of a snapshot ${name} has`,
    matchOf: (name: string): string => `How much of the log ${name} holds`,
    remove: 'Remove',
    removeNamed: (name: string): string => `Remove ${name}`,
    removeTitle: (name: string): string => `Remove ${name}?`,
    removeText: 'It stops taking part and is told so. The notes on it stay there. It can ask to join again.',
    removeLeader: 'It leads now: another laptop takes over first, and everyone goes on writing.',
    removeAction: 'Remove',
    handOver: 'Hand over leadership',
    handOverNamed: (name: string): string => `Hand over leadership to ${name}`,
    handOverHint: 'The leader brings it up to date and lets it lead. Nothing that was written is lost.',
    handingOver: (name: string): string => `Handing leadership over to ${name}…`,
    handedOver: (name: string): string => `${name} leads now.`,
    takeOver: 'Take over leadership',
    diagram: (cluster: string): string => `Members of ${cluster} and who is connected`,
    log: 'Log',
    logHint: 'The last 50 entries, newest first',
    logEmpty: 'No entries yet',
    entry: 'Entry',
    what: 'What',
    by: 'By',
    where: 'Where',
    byCluster: 'cluster',
    onItsWay: 'on its way',
    onMajority: 'on a majority',
    onEveryone: 'on everyone',
  },

  /** Votes follow people: who closed, who is missing, and what that means. */
  attendance: {
    resting: (names: readonly string[]): string =>
      verb(names, 'has closed and votes again once it is back.', 'have closed and vote again once they are back.'),
    silent: (names: readonly string[]): string =>
      verb(
        names,
        'has not been heard from and votes again once it is back.',
        'have not been heard from and vote again once they are back.',
      ),
    missing: (names: readonly string[]): string =>
      verb(names, 'is away and still counts as a voter.', 'are away and still count as voters.'),
    decidesHere: 'This laptop decides alone: what is written now is on this laptop only, until another one is back.',
    decidesThere: (name: string): string =>
      `${name} decides alone: what is written now may be on that laptop only, until another one is back.`,
    waitsFor: (name: string): string =>
      `${name} was the last one that could write. What you type is kept here until that laptop is open again.`,
    closed: 'closed',
    closing: 'about to close',
    unheard: 'no vote: not heard from',
    returning: 'back, votes once it has caught up',
    stillCounts: 'away, still a voter',
    since: (time: string): string => `since ${time}`,
    onlyHere: 'Your edits are on this laptop only',
    onlyHereNote: 'Its last change is on this laptop only: the others have closed or are away.',
  },

  log: {
    noOp: (term: number): string => `A new leader begins term ${number(term)}`,
    configuration: (change: ShownChange, names: readonly string[]): string => {
      switch (change) {
        case 'create':
          return verb(names, 'starts the cluster', 'start the cluster');
        case 'recover':
          return `${list(names)} goes on without the majority that was lost`;
        case 'add-learner':
          return verb(names, 'comes in as a learner, without a vote', 'come in as learners, without votes');
        case 'promote':
          return verb(names, 'has caught up and votes', 'have caught up and vote');
        case 'demote':
          return verb(names, 'no longer votes, and stays as a learner', 'no longer vote, and stay as learners');
        case 'resting':
          return verb(
            names,
            'closes, and gives up its vote until it is back',
            'close, and give up their votes until they are back',
          );
        case 'silent':
          return verb(
            names,
            'is not heard from, and has no vote until it is back',
            'are not heard from, and have no votes until they are back',
          );
        case 'remove':
          return verb(names, 'is no longer a member', 'are no longer members');
      }
    },
    /** In a joint configuration, who loses a vote has it until that ends. */
    intended: (change: ShownDeparture, names: readonly string[]): string => {
      switch (change) {
        case 'demote':
          return verb(names, 'is to become a learner', 'are to become learners');
        case 'resting':
          return verb(names, 'closes, and is to give up its vote', 'close, and are to give up their votes');
        case 'silent':
          return verb(
            names,
            'is not heard from, and is to lose its vote',
            'are not heard from, and are to lose their votes',
          );
        case 'remove':
          return verb(names, 'is to leave', 'are to leave');
      }
    },
    also: (parts: readonly string[]): string => parts.join('; '),
    jointBegins: (what: string): string => `Joint configuration: ${what}`,
    jointEnds: (what: string): string => `Joint configuration ends: ${what}`,
    jointHint:
      'Until a joint configuration ends, a majority of the old voters and one of the new ones decide together.',
    createNote: (title: string): string => `New note “${title}”`,
    renameNote: (title: string): string => `Note renamed to “${title}”`,
    deleteNote: (title: string): string => `Note “${title}” deleted`,
    editNote: (title: string, inserted: string, deleted: number): string => {
      const removed = deleted === 0 ? '' : `${count(deleted, 'character', 'characters')} deleted`;
      return `${title}: ${[inserted === '' ? '' : `“${inserted}”`, removed].filter((part) => part !== '').join(', ')}`;
    },
    setRegister: (name: string, bytes: number): string => `Register ${name} set to ${count(bytes, 'byte', 'bytes')}`,
    compareAndSetRegister: (name: string, bytes: number): string =>
      `Register ${name} compared and set to ${count(bytes, 'byte', 'bytes')}`,
    introduceMember: (name: string): string => `A member says it is called ${name}`,
    nameCluster: (name: string): string => `The cluster is called ${name}`,
    invites: 'The list of invites changed',
    digestMark: 'Here all laptops compare their notes',
    digestReport: (mark: number, digest: string): string => `Its notes as of entry ${mark}: ${digest}`,
    unknown: (bytes: number): string => `An entry of ${count(bytes, 'byte', 'bytes')} that this version does not know`,
  },

  condition: {
    reloading: 'The notes are being fetched anew',
    reloadingText:
      'Those on this laptop were not as on the others, so they are not shown. Your waiting edits are kept.',
    reloadingWaits: 'Waiting for another laptop that has them',
    diskFull: 'The disk of this laptop is full',
    diskFullText: 'Nothing new is kept, and all can be read. Make room: writing then goes on by itself.',
    otherDisksFull: (names: string): string => `The disk is full: ${names}`,
    otherDisksFullText: 'No majority can write. What you type is kept here until there is room.',
    diskLow: (free: string): string => `Little room on the disk: ${free}`,
    diskLowText: 'Make room soon: with a full disk nothing new can be kept.',
  },

  status: {
    label: 'How things stand',
    alone: 'In no cluster',
    asking: 'Asking to join',
    joining: 'Joining',
    repairing: 'Being repaired',
    rejoining: 'Coming over to the recovered cluster',
    readOnly: 'Damaged: to be read only',
    looking: 'Looking for laptops on this network',
    leads: (name: string, term: number): string => `${name} leads, term ${number(term)}`,
    selfLeads: (term: number): string => `This laptop leads, term ${number(term)}`,
    noLeader: (term: number): string => `No leader known, term ${number(term)}`,
    reachable: (reachable: number, members: number): string => `${number(reachable)} of ${number(members)} reachable`,
    noMajority: (reachable: number, members: number): string =>
      `${number(reachable)} of ${number(members)} reachable: what you type is kept here`,
    diskFull: 'Disk full: nothing new is kept',
    otherDisksFull: 'Disks of others are full: what you type is kept here',
    waiting: (edits: number): string =>
      `${count(edits, 'edit', 'edits')} kept here, on ${edits === 1 ? 'its' : 'their'} way`,
    waitingLong: (edits: number): string => `${count(edits, 'edit', 'edits')} kept here until a majority is reachable`,
    unkept: 'Your last edits are only in this window',
    onMajority: 'Your edits are on a majority',
    onEveryone: 'Your edits are on everyone',
    entry: (index: number): string => `entry ${number(index)}`,
  },

  notices: {
    region: 'Notices',
    editLost: (title: string): string => `An edit of “${title}” could not be merged`,
    editLostText: (reason: string): string => `It is not in the note (${reason}). Here is its text:`,
    copyText: 'Copy the text',
    peerMisbehaves: (peer: string): string => `${peer} sends what it should not`,
    peerMisbehavesText: 'It was ignored and nothing was lost. Its version of Raftpad may not fit this one.',
    approved: (name: string, by: string): string => `${name} was let in by ${by}`,
    refused: (name: string, by: string): string => `${name} was refused by ${by}`,
    withdrawn: (name: string): string => `${name} took back its request`,
    notesDiffer: (name: string): string => `The notes on ${name} were not as on the others`,
    notesDifferText: 'It noticed, shows them to nobody and fetches them anew. Yours are as on most laptops.',
    ownNotesDiffer: 'The notes on this laptop were not as on the others',
    ownNotesDifferText: 'They are being fetched anew from another laptop. Your waiting edits are kept.',
    ownNotesReloaded: 'The notes on this laptop are as on the others again',
    notesDisputed: 'The laptops hold different notes',
    notesDisputedText:
      'No majority has the same, so nobody can tell which are right. Compare them, and copy what matters before you go on.',
    storageFailed: 'This laptop’s disk refuses to write',
    storageFailedText: (detail: string): string =>
      `Free some space or check the disk, then start Raftpad again. (${detail})`,
    left: 'This laptop left the cluster',
    leftText: (folder: string): string => `Its notes are kept in ${folder}`,
    startedAnew: 'A new cluster with all that could be read',
    startedAnewText: (folder: string): string => `The damaged files are kept in ${folder}`,
    failed: 'That did not work',
    repaired: 'This laptop is repaired',
    repairedText: (folder: string): string =>
      `It has everything again, and votes. The damaged files are kept in ${folder}`,
    setAside: {
      outbox: 'Edits that waited on this laptop are damaged',
      snapshot: 'A damaged snapshot was set aside',
    },
    setAsideText: {
      outbox: (folder: string): string =>
        `What was typed here and was not on a majority yet may be missing. What is left of it is kept in ${folder}`,
      snapshot: (folder: string): string => `Nothing is lost: the log has the same. The file is kept in ${folder}`,
    },
  },

  settings: {
    title: 'Settings',
    language: 'Language',
    languageSystem: 'As the system',
    scheme: 'Colours',
    schemeSystem: 'As the system',
    schemeLight: 'Light',
    schemeDark: 'Dark',
    laptop: 'This laptop',
    laptopName: 'Its name',
    save: 'Save',
    freeSpace: 'Free space on its disk',
    saved: 'Saved',
    fingerprint: 'Fingerprint',
    fingerprintHint: 'Compare it when a laptop asks to join.',
    addresses: 'Addresses',
    addressesHint: 'For joining by address from another laptop.',
    addressesNone: 'No address: this laptop is on no network.',
    copyAddress: (address: string): string => `Copy ${address}`,
    about: 'About',
    version: 'Raftpad',
    runtime: 'Runs on',
    runtimeOld: 'This Electron runtime gets no security fixes any more. It is for trying and testing only.',
    profile: 'Profile',
    dataDirectory: 'Data folder',
    showFolder: 'Show it',
    licence: 'Licence',
    licenceText: 'MIT. Free to use, change and pass on.',
  },

  backup: {
    title: 'Backup',
    hint: 'One file with all notes and their history. Keep it on a disk that is not in one of these laptops.',
    save: 'Save a backup…',
    import: 'Import notes from a backup…',
    export: 'Export as text files…',
    saved: (file: string, notes: number, index: number): string =>
      `Saved as ${file}: ${count(notes, 'note', 'notes')}, up to entry ${number(index)}.`,
    savedWaiting: (edits: number): string =>
      `${count(edits, 'edit waits', 'edits wait')} here for a majority and ${rules.select(edits) === 'one' ? 'is' : 'are'} not in it.`,
    imported: (notes: number): string => `${count(notes, 'note', 'notes')} came in.`,
    skipped: (notes: number): string => `${count(notes, 'note was', 'notes were')} here already.`,
    exported: (notes: number, folder: string): string =>
      `${count(notes, 'note is', 'notes are')} in the new folder ${folder}.`,
    saving: 'Saving the backup…',
    reading: 'Reading the backup…',
    readingPart: (percent: number): string => `Reading the backup: ${percent} %`,
    importing: (done: number, total: number): string => `Importing notes: ${number(done)} of ${number(total)}`,
    exporting: (done: number, total: number): string => `Writing text files: ${number(done)} of ${number(total)}`,
    importTitle: (cluster: string): string => `Import the notes of ${cluster}?`,
    importText: (cluster: string): string =>
      `They come in as new notes, for everyone in ${cluster}. Notes that are here with the same text are left out.`,
    importAction: 'Import',
    /** Behind the title of a note that is here with another text. */
    mark: ' (imported)',
    restoreTitle: 'Restore from a backup',
    restoreHint: 'A new cluster with the notes of a backup file.',
    restore: 'Choose a backup…',
    restoreAsk: (cluster: string): string => `Restore ${cluster}?`,
    restoreText:
      'This laptop starts a new cluster with these notes and their history. The laptops of the old one are no members of it: those that are to take part ask to join.',
    restoreName: 'Name of the new cluster',
    restoreAction: 'Restore',
    cluster: 'Cluster',
    members: 'Its laptops',
    savedAt: 'Saved',
    savedBy: (time: string, laptop: string): string => `${time}, on ${laptop}`,
    contents: 'In it',
    notesUpTo: (notes: number, index: number): string =>
      `${count(notes, 'note', 'notes')}, up to entry ${number(index)}`,
    missing: 'It was saved from damaged files. Something may be missing in it.',
  },

  network: networkEn,

  /** What went wrong and what to do next, for each way in which a call can fail. */
  failures: {
    'invalid-request': 'The member did not accept this. Check what you entered.',
    'unknown-method': 'The member is of another version and does not know this. Restart Raftpad.',
    'not-a-member': 'This laptop is in no cluster.',
    damaged: 'What this laptop kept is damaged. Until it is repaired nothing can be read or written here.',
    'already-a-member': 'This laptop is in a cluster already. Leave that one first.',
    'cluster-full': 'The cluster has as many laptops as it can have. One has to leave first.',
    'other-version':
      'Another version of Raftpad answers there, and this one cannot talk with it. Update Raftpad on whichever laptop has the older one.',
    'newer-version':
      'A newer Raftpad answers there, and this one cannot talk with it. Update Raftpad on this laptop, then try again.',
    'wrong-code':
      'These are not the digits of that request any more: it may have asked anew. Compare again. If they stay different, refuse it.',
    'no-majority': 'A majority is out of reach, so nothing was changed. Try again once more laptops are reachable.',
    timeout: 'There was no answer in time. It may still happen: look before you do it again.',
    refused: 'The cluster did not accept this.',
    busy: 'Another change of members, or of who leads, was under way all the time. Nothing was changed: try again.',
    'not-a-voter': 'That laptop has no vote, so it cannot lead. It gets one once it has caught up.',
    'no-successor': 'No other laptop that votes can be reached: nobody could take over.',
    'successor-unreachable':
      'The leader does not reach that laptop, and leads on. Choose another one, or wait until it is back.',
    'successor-behind':
      'That laptop did not have the whole log in time, so the leader leads on. Try again once it has caught up.',
    'not-elected': 'That laptop did not take over in time, so the leader leads on. Try again, or choose another one.',
    unreachable:
      'Nobody answers there. Check the address, and that Raftpad is open on that laptop and on the same network.',
    'bad-address': 'This is not an address. It looks like 192.168.1.20:47101 or /ip4/192.168.1.20/tcp/47101.',
    'not-an-invite': 'This is neither an address nor an invite. An invite is a link that begins with raftpad://join/.',
    'invite-cut-off': 'The invite is cut off: its end is missing. Copy all of it, to the last character.',
    'invite-damaged': 'A character of the invite is missing, wrong or too many. Copy it again.',
    'invite-newer': 'The invite was made by a newer Raftpad. Update Raftpad on this laptop, then use it again.',
    'invite-expired': 'This invite has expired. Ask for a new one.',
    'invite-used': 'This invite has been used: each lets one laptop in. Ask for a new one.',
    'invite-revoked': 'This invite was taken back. Ask for a new one.',
    'unknown-invite': 'The cluster does not know this invite any more.',
    'invite-failed': 'The invite let nobody in. Ask to join instead.',
    'too-many-tests': 'Several tests are under way. Wait until one of them is done.',
    'unknown-note': 'This note does not exist any more.',
    'unknown-member': 'This laptop is not there any more. It may have taken its request back.',
    'unknown-cluster': 'This cluster cannot be seen any more. Wait until it shows again, or join by address.',
    'no-cluster': 'The laptop at that address is in no cluster. Start one here or there first.',
    'already-asking': 'This laptop asks to join already. Take that request back first, then try again.',
    'stale-document': 'The note went on meanwhile. It is opened again.',
    'too-many-waiting': 'Too many edits wait on this laptop. They go on once a majority is reachable.',
    'too-large': 'This is too large: a note holds a million characters.',
    'unknown-copy': 'This laptop does not know of these notes any more.',
    'copy-unreadable': 'The files of these notes cannot be read. Look whether they are still in the data folder.',
    'copy-in-use': 'These files are still being moved, or are needed. Nothing was deleted: try again later.',
    'copy-not-deleted':
      'The files could not be deleted: another program may use them, or this account may not. Nothing was deleted, and it is all where it was.',
    'not-a-backup': 'This file is no backup of Raftpad. Choose another one.',
    'backup-damaged': 'This backup is damaged, so nothing of it was taken. Use another one if you have it.',
    'backup-newer': 'This backup was saved by a newer Raftpad. Update Raftpad on this laptop, then try again.',
    'file-unreadable': 'The file could not be read. Choose it again, and check that you may read it.',
    'file-unwritable':
      'It could not be written there. Choose another folder, and check that there is room on the disk and that you may write there.',
    'disk-full': 'The disk is full. It goes on by itself when there is room.',
    diverged: 'The notes on this laptop are being fetched anew. Try again in a moment.',
    'storage-failed': 'This laptop’s disk refused to write. Free some space and try again.',
    'update-needed':
      'A newer Raftpad is needed on this laptop. Nothing that was kept is lost: update it, then open it again.',
    internal: 'Something went wrong inside Raftpad. Try again; if it stays so, restart it.',
    disconnected: 'This laptop’s member is not running right now. It comes back by itself; then try again.',
  } satisfies Record<FailureCode, string>,
};

export type Messages = typeof en;
