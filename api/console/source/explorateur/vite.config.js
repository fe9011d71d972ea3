import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { francais } from './construction/francais.js';
import { licences } from './construction/licences.js';
import { textesMonaco } from './construction/monaco.js';

// The page is shown at /graphql and its files are served under /explorateur/.
const BASE = '/explorateur/';

// Stable names: a change of style rewrites one committed file instead of renaming eight.
const noms = { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' };

// Each worker is a build of its own, so two of them would overwrite each other's chunks without a hash.
const nomsOuvriers = { ...noms, chunkFileNames: 'worker-[name]-[hash].js' };

// "use no memo" speaks to a compiler that has already run on these packages.
const onwarn = (avertissement, suite) => avertissement.code === 'MODULE_LEVEL_DIRECTIVE' || suite(avertissement);

export default defineConfig({
  base: BASE,
  plugins: [francais(), textesMonaco(), react(), licences()],
  worker: { format: 'es', rolldownOptions: { output: nomsOuvriers } },
  resolve: {
    alias: { 'monaco-editor/esm/vs/editor/edcore.main.js': path.resolve(import.meta.dirname, 'src/monaco.js') },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 5000,
    reportCompressedSize: false,
    sourcemap: false,
    license: { fileName: 'licences.md' },
    rolldownOptions: { output: noms, onwarn },
  },
});
