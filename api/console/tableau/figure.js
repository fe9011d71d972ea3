// The card of an indicator: last value, objective, drawing, table, definition. Its values come after it.
import { el } from './dom.js';
import { mesure, pluriel, uniteDe } from './ecriture.js';
import { MODES } from './mots.js';
import { but, motif, position, resume } from './phrases.js';
import { definir } from './definition.js';
import { legende } from './legende.js';
import { dessins } from './dessins.js';
import { atteint, dernier, series } from './series.js';
import { silencieuses } from './silences.js';
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
  if (!point) return el('div', { class: 'marquant' }, el('p', { class: 'sans' }, `Valeur ${motif(serie.points.findLast(({ ligne }) => ligne).qualite)}.`));
  return el('div', { class: 'marquant' },
    el('p', {}, el('span', { class: 'grand' }, mesure(point.valeur, unite)), ' ', el('span', { class: 'quand' }, point.libelle, point.provisoire ? ', provisoire' : '')),
    etatObjectif(point, unite));
}

function textes(serie) {
  const dits = serie.points.filter(({ ligne }) => ligne && (ligne.texte || ligne.imprimee || ligne.qualite === 'SECRET_STATISTIQUE'));
  return [serie.nom ? el('p', { class: 'part' }, serie.nom) : null, el('ul', { class: 'textes' }, dits.map(({ libelle, ligne }) => el('li', {},
    el('strong', {}, libelle), ' : ', ligne.texte ?? ligne.imprimee?.texte ?? motif(ligne.qualite))))];
}

function repli(titre, contenu) {
  return el('details', {}, el('summary', {}, titre), contenu);
}

// Why nothing is drawn.
function silence(rangees) {
  const fin = rangees[0]?.points.findLast(({ ligne }) => ligne);
  const raisons = fin ? [`Valeur ${motif(fin.qualite)} sur cette période.`, fin.ligne.justification] : ['Aucune valeur sur cette période.'];
  return el('p', { class: 'sans' }, raisons.filter(Boolean).join(' '));
}

// What is read at once, and never cut by the end of a sheet.
function apercu(rangees, unite, id, ventilation) {
  if (silencieuses(rangees)) return silence(rangees);
  if (unite === 'TEXTE') return rangees.map(textes);
  const seule = rangees.length === 1;
  return [
    seule ? chiffre(rangees, unite) : null,
    dessins(rangees, unite, id),
    legende(rangees, unite),
    el('p', { id: `${id}-resume`, class: 'resume' }, seule ? resume(rangees[0].points, unite) : `${pluriel(rangees.length, 'part')}${ventilation ? ` selon : ${ventilation}` : ', que le document distingue'}.`),
  ];
}

function replis(indicateur, rangees, lignes) {
  const titre = rangees.length > 1 ? `Tableau des ${rangees.length} parts` : 'Tableau des valeurs';
  return [rangees.length ? repli(titre, tableau(rangees, indicateur)) : null, repli('Définition et source', definir(indicateur, lignes))];
}

const attente = () => el('p', { class: 'attente' }, 'Lecture des valeurs…');

// A question that the indicator cannot answer is no failure: asking again would not help.
function panne(refus, reprendre) {
  if (refus.code === 'REQUETE_INVALIDE') return el('p', { class: 'sans' }, refus.message);
  return el('div', { class: 'panne' }, el('p', {}, refus.message), el('button', { type: 'button', click: reprendre }, 'Réessayer'));
}

const poser = (place, ...contenu) => place.replaceChildren(...contenu.flat(Infinity).filter(Boolean));

// `charger(lire, ventilation)`: `lire` gives the lines of the indicator for the present choices.
export function figure(indicateur, rang) {
  const id = `indicateur-${rang}`;
  const [haut, bas] = [el('div', { class: 'place' }, attente()), el('div', { class: 'replis' })];
  const carte = el('article', { class: 'carte', 'aria-labelledby': `${id}-titre` }, el('div', { class: 'haut' }, tete(indicateur, `${id}-titre`), haut), bas);
  const une = { carte, indicateur, atteint: null, muette: false };
  const montrer = (lignes, ventilation) => {
    const rangees = series(lignes, indicateur);
    const fin = rangees.length === 1 && dernier(rangees[0].points);
    une.atteint = fin ? atteint(fin) : null;
    une.muette = silencieuses(rangees);
    carte.classList.toggle('muette', une.muette);
    poser(haut, apercu(rangees, indicateur.unite, id, ventilation));
    poser(bas, replis(indicateur, rangees, lignes));
  };
  const charger = async (lire, ventilation) => {
    carte.setAttribute('aria-busy', 'true');
    try {
      montrer(await lire(indicateur), ventilation);
    } catch (refus) {
      if (refus.name === 'AbortError') return;
      if (refus.name !== 'Refus') throw refus;
      carte.classList.toggle('muette', refus.code === 'REQUETE_INVALIDE');
      poser(haut, panne(refus, () => charger(lire, ventilation)));
      poser(bas, repli('Définition et source', definir(indicateur, [])));
    }
    carte.removeAttribute('aria-busy');
  };
  return Object.assign(une, { charger });
}
