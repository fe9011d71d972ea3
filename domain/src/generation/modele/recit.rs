//! What is lived in one parcours, as its acts leave it.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use super::acteurs::Acteurs;
use super::fiche::{Fiche, Fin, Prise, Voie};
use crate::accompagnement::IssueAccompagnement as I;
use crate::contrat::TypeContratEngagement;
use crate::generation::calendrier::apres;
use crate::generation::tirage::Tirage;
use crate::generation::vecu::accompagnement::{self, Soutien};
use crate::generation::vecu::contrat::{Engagement, engagements};
use crate::generation::vecu::invitation::Invitation;
use crate::generation::vecu::orientation::Orientation;
use crate::generation::vecu::rendez_vous::Entrevue;
use crate::generation::vecu::{Cadre, Vecu, fait};
use crate::parcours::{ModeDesignation, MotifSortie};
use crate::rendez_vous::{ModeRendezVous, ObjetRendezVous, Presence, RendezVous};

/// How long an appointment lasts; what follows an act of the same day.
const ENTRETIEN: TimeDelta = TimeDelta::minutes(40);
const SUITE: TimeDelta = TimeDelta::minutes(30);

pub(super) fn raconter(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, f: &Fiche) -> Vecu {
    let mut vecu = Vecu::default();
    vecu.orientations.extend(f.voie.as_ref().map(|v| orienter(cadre, acteurs, tirage, v)));
    vecu.invitations.extend(f.invitation.map(|i| inviter(cadre, tirage, i)));
    vecu.rendez_vous.extend(f.rendez_vous.and_then(|jours| recevoir(cadre, tirage, jours)));
    vecu.contrats.extend(f.contrat.and_then(|contrat| signer(cadre, tirage, contrat)));
    vecu.accompagnements.extend(f.soutiens.iter().filter_map(|prise| soutenir(cadre, acteurs, tirage, prise)));
    vecu.faits = fait::relever(cadre, &vecu);
    vecu
}

fn orienter(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, v: &Voie) -> Orientation {
    let cree_le = cadre.suivi.designes_le.first().copied().unwrap_or(cadre.suivi.ouvert_le);
    Orientation {
        id: tirage.id(cree_le),
        debut: v.debut,
        modalite: v.filiere.modalite(),
        partenaire: acteurs.operateur(v.filiere, v.operateur),
        agent: None,
        territoire: cadre.personne.territoire,
        dispositif: acteurs.dispositif(v.filiere),
        mode: v.mode,
        motif: None,
        choix_personne: matches!(v.mode, ModeDesignation::Kiosque | ModeDesignation::TeleKiosque).then_some(true),
        rencontre: v.seance.map(|rang| cadre.monde.agenda.seances[rang].id),
        par_agent: None,
        diagnostic: None,
        cree_le,
    }
}

fn inviter(cadre: &Cadre<'_>, tirage: &mut Tirage, (rang, presence): (usize, Presence)) -> Invitation {
    let seance = &cadre.monde.agenda.seances[rang];
    let jour = apres(seance.jour, -tirage.entre(8, 14)).max(cadre.suivi.parcours.ouvert_le);
    let invitee_le = cadre.monde.calendrier.instant(tirage, jour).max(cadre.suivi.ouvert_le).max(seance.convoquee_le);
    let relevee_le = Some(seance.prevue_le + TimeDelta::minutes(tirage.entre(5, 30)));
    Invitation { seance: rang, id: tirage.id(invitee_le), invitee_le, presence, relevee_le, decision: None }
}

/// Fixed by the référent, honoured or not.
fn recevoir(cadre: &Cadre<'_>, tirage: &mut Tirage, (fixe, prevu): (NaiveDate, NaiveDate)) -> Option<Entrevue> {
    let referent = cadre.suivi.parcours.designations.first()?;
    let calendrier = &cadre.monde.calendrier;
    let cree_le = calendrier.instant(tirage, fixe).max(apres_orientation(cadre)?);
    let prevu_le = calendrier.heure(tirage, prevu);
    let presence = tirage.selon(&[(Presence::Present, 80), (Presence::Absent, 15), (Presence::Excuse, 5)])?;
    let rendez_vous = RendezVous {
        id: tirage.id(cree_le),
        departement: cadre.monde.departement.clone(),
        version: 2,
        allocataire_id: cadre.personne.id,
        parcours: Some(cadre.suivi.parcours.id),
        prescription: None,
        objet: ObjetRendezVous::Accompagnement,
        mode: ModeRendezVous::Physique,
        lieu: Some("Accueil du partenaire".to_owned()),
        fixe_le: fixe,
        prevu_le,
        partenaire: referent.partenaire,
        agent: None,
        presence,
        reporte: None,
    };
    Some(Entrevue { rendez_vous, par: referent.partenaire, cree_le, releve_le: Some(prevu_le + ENTRETIEN), sensible: false })
}

fn apres_orientation(cadre: &Cadre<'_>) -> Option<DateTime<Utc>> {
    cadre.suivi.designes_le.first().map(|le| *le + SUITE)
}

fn signer(cadre: &Cadre<'_>, tirage: &mut Tirage, (signe_le, mois): (NaiveDate, u32)) -> Option<Engagement> {
    let referent = cadre.suivi.parcours.designations.first()?;
    let cree_le = cadre.monde.calendrier.instant(tirage, signe_le).max(apres_orientation(cadre)?);
    Some(Engagement {
        id: tirage.id(cree_le),
        type_: TypeContratEngagement::Cer,
        signe_le,
        debut: signe_le,
        fin: signe_le.checked_add_months(Months::new(mois)).map_or(signe_le, |terme| apres(terme, -1)),
        engagements: engagements(tirage),
        partenaire: referent.partenaire,
        agent: None,
        renouvelle: None,
        remplace_le: None,
        rompu: None,
        cree_le,
    })
}

fn soutenir(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, prise: &Prise) -> Option<Soutien> {
    let programme = cadre.monde.reglement.programme(acteurs.dispositif(prise.filiere)?)?;
    let calendrier = &cadre.monde.calendrier;
    let oriente = cadre.suivi.parcours.designations.first().filter(|d| d.debut <= prise.debut);
    let depuis = oriente.and_then(|_| apres_orientation(cadre)).unwrap_or(cadre.suivi.ouvert_le);
    let le = calendrier.instant(tirage, prise.debut).max(depuis);
    let qui = (acteurs.operateur(prise.filiere, prise.operateur), prise.agent);
    let mut soutien = accompagnement::commencer(cadre, tirage, programme, qui, (prise.debut, le));
    soutien.par = oriente.map_or(qui.0, |d| d.partenaire);
    let fin = prise.fin.map(|fin| (fin.le, calendrier.instant(tirage, fin.le), issue(fin), fin.motif));
    accompagnement::terminer(cadre, programme, &mut soutien, fin);
    Some(soutien)
}

const fn issue(fin: Fin) -> I {
    match (fin.positive, fin.motif) {
        (true, _) => I::SortiePositive,
        (false, Some(MotifSortie::Abandon | MotifSortie::PerteDeContact)) => I::Abandon,
        (false, _) => I::SortieSansSolution,
    }
}
