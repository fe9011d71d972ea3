import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { useMemo } from 'react';
import { Bandeau } from './Bandeau.jsx';
import { fetcherPour } from './fetcher.js';
import { OPERATIONS } from './operations.js';
import { OPERATIONS_PLUGIN, PorteurContexte } from './Operations.jsx';
import { usePorteur } from './porteur.js';
import { useSchema } from './schema.js';

// Constant, or the open panel would close at each change of bearer.
const PLUGINS = [HISTORY_PLUGIN, OPERATIONS_PLUGIN];

export function Explorateur() {
  const { porteur, personas, choisirPersona, collerJeton } = usePorteur();
  const { schema, etat } = useSchema(porteur);
  const fetcher = useMemo(() => fetcherPour(porteur), [porteur]);
  return (
    <PorteurContexte value={porteur}>
      <Bandeau {...{ porteur, personas, choisirPersona, collerJeton, etat }} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          schema={schema}
          plugins={PLUGINS}
          defaultQuery={OPERATIONS[0].texte}
          // Queries and variables hold names of people: they go when the browser's tab closes.
          storage={sessionStorage}
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo><></></GraphiQL.Logo>
        </GraphiQL>
      </main>
    </PorteurContexte>
  );
}
