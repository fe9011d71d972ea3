//! People, where they live, the words that find them, their needs.

use sea_orm::sea_query::Value;
use uuid::Uuid;

use crate::generation::besoin::BesoinRepere;
use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::personne::Personne;
use crate::lien;
use crate::saisie;
use crate::vocabulaire::Enumeration;

const ALLOCATAIRE: &str = "departement, id, version, cree_le, modifie_le, territoire_id, commune, organisme_payeur, matricule, civilite, nom, nom_naissance, prenom, cle_nom, date_naissance, telephone, courriel, voie, code_postal, situation_familiale, enfants_a_charge, niveau_formation, inscrit_pole_emploi, publics, situation_professionnelle, domiciliation_id, reconnaissance_handicap, droit_statut, droit_demande_le, droit_ouvert_le, droit_clos_le, droit_motif_cloture, soumis_droits_devoirs, synthetique";

pub(super) fn tampons(departement: &str, dossiers: &[Dossier]) -> [Tampon; 4] {
    let mut personnes = Tampon::nouveau("allocataire", ALLOCATAIRE, 34);
    let mut residences = Tampon::nouveau("residence", "departement, allocataire_id, depuis, territoire_id, commune", 5);
    let mut mots = Tampon::nouveau("mot", "departement, mot, allocataire_id", 3);
    let mut besoins = Tampon::nouveau("besoin", "departement, id, allocataire_id, theme, repere_le, leve_le, partenaire_id", 7);
    for d in dossiers {
        personnes.ligne(allocataire(departement, &d.personne));
        let p = &d.personne;
        residences.ligne([departement.into(), p.id.into(), lien::jamais().into(), p.territoire.into(), p.commune.clone().into()]);
        lister(&mut mots, departement, &d.personne);
        d.besoins.iter().for_each(|b| besoins.ligne(besoin(departement, d.personne.id, b)));
    }
    [personnes, residences, mots, besoins]
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

fn lister(table: &mut Tampon, departement: &str, p: &Personne) {
    for mot in saisie::mots(&[&p.nom, &p.prenom, p.nom_naissance.as_deref().unwrap_or_default()]) {
        table.ligne([departement.into(), mot.into(), p.id.into()]);
    }
}

fn besoin(departement: &str, personne: Uuid, b: &BesoinRepere) -> [Value; 7] {
    [departement.into(), b.id.into(), personne.into(), b.theme.code().into(), b.repere_le.into(), b.leve_le.into(), b.par.into()]
}
