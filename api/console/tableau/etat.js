// What is chosen, as the address says it: a page can be sent to a colleague, who sees it with their own rights.
import { DIMENSIONS, NIVEAUX, PAS } from './mots.js';

const JOUR = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const CODE = /^[\w .'-]{1,80}$/u;
const dans = (mots) => (valeur) => Object.hasOwn(mots, valeur);

// Every choice, in the order of the address, with what makes it acceptable.
const CHOIX = {
  pacte: (valeur) => CODE.test(valeur),
  fiche: (valeur) => CODE.test(valeur),
  du: (valeur) => JOUR.test(valeur),
  au: (valeur) => JOUR.test(valeur),
  pas: dans(PAS),
  territoire: (valeur) => CODE.test(valeur),
  ventilation: dans(DIMENSIONS),
  niveau: dans(NIVEAUX),
};

export function lire(recherche = location.search) {
  const parametres = new URLSearchParams(recherche);
  return Object.fromEntries(Object.entries(CHOIX).map(([nom, accepte]) => {
    const valeur = parametres.get(nom);
    return [nom, valeur && accepte(valeur) ? valeur : null];
  }));
}

export function adresse(etat) {
  const retenus = Object.keys(CHOIX).filter((nom) => etat[nom]).map((nom) => [nom, etat[nom]]);
  return `${location.pathname}?${new URLSearchParams(retenus)}`;
}

// What the page completes by itself is no step back in the history.
export function ecrire(etat, { remplace = false } = {}) {
  const suite = adresse(etat);
  if (suite === location.pathname + location.search) return;
  history[remplace ? 'replaceState' : 'pushState'](null, '', remplace ? suite + location.hash : suite);
}

const iso = (an, mois, jour) => new Date(Date.UTC(an, mois, jour)).toISOString().slice(0, 10);

// Ready periods: civil years from the pacte's first to this one, its own, the last months as whole quarters.
export function periodes(pacte, maintenant = new Date()) {
  const [an, mois] = [maintenant.getFullYear(), maintenant.getMonth()];
  const premier = pacte.debut ? +pacte.debut.slice(0, 4) : an - 2;
  const trimestre = mois - mois % 3 + 3;
  return {
    jusquici: { titre: `Depuis ${premier}, par année`, du: iso(premier, 0, 1), au: iso(an, 12, 0), pas: 'ANNEE' },
    pacte: pacte.debut && pacte.fin ? { titre: 'Durée du pacte, par année', du: iso(premier, 0, 1), au: iso(+pacte.fin.slice(0, 4), 12, 0), pas: 'ANNEE' } : null,
    trimestres: { titre: 'Huit derniers trimestres', du: iso(an, trimestre - 24, 1), au: iso(an, trimestre, 0), pas: 'TRIMESTRE' },
    mois: { titre: 'Douze derniers mois', du: iso(an, mois - 11, 1), au: iso(an, mois + 1, 0), pas: 'MOIS' },
  };
}

// A choice that the pacte does not know is dropped, a missing one is made.
export function completer(etat, pacte) {
  const { du, au, pas } = periodes(pacte).jusquici;
  const bornes = etat.du && etat.au && etat.du <= etat.au ? { du: etat.du, au: etat.au } : { du, au };
  return { ...etat, ...bornes, pacte: pacte.code, pas: etat.pas ?? pas, niveau: etat.ventilation === 'TERRITOIRE' ? etat.niveau : null };
}
