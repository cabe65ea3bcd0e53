/** What this laptop kept of clusters that it left, or was removed from. */
const rules = new Intl.PluralRules('en');
const number = (value: number): string => new Intl.NumberFormat('en').format(value);
const count = (value: number, one: string, other: string): string =>
  `${number(value)} ${rules.select(value) === 'one' ? one : other}`;

export const copiesEn = {
  removedTitle: (cluster: string): string => `This laptop was removed from ${cluster}`,
  leftTitle: (cluster: string): string => `${cluster}, as this laptop left it`,
  removedBy: (by: string, time: string): string => `Removed by ${by}, ${time}.`,
  removed: (time: string): string => `Removed ${time}.`,
  left: (time: string): string => `Left ${time}.`,
  overTitle: (cluster: string): string => `${cluster}, before this laptop came over to the recovered cluster`,
  over: (time: string): string => `As it was when this laptop came over to the recovered cluster, ${time}.`,
  readOnly: 'Its notes stay on this laptop as they last were here: to read, copy and save. Nothing is sent any more.',
  waiting: (notes: number): string =>
    `${count(notes, 'note has edits', 'notes have edits')} that had not reached a majority. They are underlined.`,
  askAgain: (cluster: string): string => `Ask to join ${cluster} again`,
  asking: 'Asking…',
  elsewhere: 'Start or join a cluster…',
  back: 'Back',
  open: 'Look at the notes',
  openNamed: (cluster: string, time: string): string => `Look at the notes of ${cluster}, ${time}`,
  kept: 'Notes kept on this laptop',
  all: (copies: number): string => `Show all ${number(copies)}`,
  keptIn: 'Where it is kept',
  damaged: 'What could not be read',
  unreadable: (folder: string): string =>
    `The files of this copy cannot be read. They belong in ${folder}: were they moved, or is the disk damaged? Nothing was changed.`,
  failed: 'The notes could not be read.',
  noNotes: 'There are no notes in it.',
  copyText: 'Copy the text',
  copyWaiting: 'Copy what was waiting',
  textWaiting: 'What is underlined had not reached a majority. A backup leaves it out; the text files have it.',
  savedWaiting: (notes: number): string =>
    `What waited in ${count(notes, 'note', 'notes')} is not in it: copy it, or export text files.`,
  delete: 'Delete this copy…',
  deleteTitle: (cluster: string): string => `Delete this copy of ${cluster}?`,
  deleteNotes: (notes: number): string =>
    notes === 0
      ? 'There are no notes in it. It is deleted from this laptop for good.'
      : `${count(notes, 'note', 'notes')}, as they last were here, are deleted from this laptop for good.`,
  deleteWaiting: (notes: number): string =>
    `In ${count(notes, 'note', 'notes')} there are edits that had not reached a majority. Nobody may have them but this laptop: they are lost.`,
  deleteFound: 'Texts that Raftpad asks you to decide upon stay until you have.',
  deleteUnread:
    'The notes in it cannot be read now, so nobody can say what is lost. What is still there is deleted from this laptop for good.',
  deleteElsewhere: 'Other laptops, and what you saved from it, are not touched.',
  deleteAlsoIn: (folder: string): string =>
    `Damaged files that it is read from stay in ${folder}. To be rid of them too, delete that folder yourself.`,
  deleteAction: 'Delete for good',
  deleting: 'Deleting…',
  deleted: (cluster: string): string => `The copy of ${cluster} is deleted`,
  deletedPartly: (folder: string): string =>
    `Some of its files could not be removed yet and are still in ${folder}. Raftpad tries again when it starts.`,
  status: (cluster: string): string => `${cluster}: to be read only`,
};

export type CopiesMessages = typeof copiesEn;
