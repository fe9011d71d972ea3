// What Monaco asks for to build its workers; Vite sees them only as ?worker imports.
import EditeurWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

const OUVRIERS = { graphql: GraphQLWorker, json: JsonWorker };

globalThis.MonacoEnvironment = {
  getWorker: (_, langage) => new (OUVRIERS[langage] ?? EditeurWorker)(),
};
