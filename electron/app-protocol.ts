/** `app://raftpad/`: the window's own scheme. It serves the built renderer and nothing else, under a strict CSP. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';

export const appOrigin = 'app://raftpad';
export const startPage = `${appOrigin}/index.html`;

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function serveApp(session: Session, rendererDirectory: string): void {
  session.protocol.handle('app', (request) => answer(request.url, rendererDirectory));
}

async function answer(url: string, rendererDirectory: string): Promise<Response> {
  const file = fileFor(url, rendererDirectory);
  const type = file === null ? undefined : contentTypes[path.extname(file)];
  if (file === null || type === undefined) return new Response('Not found', { status: 404 });
  const nonce = randomBytes(16).toString('base64');
  const headers = { 'Content-Type': type, 'Content-Security-Policy': contentSecurityPolicy(nonce), ...fixedHeaders };
  try {
    const body = await readFile(file);
    // The page hands this nonce to the editor, whose styles are made while it runs.
    return new Response(type.startsWith('text/html') ? body.toString('utf8').replaceAll('%CSP_NONCE%', nonce) : body, {
      headers,
    });
  } catch {
    return new Response('Not found', { status: 404 });
  }
}

/** The file for an address of ours; null if it leads out of the folder. */
export function fileFor(url: string, rendererDirectory: string): string | null {
  let pathname: string;
  try {
    const parsed = new URL(url);
    if (parsed.host !== 'raftpad') return null;
    pathname = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0')) return null;
  const file = path.join(rendererDirectory, pathname === '/' ? 'index.html' : pathname);
  const relative = path.relative(rendererDirectory, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? null : file;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const fixedHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
