//! Parcours and what their acts have written on them.

use sea_orm::sea_query::Value;

use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::monde::Monde;
use crate::generation::suivi::Suivi;
use crate::generation::vecu::contrat::Engagement;
use crate::generation::vecu::orientation::Orientation;
use crate::generation::vecu::reorientation::Demande;
use crate::generation::vecu::suspension::Suspension;
use crate::parcours::Parcours;
use crate::vocabulaire::Enumeration;

const PARCOURS: &str = "departement, id, version, allocataire_id, statut, modalite, ouvert_le, clos_le, sortie_motif, sortie_categorie, sortie_du_rsa, modifie_le";
const DESIGNATION: &str = "departement, parcours_id, debut, allocataire_id, partenaire_id, agent_id, mode, motif_fin";
const ORIENTATION: &str = "departement, parcours_id, debut, id, allocataire_id, modalite, partenaire_id, agent_id, territoire_id, dispositif_id, mode, motif, choix_personne, rencontre_id, par_id, par_agent_id, diagnostic_le, situation, autonome, disponible, freins, projet, synthese, cree_le";
const SUSPENSION: &str = "departement, parcours_id, du, allocataire_id, jusqu_au, motif, statut_avant, reprise_le, partenaire_id";
const DEMANDE: &str = "departement, id, parcours_id, allocataire_id, modalite, motif, demandee_le, partenaire_id, agent_id, echeance, avis, decision, decidee_le, cree_le";
const CONTRAT: &str = "departement, id, parcours_id, allocataire_id, type, signe_le, debut, fin, engagements, partenaire_id, agent_id, renouvelle_id, remplace_le, rompu_le, rompu_motif, cree_le";

pub(super) fn tampons(monde: &Monde, dossiers: &[Dossier]) -> [Tampon; 6] {
    let mut suivis = Tampon::nouveau("parcours", PARCOURS, 12);
    let mut designations = Tampon::nouveau("designation", DESIGNATION, 8);
    let mut orientations = Tampon::nouveau("orientation", ORIENTATION, 24);
    let mut suspensions = Tampon::nouveau("suspension", SUSPENSION, 9);
    let mut demandes = Tampon::nouveau("demande_reorientation", DEMANDE, 14);
    let mut contrats = Tampon::nouveau("contrat", CONTRAT, 16);
    for d in dossiers {
        for (suivi, vecu) in d.suivis.iter().zip(&d.vecus) {
            let c = &suivi.parcours;
            suivis.ligne(parcours(suivi));
            designer(&mut designations, suivi);
            vecu.orientations.iter().for_each(|o| orientations.ligne(orientation(monde, d, c, o)));
            vecu.suspensions.iter().for_each(|s| suspensions.ligne(suspension(c, s)));
            vecu.demandes.iter().for_each(|x| demandes.ligne(demande(c, x)));
            vecu.contrats.iter().for_each(|k| contrats.ligne(contrat(c, k)));
        }
    }
    [suivis, designations, orientations, suspensions, demandes, contrats]
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

fn designer(table: &mut Tampon, s: &Suivi) {
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

fn orientation(monde: &Monde, d: &Dossier, c: &Parcours, o: &Orientation) -> [Value; 24] {
    let diagnostic = o.diagnostic.as_ref();
    [
        c.departement.as_str().into(),
        c.id.into(),
        o.debut.into(),
        o.id.into(),
        c.allocataire_id.into(),
        o.modalite.code().into(),
        o.partenaire.into(),
        o.agent.into(),
        o.territoire.into(),
        o.dispositif.into(),
        o.mode.code().into(),
        o.motif.into(),
        o.choix_personne.into(),
        o.rencontre.into(),
        monde.conseil.into(),
        o.par_agent.into(),
        diagnostic.map(|_| o.debut).into(),
        diagnostic.map(|_| d.personne.situation.code()).into(),
        diagnostic.map(|x| x.autonome).into(),
        diagnostic.map(|x| x.disponible).into(),
        diagnostic.map(|x| x.freins.bits).into(),
        diagnostic.and_then(|x| x.projet).into(),
        diagnostic.map(|x| x.synthese).into(),
        o.cree_le.into(),
    ]
}

fn suspension(c: &Parcours, s: &Suspension) -> [Value; 9] {
    [
        c.departement.as_str().into(),
        c.id.into(),
        s.du.into(),
        c.allocataire_id.into(),
        s.jusqu_au.into(),
        s.motif.into(),
        s.statut_avant.code().into(),
        s.reprise_le.into(),
        s.par.into(),
    ]
}

fn demande(c: &Parcours, d: &Demande) -> [Value; 14] {
    let r = &d.inscrite;
    [
        c.departement.as_str().into(),
        r.id.into(),
        c.id.into(),
        c.allocataire_id.into(),
        r.modalite.code().into(),
        r.motif.as_str().into(),
        r.demandee_le.into(),
        r.par.into(),
        d.agent.into(),
        r.echeance.into(),
        r.avis.clone().into(),
        r.decision.map(Enumeration::code).into(),
        r.decidee_le.into(),
        d.cree_le.into(),
    ]
}

fn contrat(c: &Parcours, k: &Engagement) -> [Value; 16] {
    [
        c.departement.as_str().into(),
        k.id.into(),
        c.id.into(),
        c.allocataire_id.into(),
        k.type_.code().into(),
        k.signe_le.into(),
        k.debut.into(),
        k.fin.into(),
        super::json(&k.engagements),
        k.partenaire.into(),
        k.agent.into(),
        k.renouvelle.into(),
        k.remplace_le.into(),
        k.rompu.as_ref().map(|r| r.le).into(),
        k.rompu.as_ref().map(|r| r.motif).into(),
        k.cree_le.into(),
    ]
}
