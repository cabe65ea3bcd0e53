/**
 * The four bundles. Main, preload and member are CommonJS for Node 18 and newer with everything inside, because the
 * older runtime (electron-runtime.ts) has Node 18 and a sandboxed preload script cannot import files.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';
import type { Bundle } from './build.ts';
import { appVersion, outputDirectory, pinnedElectronVersion, projectDirectory } from './project.ts';

export const bundleConfigs: Readonly<Record<Bundle, () => InlineConfig>> = {
  main: () => nodeBundle('main', path.join(projectDirectory, 'electron', 'main.ts')),
  preload: () => nodeBundle('preload', path.join(projectDirectory, 'electron', 'preload.ts')),
  member: () => nodeBundle('member', path.join(projectDirectory, 'src', 'member', 'main.ts')),
  renderer: rendererConfig,
};

function rendererConfig(): InlineConfig {
  return {
    ...shared,
    root: path.join(projectDirectory, 'renderer'),
    base: './',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: path.join(outputDirectory, 'renderer'),
      emptyOutDir: true,
      target: 'chrome114',
      sourcemap: true,
      // The CSP allows no inline script, no data: URL and nothing fetched.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
    },
  };
}

const shared: InlineConfig = {
  configFile: false,
  mode: 'production',
  logLevel: 'warn',
  define: {
    __APP_VERSION__: JSON.stringify(appVersion),
    __PINNED_ELECTRON_MAJOR__: String(Number(pinnedElectronVersion.split('.')[0])),
  },
};

function nodeBundle(name: string, entry: string): InlineConfig {
  return {
    ...shared,
    root: projectDirectory,
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: outputDirectory,
      emptyOutDir: false,
      target: 'node18',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        external: ['electron', ...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  };
}
