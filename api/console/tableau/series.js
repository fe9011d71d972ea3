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
  return /^[+-]?\d+([.,]\d+)?[%€]?$/.test(serre) ? Number.parseFloat(serre.replace(',', '.')) : null;
}

function vaut(objectif, point, unite) {
  const portee = objectif.periode;
  if (!estFlux(unite)) return !portee || (portee.du <= point.au && point.du <= portee.au);
  const annuel = point.du.endsWith('-01-01') && point.au === `${point.du.slice(0, 4)}-12-31`;
  return portee ? portee.du === point.du && portee.au === point.au : annuel;
}

// The objective of a point: the first with a number that covers its period. One for all is none for a part.
function objectifDe(point, ligne, { objectifs, unite }) {
  const partielle = ligne.dimensions.length > 0 || ligne.territoire !== null;
  if (ligne.imprimee?.precision || (partielle && estFlux(unite))) return null;
  const trouve = objectifs.find((objectif) => objectif.valeur !== null && vaut(objectif, point, unite));
  return trouve ? { sens: trouve.sens, valeur: Number(trouve.valeur), maximum: nombreOu(trouve.valeurMaximale) } : null;
}

function point(ligne, indicateur) {
  const { du, au, libelle } = ligne.periode;
  return {
    du, au, libelle,
    repere: repere({ du, au }),
    valeur: nombreOu(ligne.valeur),
    qualite: ligne.qualite,
    provisoire: ligne.qualite === 'PROVISOIRE' || (ligne.qualite === 'OBSERVEE' && !ligne.cohorteMature),
    imprime: ligne.imprimee ? nombreImprime(ligne.imprimee.texte) : null,
    objectif: objectifDe({ du, au }, ligne, indicateur),
    ligne,
  };
}

function nomDe({ dimensions, territoire }, precision) {
  const dit = dimensions.some(({ dimension }) => dimension === 'TERRITOIRE');
  return [...(territoire && !dit ? [territoire.nom] : []), ...dimensions.map(({ libelle }) => libelle), precision].filter(Boolean).join(', ');
}

const identite = ({ dimensions, territoire }) => [territoire?.code ?? '', ...dimensions.map(({ dimension, code }) => `${dimension}=${code}`)].join(';');

// A document may print several figures for one period, and says of each what it counts: they are series of their own.
function separer(groupe) {
  const doubles = new Set(groupe.map(({ periode }) => cle(periode))).size < groupe.length;
  const precision = ({ imprimee }) => (doubles && imprimee?.precision) || '';
  return [...Map.groupBy(groupe, precision)].map(([nom, lignes]) => [nomDe(lignes[0], nom), lignes]);
}

const connue = ({ valeur, imprime, qualite }) => valeur !== null || imprime !== null || ['OBSERVEE', 'PROVISOIRE'].includes(qualite);

// A series without any value beside others that have some only says that nobody said more.
function utiles(rangees) {
  const pleines = rangees.filter(({ points }) => points.some(connue));
  return pleines.length && rangees.some(({ nom }) => nom) ? rangees.filter((rangee) => rangee.nom || pleines.includes(rangee)) : rangees;
}

// Every series gets every period: a line that the API did not give is an empty place.
export function series(lignes, indicateur) {
  const periodes = [...new Map(lignes.map(({ periode }) => [cle(periode), periode])).values()]
    .sort((a, b) => (a.au === b.au ? a.du.localeCompare(b.du) : a.au.localeCompare(b.au)));
  const vide = (periode) => ({ ...periode, repere: repere(periode), valeur: null, qualite: null, imprime: null, objectif: null, ligne: null });
  const rangees = [...Map.groupBy(lignes, identite).values()].flatMap(separer).map(([nom, siennes]) => {
    const connus = new Map(siennes.map((ligne) => [cle(ligne.periode), point(ligne, indicateur)]));
    return { nom, points: periodes.map((periode) => connus.get(cle(periode)) ?? vide(periode)) };
  });
  return utiles(rangees);
}

export const dernier = (points) => points.findLast(({ valeur }) => valeur !== null);

// What the axis must hold, zero included.
export function etendue(points) {
  const portees = points.flatMap(({ valeur, imprime, objectif }) => [valeur ?? 0, imprime ?? 0, objectif?.maximum ?? objectif?.valeur ?? 0]);
  return [Math.min(0, ...portees), Math.max(0, ...portees)];
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
