// From the lines of the API to series of points that share their periods.
import { repere } from './ecriture.js';

// Of these a period holds an amount, so a year's objective says nothing of a month.
const FLUX = ['NOMBRE', 'EUROS', 'HEURES'];
export const estFlux = (unite) => FLUX.includes(unite);

const cle = ({ du, au }) => `${du}/${au}`;
const nombreOu = (texte) => (texte === null || texte === undefined ? null : Number(texte));

// « 5 562 », « 86,5 % »: what a document prints, when the whole of it is a number.
export function nombreImprime(texte) {
  const serre = texte.replace(/[\s\u00a0\u202f]/g, '');
  return /^\d+([.,]\d+)?[%€]?$/.test(serre) ? Number.parseFloat(serre.replace(',', '.')) : null;
}

function vaut(objectif, point, unite) {
  const portee = objectif.periode;
  if (!estFlux(unite)) return !portee || (portee.du <= point.au && point.du <= portee.au);
  const annuel = point.du.endsWith('-01-01') && point.au === `${point.du.slice(0, 4)}-12-31`;
  return portee ? portee.du === point.du && portee.au === point.au : annuel;
}

// The objective of a point, if one with a number covers its period. An amount for all is none for a part.
function objectifDe(point, partielle, { objectifs, unite }) {
  if (partielle && estFlux(unite)) return null;
  const trouve = objectifs.findLast((objectif) => objectif.valeur !== null && vaut(objectif, point, unite));
  return trouve ? { sens: trouve.sens, valeur: Number(trouve.valeur), maximum: nombreOu(trouve.valeurMaximale) } : null;
}

function point(ligne, indicateur) {
  const { du, au, libelle } = ligne.periode;
  return {
    du, au, libelle,
    repere: repere({ du, au }),
    valeur: nombreOu(ligne.valeur),
    qualite: ligne.qualite,
    provisoire: ligne.qualite === 'PROVISOIRE' || !ligne.cohorteMature,
    imprime: ligne.imprimee ? nombreImprime(ligne.imprimee.texte) : null,
    objectif: objectifDe({ du, au }, ligne.dimensions.length > 0 || ligne.territoire !== null, indicateur),
    ligne,
  };
}

function nomDe({ dimensions, territoire }) {
  const parts = dimensions.map(({ libelle }) => libelle);
  const dit = dimensions.some(({ dimension }) => dimension === 'TERRITOIRE');
  return [...(territoire && !dit ? [territoire.nom] : []), ...parts].join(', ');
}

const identite = ({ dimensions, territoire }) => [territoire?.code ?? '', ...dimensions.map(({ dimension, code }) => `${dimension}=${code}`)].join(';');

function ranger(lignes, indicateur) {
  const groupes = Map.groupBy(lignes, identite);
  return [...groupes.values()].map((groupe) => ({ nom: nomDe(groupe[0]), connus: new Map(groupe.map((ligne) => [cle(ligne.periode), point(ligne, indicateur)])) }));
}

// Every series gets every period: a line that the API did not give is an empty place.
export function series(lignes, indicateur) {
  const periodes = [...new Map(lignes.map(({ periode }) => [cle(periode), periode])).values()]
    .sort((a, b) => (a.au === b.au ? a.du.localeCompare(b.du) : a.au.localeCompare(b.au)));
  const vide = (periode) => ({ ...periode, repere: repere(periode), valeur: null, qualite: null, imprime: null, objectif: null, ligne: null });
  return ranger(lignes, indicateur).map(({ nom, connus }) => ({ nom, points: periodes.map((periode) => connus.get(cle(periode)) ?? vide(periode)) }));
}

export const dernier = (points) => points.findLast(({ valeur }) => valeur !== null);

// What the axis must hold.
export function sommet(points) {
  return Math.max(0, ...points.flatMap(({ valeur, imprime, objectif }) => [valeur ?? 0, imprime ?? 0, objectif?.maximum ?? objectif?.valeur ?? 0]));
}

const ATTEINT = {
  AU_MOINS: (valeur, { valeur: but }) => valeur >= but,
  PLUS_DE: (valeur, { valeur: but }) => valeur > but,
  AU_PLUS: (valeur, { valeur: but }) => valeur <= but,
  EGAL: (valeur, { valeur: but }) => valeur === but,
  ENTRE: (valeur, { valeur: but, maximum }) => valeur >= but && valeur <= (maximum ?? but),
};

// true, false, or null when the point has no value or no objective.
export function atteint({ valeur, objectif }) {
  return valeur === null || !objectif ? null : ATTEINT[objectif.sens](valeur, objectif);
}
