//! Files as rows of the tables, parents first.

use sea_orm::sea_query::Value;
use uuid::Uuid;

use super::besoin::BesoinRepere;
use super::consequence::{Attente, Relation};
use super::dossier::Dossier;
use super::insertion::Tampon;
use super::personne::Personne;
use super::prescription::Envoi;
use super::suivi::Suivi;
use crate::evenement::Evenement;
use crate::saisie;
use crate::vocabulaire::Enumeration;

pub(super) fn de(departement: &str, dossiers: &[Dossier]) -> [Tampon; 10] {
    let mut tables = tables();
    for dossier in dossiers {
        let (personne, id) = (&dossier.personne, dossier.personne.id);
        tables[0].ligne(allocataire(departement, personne));
        mots(&mut tables[1], departement, personne);
        dossier.besoins.iter().for_each(|b| tables[2].ligne(besoin(departement, id, b)));
        dossier.suivis.iter().for_each(|s| tables[3].ligne(parcours(s)));
        dossier.suivis.iter().for_each(|s| designations(&mut tables[4], s));
        dossier.relations.iter().for_each(|r| tables[5].ligne(relation(r)));
        dossier.envois.iter().for_each(|e| tables[6].ligne(prescription(e)));
        dossier.envois.iter().for_each(|e| passages(&mut tables[7], e));
        dossier.attentes.iter().for_each(|a| tables[8].ligne(attente(a)));
        dossier.evenements.iter().for_each(|e| tables[9].ligne(evenement(e)));
    }
    tables
}

const fn tables() -> [Tampon; 10] {
    [
        Tampon::nouveau(
            "allocataire",
            "departement, id, version, cree_le, modifie_le, territoire_id, commune, organisme_payeur, matricule, civilite, nom, nom_naissance, prenom, cle_nom, date_naissance, telephone, courriel, voie, code_postal, situation_familiale, enfants_a_charge, niveau_formation, inscrit_pole_emploi, publics, situation_professionnelle, domiciliation_id, reconnaissance_handicap, droit_statut, droit_demande_le, droit_ouvert_le, droit_clos_le, droit_motif_cloture, soumis_droits_devoirs, synthetique",
            34,
        ),
        Tampon::nouveau("mot", "departement, mot, allocataire_id", 3),
        Tampon::nouveau("besoin", "departement, id, allocataire_id, theme, repere_le, leve_le, partenaire_id", 7),
        Tampon::nouveau("parcours", "departement, id, version, allocataire_id, statut, modalite, ouvert_le, clos_le, sortie_motif, sortie_categorie, sortie_du_rsa, modifie_le", 12),
        Tampon::nouveau("designation", "departement, parcours_id, debut, allocataire_id, partenaire_id, agent_id, mode, motif_fin", 8),
        Tampon::nouveau(
            "lien_dossier",
            "departement, allocataire_id, partenaire_id, nature, objet_id, agent_id, ouvert_le, contact_jusquau, identite_jusquau, retrait_signale",
            10,
        ),
        Tampon::nouveau(
            "prescription",
            "departement, id, version, allocataire_id, type, statut, prescripteur_id, agent_prescripteur_id, destinataire_id, service_id, besoin, suite_de_id, accord_personne, motif, emise_le, modifie_le, repondre_avant, expire_le, repondue_le, presentee, presentee_le, retenue, retenue_le, integree, integree_le, achevee, achevee_le, besoin_leve, bilan",
            29,
        ),
        Tampon::nouveau(
            "transition_prescription",
            "departement, prescription_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, motif, commentaire",
            11,
        ),
        Tampon::nouveau("echeance", "departement, code, objet_id, allocataire_id, responsable_id, agent_id, depuis, due, regle, signalee_le", 10),
        Tampon::nouveau(
            "evenement",
            "id, type, genre, objet_id, departement, allocataire_id, destinataire_id, par_partenaire_id, classes, le",
            10,
        ),
    ]
}

