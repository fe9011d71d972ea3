// Elements are built one by one: the policy of the page (Trusted Types) accepts no text as HTML.
const SVG = 'http://www.w3.org/2000/svg';

// French punctuation never starts a line, whoever wrote the text.
function insecable(enfant) {
  return typeof enfant === 'string' ? enfant.replace(/ (?=[:;!?»%€])/g, '\u00a0').replace(/« /g, '«\u00a0') : enfant;
}

function remplir(element, attributs, enfants) {
  for (const [nom, valeur] of Object.entries(attributs)) {
    if (valeur === null || valeur === undefined || valeur === false) continue;
    if (typeof valeur === 'function') element.addEventListener(nom, valeur);
    else element.setAttribute(nom, valeur === true ? '' : valeur);
  }
  element.append(...enfants.flat(Infinity).filter((enfant) => enfant !== null && enfant !== undefined && enfant !== false).map(insecable));
  return element;
}

export function el(nom, attributs = {}, ...enfants) {
  return remplir(document.createElement(nom), attributs, enfants);
}

export function svg(nom, attributs = {}, ...enfants) {
  return remplir(document.createElementNS(SVG, nom), attributs, enfants);
}

// Text that only a screen reader reads.
export function cache(texte) {
  return el('span', { class: 'lu' }, texte);
}

// A table wider than its place scrolls in it, and the keyboard can scroll it too.
export function defilant(titre, table) {
  return el('div', { class: 'defile', tabindex: 0, role: 'region', 'aria-label': titre }, table);
}

export function lignes(titres) {
  return el('thead', {}, el('tr', {}, titres.map((titre) => el('th', { scope: 'col', class: titre.classe }, titre.texte ?? titre))));
}
