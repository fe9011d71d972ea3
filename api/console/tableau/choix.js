// The controls of the page. They hold no state: they show the one they are given and tell what is changed.
import { el } from './dom.js';
import { periodes } from './etat.js';
import { DIMENSIONS, NIVEAUX, PAS } from './mots.js';

const AUTRES = 'autres';

const option = ([valeur, texte], choisie) => el('option', { value: valeur, selected: valeur === (choisie ?? '') }, texte);

function groupe([titre, options], choisie) {
  return titre ? el('optgroup', { label: titre }, options.map((o) => option(o, choisie))) : options.map((o) => option(o, choisie));
}

function champ(nom, titre, controle, classe = null) {
  controle.id = `choix-${nom}`;
  controle.name = nom;
  return el('div', { class: ['champ', classe].filter(Boolean).join(' ') }, el('label', { for: controle.id }, titre), controle);
}

// `groupes`: [title of the group or null, [[value, text]]].
function liste(nom, titre, groupes, choisie, changer) {
  const controle = el('select', { change: () => changer({ [nom]: controle.value || null }) }, groupes.map((g) => groupe(g, choisie)));
  return champ(nom, titre, controle);
}

function date(nom, titre, etat, changer) {
  const controle = el('input', { type: 'date', value: etat[nom], required: true });
  // A year typed digit by digit is a date at each digit: only a plausible one is told, when the field is left or Enter is hit.
  controle.addEventListener('change', () => { controle.dataset.change = 'oui'; });
  const dire = () => {
    if (controle.dataset.change && controle.value > '1990' && controle.value !== etat[nom]) changer({ [nom]: controle.value });
  };
  controle.addEventListener('blur', dire);
  controle.addEventListener('keydown', ({ key }) => { if (key === 'Enter') dire(); });
  return champ(nom, titre, controle, 'date');
}

function periode(etat, pacte, changer) {
  const pretes = Object.entries(periodes(pacte)).filter(([, prete]) => prete);
  const [actuelle] = pretes.find(([, p]) => p.du === etat.du && p.au === etat.au && p.pas === etat.pas) ?? [AUTRES];
  const controle = el('select', {}, pretes.map(([nom, { titre }]) => option([nom, titre], actuelle)), option([AUTRES, 'Autres dates'], actuelle));
  controle.addEventListener('change', () => {
    const prete = pretes.find(([nom]) => nom === controle.value)?.[1];
    if (prete) changer({ du: prete.du, au: prete.au, pas: prete.pas });
    else document.getElementById('choix-du').focus();
  });
  return champ('periode', 'Période', controle);
}

function parAxe(fiches) {
  const axe = ({ axe: a }) => (a ? [a.numero && `Axe ${a.numero}`, a.titre].filter(Boolean).join(' – ') : 'Hors axe');
  return [...Map.groupBy(fiches, axe)].map(([titre, siennes]) => [titre, siennes.map(({ code, titre: t }) => [code, `${code} – ${t}`])]);
}

function parNiveau(territoires) {
  const groupes = Map.groupBy(territoires, ({ type }) => NIVEAUX[type] ?? type);
  return [...groupes].map(([titre, siens]) => [titre, siens.map(({ code, nom }) => [code, nom])]);
}

// The kinds of places that the département has several of.
export function niveaux(territoires) {
  const combien = Map.groupBy(territoires, ({ type }) => type);
  return Object.entries(NIVEAUX).filter(([type]) => combien.get(type)?.length > 1);
}

function parDepartement(pactes) {
  return [...Map.groupBy(pactes, ({ departement }) => departement.nom)].map(([nom, siens]) => [nom, siens.map(({ code, titre }) => [code, titre])]);
}

// `changer(part)` is told what the viewer changes.
export function choix({ etat, pacte, pactes, fiches, territoires }, changer) {
  const dimensions = Object.entries(DIMENSIONS);
  return [
    liste('pacte', 'Pacte', parDepartement(pactes), etat.pacte, changer),
    liste('fiche', 'Fiche-action', [[null, [['', 'Ensemble du pacte']]], ...parAxe(fiches)], etat.fiche, changer),
    periode(etat, pacte, changer),
    date('du', 'Du', etat, changer),
    date('au', 'Au', etat, changer),
    liste('pas', 'Pas', [[null, Object.entries(PAS)]], etat.pas, changer),
    liste('territoire', 'Territoire', [[null, [['', `${pacte.departement.nom} entier`]]], ...parNiveau(territoires)], etat.territoire, changer),
    liste('ventilation', 'Ventilation', [[null, [['', 'Aucune'], ...dimensions]]], etat.ventilation, changer),
    etat.ventilation === 'TERRITOIRE' ? liste('niveau', 'Niveau', [[null, niveaux(territoires)]], etat.niveau, changer) : null,
  ].filter(Boolean);
}
