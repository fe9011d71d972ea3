// One series as SVG, drawn for the width it is given: its axes, its marks, and one stop of the keyboard a point.
import { svg } from './dom.js';
import { echelle } from './echelle.js';
import { axes, largeurObjectif, objectif } from './axes.js';
import { absences, barres, courbe, imprimes } from './marques.js';
import { graduation } from './ecriture.js';
import { lecture } from './phrases.js';
import { etendue } from './series.js';

let compteur = 0;

function cadre({ points, unite, largeur, hauteur, etendue: commune, em, serre }) {
  const { bas, haut, marches } = echelle(commune ?? etendue(points), serre ? 2 : 4);
  const plusLarge = Math.max(...marches.map((marche) => graduation(marche, unite).length));
  const gauche = plusLarge * em * 0.56 + em * 0.8;
  const droite = serre ? em * 0.9 : Math.max(em * 1.2, largeurObjectif(points, unite, em));
  const sommetY = em * (serre ? 0.8 : 1.7);
  const base = hauteur - em * (!serre && points.some(({ repere: [, bas] }) => bas) ? 2.7 : 1.6);
  const bande = Math.max(1, (largeur - gauche - droite) / points.length);
  return {
    largeur, hauteur, gauche, droite, sommetY, base, bande, marches, unite, em, serre,
    fin: largeur - droite,
    x: (rang) => gauche + bande * (rang + 0.5),
    y: (valeur) => base - (base - sommetY) * (valeur - bas) / (haut - bas),
  };
}

// Withheld values are hatched; a pattern needs a name of its own in the page.
function hachures(id) {
  return svg('defs', {}, svg('pattern', { id, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { width: 7, height: 7, class: 'hachure-fond' }), svg('line', { y2: 7, class: 'hachure' })));
}

function deplacement(touche, rang, dernierRang) {
  return { ArrowRight: rang + 1, ArrowLeft: rang - 1, ArrowDown: rang + 1, ArrowUp: rang - 1, Home: 0, End: dernierRang }[touche];
}

// One tab stop a drawing; arrows, Home and End move inside it.
function parcourir(arrets, dire) {
  const aller = (vers) => {
    const rang = Math.max(0, Math.min(arrets.length - 1, vers));
    arrets.forEach((arret, i) => arret.setAttribute('tabindex', i === rang ? 0 : -1));
    arrets[rang].focus();
  };
  arrets.forEach((arret, rang) => {
    arret.addEventListener('focus', () => dire(rang));
    arret.addEventListener('pointerenter', () => dire(rang));
    arret.addEventListener('keydown', (evenement) => {
      const vers = deplacement(evenement.key, rang, arrets.length - 1);
      if (vers === undefined) return;
      evenement.preventDefault();
      aller(vers);
    });
  });
}

function arret(point, rang, repere) {
  return svg('g', { class: 'point', tabindex: rang ? -1 : 0, role: 'img', 'aria-label': lecture(point, repere.unite) },
    svg('rect', { x: repere.gauche + repere.bande * rang, y: repere.sommetY, width: repere.bande, height: repere.base - repere.sommetY, class: 'cible' }));
}

// `options`: points, unite, largeur, hauteur, em, and etendue for drawings that share a scale; serre for small ones.
// `dire(point)` is told which point the keyboard or the pointer is on.
export function tracer(options, noms, dire) {
  const repere = cadre(options);
  const { points } = options;
  const hachure = `hachure-${compteur += 1}`;
  const marques = options.genre === 'barres' ? barres(points, repere) : courbe(points, repere);
  const decor = svg('g', { 'aria-hidden': 'true' }, axes(points, repere), absences(points, repere, hachure), marques, objectif(points, repere), imprimes(points, repere));
  const arrets = points.map((point, rang) => arret(point, rang, repere));
  parcourir(arrets, (rang) => dire(points[rang]));
  return svg('svg', { viewBox: `0 0 ${options.largeur} ${options.hauteur}`, class: 'trace', role: 'group', 'aria-roledescription': 'graphique', ...noms },
    hachures(hachure), decor, arrets);
}
