// Calls to the API with the bearer's token, and refusals as sentences.
const ADRESSE = '/graphql';
const ENSEMBLE = 4;

export class Refus extends Error {
  constructor(code, message, suites = {}) {
    super(message);
    Object.assign(this, { name: 'Refus', code, ...suites });
  }
}

// The file of documents is read once; each operation is sent alone.
let documents;
async function document_(nom) {
  documents ??= fetch('/tableau/requetes.graphql').then((reponse) => reponse.text())
    .then((texte) => new Map(texte.split(/^(?=query )/m).slice(1).map((operation) => [operation.match(/^query (\w+)/)[1], operation])));
  return (await documents).get(nom);
}

const PHRASES = {
  NON_AUTHENTIFIE: () => 'Ce jeton est refusé : expiré, révoqué ou mal copié.',
  LIMITE_DEPASSEE: () => 'C’est trop de valeurs à la fois : choisissez un pas plus large, une période plus courte ou une autre ventilation.',
  TROP_DE_REQUETES: ({ attendre }) => `Trop de demandes en une minute : réessayez dans ${attendre ?? 60} secondes.`,
  INDISPONIBLE: () => 'Le service est momentanément indisponible.',
  ERREUR_INTERNE: ({ demande }) => `Le serveur n’a pas pu répondre${demande ? ` (demande ${demande})` : ''}.`,
};

function manquantes(champs = []) {
  return [...new Set(champs.flatMap(({ portees }) => portees))];
}

function refuser({ message, extensions = {} }, reponse) {
  const code = extensions.code ?? 'ERREUR_INTERNE';
  const suites = { attendre: reponse.headers.get('retry-after'), demande: reponse.headers.get('x-request-id'), portees: manquantes(extensions.champs) };
  const dit = code === 'PORTEE_INSUFFISANTE' ? `La convention de ce porteur n’ouvre pas ces données (portée ${suites.portees.join(', ')}).` : PHRASES[code]?.(suites);
  return new Refus(code, dit ?? message, suites);
}

async function envoyer(porteur, adresse, options) {
  const avec = () => ({ ...options, headers: { ...options.headers, authorization: `Bearer ${porteur.jeton}` } });
  const reponse = await fetch(adresse, avec());
  if (reponse.status !== 401 || !porteur.renouveler) return reponse;
  const jeton = await porteur.renouveler();
  if (!jeton || jeton === porteur.jeton) return reponse;
  porteur.jeton = jeton;
  return fetch(adresse, avec());
}

// Any address with the bearer's token; what a network does wrong reads like what a server does.
export async function appeler(porteur, adresse, options = {}) {
  try {
    return await envoyer(porteur, adresse, options);
  } catch (erreur) {
    if (erreur.name === 'AbortError') throw erreur;
    throw new Refus('RESEAU', 'Le serveur ne répond pas.');
  }
}

// A few calls at a time: the figures of a page do not starve each other.
let enCours = 0;
const file = [];
async function tour(appel) {
  if (enCours >= ENSEMBLE) await new Promise((suite) => { file.push(suite); });
  enCours += 1;
  try {
    return await appel();
  } finally {
    enCours -= 1;
    file.shift()?.();
  }
}

async function lire(reponse) {
  const json = /\bjson\b/.test(reponse.headers.get('content-type') ?? '');
  const corps = json ? await reponse.json() : { errors: [{ message: `Le serveur a répondu ${reponse.status}.` }] };
  if (corps.errors?.length) throw refuser(corps.errors[0], reponse);
  return corps.data;
}

export function demander(porteur, operation, variables = {}, signal = undefined) {
  return tour(async () => {
    signal?.throwIfAborted();
    const corps = JSON.stringify({ query: await document_(operation), variables });
    return lire(await appeler(porteur, ADRESSE, {
      method: 'POST', signal, body: corps,
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    }));
  });
}

// Every page of a connection, found in the answer by its name.
export async function toutes(porteur, operation, connexion, variables, signal) {
  const noeuds = [];
  let apres = null;
  do {
    const { nodes, pageInfo } = (await demander(porteur, operation, { ...variables, apres }, signal))[connexion];
    noeuds.push(...nodes);
    apres = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (apres);
  return noeuds;
}
