// The sections of the page, for a whole pacte or for one of its fiches.
import { el } from './dom.js';
import { actionsFiche, actionsTardives } from './actions.js';
import { budgetFiche } from './budget.js';
import { periode } from './ecriture.js';
import { presentation } from './fiche.js';
import { tableFiches } from './fiches.js';
import { syntheseFiche, synthesePacte } from './synthese.js';

const SYNTHESE = ['synthese', 'Synthèse'];
const INDICATEURS = ['indicateurs', 'Indicateurs'];
const FICHES = ['fiches', 'Fiches-action et budget'];
const TARDIVES = ['actions', 'Actions en retard'];
const BUDGET = ['budget', 'Budget'];
const ACTIONS = ['actions', 'Actions'];

function section(id, titre, ...contenu) {
  // The first look stands right under the title of the page: its own title is only for the ear.
  const classe = id === 'synthese' ? 'lu' : null;
  return el('section', { id, 'aria-labelledby': `${id}-titre`, tabindex: -1 }, el('h2', { id: `${id}-titre`, class: classe }, titre), contenu);
}

function sommaire(projeter, ...sections) {
  return el('nav', { class: 'sommaire', 'aria-label': 'Sections de la page' }, el('ul', {}, sections.map(([id, titre]) => el('li', {}, el('a', { href: `#${id}` }, titre)))), el('button', { type: 'button', click: projeter }, 'Projeter'));
}

// Printed in place of the controls.
function rappel({ etat, territoire, ventilation, pas }) {
  const dits = [periode(etat), `pas : ${pas}`, territoire ? territoire.nom : null, ventilation && `ventilation : ${ventilation}`].filter(Boolean);
  return el('p', { class: 'rappel' }, dits.join(' · '));
}

export const ecrireRappel = (contexte) => document.querySelector('.rappel')?.replaceWith(rappel(contexte));

function tete({ pacte, fiche }) {
  const dates = [pacte.debut && pacte.debut.slice(0, 4), pacte.fin && pacte.fin.slice(0, 4)].filter(Boolean).join('–');
  if (!fiche) return [el('h1', {}, pacte.titre), el('p', { class: 'chapeau' }, [pacte.departement.nom, dates].filter(Boolean).join(' · '))];
  return [el('p', { class: 'chapeau' }, pacte.titre), el('h1', {}, `${fiche.code} – ${fiche.titre}`)];
}

export function corpsPacte(contexte) {
  const { fiches, budget, anomalies, indicateurs, tuile, exports, lienVers } = contexte;
  return [
    tete(contexte), rappel(contexte), sommaire(contexte.projeter, SYNTHESE, INDICATEURS, FICHES, TARDIVES),
    section(...SYNTHESE, synthesePacte(tuile, fiches, budget)),
    section(...INDICATEURS, exports, indicateurs),
    section(...FICHES, tableFiches(fiches, budget, lienVers)),
    section(...TARDIVES, actionsTardives(fiches)),
    anomalies.length ? el('details', { class: 'presentation' }, el('summary', {}, `Contradictions du document (${anomalies.length})`), el('ul', {}, anomalies.map(({ description, source }) => el('li', {}, `${description} — ${source}`)))) : null,
  ];
}

export function corpsFiche(contexte) {
  const { fiche, detail, indicateurs, tuile, exports } = contexte;
  const suivis = new Map(detail.actions.map(({ numero, suivi }) => [numero, suivi]));
  return [
    tete(contexte), rappel(contexte), sommaire(contexte.projeter, SYNTHESE, INDICATEURS, BUDGET, ACTIONS),
    section(...SYNTHESE, syntheseFiche(tuile, fiche), presentation(fiche, detail)),
    section(...INDICATEURS, exports, indicateurs),
    section(...BUDGET, budgetFiche(detail.budgets)),
    section(...ACTIONS, actionsFiche(fiche.actions, suivis)),
  ];
}
