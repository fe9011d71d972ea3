//! Meetings, and who is invited to them.

use sea_orm::sea_query::Value;

use crate::generation::agenda::Seance;
use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::monde::Monde;
use crate::generation::personne::Personne;
use crate::generation::vecu::invitation::Invitation;
use crate::vocabulaire::Enumeration;

const RENCONTRE: &str = "departement, id, version, type, titre, prevue_le, territoire_id, lieu, organisateur_id, fiche_action_id, statut, participants, invites, presents, excuses, orientes, modifie_le";
const INVITATION: &str = "departement, rencontre_id, allocataire_id, id, organisateur_id, invitee_le, presence, relevee_le, accord_personne, objectifs, moyens, echeance, avis, consignee_le";

/// Everybody's calendar; its counts begin at nought.
pub(in crate::generation) fn agenda(monde: &Monde) -> [Tampon; 2] {
    let mut rencontres = Tampon::nouveau("rencontre", RENCONTRE, 17);
    let mut presents = Tampon::nouveau("rencontre_partenaire", "departement, rencontre_id, partenaire_id", 3);
    for s in &monde.agenda.seances {
        rencontres.ligne(rencontre(monde, s));
        s.partenaires.iter().for_each(|p| presents.ligne([monde.departement.as_str().into(), s.id.into(), (*p).into()]));
    }
    [rencontres, presents]
}

fn rencontre(monde: &Monde, s: &Seance) -> [Value; 17] {
    [
        monde.departement.as_str().into(),
        s.id.into(),
        s.version.into(),
        s.type_.code().into(),
        s.titre.into(),
        s.prevue_le.into(),
        s.territoire.into(),
        s.lieu.as_str().into(),
        monde.conseil.into(),
        s.fiche.into(),
        s.statut.code().into(),
        s.participants.into(),
        0_i64.into(),
        0_i64.into(),
        0_i64.into(),
        0_i64.into(),
        s.modifie_le.into(),
    ]
}

pub(super) fn tampons(monde: &Monde, dossiers: &[Dossier]) -> [Tampon; 2] {
    let mut invitations = Tampon::nouveau("invitation", INVITATION, 14);
    let mut signataires = Tampon::nouveau("signataire", "departement, rencontre_id, allocataire_id, partenaire_id", 4);
    for d in dossiers {
        for i in d.vecus.iter().flat_map(|v| &v.invitations) {
            invitations.ligne(invitation(monde, &d.personne, i));
            signer(&mut signataires, monde, &d.personne, i);
        }
    }
    [invitations, signataires]
}

fn invitation(monde: &Monde, personne: &Personne, i: &Invitation) -> [Value; 14] {
    let decision = i.decision.as_ref();
    [
        monde.departement.as_str().into(),
        monde.agenda.seances[i.seance].id.into(),
        personne.id.into(),
        i.id.into(),
        monde.conseil.into(),
        i.invitee_le.into(),
        i.presence.code().into(),
        i.relevee_le.into(),
        decision.map(|d| d.accord_personne).into(),
        decision.map_or(Value::String(None), |d| super::json(&d.objectifs)),
        decision.map_or(Value::String(None), |d| super::json(&d.moyens)),
        decision.map(|d| d.echeance).into(),
        decision.and_then(|d| d.avis).into(),
        decision.map(|d| d.consignee_le).into(),
    ]
}

fn signer(table: &mut Tampon, monde: &Monde, personne: &Personne, i: &Invitation) {
    let rencontre = monde.agenda.seances[i.seance].id;
    for partenaire in i.decision.iter().flat_map(|d| &d.signataires) {
        table.ligne([monde.departement.as_str().into(), rencontre.into(), personne.id.into(), (*partenaire).into()]);
    }
}
