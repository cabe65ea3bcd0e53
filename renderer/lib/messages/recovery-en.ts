/** A majority that is lost, a cluster that was recovered without it, and what laptops have that come back to one. */
const rules = new Intl.PluralRules('en');
const number = (value: number): string => new Intl.NumberFormat('en').format(value);
const count = (value: number, one: string, other: string): string =>
  `${number(value)} ${rules.select(value) === 'one' ? one : other}`;
const list = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);

export const recoveryEn = {
  lost: (missing: readonly string[]): string =>
    missing.length === 0
      ? 'No majority is reachable'
      : `No majority: ${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`,
  lostShort: 'Read and type as ever: your edits are kept on this laptop, and go to the others once enough are back.',
  lostMore: 'What can be done',
  lostSince: (time: string): string => `Since ${time} too few laptops are here to decide anything together.`,
  missing: 'Missing',
  missingSince: (time: string): string => `here until ${time}`,
  missingUnseen: 'not seen since Raftpad was started here',
  works: 'What still works',
  worksText:
    'All notes that are on this laptop can be read, exported and saved as a backup. What you type is kept here and waits.',
  wait: 'If the others will be back',
  waitText: 'Open Raftpad on them, on this network. Everything goes on by itself, and nothing is lost.',
  gone: 'If they will not be back',
  goneText: 'This laptop can go on without them, with the notes that it has.',
  recover: 'Recover here…',
  recoverTitle: (cluster: string): string => `Go on with ${cluster} on this laptop alone?`,
  recoverWarning: (missing: readonly string[]): string =>
    missing.length === 0
      ? 'All other laptops are left out of the cluster.'
      : `${list(missing)} and all others are left out of the cluster. Changes that only they have are missing here from then on.`,
  recoverTwo:
    'If they are still together somewhere, they go on without this laptop: then there are two clusters, which are never merged.',
  recoverReturn:
    'Whoever comes back is asked whether to come over, and loses no text: what only that laptop has is offered there.',
  recoverEdits: (edits: number): string =>
    `${count(edits, 'edit that waits here goes', 'edits that wait here go')} on into the recovered cluster.`,
  recoverType: (cluster: string): string => `To confirm, type the name of the cluster: ${cluster}`,
  recoverAction: 'Recover here',
  recovering: 'Recovering…',
  recovered: (by: string, time: string): string => `Recovered on ${by}, ${time}`,
  recoveredHere: (time: string): string => `Recovered on this laptop, ${time}`,
  former: 'In it before, and not back',
  formerSeen: 'on this network now: its person is asked there whether to come over',
  formerAway: 'away',
  elsewhere: {
    behind: (by: string): string => `The cluster was recovered on ${by} while this laptop was away`,
    apart: (by: string): string => `The cluster was also recovered on ${by}`,
  },
  elsewhereText: {
    behind: (time: string, laptops: readonly string[]): string =>
      `${time}. ${list(laptops)} ${laptops.length === 1 ? 'is' : 'are'} in the recovered cluster. This laptop still has the one from before; the two are never merged.`,
    apart: (time: string, laptops: readonly string[]): string =>
      `${time}. ${list(laptops)} ${laptops.length === 1 ? 'is' : 'are'} in that one. It was recovered here too, so there are two clusters now, and they are never merged.`,
  },
  goOverTo: (by: string): string => `Come over to the cluster on ${by}`,
  goOverText:
    'This laptop gets the notes of that cluster. What it has now is kept in the data folder, and each text that only this laptop has is offered to you afterwards.',
  stillWorks:
    'The cluster that this laptop is in has a leader and goes on. Talk to each other about which one to keep.',
  goingOver: 'Coming over…',
  notNow: 'Not now',
  decide: 'Decide',
  rejoining: {
    title: (cluster: string): string => `This laptop comes over to ${cluster}`,
    text: (by: string): string =>
      `To the cluster as it was recovered on ${by}. When it is there, each text that only this laptop has is offered to you.`,
    looking: (names: string): string => `Looking for ${names}. Is Raftpad open there, on this network?`,
    asking: (by: string): string => `Asking ${by}…`,
    noMajority: (by: string): string =>
      `${by} answers, but too few laptops of that cluster are here to decide. It goes on by itself once they are.`,
    catchingUp: (entry: number): string => `Receiving the notes: entry ${number(entry)}`,
    receiving: (percent: number): string => `Receiving the notes: ${percent} %`,
    takeBack: 'Stay in the cluster from before',
    keptIn: 'What this laptop had before is kept in',
    keptLater: 'Until it is let in nothing is changed on this laptop.',
  },
  repairElsewhere: (by: string): string =>
    `The cluster was recovered on ${by}. This laptop can be brought back into that one; what can be read of its own texts is offered to you afterwards.`,
  rejoined: 'This laptop has come over to the recovered cluster',
  rejoinedText: (folder: string): string => `What it had before is kept in ${folder}`,
  found: (texts: number): string => `${count(texts, 'text', 'texts')} that only this laptop has`,
  foundShort: 'Decide what becomes of each. Until then they are kept here.',
  foundShow: 'Look at them',
  foundTitle: 'Texts that only this laptop has',
  foundLead:
    'They are not in the cluster: they were written while it was apart, or waited here for a majority. Nothing is deleted before you say so.',
  foundNone: 'Everything is decided.',
  foundFailed: 'The texts could not be read.',
  foundWhole: (cluster: string, time: string): string => `The whole note as it was here, in ${cluster}. Found ${time}`,
  foundPart: (cluster: string, time: string): string =>
    `What was typed into the note here, in ${cluster}. Found ${time}`,
  foundLength: (characters: number): string => count(characters, 'character', 'characters'),
  foundAll: 'Show all of it',
  foundAdd: 'Add as a note',
  foundAddNamed: (title: string): string => `Add as a note: ${title}`,
  foundAdding: 'Adding…',
  foundDiscard: 'Delete',
  foundDiscardNamed: (title: string): string => `Delete “${title}”`,
  foundDiscardTitle: 'Delete this text?',
  foundDiscardText: 'No laptop has it in a note. It cannot be brought back from here.',
  foundDiscardAction: 'Delete',
  foundNoteTitle: (title: string, laptop: string, time: string): string => `${title} (from ${laptop}, ${time})`,
  back: 'Back to the notes',
};

export type RecoveryMessages = typeof recoveryEn;
