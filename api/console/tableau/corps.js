// The sections of the page, for a whole pacte or for one of its fiches.
import { el } from './dom.js';
import { actionsFiche, actionsPacte } from './actions.js';
import { budgetFiche, budgetPacte } from './budget.js';
import { periode } from './ecriture.js';
import { presentation } from './fiche.js';
import { syntheseFiche, synthesePacte } from './synthese.js';

function section(id, titre, ...contenu) {
  return el('section', { id, 'aria-labelledby': `${id}-titre`, tabindex: -1 }, el('h2', { id: `${id}-titre` }, titre), contenu);
}

const SECTIONS = [['synthese', 'Synthèse'], ['indicateurs', 'Indicateurs'], ['budget', 'Budget'], ['actions', 'Actions']];

function sommaire() {
  return el('nav', { class: 'sommaire', 'aria-label': 'Sections de la page' }, el('ul', {}, SECTIONS.map(([id, titre]) => el('li', {}, el('a', { href: `#${id}` }, titre)))));
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
    tete(contexte), rappel(contexte), sommaire(),
    section('synthese', 'Synthèse', synthesePacte(tuile, fiches, budget)),
    section('indicateurs', 'Indicateurs', exports, indicateurs),
    section('budget', 'Budget', budgetPacte(budget, fiches, lienVers)),
    section('actions', 'Actions', actionsPacte(fiches, lienVers)),
    anomalies.length ? el('details', { class: 'presentation' }, el('summary', {}, `Contradictions du document (${anomalies.length})`), el('ul', {}, anomalies.map(({ description, source }) => el('li', {}, `${description} — ${source}`)))) : null,
  ];
}

export function corpsFiche(contexte) {
  const { fiche, detail, indicateurs, tuile, exports } = contexte;
  const suivis = new Map(detail.actions.map(({ numero, suivi }) => [numero, suivi]));
  return [
    tete(contexte), rappel(contexte), sommaire(),
    section('synthese', 'Synthèse', syntheseFiche(tuile, fiche), presentation(fiche, detail)),
    section('indicateurs', 'Indicateurs', exports, indicateurs),
    section('budget', 'Budget', budgetFiche(detail.budgets)),
    section('actions', 'Actions', actionsFiche(fiche.actions, suivis)),
  ];
}
