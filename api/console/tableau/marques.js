// The marks of a drawing: bars, line, places without a value, figures that the document prints.
import { svg } from './dom.js';
import { etiquette } from './ecriture.js';
import { QUALITES } from './mots.js';

// Never beyond the edges of the drawing.
function nom(x, y, contenu, { em, largeur }) {
  const demi = contenu.length * em * 0.31;
  return svg('text', { x: Math.max(demi, Math.min(largeur - demi, x)).toFixed(1), y: y.toFixed(1), class: 'valeur milieu' }, contenu);
}

// A value is written above its mark, and above the printed figure that stands on it.
function hautDe(valeur, imprime, { y, em }, marque = Math.max(valeur, 0)) {
  const proche = imprime !== null && imprime !== valeur && y(valeur) - y(imprime) > -em * 0.5 && y(valeur) - y(imprime) < em * 2;
  return proche ? y(imprime) - em * 0.4 : y(marque);
}

// Values are written when they do not touch each other; the last one always is.
function nommes(points, { bande, unite, em }) {
  const connus = points.map(({ valeur }, rang) => [valeur, rang]).filter(([valeur]) => valeur !== null);
  const plusLong = Math.max(0, ...connus.map(([valeur]) => etiquette(valeur, unite).length));
  const tous = plusLong * em * 0.6 < bande;
  return new Set((tous ? connus : connus.slice(-1)).map(([, rang]) => rang));
}

export function barres(points, repere) {
  const { x, y, bande, em, unite, serre } = repere;
  const large = Math.min(bande * 0.64, em * 4);
  const ecrits = serre ? new Set() : nommes(points, repere);
  return svg('g', {}, points.map(({ valeur, imprime, provisoire }, rang) => valeur === null ? null : svg('g', {},
    svg('rect', { x: (x(rang) - large / 2).toFixed(1), width: large.toFixed(1), y: y(Math.max(valeur, 0)).toFixed(1), height: Math.max(Math.abs(y(0) - y(valeur)), 1).toFixed(1), class: provisoire ? 'barre provisoire' : 'barre' }),
    ecrits.has(rang) ? nom(x(rang), hautDe(valeur, imprime, repere) - em * 0.4, etiquette(valeur, unite), repere) : null)));
}

function segments(points, { x, y }) {
  return points.slice(1).map((point, i) => (points[i].valeur === null || point.valeur === null ? null : svg('line', {
    x1: x(i).toFixed(1), y1: y(points[i].valeur).toFixed(1), x2: x(i + 1).toFixed(1), y2: y(point.valeur).toFixed(1), class: point.provisoire ? 'ligne provisoire' : 'ligne',
  })));
}

export function courbe(points, repere) {
  const { x, y, em, unite, serre, bande } = repere;
  const ecrits = serre ? new Set() : nommes(points, repere);
  const rayon = Math.min(serre ? em * 0.22 : em * 0.32, Math.max(bande * 0.35, 2));
  return svg('g', {}, segments(points, repere), points.map(({ valeur, imprime, provisoire }, rang) => valeur === null ? null : svg('g', {},
    svg('circle', { cx: x(rang).toFixed(1), cy: y(valeur).toFixed(1), r: rayon.toFixed(1), class: provisoire ? 'rond provisoire' : 'rond' }),
    ecrits.has(rang) ? nom(x(rang), hautDe(valeur, imprime, repere, valeur) - em * 0.75, etiquette(valeur, unite), repere) : null)));
}

// Neighbours without a value for the same reason make one place.
function suites(points) {
  return points.reduce((liste, { valeur, qualite }, rang) => {
    if (valeur !== null || !qualite || !QUALITES[qualite][0] || qualite === 'PROVISOIRE') return liste;
    const fin = liste.at(-1);
    if (fin?.qualite === qualite && fin.debut + fin.nombre === rang) fin.nombre += 1;
    else liste.push({ qualite, debut: rang, nombre: 1 });
    return liste;
  }, []);
}

function absence({ qualite, debut, nombre }, { gauche, bande, sommetY, base, em }, hachure) {
  const [largeur, x] = [bande * nombre, gauche + bande * debut];
  const secret = qualite === 'SECRET_STATISTIQUE';
  const mot = QUALITES[qualite][0];
  const [cx, cy] = [x + largeur / 2, base - em * 0.7];
  const couche = mot.length * em * 0.52 < largeur;
  return svg('g', {},
    svg('rect', { x: x + 1, y: sommetY, width: Math.max(largeur - 2, 1), height: base - sommetY, fill: secret ? `url(#${hachure})` : 'none', class: secret ? 'masque' : 'absent' }),
    svg('text', { x: cx, y: cy, class: `motif ${couche ? 'milieu' : ''}`, transform: couche ? null : `rotate(-90 ${cx} ${cy}) translate(0 ${em * 0.3})` }, mot));
}

export function absences(points, repere, hachure) {
  return svg('g', {}, suites(points).map((suite) => absence(suite, repere, hachure)));
}

// A diamond where the document prints another figure than the one that is shown.
export function imprimes(points, { x, y, em }) {
  const cote = em * 0.42;
  return svg('g', {}, points.map(({ imprime, valeur }, rang) => (imprime === null || imprime === valeur ? null : svg('path', {
    d: `M${x(rang).toFixed(1)} ${(y(imprime) - cote).toFixed(1)}l${cote} ${cote}l${-cote} ${cote}l${-cote} ${-cote}z`, class: 'imprime',
  }))));
}
