// The export of what is shown. Its address can be copied into a spreadsheet or a BI tool; here the page fetches it,
// since the token goes in a header and never in an address.
import { appeler } from './api.js';
import { el } from './dom.js';

const FORMATS = [
  ['CSV', 'csv', {}],
  ['CSV pour Excel', 'csv', { profil: 'excel' }],
  ['Excel', 'xlsx', {}],
];

export function adresseExport({ pacte, du, au, pas, territoire, ventilation, niveau }, format, suites) {
  const parametres = Object.entries({ pacte, du, au, pas, territoire, ventilation, niveau, ...suites }).filter(([, valeur]) => valeur);
  return `/exports/indicateurs.${format}?${new URLSearchParams(parametres)}`;
}

function enregistrer(contenu, nom) {
  const adresse = URL.createObjectURL(contenu);
  const lien = el('a', { href: adresse, download: nom });
  lien.click();
  setTimeout(() => URL.revokeObjectURL(adresse), 60_000);
}

async function telecharger(porteur, adresse, nom, dire) {
  dire('Préparation du fichier…');
  try {
    const reponse = await appeler(porteur, adresse);
    if (!reponse.ok) return dire(`Le fichier n’a pas pu être préparé (statut ${reponse.status}).`);
    enregistrer(await reponse.blob(), nom);
    return dire(`${nom} est téléchargé.`);
  } catch (refus) {
    return dire(refus.message);
  }
}

export function liensExport(porteur, etat, dire) {
  const liens = FORMATS.map(([titre, format, suites]) => {
    const adresse = adresseExport(etat, format, suites);
    const nom = `indicateurs-${etat.pacte}-${etat.du}-${etat.au}.${format}`;
    return el('a', { href: adresse, download: nom, click: (evenement) => { evenement.preventDefault(); telecharger(porteur, adresse, nom, dire); } }, titre);
  });
  return el('p', { class: 'exports' }, 'Télécharger les indicateurs du pacte : ', liens.flatMap((lien, rang) => (rang ? [', ', lien] : [lien])), '.');
}
