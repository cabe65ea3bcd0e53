/** Filled in by the build (build/vite-config.ts). */
declare const __APP_VERSION__: string;
declare const __PINNED_ELECTRON_MAJOR__: number;
