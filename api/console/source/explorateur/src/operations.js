// Ready operations. Those of them that the bearer's scopes do not wholly allow are cut down to what it may read.
import { TypeInfo, parse, print, validate, visit, visitWithTypeInfo } from 'graphql';
import AllocatairesDuTerritoire from './operations/AllocatairesDuTerritoire.graphql?raw';
import FichesAction from './operations/FichesAction.graphql?raw';
import PrescriptionsRecues from './operations/PrescriptionsRecues.graphql?raw';
import QuiSuisJe from './operations/QuiSuisJe.graphql?raw';
import SuivreLesEvenements from './operations/SuivreLesEvenements.graphql?raw';

export const OPERATIONS = [
  { nom: 'QuiSuisJe', titre: 'Qui suis-je ?', texte: QuiSuisJe },
  { nom: 'PrescriptionsRecues', titre: 'Prescriptions reçues', texte: PrescriptionsRecues },
  { nom: 'AllocatairesDuTerritoire', titre: 'Allocataires d’un territoire', texte: AllocatairesDuTerritoire },
  { nom: 'FichesAction', titre: 'Fiches-action', texte: FichesAction },
  { nom: 'SuivreLesEvenements', titre: 'Suivre les événements', texte: SuivreLesEvenements },
];

function elaguer(document, schema) {
  const types = new TypeInfo(schema);
  return visit(document, visitWithTypeInfo(types, {
    Field: {
      enter: () => (types.getFieldDef() ? undefined : null),
      leave: (champ) => (champ.selectionSet && !champ.selectionSet.selections.length ? null : undefined),
    },
  }));
}

// Without a root type for its kind, an operation has nothing that validation could refuse.
function racine(document, schema) {
  return document.definitions.every(({ operation }) => schema.getRootType(operation));
}

// The text of an operation for this schema, or null when nothing of it is left.
export function adapter(texte, schema) {
  const document = parse(texte);
  if (!racine(document, schema)) return null;
  if (!validate(schema, document).length) return texte;
  const reste = elaguer(document, schema);
  const lisible = reste.definitions.every(({ selectionSet }) => selectionSet.selections.length);
  return lisible && !validate(schema, reste).length ? `${print(reste)}\n` : null;
}
