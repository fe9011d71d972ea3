// node verifie.mjs - rebuilds the explorer and checks that the committed files are exactly what the sources build:
// same names, same bytes once decompressed. Exits with 1 otherwise.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { construire } from './construire.mjs';
import { empreintesCommises, empreintesConstruites } from './fichiers.mjs';

function ecart(nom, construites, commises) {
  if (!commises.has(nom)) return 'is not committed';
  if (!construites.has(nom)) return 'is no longer built';
  return construites.get(nom) === commises.get(nom) ? null : 'differs';
}

const construit = fs.mkdtempSync(path.join(os.tmpdir(), 'explorateur-'));
let construites;
try {
  construire(construit);
  construites = empreintesConstruites(construit);
} finally {
  fs.rmSync(construit, { recursive: true });
}
const commises = empreintesCommises();
const ecarts = [...new Set([...construites.keys(), ...commises.keys()])]
  .map((nom) => [nom, ecart(nom, construites, commises)])
  .filter(([, quoi]) => quoi);
for (const [nom, quoi] of ecarts) console.log(`${nom} ${quoi}`);
console.log(ecarts.length ? `${ecarts.length} file(s) to rebuild with compresse.mjs` : `${construites.size} files identical`);
process.exit(ecarts.length ? 1 : 0);
