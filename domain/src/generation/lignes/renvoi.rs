//! Referrals and their history.

use sea_orm::sea_query::Value;

use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::prescription::Envoi;
use crate::vocabulaire::Enumeration;

const PRESCRIPTION: &str = "departement, id, version, allocataire_id, type, statut, prescripteur_id, agent_prescripteur_id, destinataire_id, service_id, besoin, suite_de_id, accord_personne, motif, emise_le, modifie_le, repondre_avant, expire_le, repondue_le, presentee, presentee_le, retenue, retenue_le, integree, integree_le, achevee, achevee_le, besoin_leve, bilan";
const TRANSITION: &str = "departement, prescription_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, motif, commentaire";

pub(super) fn tampons(dossiers: &[Dossier]) -> [Tampon; 2] {
    let mut prescriptions = Tampon::nouveau("prescription", PRESCRIPTION, 29);
    let mut transitions = Tampon::nouveau("transition_prescription", TRANSITION, 11);
    for envoi in dossiers.iter().flat_map(|d| &d.envois) {
        prescriptions.ligne(prescription(envoi));
        passages(&mut transitions, envoi);
    }
    [prescriptions, transitions]
}

fn prescription(e: &Envoi) -> [Value; 29] {
    let (p, s) = (&e.prescription, &e.prescription.suite);
    [
        p.departement.as_str().into(),
        p.id.into(),
        p.version.into(),
        p.allocataire_id.into(),
        p.type_.code().into(),
        p.statut.code().into(),
        p.prescripteur.into(),
        p.agent_prescripteur.into(),
        p.destinataire.into(),
        p.service.into(),
        p.besoin.map(Enumeration::code).into(),
        p.suite_de.into(),
        p.accord_personne.into(),
        p.motif.clone().into(),
        p.emise_le.into(),
        e.modifie_le.into(),
        p.repondre_avant.into(),
        e.expire_le.into(),
        p.repondue_le.into(),
        s.presentee.map(Enumeration::code).into(),
        s.presentee_le.into(),
        s.retenue.into(),
        s.retenue_le.into(),
        s.integree.into(),
        s.integree_le.into(),
        s.achevee.into(),
        s.achevee_le.into(),
        s.besoin_leve.into(),
        s.bilan.clone().into(),
    ]
}

fn passages(table: &mut Tampon, e: &Envoi) {
    let p = &e.prescription;
    for (rang, t) in (1_i64..).zip(&e.passages) {
        table.ligne([
            p.departement.as_str().into(),
            p.id.into(),
            rang.into(),
            p.allocataire_id.into(),
            t.de.map(Enumeration::code).into(),
            t.vers.code().into(),
            t.le.into(),
            t.par.into(),
            t.agent.into(),
            t.motif.map(Enumeration::code).into(),
            t.commentaire.clone().into(),
        ]);
    }
}
