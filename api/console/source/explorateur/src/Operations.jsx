import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createContext, useContext, useMemo } from 'react';
import { OPERATIONS, adapter } from './operations.js';
import { variablesDe } from './variables.js';

export const PorteurContexte = createContext(null);

// An operation that is open already is shown again; otherwise it gets a tab of its own.
function useOuvrir() {
  const porteur = useContext(PorteurContexte);
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL(({ tabs, queryEditor, variableEditor }) => ({ tabs, queryEditor, variableEditor }));
  return async (nom, texte) => {
    const variables = texte.includes('$') ? await variablesDe(texte, porteur) : '';
    const ouverte = tabs.findIndex((onglet) => onglet.title === nom);
    if (ouverte >= 0) changeTab(ouverte);
    else addTab();
    queryEditor?.setValue(texte);
    variableEditor?.setValue(variables);
  };
}

function Operation({ operation, schema, ouvrir }) {
  const texte = useMemo(() => schema && adapter(operation.texte, schema), [operation, schema]);
  return (
    <li>
      <button type="button" disabled={!texte} onClick={() => ouvrir(operation.nom, texte)}>{operation.titre}</button>
      {schema && !texte && <span>Hors des portées de ce jeton</span>}
    </li>
  );
}

function Operations() {
  const schema = useGraphiQL((etat) => etat.schema);
  const ouvrir = useOuvrir();
  return (
    <section className="operations" aria-labelledby="titre-operations">
      <h2 id="titre-operations">Opérations prêtes</h2>
      {!schema && <p>Choisissez un partenaire ou collez un jeton pour les ouvrir.</p>}
      <ul>{OPERATIONS.map((operation) => <Operation key={operation.nom} {...{ operation, schema, ouvrir }} />)}</ul>
    </section>
  );
}

function Icone(proprietes) {
  return <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3" height="1em" {...proprietes}><path d="M5.5 4h9M5.5 8h9M5.5 12h9M1.5 4h1.5M1.5 8h1.5M1.5 12h1.5" /></svg>;
}

export const OPERATIONS_PLUGIN = { title: 'Opérations', icon: Icone, content: Operations };
