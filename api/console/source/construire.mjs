// Builds the explorer into a folder with the packages of its lockfile, which are installed when they are missing.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { SOURCE } from './fichiers.mjs';

function lancer(commande, ...arguments_) {
  execFileSync(commande, arguments_, { cwd: SOURCE, stdio: ['ignore', 'ignore', 'inherit'] });
}

export function construire(dossier) {
  if (!fs.existsSync(path.join(SOURCE, 'node_modules'))) lancer('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
  lancer('npx', 'vite', 'build', '--outDir', dossier, '--emptyOutDir', '--logLevel', 'warn');
}
