//! Diagnoses and aids to mobility, with their pieces, payments and history.

use sea_orm::sea_query::Value;

use super::trace;
use crate::generation::insertion::Tampon;
use crate::generation::mobilite::{AideVecue, Constat, Mobilite};
use crate::vocabulaire::Enumeration;

const DIAGNOSTIC: &str = "departement, id, allocataire_id, prescription_id, plateforme_id, agent_id, realise_le, permis, vehicule, freins, solutions, synthese, cree_le";
const AIDE: &str = "departement, id, version, allocataire_id, dispositif_id, nature, motif, statut, demandeur_id, agent_demandeur_id, instructeur_id, prescription_id, cout_total, montant_demande, montant_accorde, montant_verse, annee, obligation_tiers, employeur, activite_debut, eligibilite, motif_refus, vehicule_id, tarif_journalier, debut, fin, rendu_le, solution_perenne, demandee_le, decidee_le, versee_le, terminee_le, modifie_le";

pub(in crate::generation) fn de(mobilites: &[Mobilite]) -> Vec<Tampon> {
    let mut diagnostics = Tampon::nouveau("diagnostic_mobilite", DIAGNOSTIC, 13);
    let mut aides = Tampon::nouveau("aide_mobilite", AIDE, 33);
    let mut pieces = Tampon::nouveau("piece_aide", "departement, aide_id, rang, allocataire_id, libelle, fournie_le", 6);
    let mut versements =
        Tampon::nouveau("versement_aide", "departement, aide_id, rang, allocataire_id, montant, le, a, tiers, reference, saisi_le", 10);
    let mut passages =
        Tampon::nouveau("transition_aide", "departement, aide_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id", 9);
    for m in mobilites {
        m.diagnostics.iter().for_each(|c| diagnostics.ligne(diagnostic(c)));
        for a in &m.aides {
            aides.ligne(aide(a));
            details(a, (&mut pieces, &mut versements, &mut passages));
        }
    }
    let mut tampons = vec![diagnostics, aides, pieces, versements, passages];
    tampons.extend(trace::suites(mobilites.iter().map(|m| (&m.relations[..], &m.attentes[..], &m.evenements[..]))));
    tampons
}

fn diagnostic(c: &Constat) -> [Value; 13] {
    let d = &c.diagnostic;
    [
        d.departement.as_str().into(),
        d.id.into(),
        d.allocataire_id.into(),
        d.prescription.into(),
        d.plateforme.into(),
        c.agent.into(),
        d.realise_le.into(),
        d.permis.bits.into(),
        d.vehicule.into(),
        d.freins.bits.into(),
        d.solutions.bits.into(),
        d.synthese.clone().into(),
        d.cree_le.into(),
    ]
}

fn aide(a: &AideVecue) -> [Value; 33] {
    let (x, m) = (&a.aide, &a.aide.montants);
    let activite = x.activite.clone().unwrap_or_default();
    let pret = x.pret;
    [
        x.departement.as_str().into(),
        x.id.into(),
        x.version.into(),
        x.allocataire_id.into(),
        x.dispositif.into(),
        x.nature.code().into(),
        x.motif.code().into(),
        x.statut.code().into(),
        x.demandeur.into(),
        x.agent_demandeur.into(),
        x.instructeur.into(),
        x.prescription.into(),
        m.cout_total.into(),
        m.demande.into(),
        m.accorde.into(),
        m.verse.into(),
        m.annee.into(),
        x.obligation_tiers.into(),
        activite.employeur.into(),
        activite.debut.into(),
        a.regles.clone().into(),
        x.motif_refus.clone().into(),
        pret.map(|p| p.vehicule).into(),
        pret.and_then(|p| p.tarif_journalier).into(),
        x.debut.into(),
        pret.map(|p| p.au).or(x.fin).into(),
        pret.and_then(|p| p.rendu_le).into(),
        x.solution_perenne.into(),
        x.demandee_le.into(),
        x.decidee_le.into(),
        x.versee_le.into(),
        x.statut.terminal().then(|| a.dernier()).into(),
        a.dernier().into(),
    ]
}

fn details(a: &AideVecue, (pieces, versements, passages): (&mut Tampon, &mut Tampon, &mut Tampon)) {
    let cle =
        |rang: i64| -> [Value; 4] { [a.aide.departement.as_str().into(), a.aide.id.into(), rang.into(), a.aide.allocataire_id.into()] };
    for (rang, p) in (1..).zip(&a.pieces) {
        let [departement, id, rang, personne] = cle(rang);
        pieces.ligne([departement, id, rang, personne, p.libelle.clone().into(), p.fournie_le.into()]);
    }
    for (rang, (le, v)) in (1..).zip(&a.versements) {
        let [departement, id, rang, personne] = cle(rang);
        let (tiers, reference) = (v.tiers.clone().into(), v.reference.clone().into());
        versements.ligne([
            departement,
            id,
            rang,
            personne,
            v.montant.into(),
            v.le.into(),
            v.a.code().into(),
            tiers,
            reference,
            (*le).into(),
        ]);
    }
    for (rang, p) in (1..).zip(&a.passages) {
        let [departement, id, rang, personne] = cle(rang);
        let (de, vers) = (p.de.map(Enumeration::code).into(), p.vers.code().into());
        passages.ligne([departement, id, rang, personne, de, vers, p.le.into(), p.par.into(), p.agent.into()]);
    }
}
