/** The system's dialogs for files. What they answer goes to the member; the window hears only what the file is called. */
import path from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { FileChoice } from '../src/api/shell.ts';
import type { Messages } from './messages.ts';

const backupExtension = 'raftpad';

/** Asks the person for a file or a folder; null: they would rather not. */
export async function askForFile(
  window: BrowserWindow,
  { purpose, name }: FileChoice,
  messages: Messages,
): Promise<string | null> {
  const documents = app.getPath('documents');
  const backups: FileFilter = { name: messages.backupFiles, extensions: [backupExtension] };
  switch (purpose) {
    case 'save-backup': {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: messages.saveBackup,
        defaultPath: path.join(documents, `${fitName(name)}.${backupExtension}`),
        filters: [backups],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    }
    case 'open-backup':
      return firstOf(
        await dialog.showOpenDialog(window, {
          title: messages.openBackup,
          defaultPath: documents,
          filters: [backups, { name: messages.allFiles, extensions: ['*'] }],
          properties: ['openFile'],
        }),
      );
    case 'export-notes':
      return firstOf(
        await dialog.showOpenDialog(window, {
          title: messages.exportNotes,
          defaultPath: documents,
          properties: ['openDirectory', 'createDirectory'],
        }),
      );
    default:
      purpose satisfies never;
      return null;
  }
}

function firstOf({ canceled, filePaths }: { canceled: boolean; filePaths: string[] }): string | null {
  return canceled ? null : (filePaths[0] ?? null);
}

/** A name to begin with, which the person may change: without what parts a path. */
function fitName(name: string): string {
  // eslint-disable-next-line no-control-regex -- naming control characters is the point
  const fit = name.replace(/[\u0000-\u001f<>:"/\\|?*]/g, ' ').replace(/^[. ]+|[. ]+$/g, '');
  return fit === '' ? 'Raftpad' : fit;
}
