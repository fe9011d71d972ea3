// What a fiche-action says of itself.
import { el } from './dom.js';
import { instant } from './ecriture.js';

const nom = ({ nom: long, sigle }) => (sigle ? `${long} (${sigle})` : long);

function entree(titre, valeurs) {
  const dites = [valeurs].flat().filter(Boolean);
  return dites.length ? [el('dt', {}, titre), dites.map((valeur) => el('dd', {}, valeur))] : [];
}

export function presentation(fiche, detail) {
  return el('details', { class: 'presentation' }, el('summary', {}, 'Présentation de la fiche-action'), el('dl', { class: 'definition' },
    entree('Axe', fiche.axe && [fiche.axe.numero, fiche.axe.titre].filter(Boolean).join(' – ')),
    entree('Pilotes', fiche.pilotes.map(nom)),
    entree('Partenaires associés', detail.partenairesAssocies.map(nom).join(', ')),
    entree('Enjeux', detail.enjeux),
    entree('Objectifs', detail.objectifs),
    entree('Public visé', detail.publicVise),
    entree('Calendrier', detail.calendrier),
    entree('Moyens', detail.moyens),
    entree('Résultats attendus', detail.resultatsAttendus),
    entree('Bilans', detail.bilans.map(({ annee, texte, par, le }) => `${annee} : ${texte} (${par.sigle ?? par.nom}, ${instant(le)})`)),
    entree('Anomalies du document', detail.anomalies.map(({ description, source }) => `${description} — ${source}`))));
}
