// Money of a pacte or of a fiche: voted, engaged, executed, as bars on one scale with the figures beside them.
import { cache, defilant, el, lignes, svg } from './dom.js';
import { euros, jour, mesure, part } from './ecriture.js';

const LARGEUR = 200;
const HAUTEUR = 16;
const VIDE = '—';

const nombreOu = (montant) => (montant === null ? null : Number(montant));

// A document that votes nothing may still foresee an amount.
export function montants(budget) {
  const vote = nombreOu(budget.global) ?? nombreOu(budget.previsionnel);
  return { vote, prevu: budget.global === null && budget.previsionnel !== null, engage: nombreOu(budget.engage), execute: nombreOu(budget.execute) };
}

const somme = (montant) => (montant === null ? VIDE : euros(montant));
const connus = (budget) => Object.values(montants(budget)).filter(Number.isFinite);
export const chiffre = (budget) => connus(budget).length > 0;
export const ecrit = (budget) => chiffre(budget) || budget.imprime.length > 0;
export const plusGrand = (budgets) => Math.max(0, ...budgets.flatMap(connus));

// Executed inside engaged inside voted.
export function barre(budget, maximum) {
  const { vote, engage, execute } = montants(budget);
  const couche = (montant, classe, y) => (montant === null ? null : svg('rect', { x: 0, y, width: (LARGEUR * montant / maximum).toFixed(1), height: HAUTEUR - 2 * y, class: classe }));
  return svg('svg', { viewBox: `0 0 ${LARGEUR} ${HAUTEUR}`, class: 'jauge', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    couche(vote, 'vote', 0), couche(engage, 'engage', 2), couche(execute, 'execute', 5));
}

// The rate of the API is of the voted budget; it is absent when the amounts do not compare.
function taux({ tauxExecution }, { vote, execute }) {
  if (tauxExecution !== null) return mesure(tauxExecution, 'POURCENTAGE');
  return vote && execute !== null ? part(execute, vote) : VIDE;
}

export function notes(budget) {
  const dites = [montants(budget).prevu && 'montant prévisionnel', ...budget.imprime.map((texte) => `imprimé : ${texte}`)].filter(Boolean);
  return dites.length ? el('span', { class: 'note' }, dites.join(' ; ')) : null;
}

export const TITRES = [{ texte: cache('Barres'), classe: 'colonne-jauge' }, ...['Voté', 'Engagé', 'Exécuté', 'Taux d’exécution'].map((texte) => ({ texte, classe: 'chiffre' }))];

// The cells of TITRES.
export function cellules(budget, maximum) {
  const lus = montants(budget);
  return [
    el('td', { class: 'colonne-jauge' }, maximum && chiffre(budget) ? barre(budget, maximum) : cache('sans montant')),
    [lus.vote, lus.engage, lus.execute].map((montant) => el('td', { class: 'chiffre' }, somme(montant))),
    el('td', { class: 'chiffre' }, taux(budget, lus)),
  ];
}

// The days at which executed amounts were drawn up.
function arretes(budgets) {
  const jours = [...new Set(budgets.map(({ executeLe }) => executeLe).filter(Boolean))].sort();
  if (!jours.length) return null;
  return jours.length === 1 ? `Montants exécutés arrêtés au ${jour(jours[0])}.` : `Montants exécutés arrêtés entre le ${jour(jours[0])} et le ${jour(jours.at(-1))}.`;
}

function financeurs({ etat, departement }) {
  const dits = [etat !== null && `État ${euros(etat)}`, departement !== null && `Département ${euros(departement)}`].filter(Boolean);
  return dits.length ? `Financement : ${dits.join(', ')}.` : null;
}

const cle = (classe, texte) => el('li', { class: `cle ${classe}` }, texte);

export function cadrage(ensemble, budgets) {
  const phrases = [financeurs(ensemble), arretes(budgets)].filter(Boolean);
  return [
    phrases.length ? el('p', { class: 'resume' }, phrases.join(' ')) : null,
    el('ul', { class: 'legende', 'aria-hidden': 'true' }, cle('vote', 'voté'), cle('engage', 'engagé'), cle('execute', 'exécuté')),
  ];
}

// Of one fiche: year by year.
export function budgetFiche(budgets) {
  const dits = budgets.filter(ecrit);
  if (!dits.length) return [el('p', { class: 'vide' }, 'Le document ne donne aucun montant pour cette fiche.')];
  const rangee = (budget) => el('tr', {}, el('th', { scope: 'row' }, budget.annee ? String(budget.annee) : 'Sans année', notes(budget)), cellules(budget, plusGrand(dits)));
  return [cadrage(dits.at(-1), dits), defilant('Budget de la fiche-action', el('table', { class: 'budget' },
    el('caption', { class: 'lu' }, 'Budget de la fiche-action'), lignes(['Année', ...TITRES]), el('tbody', {}, dits.map(rangee))))];
}
