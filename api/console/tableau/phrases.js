// Sentences of an indicator: for the ear, for the reading line of a drawing, and under it.
import { ecart, mesure, nombre, pluriel } from './ecriture.js';
import { QUALITES, SENS } from './mots.js';
import { atteint, dernier } from './series.js';

export function motif(qualite) {
  return qualite ? QUALITES[qualite][1] : 'sans valeur';
}

export function but({ sens, valeur, maximum }, unite) {
  if (sens === 'ENTRE') return `entre ${mesure(valeur, unite)} et ${mesure(maximum ?? valeur, unite)}`;
  return [SENS[sens], mesure(valeur, unite)].filter(Boolean).join(' ');
}

export function valeurDite(point, unite) {
  if (point.valeur === null) return point.qualite === 'PROVISOIRE' || point.qualite === 'OBSERVEE' ? 'sans valeur' : motif(point.qualite);
  return `${mesure(point.valeur, unite)}${point.provisoire ? ' (provisoire)' : ''}`;
}

// Everything that a point says.
export function lecture(point, unite) {
  const { numerateur, denominateur, mediane, imprimee } = point.ligne ?? {};
  const sur = numerateur && denominateur ? ` (${nombre(numerateur)} sur ${nombre(denominateur)})` : '';
  const suites = [
    mediane && `médiane ${mesure(mediane, unite)}`,
    point.objectif && `objectif ${but(point.objectif, unite)}`,
    imprimee && `imprimé dans le document : ${imprimee.texte}${imprimee.precision ? ` (${imprimee.precision})` : ''}`,
  ].filter(Boolean);
  return [`${point.libelle} : ${valeurDite(point, unite)}${sur}`, ...suites].join(', ');
}

const COMPTES = {
  SECRET_STATISTIQUE: ['valeur masquée par le secret statistique', 'valeurs masquées par le secret statistique'],
  NON_DISPONIBLE: ['valeur non disponible', 'valeurs non disponibles'],
  NON_RENSEIGNEE: ['valeur non renseignée', 'valeurs non renseignées'],
};

function absences(points) {
  return Object.entries(COMPTES).flatMap(([qualite, mots]) => {
    const combien = points.filter((point) => point.qualite === qualite && point.valeur === null).length;
    return combien ? [pluriel(combien, ...mots)] : [];
  });
}

// « 70,2 % (Année 2026, provisoire) »
const situe = (point, unite) => `${mesure(point.valeur, unite)} (${point.libelle}${point.provisoire ? ', provisoire' : ''})`;

function tendance(points, unite) {
  const premier = points.find(({ valeur }) => valeur !== null);
  const fin = dernier(points);
  if (!fin) return 'Aucune valeur chiffrée sur cette période.';
  if (premier === fin) return `${fin.libelle} : ${valeurDite(fin, unite)}.`;
  return `De ${situe(premier, unite)} à ${situe(fin, unite)}.`;
}

export function resume(points, unite) {
  const manques = absences(points);
  return [tendance(points, unite), manques.length ? `${manques.join(', ')}.` : ''].filter(Boolean).join(' ');
}

// To the nearest bound of the objective.
function distance({ valeur, objectif: { valeur: bas, maximum } }) {
  return maximum !== null && valeur > maximum ? valeur - maximum : valeur - bas;
}

// Where the last value stands: [class, sentence]. A period that is not settled may still get there.
export function position(point, unite) {
  const oui = atteint(point);
  if (oui === null) return null;
  if (oui) return ['atteint', 'Objectif atteint'];
  const dit = { ENTRE: 'Hors de l’objectif', EGAL: 'Hors de l’objectif' }[point.objectif.sens] ?? (point.provisoire ? 'Pas encore atteint' : 'Objectif non atteint');
  return ['manque', `${dit} (${ecart(distance(point), unite)})`];
}
