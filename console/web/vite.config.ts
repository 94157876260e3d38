import { defineConfig } from 'vite';

/** The console's pages: nothing is inlined, since the content security policy allows no code but that of files. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The licences of Preact, Observable Plot and D3 ask to come along.
    license: { fileName: 'licenses.md' },
  },
});
