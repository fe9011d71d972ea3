// The fiches-action of a pacte: where their actions stand, and their money when the document gives any.
import { defilant, el, lignes } from './dom.js';
import { barreStatuts, compter, dire, enRetard } from './actions.js';
import { TITRES, cadrage, cellules, ecrit, notes, plusGrand } from './budget.js';

function avancement({ actions }) {
  if (!actions.length) return el('td', {}, 'aucune action décrite');
  const tard = enRetard(actions).length;
  return el('td', {}, barreStatuts(compter(actions)), el('span', { class: 'note' }, dire(compter(actions)),
    tard ? [' · ', el('strong', { class: 'retard' }, `${tard} en retard`)] : null));
}

function rangee(fiche, maximum, lienVers) {
  const { adresse, aller } = lienVers(fiche.code);
  return el('tr', {},
    el('th', { scope: 'row' }, el('a', { href: adresse, click: aller }, `${fiche.code} – ${fiche.titre}`), notes(fiche.budget)),
    avancement(fiche),
    maximum ? cellules(fiche.budget, maximum) : null);
}

export function tableFiches(fiches, ensemble, lienVers) {
  if (!fiches.length) return [el('p', { class: 'vide' }, 'Le document ne contient aucune fiche-action.')];
  const budgets = fiches.map(({ budget }) => budget).filter(ecrit);
  const maximum = plusGrand(budgets);
  const titres = ['Fiche-action', 'Actions', ...(maximum ? TITRES : [])];
  return [
    maximum ? cadrage(ensemble, budgets) : el('p', { class: 'resume' }, 'Le document ne donne aucun montant.'),
    defilant('Fiches-action', el('table', { class: maximum ? 'budget large' : 'avancement' }, el('caption', { class: 'lu' }, 'Fiches-action : actions et budget'),
      lignes(titres), el('tbody', {}, fiches.map((fiche) => rangee(fiche, maximum, lienVers))))),
  ];
}
