// node compresse.mjs - builds the explorer and writes the compressed files that the binary embeds.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { construire } from './construire.mjs';
import { COMMIS, comprimer, empreintesCommises, empreintesConstruites, lister } from './fichiers.mjs';

// A file whose content has not changed keeps its committed bytes.
function ecrire(construit) {
  const commises = fs.existsSync(COMMIS) ? empreintesCommises() : new Map();
  const construites = empreintesConstruites(construit);
  for (const nom of commises.keys()) if (!construites.has(nom)) fs.rmSync(path.join(COMMIS, `${nom}.br`));
  for (const [nom, empreinte] of construites) {
    if (commises.get(nom) === empreinte) continue;
    const sortie = path.join(COMMIS, `${nom}.br`);
    fs.mkdirSync(path.dirname(sortie), { recursive: true });
    fs.writeFileSync(sortie, comprimer(fs.readFileSync(path.join(construit, nom))));
    console.log(nom);
  }
}

const construit = fs.mkdtempSync(path.join(os.tmpdir(), 'explorateur-'));
try {
  construire(construit);
  ecrire(construit);
} finally {
  fs.rmSync(construit, { recursive: true });
}
const taille = lister(COMMIS).reduce((somme, nom) => somme + fs.statSync(path.join(COMMIS, nom)).size, 0);
console.log(`${lister(COMMIS).length} files, ${taille} bytes`);
