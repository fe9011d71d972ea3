// The first look: indicators, actions, money, in a row.
import { el } from './dom.js';
import { barre, chiffre, montants } from './budget.js';
import { barreStatuts, compter, dire, enRetard } from './actions.js';
import { euros, eurosCourts, part, pluriel } from './ecriture.js';

function tuile(titre, ...contenu) {
  return el('li', { class: 'tuile' }, el('h3', {}, titre), contenu);
}

const grand = (texte) => el('p', { class: 'grand' }, texte);

function actions(siennes) {
  if (!siennes.length) return tuile('Actions', grand('—'), el('p', {}, 'Aucune action décrite.'));
  const comptes = compter(siennes);
  const tard = enRetard(siennes).length;
  return tuile('Actions', grand(String(siennes.length)), barreStatuts(comptes), el('p', {}, `${dire(comptes)}.`),
    el('p', {}, tard ? el('strong', { class: 'retard' }, `${tard} en retard`) : 'Aucune en retard.'));
}

function argent(budget) {
  if (!chiffre(budget)) return tuile('Budget', grand('—'), el('p', {}, 'Aucun montant dans le document.'));
  const { vote, prevu, engage, execute } = montants(budget);
  const maximum = Math.max(vote ?? 0, engage ?? 0, execute ?? 0);
  const suite = (mot, montant) => (montant === null ? null : el('p', {}, `${mot} : ${euros(montant)}`, vote ? ` (${part(montant, vote)})` : ''));
  return tuile(`Budget ${budget.annee ?? ''}`.trim(), vote === null ? grand('—') : el('p', { class: 'grand' }, eurosCourts(vote), el('span', { class: 'quand' }, prevu ? ' prévus' : ' votés')),
    barre(budget, maximum), suite('Engagé', engage), suite('Exécuté', execute));
}

function fiches(siennes) {
  const comptes = compter(siennes);
  return tuile('Fiches-action', grand(String(siennes.length)), siennes.length ? barreStatuts(comptes) : null, el('p', {}, siennes.length ? `${dire(comptes)}.` : 'Le document n’en compte aucune.'));
}

// The tile of indicators is filled when their list is read.
export function tuileIndicateurs() {
  const place = el('div', {}, grand('…'));
  const remplir = (nombre, vises) => place.replaceChildren(grand(nombre === null ? '—' : String(nombre)), el('p', {}, vises));
  return { tuile: tuile('Indicateurs', place), remplir };
}

export function synthesePacte(indicateurs, siennes, budget) {
  return el('ul', { class: 'tuiles' }, indicateurs, fiches(siennes), actions(siennes.flatMap((fiche) => fiche.actions)), argent(budget));
}

export function syntheseFiche(indicateurs, fiche) {
  return el('ul', { class: 'tuiles' }, indicateurs, actions(fiche.actions), argent(fiche.budget));
}

// Of the figures that are shown, those whose last value compares with an objective.
export function objectifsDits(figures, total) {
  const compares = figures.filter(({ atteint }) => atteint !== null);
  const oui = compares.filter(({ atteint }) => atteint).length;
  const vus = figures.length < total ? `, parmi les ${figures.length} affichés` : '';
  if (!compares.length) return `Aucune valeur à comparer à un objectif${vus}.`;
  return `${pluriel(oui, 'objectif atteint', 'objectifs atteints')} sur ${compares.length}${vus}.`;
}
