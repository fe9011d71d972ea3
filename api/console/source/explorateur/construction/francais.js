// GraphiQL has no translation hook: its literals are replaced in its built files. A literal or a file that is gone
// fails the build, so an upgrade never ships half English.
import { RETOUCHES } from './retouches.js';
import { TEXTES } from './textes.js';

const PAQUETS = '/node_modules/';

function fichierDe(id) {
  const chemin = id.split('?')[0];
  return chemin.slice(chemin.lastIndexOf(PAQUETS) + PAQUETS.length);
}

function remplacements(fichier) {
  const textes = Object.entries(TEXTES[fichier] ?? {});
  return [...(RETOUCHES[fichier] ?? []), ...textes.map(([en, fr]) => [JSON.stringify(en), JSON.stringify(fr)])];
}

function present(code, cherche) {
  return cherche instanceof RegExp ? cherche.test(code) : code.includes(cherche);
}

export function francais() {
  const attendus = new Set([...Object.keys(TEXTES), ...Object.keys(RETOUCHES)]);
  const vus = new Set();
  return {
    name: 'passerelle-francais',
    enforce: 'pre',
    transform(code, id) {
      const fichier = fichierDe(id);
      if (!attendus.has(fichier)) return undefined;
      vus.add(fichier);
      let sortie = code;
      for (const [cherche, remplace] of remplacements(fichier)) {
        if (!present(sortie, cherche)) this.error(`${fichier}: ${cherche} is no longer there`);
        sortie = cherche instanceof RegExp ? sortie.replace(cherche, () => remplace) : sortie.replaceAll(cherche, () => remplace);
      }
      return { code: sortie, map: null };
    },
    buildEnd(erreur) {
      if (erreur) return;
      for (const fichier of attendus) if (!vus.has(fichier)) this.error(`${fichier} is no longer loaded`);
    },
  };
}
