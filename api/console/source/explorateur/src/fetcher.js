// How GraphiQL reaches the API: one POST for queries and mutations, server-sent events for subscriptions.
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';
import { appeler } from './appel.js';

const ADRESSE = '/graphql';

function erreur(message) {
  return { errors: [{ message }] };
}

async function lireReponse(reponse) {
  const json = /\bjson\b/.test(reponse.headers.get('content-type') ?? '');
  return json ? reponse.json() : erreur(`Le serveur a répondu ${reponse.status}, et pas en JSON.`);
}

export async function envoyer(porteur, requete, entetes) {
  try {
    return await lireReponse(await appeler(porteur, ADRESSE, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', ...entetes },
      body: JSON.stringify(requete),
    }));
  } catch {
    return erreur('Le serveur ne répond pas.');
  }
}

// No silent reconnection: without a cursor it would skip events and nobody would know.
async function* souscrire(porteur, requete, entetes) {
  const autorisation = porteur ? { authorization: `Bearer ${porteur.jeton}` } : {};
  const client = createClient({ url: ADRESSE, headers: { ...autorisation, ...entetes }, retryAttempts: 0 });
  try {
    yield* client.iterate(requete);
  } catch (refus) {
    yield refus.response ? await lireReponse(refus.response) : erreur('Le flux s’est interrompu.');
  } finally {
    client.dispose();
  }
}

export function fetcherPour(porteur) {
  return (requete, options) => {
    const operation = options?.documentAST && getOperationAST(options.documentAST, requete.operationName);
    const appel = operation?.operation === 'subscription' ? souscrire : envoyer;
    return appel(porteur, requete, options?.headers);
  };
}