fn allocataire(departement: &str, p: &Personne) -> [Value; 34] {
    [
        departement.into(),
        p.id.into(),
        p.version.into(),
        p.cree_le.into(),
        p.modifie_le.into(),
        p.territoire.into(),
        p.commune.clone().into(),
        p.organisme.map(Enumeration::code).into(),
        p.matricule.clone().into(),
        p.civilite.code().into(),
        p.nom.clone().into(),
        p.nom_naissance.clone().into(),
        p.prenom.clone().into(),
        saisie::plier(&format!("{} {}", p.nom, p.prenom)).into(),
        p.naissance.into(),
        p.telephone.clone().into(),
        p.courriel.clone().into(),
        p.voie.clone().into(),
        p.code_postal.clone().into(),
        p.famille.code().into(),
        p.enfants.into(),
        p.niveau.code().into(),
        p.inscrit.into(),
        p.publics.bits.into(),
        p.situation.code().into(),
        p.domiciliation.into(),
        p.handicap.into(),
        p.droit.statut.code().into(),
        p.droit.demande_le.into(),
        p.droit.ouvert_le.into(),
        p.droit.clos_le.into(),
        p.droit.motif_cloture.into(),
        p.droit.soumis.into(),
        true.into(),
    ]
}

fn mots(table: &mut Tampon, departement: &str, p: &Personne) {
    for mot in saisie::mots(&[&p.nom, &p.prenom, p.nom_naissance.as_deref().unwrap_or_default()]) {
        table.ligne([departement.into(), mot.into(), p.id.into()]);
    }
}

fn besoin(departement: &str, personne: Uuid, b: &BesoinRepere) -> [Value; 7] {
    [departement.into(), b.id.into(), personne.into(), b.theme.code().into(), b.repere_le.into(), b.leve_le.into(), b.par.into()]
}

fn parcours(s: &Suivi) -> [Value; 12] {
    let (c, sortie) = (&s.parcours, s.parcours.sortie.as_ref());
    [
        c.departement.as_str().into(),
        c.id.into(),
        c.version.into(),
        c.allocataire_id.into(),
        c.statut.code().into(),
        c.modalite.map(Enumeration::code).into(),
        c.ouvert_le.into(),
        c.clos_le.into(),
        sortie.map(|x| x.motif.code()).into(),
        sortie.map(|x| x.categorie.code()).into(),
        sortie.map(|x| x.sortie_du_rsa).into(),
        s.modifie_le.into(),
    ]
}

fn designations(table: &mut Tampon, s: &Suivi) {
    let c = &s.parcours;
    for d in &c.designations {
        table.ligne([
            c.departement.as_str().into(),
            c.id.into(),
            d.debut.into(),
            c.allocataire_id.into(),
            d.partenaire.into(),
            d.agent.into(),
            d.mode.code().into(),
            d.motif_fin.clone().into(),
        ]);
    }
}

/// The one writer of relations besides `lien.rs`: a file is born here with those that its history left.
fn relation(r: &Relation) -> [Value; 10] {
    let l = &r.lien;
    [
        l.departement.as_str().into(),
        l.allocataire.into(),
        l.partenaire.into(),
        (l.nature as i64).into(),
        l.objet.into(),
        l.agent.into(),
        r.ouvert_le.into(),
        l.contact_jusquau.into(),
        l.identite_jusquau.into(),
        r.retrait_signale.into(),
    ]
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

fn attente(a: &Attente) -> [Value; 10] {
    let e = &a.echeance;
    [
        e.departement.as_str().into(),
        e.code.code().into(),
        e.objet.into(),
        e.allocataire.into(),
        e.responsable.into(),
        e.agent.into(),
        e.depuis.into(),
        e.due.into(),
        e.regle.clone().into(),
        a.signalee_le.into(),
    ]
}

/// Without a position: the sequencer gives one.
fn evenement(e: &Evenement) -> [Value; 10] {
    [
        e.id.into(),
        e.type_.code().into(),
        e.genre.etiquette().into(),
        e.objet.into(),
        e.departement.clone().into(),
        e.allocataire.into(),
        e.destinataire.into(),
        e.par.into(),
        i64::from(e.classes.0).into(),
        e.le.into(),
    ]
}
