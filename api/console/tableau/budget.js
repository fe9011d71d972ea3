// Money of a pacte or of its fiches: voted, engaged, executed, as bars on one scale with the figures beside them.
import { cache, defilant, el, lignes, svg } from './dom.js';
import { euros, jour, nombre, part } from './ecriture.js';

const LARGEUR = 200;
const HAUTEUR = 16;

const nombreOu = (montant) => (montant === null ? null : Number(montant));

// A document that votes nothing may still foresee an amount.
export function montants(budget) {
  const vote = nombreOu(budget.global) ?? nombreOu(budget.previsionnel);
  return { vote, prevu: budget.global === null && budget.previsionnel !== null, engage: nombreOu(budget.engage), execute: nombreOu(budget.execute) };
}

export const chiffre = (budget) => Object.values(montants(budget)).some((montant) => typeof montant === 'number');

// Executed inside engaged inside voted.
export function barre(budget, maximum) {
  const { vote, engage, execute } = montants(budget);
  const large = (montant) => (LARGEUR * montant / maximum).toFixed(1);
  const couche = (montant, classe, y, h) => (montant === null ? null : svg('rect', { x: 0, y, width: Math.max(large(montant), 0), height: h, class: classe }));
  return svg('svg', { viewBox: `0 0 ${LARGEUR} ${HAUTEUR}`, class: 'jauge', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    couche(vote, 'vote', 0, HAUTEUR), couche(engage, 'engage', 2, HAUTEUR - 4), couche(execute, 'execute', 5, HAUTEUR - 10));
}

const somme = (montant) => (montant === null ? '—' : euros(montant));

// The rate of the API is of the voted budget; it is absent when the amounts do not compare.
function taux({ tauxExecution }, { vote, execute }) {
  if (tauxExecution !== null) return `${nombre(tauxExecution)} %`;
  return vote && execute !== null ? part(execute, vote) : '—';
}

function rangee({ titre, lien, budget }, maximum) {
  const lus = montants(budget);
  const entete = lien ? el('a', { href: lien.adresse, click: lien.aller }, titre) : titre;
  const notes = [
    lus.prevu && 'montant prévisionnel',
    budget.executeLe && `exécuté au ${jour(budget.executeLe)}`,
    ...budget.imprime.map((texte) => `imprimé : ${texte}`),
  ].filter(Boolean);
  return el('tr', {},
    el('th', { scope: 'row' }, entete, notes.length ? el('span', { class: 'note' }, notes.join(' ; ')) : null),
    el('td', { class: 'colonne-jauge' }, maximum ? barre(budget, maximum) : null, maximum ? null : cache('sans montant')),
    [lus.vote, lus.engage, lus.execute].map((montant) => el('td', { class: 'chiffre' }, somme(montant))),
    el('td', { class: 'chiffre' }, taux(budget, lus)));
}

const cle = (classe, texte) => el('li', { class: `cle ${classe}` }, texte);

// `rangees`: { titre, lien?, budget }.
export function tableBudget(titre, premiere, rangees) {
  const maximum = Math.max(0, ...rangees.flatMap(({ budget }) => Object.values(montants(budget)).filter(Number.isFinite)));
  const titres = [premiere, { texte: cache('Barres') }, ...['Voté', 'Engagé', 'Exécuté', 'Taux d’exécution'].map((texte) => ({ texte, classe: 'chiffre' }))];
  return [
    el('ul', { class: 'legende', 'aria-hidden': 'true' }, cle('vote', 'voté'), cle('engage', 'engagé'), cle('execute', 'exécuté')),
    defilant(titre, el('table', { class: 'budget' }, el('caption', {}, titre), lignes(titres), el('tbody', {}, rangees.map((r) => rangee(r, maximum))))),
  ];
}

function financeurs({ etat, departement }) {
  const dits = [etat !== null && `État ${euros(etat)}`, departement !== null && `Département ${euros(departement)}`].filter(Boolean);
  return dits.length ? el('p', { class: 'resume' }, `Financement : ${dits.join(', ')}.`) : null;
}

// Of the pacte: each fiche with an amount, then the whole.
export function budgetPacte(budget, fiches, lienVers) {
  const dotees = fiches.filter((fiche) => chiffre(fiche.budget) || fiche.budget.imprime.length);
  if (!dotees.length) return [el('p', { class: 'vide' }, 'Le document ne donne aucun montant.')];
  const rangees = dotees.map(({ code, titre, budget: sien }) => ({ titre: `${code} – ${titre}`, lien: lienVers(code), budget: sien }));
  return [financeurs(budget), ...tableBudget('Budget des fiches-action', 'Fiche-action', rangees)];
}

// Of one fiche: year by year.
export function budgetFiche(budgets) {
  const dits = budgets.filter((budget) => chiffre(budget) || budget.imprime.length);
  if (!dits.length) return [el('p', { class: 'vide' }, 'Le document ne donne aucun montant pour cette fiche.')];
  return [financeurs(dits.at(-1)), ...tableBudget('Budget de la fiche-action', 'Année', dits.map((budget) => ({ titre: budget.annee ? String(budget.annee) : 'Sans année', budget })))];
}
