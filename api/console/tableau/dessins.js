// The drawings of a figure, drawn again when their place changes width. One series takes it all; parts of a breakdown
// take small drawings on one scale, since withheld parts cannot be stacked.
import { el } from './dom.js';
import { etiquette } from './ecriture.js';
import { lecture, motif } from './phrases.js';
import { dernier, estFlux, etendue } from './series.js';
import { resserrer } from './silences.js';
import { tracer } from './trace.js';

const PETITS = 12;

// Taller on a wall, where one figure has the whole screen.
const hauteur = () => (document.documentElement.classList.contains('projection') ? innerHeight * 0.47 : em() * 19);

const em = () => 0.8 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

const observateur = new ResizeObserver((entrees) => {
  for (const { target, contentRect } of entrees) target.redessiner?.(Math.round(contentRect.width));
});

// A drawing keeps the keyboard when it is drawn again.
function redessinable(cadre, dessiner) {
  let derniere = 0;
  cadre.redessiner = (largeur) => {
    if (!largeur || largeur === derniere) return;
    derniere = largeur;
    const actif = [...cadre.querySelectorAll('.point')].indexOf(document.activeElement);
    cadre.replaceChildren(dessiner(largeur));
    if (actif >= 0) cadre.querySelectorAll('.point')[actif].focus();
  };
  observateur.observe(cadre);
  return cadre;
}

function genre(points, unite) {
  return estFlux(unite) || points.length === 1 ? 'barres' : 'ligne';
}

function seul({ points }, unite, id, dire) {
  const noms = { 'aria-labelledby': `${id}-titre`, 'aria-describedby': `${id}-resume` };
  const dessiner = (largeur) => tracer({ points, unite, largeur, hauteur: Math.round(hauteur()), em: em(), genre: genre(points, unite) }, noms, dire);
  return redessinable(el('div', { class: 'cadre' }), dessiner);
}

function petit({ nom, points }, unite, commune, dire) {
  const fin = dernier(points);
  const noms = { 'aria-label': nom };
  const dessiner = (largeur) => tracer({ points, unite, largeur, hauteur: Math.round(em() * 9), em: em() * 0.92, genre: genre(points, unite), etendue: commune, serre: true }, noms, dire);
  const valeur = fin ? etiquette(fin.valeur, unite) : motif(points.findLast(({ ligne }) => ligne)?.qualite);
  return el('li', {}, el('p', { class: 'part' }, nom || 'Ensemble', el('span', { class: fin ? 'fin-valeur' : 'sans' }, valeur)), redessinable(el('div', { class: 'cadre' }), dessiner));
}

const fin = ({ points }) => dernier(points)?.valeur ?? -1;

function petits(series, unite, diseur) {
  const montrees = series.length > PETITS ? series.toSorted((a, b) => fin(b) - fin(a)).slice(0, PETITS) : series;
  const commune = etendue(montrees.flatMap(({ points }) => points));
  const reste = series.length - montrees.length;
  return [
    el('ul', { class: 'petits' }, montrees.map((serie) => petit(serie, unite, commune, diseur(serie)))),
    reste ? el('p', { class: 'resume' }, `Les ${PETITS} parts les plus grandes sont dessinées ; le tableau les donne toutes.`) : null,
  ];
}

export function dessins(rangees, unite, id) {
  const series = resserrer(rangees);
  const ligne = el('p', { class: 'lecture', 'aria-hidden': 'true' });
  const avecPart = series.length > 1;
  const diseur = ({ nom }) => (point) => { ligne.textContent = (avecPart ? `${nom || 'Ensemble'} — ` : '') + lecture(point, unite); };
  return avecPart ? [petits(series, unite, diseur), ligne] : [seul(series[0], unite, id, diseur(series[0])), ligne];
}
