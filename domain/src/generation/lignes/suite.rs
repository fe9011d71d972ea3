//! Stages, accompaniments, appointments.

use sea_orm::sea_query::Value;

use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::monde::Monde;
use crate::generation::vecu::accompagnement::Soutien;
use crate::generation::vecu::etape::Jalon;
use crate::generation::vecu::rendez_vous::Entrevue;
use crate::parcours::Parcours;
use crate::vocabulaire::Enumeration;

const ETAPE: &str = "departement, id, parcours_id, allocataire_id, type, libelle, statut, debut, fin, resultat, partenaire_id, agent_id, origine_genre, origine_id, cree_le, modifie_le";
const ACCOMPAGNEMENT: &str = "departement, id, version, allocataire_id, parcours_id, prescription_id, dispositif_id, partenaire_id, agent_id, debut, fin, fin_au_plus_tard, issue, motif, suivi_jusqu_au, suivi_clos, cree_le, termine_le, modifie_le";
const RENDEZ_VOUS: &str = "departement, id, version, allocataire_id, parcours_id, prescription_id, objet, mode, lieu, fixe_le, prevu_le, partenaire_id, agent_id, presence, reporte_id, par_id, cree_le, modifie_le, sensible";

pub(super) fn tampons(monde: &Monde, dossiers: &[Dossier]) -> [Tampon; 4] {
    let mut etapes = Tampon::nouveau("etape", ETAPE, 16);
    let mut accompagnements = Tampon::nouveau("accompagnement", ACCOMPAGNEMENT, 19);
    let mut intervenants = Tampon::nouveau("intervenant", "departement, accompagnement_id, partenaire_id, agent_id, allocataire_id", 5);
    let mut rendez_vous = Tampon::nouveau("rendez_vous", RENDEZ_VOUS, 19);
    for (suivi, vecu) in dossiers.iter().flat_map(|d| d.suivis.iter().zip(&d.vecus)) {
        vecu.etapes.iter().for_each(|j| etapes.ligne(etape(&suivi.parcours, j)));
        vecu.accompagnements.iter().for_each(|s| accompagnements.ligne(accompagnement(monde, s)));
        vecu.accompagnements.iter().for_each(|s| intervenir(&mut intervenants, s));
        vecu.rendez_vous.iter().for_each(|e| rendez_vous.ligne(entrevue(e)));
    }
    [etapes, accompagnements, intervenants, rendez_vous]
}

fn etape(c: &Parcours, j: &Jalon) -> [Value; 16] {
    let e = &j.etape;
    [
        c.departement.as_str().into(),
        e.id.into(),
        c.id.into(),
        c.allocataire_id.into(),
        e.type_.code().into(),
        e.libelle.clone().into(),
        e.statut.code().into(),
        e.debut.into(),
        e.fin.into(),
        e.resultat.clone().into(),
        e.partenaire.into(),
        j.agent.into(),
        e.origine.map(|(genre, _)| genre.etiquette()).into(),
        e.origine.map(|(_, id)| id).into(),
        j.cree_le.into(),
        j.change_le.unwrap_or(j.cree_le).into(),
    ]
}

fn accompagnement(monde: &Monde, s: &Soutien) -> [Value; 19] {
    let a = &s.accompagnement;
    [
        a.departement.as_str().into(),
        a.id.into(),
        a.version.into(),
        a.allocataire_id.into(),
        a.parcours.into(),
        a.prescription.into(),
        a.dispositif.into(),
        a.partenaire.into(),
        a.agent.into(),
        a.debut.into(),
        a.fin.into(),
        a.fin_au_plus_tard.into(),
        a.issue.map(Enumeration::code).into(),
        a.motif.map(Enumeration::code).into(),
        a.suivi_jusqu_au.into(),
        s.suivi_clos.into(),
        s.cree_le.into(),
        s.termine_le.into(),
        s.modifie_le(monde).into(),
    ]
}

fn intervenir(table: &mut Tampon, s: &Soutien) {
    let a = &s.accompagnement;
    for i in &a.intervenants {
        table.ligne([a.departement.as_str().into(), a.id.into(), i.partenaire.into(), i.agent.into(), a.allocataire_id.into()]);
    }
}

fn entrevue(e: &Entrevue) -> [Value; 19] {
    let r = &e.rendez_vous;
    [
        r.departement.as_str().into(),
        r.id.into(),
        r.version.into(),
        r.allocataire_id.into(),
        r.parcours.into(),
        r.prescription.into(),
        r.objet.code().into(),
        r.mode.code().into(),
        r.lieu.clone().into(),
        r.fixe_le.into(),
        r.prevu_le.into(),
        r.partenaire.into(),
        r.agent.into(),
        r.presence.code().into(),
        r.reporte.into(),
        e.par.into(),
        e.cree_le.into(),
        e.releve_le.unwrap_or(e.cree_le).into(),
        e.sensible.into(),
    ]
}
