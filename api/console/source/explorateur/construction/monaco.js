// Monaco's module build ignores its own translations: the words that this page shows are looked up here.
// Each of them must still be one of Monaco's messages, or the build fails.
const TEXTES = {
  'Editor content': 'Contenu de l’éditeur',
  Find: 'Chercher',
  'Find / Replace': 'Chercher et remplacer',
  'Find in Selection': 'Chercher dans la sélection',
  Replace: 'Remplacer',
  'Replace All': 'Tout remplacer',
  'Toggle Replace': 'Afficher ou masquer le remplacement',
  'Previous Match': 'Résultat précédent',
  'Next Match': 'Résultat suivant',
  'No results': 'Aucun résultat',
  '{0} of {1}': '{0} sur {1}',
  '{0} found': '{0}',
  Close: 'Fermer',
  'Match Case': 'Respecter la casse',
  'Match Whole Word': 'Mot entier',
  'Use Regular Expression': 'Expression régulière',
  'Preserve Case': 'Garder la casse',
  Suggest: 'Propositions',
  'No suggestions.': 'Aucune proposition.',
  'Loading...': 'Chargement…',
  'Read More': 'Lire la suite',
  'Show More': 'En voir plus',
  'Show Less': 'En voir moins',
  Insert: 'Insérer',
  'View Problem': 'Voir l’erreur',
  'No quick fixes available': 'Pas de correction proposée',
  'Checking for quick fixes...': 'Recherche d’une correction…',
  Error: 'Erreur',
  Warning: 'Avertissement',
  '{0} of {1} problems': '{0} erreurs sur {1}',
  '{0} of {1} problem': '{0} erreur sur {1}',
  'Pressing Tab will now move focus to the next focusable element': 'Tab passe maintenant à la commande suivante',
  'Pressing Tab will now insert the tab character': 'Tab indente maintenant le texte',
};

const RECHERCHE = 'function _format(message, args) {';

function cite(code, message) {
  return [`"${message}"`, `'${message}'`].some((texte) => code.includes(texte));
}

export function textesMonaco() {
  const restants = new Set(Object.keys(TEXTES));
  return {
    name: 'passerelle-monaco',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/node_modules/monaco-editor/esm/')) return undefined;
      for (const message of restants) if (cite(code, message)) restants.delete(message);
      if (!id.endsWith('/vs/nls.js')) return undefined;
      if (!code.includes(RECHERCHE)) this.error('the message lookup of Monaco has changed');
      return { code: code.replace(RECHERCHE, `const TEXTES = ${JSON.stringify(TEXTES)};\n${RECHERCHE}\n    message = TEXTES[message] ?? message;`), map: null };
    },
    buildEnd(erreur) {
      if (!erreur && restants.size) this.error(`no longer messages of Monaco: ${[...restants].join(' | ')}`);
    },
  };
}
