// The section of indicators: a page of them at a time, grouped by fiche, each asking for its own values so that one that
// fails leaves the others alone.
import { demander, Refus } from './api.js';
import { el } from './dom.js';
import { pluriel } from './ecriture.js';
import { figure } from './figure.js';
import { DIMENSIONS } from './mots.js';

const PORTEE = 'indicateurs:lire';
const CROISSANCE = 'Afficher les indicateurs suivants';

function titreGroupe({ ficheAction, axe }) {
  if (ficheAction) return `${ficheAction.code} – ${ficheAction.titre}`;
  return axe ? [axe.numero && `Axe ${axe.numero}`, axe.titre].filter(Boolean).join(' – ') : 'Pour l’ensemble du pacte';
}

// The lines of one indicator for these choices.
function lecteur(porteur, { etat, territoire }, signal) {
  const { du, au, pas, niveau, ventilation } = etat;
  const variables = { periode: { du, au }, pas, territoire: territoire?.id ?? null, niveau, ventilation: ventilation ? [ventilation] : null };
  return async ({ id }) => (await demander(porteur, 'Valeurs', { id, ...variables }, signal)).node?.valeurs ?? [];
}

export class Indicateurs {
  constructor(annoncer, remplirTuile) {
    this.place = el('div', { class: 'figures' });
    this.suite = el('p', { class: 'suite' });
    this.racine = el('div', {}, this.place, this.suite);
    Object.assign(this, { annoncer, remplirTuile, figures: [], groupes: new Map(), page: null, coupure: new AbortController() });
  }

  // `demande`: { porteur, portees, filtre, etat, territoire }.
  async montrer(demande) {
    Object.assign(this, { demande });
    this.place.replaceChildren(el('p', { class: 'attente' }, 'Lecture des indicateurs…'));
    try {
      await this.suivants(null);
    } catch (refus) {
      this.refuser(refus, () => this.montrer(demande));
    }
  }

  // The same indicators under other choices.
  async relire(demande) {
    Object.assign(this, { demande });
    this.coupure.abort();
    this.coupure = new AbortController();
    if (!this.page) return this.montrer(demande);
    this.proposer();
    return this.remplir(this.figures);
  }

  async suivants(apres) {
    const { porteur, filtre, portees } = this.demande;
    if (!portees.includes(PORTEE)) throw new Refus('PORTEE_INSUFFISANTE', `La convention de ce porteur n’ouvre pas les indicateurs (portée ${PORTEE}).`);
    const { indicateurs } = await demander(porteur, 'Indicateurs', { filtre, apres }, this.coupure.signal);
    if (!apres) this.place.replaceChildren();
    this.page = indicateurs;
    const nouvelles = indicateurs.nodes.map((indicateur, rang) => figure(indicateur, this.figures.length + rang));
    nouvelles.forEach((nouvelle) => this.ranger(nouvelle));
    this.figures.push(...nouvelles);
    this.proposer();
    this.remplirTuile(this.figures, indicateurs.nombreTotal);
    if (!this.figures.length) this.place.append(el('p', { class: 'vide' }, 'Aucun indicateur n’est suivi ici.'));
    await this.remplir(nouvelles);
    return nouvelles;
  }

  ranger({ carte, indicateur }) {
    const titre = titreGroupe(indicateur);
    if (!this.groupes.has(titre)) {
      const [grille, muettes] = [el('div', { class: 'grille' }), el('div', { class: 'grille' })];
      this.groupes.set(titre, { grille, muettes, cartes: [] });
      // The title of the page already names the only fiche that is shown.
      const classe = this.demande.etat.fiche ? 'lu' : null;
      this.place.append(el('section', { class: 'groupe' }, el('h3', { class: classe }, titre), grille, muettes));
    }
    const groupe = this.groupes.get(titre);
    groupe.cartes.push(carte);
    groupe.grille.append(carte);
  }

  // Those that have nothing to draw come after the others, each kind in the order of the document.
  trier() {
    for (const { grille, muettes, cartes } of this.groupes.values()) {
      const place = (carte) => (carte.classList.contains('muette') ? muettes : grille);
      if (cartes.some((carte) => carte.parentNode !== place(carte))) cartes.forEach((carte) => place(carte).append(carte));
    }
  }

  async remplir(figures) {
    const lire = lecteur(this.demande.porteur, this.demande, this.coupure.signal);
    const { ventilation } = this.demande.etat;
    await Promise.all(figures.map((une) => une.charger(lire, ventilation && DIMENSIONS[ventilation].toLowerCase())));
    if (this.coupure.signal.aborted) return;
    this.trier();
    this.remplirTuile(this.figures, this.page.nombreTotal);
    this.annoncer(`${pluriel(this.figures.length, 'indicateur affiché', 'indicateurs affichés')} sur ${this.page.nombreTotal}.`);
  }

  proposer() {
    const { pageInfo, nombreTotal } = this.page;
    const restent = nombreTotal - this.figures.length;
    this.suite.replaceChildren(...(pageInfo.hasNextPage ? [el('button', { type: 'button', click: () => this.continuer(pageInfo.endCursor) }, `${CROISSANCE} (${pluriel(restent, 'restant', 'restants')})`)] : []));
  }

  async continuer(apres) {
    this.suite.replaceChildren(el('span', { class: 'attente' }, 'Lecture des indicateurs…'));
    try {
      const premiere = this.figures.length;
      await this.suivants(apres);
      this.figures[premiere]?.carte.querySelector('.point')?.focus();
    } catch (refus) {
      this.refuser(refus, () => this.continuer(apres));
    }
  }

  refuser(refus, reprendre) {
    if (refus.name === 'AbortError') return;
    const reprise = refus.code === 'PORTEE_INSUFFISANTE' ? null : el('button', { type: 'button', click: reprendre }, 'Réessayer');
    (this.figures.length ? this.suite : this.place).replaceChildren(el('div', { class: 'panne' }, el('p', {}, refus.message), reprise ?? ''));
    if (!this.figures.length) this.remplirTuile(null, 0, refus);
    this.annoncer(refus.message);
  }

  arreter() {
    this.coupure.abort();
  }
}
