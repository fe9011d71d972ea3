// The table of an indicator: every value with what explains it. Columns that nothing fills are left out.
import { cache, defilant, el, lignes } from './dom.js';
import { ecart, mesure, nombre, uniteDe } from './ecriture.js';
import { QUALITES } from './mots.js';
import { but } from './phrases.js';

const VIDE = '—';

function nom({ nom: long, sigle }) {
  return sigle ?? long;
}

function imprime({ imprimee }) {
  if (!imprimee) return VIDE;
  const { texte, precision, source, anomalie } = imprimee;
  return [precision ? `${texte} (${precision})` : texte, el('span', { class: 'note' }, source), anomalie ? el('span', { class: 'note alerte' }, `Anomalie du document : ${anomalie.description}`) : null];
}

function qualite({ qualite: code, cohorteMature, justification }) {
  const incomplete = code === 'OBSERVEE' && !cohorteMature ? ', cohorte incomplète' : '';
  return [QUALITES[code][1] + incomplete, justification ? el('span', { class: 'note' }, justification) : null];
}

const chiffre = (lire, ecrire = nombre) => (point, unite) => {
  const valeur = lire(point);
  return valeur === null || valeur === undefined ? VIDE : ecrire(valeur, unite);
};

// [title, cell, whether a point fills it, class]
function colonnes(unite) {
  const titreValeur = unite === 'TEXTE' ? 'Réponse' : `Valeur (${uniteDe(unite)})`;
  return [
    [titreValeur, ({ valeur, ligne }) => (valeur === null ? ligne.texte ?? VIDE : mesure(valeur, unite)), () => true, unite === 'TEXTE' ? '' : 'chiffre'],
    ['Numérateur', chiffre(({ ligne }) => ligne.numerateur), ({ ligne }) => ligne.numerateur !== null, 'chiffre'],
    ['Dénominateur', chiffre(({ ligne }) => ligne.denominateur), ({ ligne }) => ligne.denominateur !== null, 'chiffre'],
    ['Médiane', chiffre(({ ligne }) => ligne.mediane, mesure), ({ ligne }) => ligne.mediane !== null, 'chiffre'],
    ['9e décile', chiffre(({ ligne }) => ligne.quantile90, mesure), ({ ligne }) => ligne.quantile90 !== null, 'chiffre'],
    ['Objectif', ({ objectif }) => (objectif ? but(objectif, unite) : VIDE), ({ objectif }) => objectif, 'chiffre'],
    ['Écart', chiffre(({ ligne, objectif }) => objectif && ligne.ecart, ecart), ({ ligne, objectif }) => objectif && ligne.ecart !== null, 'chiffre'],
    ['Imprimé dans le document', ({ ligne }) => imprime(ligne), ({ ligne }) => ligne.imprimee, ''],
    ['Qualité', ({ ligne }) => qualite(ligne), () => true, ''],
    ['Déclarée par', ({ ligne }) => (ligne.declareePar ? nom(ligne.declareePar) : VIDE), ({ ligne }) => ligne.declareePar, ''],
  ];
}

function rangees({ nom: part, points }, retenues, avecPart, unite) {
  return points.filter(({ ligne }) => ligne).map((point) => el('tr', {},
    avecPart ? el('th', { scope: 'row' }, part || 'Ensemble') : null,
    el('th', { scope: 'row' }, point.libelle),
    retenues.map(([, cellule, , classe]) => el('td', { class: classe || null }, cellule(point, unite)))));
}

export function tableau(series, { libelle, unite }) {
  const points = series.flatMap(({ points: siens }) => siens.filter(({ ligne }) => ligne));
  const retenues = colonnes(unite).filter(([, , remplie]) => points.some(remplie));
  const avecPart = series.length > 1 || series.some(({ nom: part }) => part);
  const titres = [...(avecPart ? ['Part'] : []), 'Période', ...retenues.map(([texte, , , classe]) => ({ texte, classe: classe || null }))];
  return defilant(`Tableau : ${libelle}`, el('table', {},
    el('caption', {}, cache('Valeurs de : '), libelle), lignes(titres),
    el('tbody', {}, series.flatMap((serie) => rangees(serie, retenues, avecPart, unite)))));
}
