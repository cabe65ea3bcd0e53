/** The app's one window: where it was last time, and shown once it has something to show. */
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import { z } from 'zod';
import { startPage } from './app-protocol.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const minimum = { width: 900, height: 600 };
const first = { width: 1200, height: 780 };

const coordinate = z.number().int().min(-100_000).max(100_000);
const windowStateSchema = z.strictObject({
  bounds: z.strictObject({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
  maximized: z.boolean(),
});

export interface WindowOptions {
  readonly title: string;
  /** Remembers bounds between starts. */
  readonly stateFile: string;
  readonly preload: string;
  readonly iconFile: string;
}

/** Opens the window and loads the page. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const found = readJsonFile(options.stateFile, windowStateSchema);
  const state = found.type === 'read' ? found.value : null;
  const window = new BrowserWindow({
    ...(state === null ? first : visibleBounds(state.bounds)),
    minWidth: minimum.width,
    minHeight: minimum.height,
    title: options.title,
    icon: options.iconFile,
    backgroundColor: background(),
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.resolve(options.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (state?.maximized === true) window.maximize();

  window.once('ready-to-show', () => window.show());
  // The title names the profile; the page's own would replace it.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => {
    try {
      writeJsonFile(options.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      console.warn(`The window's place could not be remembered: ${String(error)}`);
    }
  });
  const repaint = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));

  void window
    .loadURL(startPage)
    .catch((error: unknown) => console.error(`The window's page did not load: ${String(error)}`));
  return window;
}

/** Paper and ink: what is seen until the page has painted. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#17181a' : '#faf8f4';
}

/** Where it was, unless that display is gone: then in the middle of the one nearest. */
function visibleBounds(bounds: Rectangle): Partial<Rectangle> {
  const area = screen.getDisplayMatching(bounds).workArea;
  const width = Math.max(minimum.width, Math.min(bounds.width, area.width));
  const height = Math.max(minimum.height, Math.min(bounds.height, area.height));
  const inside =
    bounds.x >= area.x - 20 &&
    bounds.y >= area.y - 20 &&
    bounds.x + width <= area.x + area.width + 20 &&
    bounds.y + height <= area.y + area.height + 20;
  return inside ? { x: bounds.x, y: bounds.y, width, height } : { width, height };
}
