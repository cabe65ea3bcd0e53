/** Every denial in one place: whatever the page tries, it stays on its own page and gets nothing from the system. */
import { app, type Session } from 'electron';
import { appOrigin } from './app-protocol.ts';

/** Holds for every page that is ever made, so it must run before the first. */
export function restrictPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, url) => {
      // Reloading is the one navigation there is.
      if (url !== contents.getURL() || !isOwn(url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
}

export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) =>
    decide({ cancel: !isOwn(details.url) && !isDeveloperTools(details.url) }),
  );
  // Chromium would fetch dictionaries for it.
  session.setSpellCheckerEnabled(false);
}

/** Whether a page or frame is ours. */
export function isOwn(url: string): boolean {
  return url.startsWith(`${appOrigin}/`);
}

function isDeveloperTools(url: string): boolean {
  return url.startsWith('devtools://');
}
