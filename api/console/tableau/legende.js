// Only the keys that the drawings of one figure use.
import { el } from './dom.js';
import { estFlux } from './series.js';

const CLES = [
  ['pleine', 'valeur', ({ valeur, provisoire }) => valeur !== null && !provisoire],
  ['provisoire', 'valeur provisoire', ({ valeur, provisoire }) => valeur !== null && provisoire],
  ['but', 'objectif', ({ objectif }) => objectif],
  ['imprime', 'imprimé dans le document', ({ imprime, valeur }) => imprime !== null && imprime !== valeur],
  ['masque', 'masqué par le secret statistique', ({ qualite }) => qualite === 'SECRET_STATISTIQUE'],
  ['absent', 'n. d. : non disponible', ({ qualite, valeur }) => valeur === null && qualite === 'NON_DISPONIBLE'],
  ['absent', 'n. r. : non renseigné', ({ qualite, valeur }) => valeur === null && qualite === 'NON_RENSEIGNEE'],
];

export function legende(series, unite) {
  const points = series.flatMap((serie) => serie.points);
  const utiles = CLES.filter(([, , sert]) => points.some(sert));
  const forme = estFlux(unite) ? 'barres' : 'lignes';
  return el('ul', { class: `legende ${forme}`, 'aria-hidden': 'true' }, utiles.map(([classe, dit]) => el('li', { class: `cle ${classe}` }, dit)));
}
