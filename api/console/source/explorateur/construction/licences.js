// Vite lists the licences of the packages of the page. Two things escape it: packages that only workers load, and
// the third-party code that Monaco carries inside its own files.
import fs from 'node:fs';
import path from 'node:path';

const PAQUETS = path.resolve(import.meta.dirname, '../node_modules');

// The deepest folder with a manifest owns the module: a package may carry its own copy of another.
function paquetDe(id) {
  const chemin = id.split('?')[0];
  if (!chemin.startsWith(PAQUETS)) return undefined;
  const racine = chemin.slice(0, chemin.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  const morceaux = chemin.slice(racine.length).split('/');
  return racine + morceaux.slice(0, morceaux[0].startsWith('@') ? 2 : 1).join('/');
}

function texteDe(dossier) {
  const nom = fs.readdirSync(dossier).sort().find((fichier) => /^licen[cs]e/i.test(fichier));
  return nom ? fs.readFileSync(path.join(dossier, nom), 'utf8').trim() : '';
}

function notice(dossier) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(dossier, 'package.json'), 'utf8'));
  return { nom: name, texte: `\n## ${name} - ${version} (${license})\n\n${texteDe(dossier)}\n` };
}

function ajouter(licences, dossiers) {
  const notices = [...dossiers].sort().map(notice).filter(({ nom }) => !licences.includes(`## ${nom} - `));
  const monaco = fs.readFileSync(path.join(PAQUETS, 'monaco-editor/ThirdPartyNotices.txt'), 'utf8');
  return `${licences}${notices.map(({ texte }) => texte).join('')}\n## Third-party notices of monaco-editor\n\n${monaco.replaceAll('\r', '')}`;
}

export function licences() {
  const ouvriers = new Set();
  const suivi = {
    name: 'passerelle-licences-ouvriers',
    generateBundle(_, lot) {
      for (const morceau of Object.values(lot)) for (const id of Object.keys(morceau.modules ?? {})) { const dossier = paquetDe(id); if (dossier) ouvriers.add(dossier); }
    },
  };
  return {
    name: 'passerelle-licences',
    config: () => ({ worker: { plugins: () => [suivi] } }),
    writeBundle({ dir }) {
      const fichier = path.join(dir, 'licences.md');
      fs.writeFileSync(fichier, ajouter(fs.readFileSync(fichier, 'utf8'), ouvriers));
    },
  };
}
