// Where the actions stand: counts by state, those that are late, and the list.
import { el, svg } from './dom.js';
import { instant, jour, pluriel } from './ecriture.js';
import { STATUTS } from './mots.js';

const LARGEUR = 200;
const HAUTEUR = 16;

export function compter(actions) {
  return Object.keys(STATUTS).map((statut) => [statut, actions.filter((action) => action.statut === statut).length]).filter(([, combien]) => combien);
}

export const enRetard = (actions) => actions.filter((action) => action.enRetard);

const accorder = (statut, combien) => (combien > 1 && !STATUTS[statut].startsWith('en ') ? STATUTS[statut].replace(/(\p{L}e)$/u, '$1s') : STATUTS[statut]);

export const dire = (comptes) => comptes.map(([statut, combien]) => `${combien} ${accorder(statut, combien)}`).join(', ');

// One bar cut in states; what it says is written beside it.
export function barreStatuts(comptes) {
  const total = comptes.reduce((somme, [, combien]) => somme + combien, 0);
  let x = 0;
  const morceaux = comptes.map(([statut, combien]) => {
    const large = LARGEUR * combien / total;
    const morceau = svg('rect', { x: x.toFixed(1), y: 0.5, width: Math.max(large - 1, 1).toFixed(1), height: HAUTEUR - 1, class: `statut-${statut}` });
    x += large;
    return morceau;
  });
  return svg('svg', { viewBox: `0 0 ${LARGEUR} ${HAUTEUR}`, class: 'jauge', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, morceaux);
}

function pastille(statut) {
  return el('span', { class: `pastille statut-${statut}` }, STATUTS[statut]);
}

function suivi(lignes) {
  if (!lignes?.length) return null;
  return el('ul', { class: 'suivi' }, lignes.map(({ le, statut, par, commentaire }) => el('li', {},
    `${instant(le)}, ${par.sigle ?? par.nom} : ${STATUTS[statut]}${commentaire ? ` – ${commentaire}` : ''}`)));
}

function action({ numero, libelle, pilotes, calendrier, statut, echeance, enRetard: tard, fiche }, suivis) {
  const precisions = [fiche && `Fiche ${fiche}`, pilotes.length && `Pilotes : ${pilotes.join(', ')}`, calendrier, echeance && `échéance le ${jour(echeance)}`].filter(Boolean);
  return el('li', { class: tard ? 'action tardive' : 'action' },
    el('p', {}, el('span', { class: 'numero' }, `${numero}.`), ' ', libelle),
    el('p', { class: 'precisions' }, pastille(statut), tard ? el('strong', { class: 'retard' }, 'en retard') : null, precisions.join(' · ')),
    suivi(suivis?.get(numero)));
}

const liste = (actions, suivis) => el('ul', { class: 'actions' }, actions.map((une) => action(une, suivis)));

export function actionsFiche(actions, suivis) {
  if (!actions.length) return [el('p', { class: 'vide' }, 'Cette fiche ne décrit aucune action.')];
  return [el('p', { class: 'resume' }, `${pluriel(actions.length, 'action')} : ${dire(compter(actions))}.`), liste(actions, suivis)];
}

// Of the whole pacte: those that are late. The table of fiches counts the others.
export function actionsTardives(fiches) {
  const tardives = fiches.flatMap(({ code, actions }) => enRetard(actions).map((une) => ({ ...une, fiche: code })));
  if (!tardives.length) return [el('p', { class: 'vide' }, 'Aucune action n’est en retard.')];
  return [liste(tardives)];
}
