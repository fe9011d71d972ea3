// The card of an indicator: last value, objective, drawing, table, definition. Its values come after it.
import { el } from './dom.js';
import { mesure, pluriel, uniteDe } from './ecriture.js';
import { MODES } from './mots.js';
import { but, motif, position, resume } from './phrases.js';
import { definir } from './definition.js';
import { legende } from './legende.js';
import { dessins } from './dessins.js';
import { atteint, dernier, series } from './series.js';
import { tableau } from './valeurs.js';

function tete(indicateur, id) {
  const { libelle, ficheAction, axe, unite, mode } = indicateur;
  const origine = [ficheAction ? `Fiche ${ficheAction.code}` : axe?.numero ? `Axe ${axe.numero}` : 'Pacte', MODES[mode], unite === 'TEXTE' ? 'qualitatif' : uniteDe(unite)];
  return [el('p', { class: 'origine' }, origine.join(' · ')), el('h4', { id }, libelle)];
}

function etatObjectif(point, unite) {
  if (!point.objectif) return null;
  const place = position(point, unite);
  return el('p', { class: 'vise' }, `Objectif : ${but(point.objectif, unite)}`, place ? el('strong', { class: place[0] }, place[1]) : null);
}

// The figure to read from the back of the room.
function chiffre([serie], unite) {
  const point = dernier(serie.points);
  const fin = serie.points.findLast(({ ligne }) => ligne);
  if (!point) return el('div', { class: 'chiffre' }, el('p', { class: 'sans' }, fin ? `Valeur ${motif(fin.qualite)}` : 'Aucune valeur'));
  return el('div', { class: 'chiffre' },
    el('p', {}, el('span', { class: 'grand' }, mesure(point.valeur, unite)), ' ', el('span', { class: 'quand' }, point.libelle, point.provisoire ? ', provisoire' : '')),
    etatObjectif(point, unite));
}

function textes(serie) {
  return el('ul', { class: 'textes' }, serie.points.filter(({ ligne }) => ligne).map(({ libelle, ligne }) => el('li', {},
    el('strong', {}, libelle), ' : ', ligne.texte ?? ligne.imprimee?.texte ?? motif(ligne.qualite))));
}

function repli(titre, contenu) {
  return el('details', {}, el('summary', {}, titre), contenu);
}

function corps(indicateur, rangees, lignes, id, ventilation) {
  const { unite } = indicateur;
  if (!rangees.length) return [el('p', { class: 'vide' }, 'Aucune valeur sur cette période.'), repli('Définition et source', definir(indicateur, lignes))];
  const qualitatif = unite === 'TEXTE';
  const seule = rangees.length === 1;
  return [
    seule && !qualitatif ? chiffre(rangees, unite) : null,
    qualitatif ? rangees.map(textes) : dessins(rangees, unite, id),
    qualitatif ? null : legende(rangees, unite),
    el('p', { id: `${id}-resume`, class: 'resume' }, seule ? resume(rangees[0].points, unite) : `${pluriel(rangees.length, 'part')} selon : ${ventilation}.`),
    repli(seule ? 'Tableau des valeurs' : `Tableau des ${rangees.length} parts`, tableau(rangees, indicateur)),
    repli('Définition et source', definir(indicateur, lignes)),
  ];
}

const attente = () => el('p', { class: 'attente' }, 'Lecture des valeurs…');

function panne(refus, reprendre) {
  return el('div', { class: 'panne' }, el('p', {}, refus.message), el('button', { type: 'button', click: reprendre }, 'Réessayer'));
}

// `lire()` gives the lines of the indicator for the present choices.
export function figure(indicateur, rang) {
  const id = `indicateur-${rang}`;
  const place = el('div', { class: 'place' }, attente());
  const carte = el('figure', { class: 'carte', 'aria-labelledby': `${id}-titre` }, el('figcaption', {}, tete(indicateur, `${id}-titre`)), place);
  const une = { carte, indicateur, atteint: null };
  const montrer = (lignes, ventilation) => {
    const rangees = series(lignes, indicateur);
    const fin = rangees.length === 1 && dernier(rangees[0].points);
    une.atteint = fin ? atteint(fin) : null;
    place.replaceChildren(...corps(indicateur, rangees, lignes, id, ventilation).flat(2).filter(Boolean));
  };
  const charger = async (lire, ventilation) => {
    carte.setAttribute('aria-busy', 'true');
    try {
      montrer(await lire(indicateur), ventilation);
    } catch (refus) {
      if (refus.name === 'AbortError') return;
      place.replaceChildren(panne(refus, () => charger(lire, ventilation)));
    }
    carte.removeAttribute('aria-busy');
  };
  return Object.assign(une, { charger });
}
