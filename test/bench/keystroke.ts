import { setTimeout as wait } from 'node:timers/promises';
import { Desktop, type DesktopApp } from '../desktop/app.ts';
import { quantile, rounded } from './figures.ts';
import type { BenchOptions, Report } from './main.ts';

const title = 'Packing list';

/** From a key in one app's window to the frame in which another app's window shows the letter. */
export async function keystroke({ rounds }: BenchOptions): Promise<Report> {
  const desktop = await Desktop.open();
  try {
    const ana = await desktop.start('Ana');
    const bo = await desktop.start('Bo');
    await ana.createCluster('Field team', 'Ana’s laptop');
    await bo.askNearby('Field team', 'Bo’s ThinkPad');
    await ana.approve('Bo’s ThinkPad');
    await bo.get('nav-notes').waitFor();
    await ana.get('nav-notes').click();
    await ana.newNote(title);
    for (const app of [ana, bo]) await app.openNote(title);
    await ana.type('a');
    await bo.showsText('a');
    await ana.page.evaluate(noteKeys);
    await bo.page.evaluate(noteFrames);
    const count = rounds ?? 200;
    const tookMs: number[] = [];
    for (let letter = 0; letter < count + 20; letter += 1) {
      await ana.page.keyboard.type('x');
      const shownAtMs = await shown(bo, 2 + letter);
      const typedAtMs = await ana.page.evaluate<number>('window.typedAtMs');
      // The first ones find code that is not compiled yet.
      if (letter >= 20) tookMs.push(shownAtMs - typedAtMs);
      await wait(10 + Math.random() * 40); // no rhythm with the frames
    }
    return {
      figures: {
        'keystroke.p50Ms': rounded(quantile(tookMs, 0.5)),
        'keystroke.p99Ms': rounded(quantile(tookMs, 0.99)),
      },
    };
  } finally {
    await desktop.close();
  }
}

/** Both windows read the clock of the one machine. */
const now = 'performance.timeOrigin + performance.now()';

const noteKeys = `window.addEventListener('keydown', () => { window.typedAtMs = ${now}; }, { capture: true })`;

/** When the text got a new length on the screen: a task that follows an animation frame runs when that was painted. */
const noteFrames = `(() => {
  const editor = document.querySelector('[data-testid=editor]');
  const painted = new MessageChannel();
  window.shownAtMs = new Map();
  painted.port1.onmessage = ({ data: length }) => {
    if (!window.shownAtMs.has(length)) window.shownAtMs.set(length, ${now});
  };
  new MutationObserver(() => {
    const { length } = editor.querySelector('.cm-line').textContent;
    requestAnimationFrame(() => painted.port2.postMessage(length));
  }).observe(editor, { subtree: true, childList: true, characterData: true });
})()`;

async function shown(app: DesktopApp, length: number): Promise<number> {
  const deadlineMs = performance.now() + 20_000;
  while (performance.now() < deadlineMs) {
    const atMs = await app.page.evaluate<number | null>(`window.shownAtMs.get(${length}) ?? null`);
    if (atMs !== null) return atMs;
    await wait(5);
  }
  throw new Error(`the other window never showed ${length} letters; it shows ${await app.text()}`);
}
