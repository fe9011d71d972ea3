// Numbers, dates and periods, written as in French.
const ESPACE = '\u00a0';
const UNITES = { NOMBRE: '', POURCENTAGE: '%', JOURS: 'j', MOIS: 'mois', HEURES: 'h', EUROS: '€', TEXTE: '' };
const UNITES_LUES = { ...UNITES, JOURS: 'jours', HEURES: 'heures' };
const EN = { POURCENTAGE: 'en pourcentage', JOURS: 'en jours', MOIS: 'en mois', HEURES: 'en heures', EUROS: 'en euros' };

const decimal = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
const dixieme = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const entier = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('fr-FR', { notation: 'compact', maximumFractionDigits: 1 });
const signe = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2, signDisplay: 'exceptZero' });

function date(options) {
  const ecrivain = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', ...options });
  return (jour) => ecrivain.format(new Date(`${jour}T00:00:00Z`)).replace(/^1 /, '1er ');
}
const long = date({ dateStyle: 'long' });
const court = date({ day: '2-digit', month: '2-digit', year: '2-digit' });
const mois = date({ month: 'short' });
const instants = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short' });

export const jour = (texte) => long(texte);
export const instant = (texte) => instants.format(new Date(texte));
export const nombre = (valeur) => decimal.format(valeur);

function avec(texte, unite) {
  return unite ? `${texte}${ESPACE}${unite}` : texte;
}

// A value as it is printed: 57,8 % ; 5 562 ; 12,5 jours.
export const mesure = (valeur, unite) => avec(decimal.format(valeur), UNITES_LUES[unite]);
// Beside a mark, where room is scarce.
export const etiquette = (valeur, unite) => avec(Math.abs(valeur) >= 100_000 ? compact.format(valeur) : dixieme.format(valeur), UNITES[unite]);
export const graduation = (valeur, unite) => avec(Math.abs(valeur) >= 10_000 ? compact.format(valeur) : decimal.format(valeur), UNITES[unite]);
export const euros = (montant) => avec(entier.format(montant), '€');
export const eurosCourts = (montant) => avec(Math.abs(montant) >= 1_000_000 ? compact.format(montant) : entier.format(montant), '€');
export const uniteDe = (unite) => EN[unite] ?? 'en nombre';
export const part = (valeur, total) => avec(dixieme.format(100 * valeur / total), '%');

// The gap between two rates is in points.
export function ecart(valeur, unite) {
  const ecrit = signe.format(valeur).replace('-', '\u2212');
  if (unite !== 'POURCENTAGE') return avec(ecrit, UNITES_LUES[unite]);
  return avec(ecrit, Math.abs(valeur) >= 2 ? 'points' : 'point');
}

export function pluriel(combien, un, plusieurs = `${un}s`) {
  return `${decimal.format(combien)}${ESPACE}${combien >= 2 ? plusieurs : un}`;
}

const dernierJour = (texte) => new Date(Date.UTC(+texte.slice(0, 4), +texte.slice(5, 7), 0)).toISOString().slice(0, 10);

// On an axis: a first line, and the year below it when the first does not say it.
export function repere({ du, au }) {
  const an = du.slice(0, 4);
  const entiers = du.endsWith('-01') && au === dernierJour(au) && au.startsWith(an);
  const duree = entiers ? +au.slice(5, 7) - +du.slice(5, 7) + 1 : 0;
  if (duree === 12) return [an, ''];
  if (duree === 3 && (+du.slice(5, 7)) % 3 === 1) return [`T${(+du.slice(5, 7) + 2) / 3}`, an];
  if (duree === 1) return [mois(du), an];
  if (duree > 1) return [`${duree} mois`, an];
  return du === au ? [court(du), ''] : [`${du.slice(2, 4)}-${au.slice(2, 4)}`, ''];
}

export function periode({ du, au }) {
  return du === au ? jour(du) : `du ${jour(du)} au ${jour(au)}`;
}
