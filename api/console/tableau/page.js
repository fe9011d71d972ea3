// The dashboard: reads the address, asks the API, shows the sections, and follows what the viewer changes.
import { demander, toutes } from './api.js';
import { bandeau } from './bandeau.js';
import { choix } from './choix.js';
import { corpsFiche, corpsPacte, ecrireRappel } from './corps.js';
import { el } from './dom.js';
import { adresse, completer, ecrire, lire } from './etat.js';
import { Indicateurs } from './indicateurs.js';
import { DIMENSIONS, PAS } from './mots.js';
import { colle, lirePersonas, persona, personaInitiale } from './porteur.js';
import { projeter } from './projection.js';
import { objectifsDits, tuileIndicateurs } from './synthese.js';
import { liensExport } from './telechargement.js';

const [place, controles, annonce, qui] = ['corps', 'choix', 'annonce', 'porteurs'].map((id) => document.getElementById(id));

const annoncer = (texte) => { annonce.textContent = texte; };

// What is shown now: bearer, opening answer, data of the pacte, its key, the indicators.
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

// The pacte asked for, else the most recent of the bearer's département.
function pacteDe({ moi, pactes }, code) {
  const siens = new Set(moi.partenaire.departements.map((departement) => departement.code));
  const recents = pactes.toSorted((a, b) => (b.debut ?? '').localeCompare(a.debut ?? ''));
  return pactes.find((pacte) => pacte.code === code) ?? recents.find(({ departement }) => siens.has(departement.code)) ?? recents[0];
}

// What belongs to the pacte alone is read once, however often periods change.
async function donneesDe(porteur, pacte, signal) {
  if (vue.donnees?.pacte === pacte && vue.donnees.porteur === porteur) return vue.donnees;
  const departement = pacte.departement.code;
  const [fiches, { territoires }, { pactes }] = await Promise.all([
    toutes(porteur, 'Fiches', 'fichesAction', { pacte: pacte.code }, signal),
    demander(porteur, 'Territoires', { departement }, signal),
    demander(porteur, 'Pacte', { departement }, signal),
  ]);
  return { porteur, pacte, fiches, territoires, ...pactes.find(({ code }) => code === pacte.code) };
}

function changer(part) {
  const suite = { ...vue.etat, ...part };
  // Fiches and places belong to a pacte.
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
  };
  return { adresse: adresse({ ...vue.etat, fiche: code }), aller };
}

function contexteDe(etat, donnees) {
  const fiche = donnees.fiches.find(({ code }) => code === etat.fiche) ?? null;
  const territoire = donnees.territoires.find(({ code }) => code === etat.territoire) ?? null;
  const juste = { ...etat, fiche: fiche?.code ?? null, territoire: territoire?.code ?? null };
  return { ...donnees, etat: juste, fiche, territoire, pas: PAS[etat.pas].toLowerCase(), ventilation: etat.ventilation && DIMENSIONS[etat.ventilation].toLowerCase() };
}

function montrerChoix(contexte) {
  const actif = document.activeElement?.id;
  controles.hidden = false;
  controles.replaceChildren(...choix({ ...contexte, pactes: vue.ouverture.pactes }, changer));
  if (actif?.startsWith('choix-')) document.getElementById(actif)?.focus();
}

const demandeDe = ({ etat, territoire }) => ({
  porteur: vue.porteur, portees: vue.ouverture.moi.portees, etat, territoire,
  filtre: { pacte: etat.pacte, ...(etat.fiche ? { ficheCodes: [etat.fiche] } : {}) },
});

async function construire(contexte, signal) {
  const { porteur } = vue;
  const detail = contexte.fiche ? (await demander(porteur, 'Fiche', { pacte: contexte.etat.pacte, code: contexte.fiche.code }, signal)).fichesAction.nodes[0] : null;
  const { tuile, remplir } = tuileIndicateurs();
  const indicateurs = new Indicateurs(annoncer, (figures, total, refus) => remplir(figures && total, refus ? refus.message : objectifsDits(figures, total)));
  const suite = { ...contexte, detail, tuile, indicateurs: indicateurs.racine, exports: el('div', { class: 'place-exports' }), lienVers, projeter: () => projeter(annoncer) };
  vue.indicateurs?.arreter();
  vue.indicateurs = indicateurs;
  place.replaceChildren(...(contexte.fiche ? corpsFiche(suite) : corpsPacte(suite)).flat().filter(Boolean));
  document.title = `${contexte.fiche ? `${contexte.fiche.code} – ` : ''}${contexte.pacte.titre} – Tableau de bord – Passerelle`;
}

async function afficher() {
  coupure.abort();
  coupure = new AbortController();
  const { signal } = coupure;
  try {
    const pacte = pacteDe(vue.ouverture, lire().pacte);
    if (!pacte) return message('Aucun pacte', 'Ce serveur ne connaît aucun pacte : chargez le référentiel.');
    place.setAttribute('aria-busy', 'true');
    const donnees = await donneesDe(vue.porteur, pacte, signal);
    const contexte = contexteDe(completer(lire(), pacte), donnees);
    const cle = [vue.porteur.jeton, pacte.code, contexte.etat.fiche].join(' ');
    const meme = vue.cle === cle && vue.indicateurs;
    Object.assign(vue, { donnees, etat: contexte.etat });
    ecrire(contexte.etat, { remplace: true });
    montrerChoix(contexte);
    if (!meme) await construire(contexte, signal);
    vue.cle = cle;
    ecrireRappel(contexte);
    document.querySelector('.place-exports').replaceChildren(liensExport(vue.porteur, contexte.etat, annoncer));
    place.removeAttribute('aria-busy');
    await vue.indicateurs[meme ? 'relire' : 'montrer'](demandeDe(contexte));
  } catch (refus) {
    place.removeAttribute('aria-busy');
    refuser(refus);
  }
  return undefined;
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
addEventListener('popstate', () => { if (vue.ouverture && adresse(lire()) !== adresse(vue.etat)) afficher(); });
controles.addEventListener('submit', (evenement) => evenement.preventDefault());

// On paper everything is open; what the reader had closed closes again.
let ouverts = [];
addEventListener('beforeprint', () => {
  ouverts = [...document.querySelectorAll('details:not([open])')];
  ouverts.forEach((detail) => { detail.open = true; });
});
addEventListener('afterprint', () => { ouverts.forEach((detail) => { detail.open = false; }); });

demarrer();
