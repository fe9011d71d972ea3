// The dashboard: reads the address, asks the API, shows the sections, and follows what the viewer changes.
import { demander } from './api.js';
import { bandeau } from './bandeau.js';
import { choix } from './choix.js';
import { corpsFiche, corpsPacte, ecrireRappel } from './corps.js';
import { contexteDe, detailDe, donneesDe, pacteDe } from './donnees.js';
import { el } from './dom.js';
import { adresse, completer, ecrire, lire } from './etat.js';
import { Indicateurs } from './indicateurs.js';
import { colle, lirePersonas, persona, personaInitiale } from './porteur.js';
import { projeter } from './projection.js';
import { objectifsDits, tuileIndicateurs } from './synthese.js';
import { liensExport } from './telechargement.js';

const [place, controles, annonce, qui] = ['corps', 'choix', 'annonce', 'porteurs'].map((id) => document.getElementById(id));

const annoncer = (texte) => { annonce.textContent = texte; };

// What is shown now: bearer, opening answer, data of the pacte, choices, the indicators and what they are of.
let vue = { porteur: null };
let coupure = new AbortController();

function message(titre, texte, ...suites) {
  controles.hidden = true;
  place.replaceChildren(el('div', { class: 'message' }, el('h1', {}, titre), el('p', {}, texte), ...suites));
  annoncer(titre);
}

function sansJeton() {
  message('Tableau de bord du pacte', 'Collez un jeton d’accès dans le bandeau : le tableau montre ce que la convention de son porteur lui ouvre.',
    el('p', {}, el('a', { href: '/#jeton' }, 'Comment obtenir un jeton')));
}

function refuser(refus) {
  if (refus.name === 'AbortError') return;
  if (refus.name !== 'Refus') throw refus;
  const expire = refus.code === 'NON_AUTHENTIFIE';
  const reprise = el('button', { type: 'button', click: () => ouvrir(vue.porteur) }, 'Réessayer');
  message(expire ? 'Jeton refusé' : 'Le tableau n’a pas pu être lu', refus.message, expire ? el('p', {}, 'Collez un jeton valable dans le bandeau.') : reprise);
}

function changer(part) {
  const suite = { ...vue.etat, ...part };
  // Fiches and places belong to a pacte, and so does the ready period.
  if (part.pacte) Object.assign(suite, { fiche: null, territoire: null, niveau: null, du: null, au: null, pas: null });
  ecrire(suite);
  afficher();
}

function lienVers(code) {
  const aller = (evenement) => {
    if (evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    changer({ fiche: code });
    scrollTo(0, 0);
    place.focus({ preventScroll: true });
  };
  return { adresse: adresse({ ...vue.etat, fiche: code }), aller };
}

// The control that was used keeps the keyboard.
function montrerChoix(contexte) {
  const actif = document.activeElement?.id;
  controles.hidden = false;
  controles.replaceChildren(...choix({ ...contexte, pactes: vue.ouverture.pactes }, changer));
  if (actif?.startsWith('choix-')) document.getElementById(actif)?.focus();
}

function demandeDe({ etat, territoire }) {
  const filtre = { pacte: etat.pacte, ...(etat.fiche ? { ficheCodes: [etat.fiche] } : {}) };
  return { porteur: vue.porteur, portees: vue.ouverture.moi.portees, etat, territoire, filtre };
}

function nouveauxIndicateurs() {
  const { tuile, remplir } = tuileIndicateurs();
  const indicateurs = new Indicateurs(annoncer, (figures, total, refus) => remplir(figures && total, refus ? refus.message : objectifsDits(figures, total)));
  vue.indicateurs?.arreter();
  vue.indicateurs = indicateurs;
  return { tuile, indicateurs: indicateurs.racine };
}

async function construire(contexte, signal) {
  const detail = await detailDe(vue.porteur, contexte, signal);
  const suite = { ...contexte, detail, ...nouveauxIndicateurs(), exports: el('div', { class: 'place-exports' }), lienVers, projeter: () => projeter(annoncer) };
  place.replaceChildren(...(contexte.fiche ? corpsFiche(suite) : corpsPacte(suite)).flat().filter(Boolean));
  document.title = `${contexte.fiche ? `${contexte.fiche.code} – ` : ''}${contexte.pacte.titre} – Tableau de bord – Passerelle`;
}

// Other periods of the same fiche only read its values again.
async function composer(contexte, signal) {
  const cle = [vue.porteur.jeton, contexte.pacte.code, contexte.etat.fiche].join(' ');
  const meme = vue.cle === cle;
  vue.cle = null;
  if (!meme) await construire(contexte, signal);
  vue.cle = cle;
  ecrireRappel(contexte);
  document.querySelector('.place-exports').replaceChildren(liensExport(vue.porteur, contexte.etat, annoncer));
  place.removeAttribute('aria-busy');
  await vue.indicateurs[meme ? 'relire' : 'montrer'](demandeDe(contexte));
}

async function lirePacte(signal) {
  const pacte = pacteDe(vue.ouverture, lire().pacte);
  if (!pacte) return message('Aucun pacte', 'Ce serveur ne connaît aucun pacte : chargez le référentiel.');
  if (vue.donnees?.pacte !== pacte) vue.donnees = await donneesDe(vue.porteur, pacte, signal);
  const contexte = contexteDe(completer(lire(), pacte), vue.donnees);
  vue.etat = contexte.etat;
  ecrire(contexte.etat, { remplace: true });
  montrerChoix(contexte);
  return composer(contexte, signal);
}

async function afficher() {
  coupure.abort();
  coupure = new AbortController();
  const { signal } = coupure;
  place.setAttribute('aria-busy', 'true');
  try {
    await lirePacte(signal);
  } catch (refus) {
    refuser(refus);
  }
  // A later choice is still being read.
  if (!signal.aborted) place.removeAttribute('aria-busy');
}

async function ouvrir(porteur) {
  vue.indicateurs?.arreter();
  vue = { porteur, personas: vue.personas };
  montrerPorteurs();
  place.replaceChildren(el('p', { class: 'attente' }, 'Lecture du pacte…'));
  try {
    vue.ouverture = await demander(porteur, 'Ouverture');
    await afficher();
  } catch (refus) {
    refuser(refus);
  }
}

function montrerPorteurs() {
  qui.replaceChildren(...bandeau({
    noms: Object.keys(vue.personas ?? {}), actuelle: vue.porteur?.cle,
    choisir: (cle) => ouvrir(persona(cle, vue.personas)), coller: (texte) => ouvrir(colle(texte)),
  }));
}

async function demarrer() {
  vue.personas = await lirePersonas();
  if (vue.personas) return ouvrir(personaInitiale(vue.personas));
  montrerPorteurs();
  return sansJeton();
}

// Going to a section of the page changes no choice.
addEventListener('popstate', () => { if (vue.etat && adresse(lire()) !== adresse(vue.etat)) afficher(); });
controles.addEventListener('submit', (evenement) => evenement.preventDefault());

// On paper everything is open; what the reader had closed closes again.
let ouverts = [];
addEventListener('beforeprint', () => {
  ouverts = [...document.querySelectorAll('details:not([open])')];
  ouverts.forEach((detail) => { detail.open = true; });
});
addEventListener('afterprint', () => { ouverts.forEach((detail) => { detail.open = false; }); });

demarrer();
