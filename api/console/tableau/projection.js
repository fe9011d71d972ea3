// On a wall: one figure a screen, the whole screen, the keys of a presentation remote.
import { el } from './dom.js';

const RACINE = document.documentElement;
const PAS = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };

const vues = () => [document.getElementById('synthese'), ...document.querySelectorAll('.carte:not(.muette)')];
const titre = (vue) => vue.querySelector('h4')?.textContent ?? 'Synthèse';

let barre = null;

function commandes(aller, quitter) {
  const rang = el('span', { class: 'rang' });
  const bouton = (texte, click) => el('button', { type: 'button', click }, texte);
  return { rang, racine: el('div', { class: 'commandes', role: 'group', 'aria-label': 'Projection' },
    bouton('Précédent', () => aller(-1)), rang, bouton('Suivant', () => aller(1)), bouton('Quitter', quitter)) };
}

export function projeter(annoncer) {
  if (barre) return;
  const retour = document.activeElement;
  let actuelle = 0;
  const montrer = (vers) => {
    const toutes = vues();
    actuelle = Math.max(0, Math.min(toutes.length - 1, vers));
    toutes.forEach((vue, i) => vue.classList.toggle('montre', i === actuelle));
    barre.rang.textContent = `${actuelle + 1} / ${toutes.length}`;
    annoncer(titre(toutes[actuelle]));
    scrollTo(0, 0);
  };
  const quitter = () => {
    if (!barre) return;
    RACINE.classList.remove('projection');
    vues().forEach((vue) => vue.classList.remove('montre'));
    barre.racine.remove();
    barre = null;
    removeEventListener('keydown', touche);
    document.removeEventListener('fullscreenchange', sortie);
    if (document.fullscreenElement) document.exitFullscreen();
    retour?.focus();
  };
  // A point of a drawing keeps the arrows for itself.
  const touche = (evenement) => {
    if (evenement.defaultPrevented) return;
    if (evenement.key === 'Escape') quitter();
    else if (evenement.key in PAS) montrer(actuelle + PAS[evenement.key]);
    else return;
    evenement.preventDefault();
  };
  const sortie = () => { if (!document.fullscreenElement) quitter(); };
  barre = commandes((pas) => montrer(actuelle + pas), quitter);
  document.querySelector('main').append(barre.racine);
  RACINE.classList.add('projection');
  addEventListener('keydown', touche);
  // A browser that refuses the whole screen still shows one figure at a time.
  RACINE.requestFullscreen?.().then(() => document.addEventListener('fullscreenchange', sortie), () => {});
  montrer(0);
  barre.racine.querySelector('button:nth-of-type(2)').focus();
}
