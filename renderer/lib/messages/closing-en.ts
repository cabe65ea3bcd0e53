/** What is said when the window closes. */
export const closingEn = {
  handingOver: 'Handing over…',
  handingOverText: 'The other laptops are taking over, so that they can go on without this one.',
  closing: 'Closing…',
  closingText: 'This laptop’s member is closing its files.',
  nowText: 'It takes a few seconds at most. Everything that was kept is safe either way.',
  now: 'Quit now',
  unkept: (notes: number): string =>
    notes === 1
      ? 'The last changes to a note are only in this window'
      : 'The last changes to some notes are only in this window',
  unkeptText:
    'They could not be written to this laptop’s disk. If Raftpad closes now, they are lost. Make room on the disk, or copy the text first.',
  stay: 'Stay here',
  closeAnyway: 'Close without them',
};

export type ClosingMessages = typeof closingEn;
