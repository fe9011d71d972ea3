// The schema that the bearer may use, from its SDL: introspection carries no applied directive, and the scopes are one.
import { buildSchema } from 'graphql';
import { useEffect, useState } from 'react';
import { appeler } from './appel.js';
import { decrire } from './descriptions.js';

const SANS_PORTEUR = 'Collez un jeton d’accès pour lire le schéma de son porteur.';

async function lireSchema(porteur) {
  const reponse = await appeler(porteur, '/schema.graphql');
  if (reponse.status === 401) throw new Error('Ce jeton est refusé : expiré, révoqué ou mal copié.');
  if (!reponse.ok) throw new Error(`Le schéma n’a pas pu être lu (statut ${reponse.status}).`);
  return decrire(buildSchema(await reponse.text(), { assumeValid: true }));
}

function compte(schema) {
  return Object.keys(schema.getTypeMap()).filter((nom) => !nom.startsWith('__')).length;
}

function message(erreur) {
  return erreur instanceof TypeError ? 'Le serveur ne répond pas.' : erreur.message;
}

export function useSchema(porteur) {
  const [lu, setLu] = useState({ schema: null, etat: SANS_PORTEUR });
  useEffect(() => {
    if (!porteur) return undefined;
    let actuel = true;
    const montrer = (suite) => { if (actuel) setLu(suite); };
    lireSchema(porteur).then(
      (schema) => montrer({ schema, etat: `${compte(schema)} types lisibles.` }),
      (erreur) => montrer({ schema: null, etat: message(erreur) }),
    );
    return () => { actuel = false; };
  }, [porteur]);
  return lu;
}
