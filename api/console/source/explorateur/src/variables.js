// The variables of the ready operations, taken from the bearer itself: its own id, its département, one of its territoires.
import { envoyer } from './fetcher.js';

const CONTEXTE = `query ContexteDuPorteur {
  moi { partenaire { id departements { code territoires { id type } } } }
}`;

const TERRITOIRES = ['MAISON_DES_SOLIDARITES', 'SDSEI', 'DIRECTION_TERRITORIALE', 'INTERCOMMUNALITE', 'BASSIN_EMPLOI'];

function choisir(territoires = []) {
  const rangs = TERRITOIRES.map((type) => territoires.find((territoire) => territoire.type === type));
  return (rangs.find(Boolean) ?? territoires[0])?.id;
}

async function valeurs(porteur) {
  const { data } = await envoyer(porteur, { query: CONTEXTE });
  const partenaire = data?.moi?.partenaire;
  const departement = partenaire?.departements?.[0];
  return { partenaire: partenaire?.id, departement: departement?.code, territoire: choisir(departement?.territoires) };
}

// Only the variables that the operation declares and that have a value: the others keep their default.
export async function variablesDe(texte, porteur) {
  const declarees = [...texte.matchAll(/\$(\w+):/g)].map(([, nom]) => nom);
  const connues = await valeurs(porteur);
  const retenues = Object.entries(connues).filter(([nom, valeur]) => valeur && declarees.includes(nom));
  return retenues.length ? JSON.stringify(Object.fromEntries(retenues), null, 2) : '';
}
