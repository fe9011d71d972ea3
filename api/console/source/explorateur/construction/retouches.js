// Changes of code, not only of words, by file of node_modules: [what is there, what it becomes].
// They run before the literals of textes.js are replaced.
const REACT = '@graphiql/react/dist/';
const DOCS = '@graphiql/plugin-doc-explorer/dist/';

const SECTIONS = {
  'Root Types': 'Racines',
  'All Schema Types': 'Tous les types',
  Fields: 'Champs',
  'Enum Values': 'Valeurs',
  Implements: 'Implémente',
  Implementations: 'Implémentations',
  'Possible Types': 'Types possibles',
  'Deprecated Fields': 'Champs dépréciés',
  'Deprecated Enum Values': 'Valeurs dépréciées',
  'Deprecated Arguments': 'Arguments dépréciés',
};

const EDITEURS = {
  'operation.graphql': 'Requête',
  'variables.json': 'Variables',
  'request-headers.json': 'En-têtes',
  'response.json': 'Réponse',
};

const CLAVIER = 'Dans un éditeur, Tab passe à la commande suivante et Ctrl+M rend à Tab son effet d’indentation. '
  + 'Ctrl+Espace propose les champs possibles.';

export const RETOUCHES = {
  'graphiql/dist/GraphiQL.js': [
    ['} editor tools`', '} les variables et les en-têtes`'],
    ['role: "tabpanel"', 'role: "region"'],
  ],
  // The schema is given by the page, so the button and the shortcut that fetch it again would do nothing.
  'graphiql/dist/ui/sidebar.js': [
    ['} ${plugin_0.title}`', '} le volet ${plugin_0.title}`'],
    ['"Hide"', '"Masquer"'],
    ['"Show"', '"Afficher"'],
    ['      t13,\n      t18,\n      t19,', '      t13,\n      /* @__PURE__ */ jsx("span", { style: t14 }),\n      t19,'],
  ],
  'graphiql/dist/ui/short-keys.js': [
    ['  "Re-fetch schema using introspection": KEY_MAP.refetchSchema.key,\n', ''],
    [/\/\* @__PURE__ \*\/ jsxs\("p", \{ children: \[[\s\S]*?\n {6}\] \}\)/, `/* @__PURE__ */ jsx("p", { children: ${JSON.stringify(CLAVIER)} })`],
  ],
  'graphiql/dist/ui/toolbar.js': [
    ['`Prettify query (', '`Mettre en forme ('],
    ['`Merge fragments into query (', '`Développer les fragments ('],
    ['`Copy query (', '`Copier la requête ('],
  ],
  [`${REACT}components/execute-button/index.js`]: [
    ['} query (${', '} la requête (${'],
    ['`<Unnamed ${operation.operation}>`', '`<${operation.operation} sans nom>`'],
  ],
  // A tab may not hold buttons (WCAG 4.1.2): a plain list of buttons instead.
  [`${REACT}components/tabs/index.js`]: [
    ['"aria-selected": isActive', '"aria-current": isActive ? "true" : void 0'],
    ['\t\t\trole: "tab",\n', ''],
    ['\t\t\trole: "tablist",\n', ''],
  ],
  [`${REACT}utility/create-editor.js`]: [
    ['"\\"Fira Code\\""', '"ui-monospace, \\"DejaVu Sans Mono\\", Consolas, monospace"'],
    ['tabIndex: -1,', `tabIndex: -1,\n\t\twordWrap: "on",\n\t\tariaLabel: Object.entries(${JSON.stringify(EDITEURS)}).find(([fin]) => model.uri.path.endsWith(fin))?.[1],`],
  ],
  // Monaco's dark comments are too dim on GraphiQL's background (WCAG 1.4.3).
  [`${REACT}constants.js`]: [['foreground: "#908aff"\n\t\t}]', 'foreground: "#908aff"\n\t\t}, { token: "comment", foreground: "#8fc07a" }]']],
  [`${REACT}stores/execution.js`]: [
    ['`Request not sent. ${editor === variableEditor ? "Variables" : "Request headers"} ', '`Requête non envoyée : ${editor === variableEditor ? "les variables" : "les en-têtes"} '],
  ],
  // Variables are formatted by jsonc-parser, which is there already, instead of prettier's babel parser (0.5 MB).
  [`${REACT}utility/jsonc.js`]: [
    [/async function formatJSONC\(content\) \{[\s\S]*?\n\}\n/, 'async function formatJSONC(content) {\n\treturn applyEdits(content, format(content, void 0, { tabSize: 2, insertSpaces: true }));\n}\n'],
    ['import { parse, printParseErrorCode }', 'import { applyEdits, format, parse, printParseErrorCode }'],
    [' at line ${line}, column ${column}`', ' (ligne ${line}, colonne ${column})`'],
    ['`are invalid JSON: ${', '`ne sont pas du JSON valide : ${'],
  ],
  // The visible text of an entry is its name; an aria-label would hide it (WCAG 2.5.3).
  '@graphiql/plugin-history/dist/components.js': [[', "aria-label": "Set active"', '']],
  [`${DOCS}context.js`]: [['aria-label="Show Documentation Explorer"', 'aria-label="Afficher le volet Documentation"']],
  [`${DOCS}components/doc-explorer.js`]: [['`Go back to ${', '`Revenir à ${']],
  // Titles are keys of icons, so they are translated where they are shown.
  [`${DOCS}components/section.js`]: [['t1,\n      title\n', `t1,\n      (${JSON.stringify(SECTIONS)})[title] ?? title\n`]],
  // Names carry no accent: "évaluation" must find "evaluation". The label goes to the field, where it is read aloud.
  [`${DOCS}components/search.js`]: [
    ['`Search ${navItem.name}...`', '`Chercher dans ${navItem.name}`'],
    ['searchValue.replaceAll(/[^_0-9A-Za-z]/g', 'searchValue.normalize("NFD").replaceAll(/\\p{M}/gu, "").replaceAll(/[^_0-9A-Za-z]/g'],
    ['"data-state": t5, "aria-label": t6, children', '"data-state": t5, children'],
    ['autoComplete: "off", onChange', 'autoComplete: "off", "aria-label": t6, onChange'],
  ],
};
