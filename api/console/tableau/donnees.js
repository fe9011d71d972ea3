// What the page reads of a pacte, and what the choices of the viewer mean in it.
import { demander, toutes } from './api.js';
import { niveaux } from './choix.js';
import { DIMENSIONS, PAS } from './mots.js';

// The pacte asked for, else the most recent of the bearer's département.
export function pacteDe({ moi, pactes }, code) {
  const siens = new Set(moi.partenaire.departements.map((departement) => departement.code));
  const recents = pactes.toSorted((a, b) => (b.debut ?? '').localeCompare(a.debut ?? ''));
  return pactes.find((pacte) => pacte.code === code) ?? recents.find(({ departement }) => siens.has(departement.code)) ?? recents[0];
}

// What belongs to the pacte alone, whatever the period.
export async function donneesDe(porteur, pacte, signal) {
  const departement = pacte.departement.code;
  const [fiches, { territoires }, { pactes }] = await Promise.all([
    toutes(porteur, 'Fiches', 'fichesAction', { pacte: pacte.code }, signal),
    demander(porteur, 'Territoires', { departement }, signal),
    demander(porteur, 'Pacte', { departement }, signal),
  ]);
  return { porteur, pacte, fiches, territoires, ...pactes.find(({ code }) => code === pacte.code) };
}

// A breakdown by place says which kind of place.
function niveauDe({ ventilation, niveau }, territoires) {
  const possibles = ventilation === 'TERRITOIRE' ? niveaux(territoires).map(([type]) => type) : [];
  return possibles.includes(niveau) ? niveau : possibles[0] ?? null;
}

// Fiches and places that the pacte does not know are dropped.
export function contexteDe(etat, donnees) {
  const fiche = donnees.fiches.find(({ code }) => code === etat.fiche) ?? null;
  const territoire = donnees.territoires.find(({ code }) => code === etat.territoire) ?? null;
  const juste = { ...etat, niveau: niveauDe(etat, donnees.territoires), fiche: fiche?.code ?? null, territoire: territoire?.code ?? null };
  return { ...donnees, etat: juste, fiche, territoire, pas: PAS[etat.pas].toLowerCase(), ventilation: etat.ventilation && DIMENSIONS[etat.ventilation].toLowerCase() };
}

export async function detailDe(porteur, { etat, fiche }, signal) {
  return fiche ? (await demander(porteur, 'Fiche', { pacte: etat.pacte, code: fiche.code }, signal)).fichesAction.nodes[0] : null;
}
