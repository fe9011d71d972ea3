// What an indicator means, where it comes from and who owes it.
import { el } from './dom.js';
import { instant, jour, pluriel } from './ecriture.js';
import { MODES, PAS, SENS } from './mots.js';
import { but } from './phrases.js';

function entree(terme, ...valeurs) {
  const dites = valeurs.flat().filter(Boolean);
  return dites.length ? [el('dt', {}, terme), dites.map((valeur) => el('dd', {}, valeur))] : [];
}

function objectif({ valeur, valeurMaximale, sens, texte, periode, echeance, source }, unite) {
  const chiffre = valeur === null ? null : but({ sens, valeur, maximum: valeurMaximale }, unite);
  const quand = [periode?.libelle, echeance && `avant le ${jour(echeance)}`].filter(Boolean).join(', ');
  return [[chiffre, texte && `« ${texte} »`].filter(Boolean).join(' : ') || SENS[sens], quand && `(${quand})`, `— ${source}`].filter(Boolean).join(' ');
}

function versions(definitions) {
  const anciennes = definitions.filter(({ jusquA }) => jusquA);
  return anciennes.map(({ version, texte, jusquA }) => `Version ${version}, jusqu’au ${jour(jusquA)} : ${texte}`);
}

function delai({ mode, delaiConsolidationJours: jours }) {
  return mode === 'CALCULE' && jours ? `Provisoire pendant ${pluriel(jours, 'jour')} après la fin de la période.` : null;
}

function provenance(lignes) {
  const sources = [...new Set(lignes.map(({ source }) => source))];
  const etabli = lignes.map(({ etabliLe }) => etabliLe).sort().at(-1);
  return [...sources.slice(0, 4), etabli && `Établi le ${instant(etabli)}.`];
}

export function definir(indicateur, valeurs) {
  const { definition, versionDefinition, mesure, mode, periodicite, responsables, objectifs, definitions, unite } = indicateur;
  return el('dl', { class: 'definition' },
    entree('Définition', definition, `Version ${versionDefinition}${mesure ? `, mesure ${mesure}` : ''}.`, delai(indicateur)),
    entree('Mode', `${MODES[mode][0].toUpperCase()}${MODES[mode].slice(1)}.`),
    entree('Pourquoi la plateforme ne le calcule pas', indicateur.horsDePortee),
    entree('Dans le document', `${indicateur.source[0].toUpperCase()}${indicateur.source.slice(1)}.`, indicateur.note, indicateur.anomalies.map(({ description }) => `Anomalie : ${description}`)),
    entree('Objectifs', objectifs.map((vise) => objectif(vise, unite))),
    entree('Qui déclare', responsables.map(({ nom, sigle }) => sigle ? `${nom} (${sigle})` : nom), periodicite && `Rythme : ${PAS[periodicite].toLowerCase()}.`),
    entree('Source des valeurs', provenance(valeurs)),
    entree('Versions anciennes', versions(definitions)));
}
