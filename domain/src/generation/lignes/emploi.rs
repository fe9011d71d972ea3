//! Applications with their history, contracts with what goes with them, and the stages that they are.

use sea_orm::sea_query::Value;

use super::trace;
use crate::contrat_insertion::ContratInsertion;
use crate::etape::{StatutEtape, TypeEtape};
use crate::generation::emploi::{Embauche, Emploi, Postulation};
use crate::generation::insertion::Tampon;
use crate::identifiant::Genre;
use crate::parcours::sortie::MotifSortie;
use crate::vocabulaire::Enumeration;

const CANDIDATURE: &str = "departement, id, version, allocataire_id, structure_id, poste_id, employeur_id, prescripteur_id, agent_prescripteur_id, prescription_id, statut, motif, message, entretien_le, deposee_le, expire_le, close_le, modifie_le";
const TRANSITION: &str = "departement, candidature_id, rang, allocataire_id, de, vers, le, partenaire_id, agent_id, motif";
const PASS: &str = "departement, id, allocataire_id, numero, debut, fin, cree_le, modifie_le";
const CONTRAT: &str = "departement, id, version, allocataire_id, structure_id, poste_id, employeur_id, candidature_id, pass_id, type, debut, fin_prevue, beneficiaire_rsa, sortie_le, sortie_motif, sortie_categorie, cree_le, termine_le, modifie_le";
const IMMERSION: &str = "departement, id, contrat_id, allocataire_id, employeur, du, au, objet, bilan, cree_le";
const ETAPE: &str = "departement, id, parcours_id, allocataire_id, type, libelle, statut, debut, fin, partenaire_id, origine_genre, origine_id, cree_le, modifie_le";

pub(in crate::generation) fn de(emplois: &[Emploi]) -> Vec<Tampon> {
    let mut candidatures = Tampon::nouveau("candidature", CANDIDATURE, 18);
    let mut transitions = Tampon::nouveau("transition_candidature", TRANSITION, 10);
    for p in emplois.iter().flat_map(|e| &e.candidatures) {
        candidatures.ligne(candidature(p));
        passages(&mut transitions, p);
    }
    let mut tampons = vec![candidatures, transitions];
    tampons.extend(contrats(emplois.iter().flat_map(|e| &e.contrats)));
    tampons.extend(trace::suites(emplois.iter().map(|e| (&e.relations[..], &e.attentes[..], &e.evenements[..]))));
    tampons
}

fn contrats<'a>(embauches: impl Iterator<Item = &'a Embauche>) -> [Tampon; 6] {
    let mut pass = Tampon::nouveau("pass_iae", PASS, 8);
    let mut contrats = Tampon::nouveau("contrat_insertion", CONTRAT, 19);
    let mut paliers = Tampon::nouveau("palier_contrat", "departement, contrat_id, a_partir_du, allocataire_id, heures", 5);
    let mut renouvellements = Tampon::nouveau("renouvellement_contrat", "departement, contrat_id, rang, allocataire_id, le, fin_prevue", 6);
    let mut immersions = Tampon::nouveau("immersion", IMMERSION, 10);
    let mut etapes = Tampon::nouveau("etape", ETAPE, 14);
    for e in embauches {
        let c = &e.contrat;
        let cle = || -> [Value; 3] { [c.departement.as_str().into(), c.id.into(), c.allocataire_id.into()] };
        let p = &e.pass;
        pass.ligne([
            c.departement.as_str().into(),
            p.id.into(),
            c.allocataire_id.into(),
            p.numero.as_str().into(),
            p.debut.into(),
            p.fin.into(),
            c.cree_le.into(),
            c.cree_le.into(),
        ]);
        contrats.ligne(contrat(e));
        for l in &e.paliers {
            let [departement, id, personne] = cle();
            paliers.ligne([departement, id, l.a_partir_du.into(), personne, l.heures.into()]);
        }
        for (rang, r) in (2_i64..).zip(&e.renouvellements) {
            let [departement, id, personne] = cle();
            renouvellements.ligne([departement, id, rang.into(), personne, r.le.into(), r.fin_prevue.into()]);
        }
        for i in &e.immersions {
            let [departement, id, personne] = cle();
            let (employeur, bilan) = (i.employeur.as_str().into(), i.bilan.clone().into());
            immersions.ligne([
                departement,
                i.id.into(),
                id,
                personne,
                employeur,
                i.du.into(),
                i.au.into(),
                i.objet.code().into(),
                bilan,
                c.cree_le.into(),
            ]);
        }
        if let Some(ligne) = etape(e) {
            etapes.ligne(ligne);
        }
    }
    [pass, contrats, paliers, renouvellements, immersions, etapes]
}

fn candidature(p: &Postulation) -> [Value; 18] {
    let c = &p.candidature;
    [
        c.departement.as_str().into(),
        c.id.into(),
        c.version.into(),
        c.allocataire_id.into(),
        c.structure.into(),
        c.poste.into(),
        c.employeur.into(),
        c.prescripteur.into(),
        c.agent_prescripteur.into(),
        c.prescription.into(),
        c.statut.code().into(),
        p.motif().map(Enumeration::code).into(),
        c.message.clone().into(),
        c.entretien_le.into(),
        c.deposee_le.into(),
        c.expire_le.into(),
        p.close_le().into(),
        p.dernier().into(),
    ]
}

fn passages(table: &mut Tampon, p: &Postulation) {
    let c = &p.candidature;
    for (rang, x) in (1_i64..).zip(&p.pas) {
        table.ligne([
            c.departement.as_str().into(),
            c.id.into(),
            rang.into(),
            c.allocataire_id.into(),
            x.passage.de.map(Enumeration::code).into(),
            x.passage.vers.code().into(),
            x.le.into(),
            x.par.into(),
            x.agent.into(),
            x.passage.motif.map(Enumeration::code).into(),
        ]);
    }
}

fn contrat(e: &Embauche) -> [Value; 19] {
    let (c, s) = (&e.contrat, &e.contrat.sortie);
    [
        c.departement.as_str().into(),
        c.id.into(),
        c.version.into(),
        c.allocataire_id.into(),
        c.structure.into(),
        c.poste.into(),
        c.employeur.into(),
        c.candidature.into(),
        c.pass.into(),
        c.type_.code().into(),
        c.debut.into(),
        c.fin_prevue.into(),
        c.beneficiaire_rsa.into(),
        s.map(|s| s.le).into(),
        s.map(|s| s.motif.code()).into(),
        s.map(|s| s.categorie.code()).into(),
        c.cree_le.into(),
        e.termine_le.into(),
        e.termine_le.unwrap_or(c.cree_le).into(),
    ]
}

/// The stage that the contract is, where the person had a parcours; its id is the contract's own, in another table.
fn etape(e: &Embauche) -> Option<[Value; 14]> {
    let c: &ContratInsertion = &e.contrat;
    let statut = match c.sortie {
        None => StatutEtape::EnCours,
        Some(s) if s.motif == MotifSortie::Abandon => StatutEtape::Abandonnee,
        Some(_) => StatutEtape::Realisee,
    };
    Some([
        c.departement.as_str().into(),
        c.id.into(),
        e.parcours?.into(),
        c.allocataire_id.into(),
        TypeEtape::Iae.code().into(),
        "Contrat d'insertion".into(),
        statut.code().into(),
        c.debut.into(),
        c.sortie.map(|s| s.le).into(),
        c.employeur.into(),
        Genre::ContratInsertion.etiquette().into(),
        c.id.into(),
        c.cree_le.into(),
        e.termine_le.unwrap_or(c.cree_le).into(),
    ])
}
