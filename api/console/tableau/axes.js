// What surrounds the marks of a drawing: graduations, periods, objective.
import { svg } from './dom.js';
import { etiquette, graduation } from './ecriture.js';

function texte(x, y, classe, contenu) {
  return svg('text', { x: +x.toFixed(1), y: +y.toFixed(1), class: classe }, contenu);
}

function niveaux({ marches, gauche, fin, y, unite, em }) {
  return marches.flatMap((marche) => [
    svg('line', { x1: gauche, x2: fin, y1: y(marche), y2: y(marche), class: marche ? 'grille' : 'axe' }),
    texte(gauche - em * 0.5, y(marche) + em * 0.28, 'graduation fin', graduation(marche, unite)),
  ]);
}

// One name of period in so many, so that none touches the next.
function cadence(points, { bande, em }) {
  const plusLong = Math.max(...points.map(({ repere: [haut] }) => haut.length));
  return Math.max(1, Math.ceil((plusLong * em * 0.55 + em * 0.6) / bande));
}

// Where a year begins, unless the next one begins too close to it.
function annees(points, { x, em }) {
  const changes = points.map(({ repere: [, bas] }, rang) => bas && bas !== points[rang - 1]?.repere[1] ? rang : null).filter((rang) => rang !== null);
  return new Set(changes.filter((rang, i) => i === changes.length - 1 || x(changes[i + 1]) - x(rang) > em * 3));
}

function dates(points, repere, tous) {
  const { x, base, em } = repere;
  const nommees = annees(points, repere);
  return points.flatMap(({ repere: [haut, bas] }, rang) => {
    const change = nommees.has(rang);
    return [
      rang % tous === 0 ? texte(x(rang), base + em * 1.15, 'graduation milieu', haut) : null,
      change ? texte(x(rang), base + em * 2.3, 'graduation an milieu', bas) : null,
    ];
  });
}

// A small drawing names its first and last periods only.
function bornes(points, { gauche, fin, base, em }) {
  const nom = ({ repere }) => repere.filter(Boolean).join(' ');
  const debut = texte(gauche, base + em * 1.15, 'graduation', nom(points[0]));
  return points.length > 1 ? [debut, texte(fin, base + em * 1.15, 'graduation fin', nom(points.at(-1)))] : [debut];
}

export function axes(points, repere) {
  const periodes = repere.serre ? bornes(points, repere) : dates(points, repere, cadence(points, repere));
  return svg('g', {}, niveaux(repere), periodes);
}

function marche({ x, bande }, rang) {
  return [x(rang) - bande / 2, x(rang) + bande / 2].map((valeur) => valeur.toFixed(1));
}

const vise = (points) => points.findLast(({ objectif: but }) => but)?.objectif;
const bornesDe = ({ valeur, maximum }) => [valeur, maximum].filter((borne) => borne !== null);

// The last objective is written in the margin, where no mark is.
export function largeurObjectif(points, unite, em) {
  const but = vise(points);
  return but ? Math.max(...bornesDe(but).map((borne) => etiquette(borne, unite).length)) * em * 0.62 + em * 0.8 : 0;
}

function nomObjectif(points, { fin, y, unite, em }) {
  return bornesDe(vise(points)).map((borne) => texte(fin + em * 0.5, y(borne) + em * 0.3, 'objectif-nom', etiquette(borne, unite)));
}

// A step over each period that has an objective; a band when it has two bounds.
export function objectif(points, repere) {
  const vises = points.map((point, rang) => [point.objectif, rang]).filter(([but]) => but);
  if (!vises.length) return null;
  const traits = vises.flatMap(([but, rang]) => {
    const [debut, fin] = marche(repere, rang);
    return bornesDe(but).map((valeur) => `M${debut} ${repere.y(valeur).toFixed(1)}H${fin}`);
  });
  const bandes = vises.filter(([but]) => but.maximum !== null).map(([but, rang]) => svg('rect', {
    x: repere.x(rang) - repere.bande / 2, width: repere.bande, y: repere.y(but.maximum), height: repere.y(but.valeur) - repere.y(but.maximum), class: 'objectif-bande',
  }));
  return svg('g', {}, bandes, svg('path', { d: traits.join(''), class: 'objectif' }), repere.serre ? null : nomObjectif(points, repere));
}
