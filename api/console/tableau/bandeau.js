// The band on top: who the page speaks for.
import { el } from './dom.js';

function personas(noms, actuelle, choisir) {
  const controle = el('select', { id: 'persona' }, noms.map((nom) => el('option', { value: nom, selected: nom === actuelle }, nom)));
  if (!actuelle) controle.prepend(el('option', { value: '', selected: true }, 'jeton collé'));
  controle.addEventListener('change', () => controle.value && choisir(controle.value));
  return el('div', { class: 'porteur' }, el('label', { for: 'persona' }, 'Agir comme'), controle);
}

// A plain field, so that no password manager offers to keep the token.
function jeton(coller) {
  const champ = el('input', { id: 'jeton', class: 'secret', autocomplete: 'off', spellcheck: 'false' });
  const envoyer = (evenement) => {
    evenement.preventDefault();
    if (!champ.value.trim()) return;
    coller(champ.value);
    champ.value = '';
  };
  return el('form', { class: 'porteur', submit: envoyer }, el('label', { for: 'jeton' }, 'Jeton d’accès'), champ, el('button', { type: 'submit' }, 'Utiliser'));
}

export function bandeau({ noms, actuelle, choisir, coller }) {
  return [noms.length ? personas(noms, actuelle, choisir) : null, jeton(coller)].filter(Boolean);
}
