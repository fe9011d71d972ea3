//! What an appointment opens and closes around it: deadlines, and the first step of a follow-up.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{ObjetRendezVous, Presence, RendezVous, jour};
use crate::accompagnement::contact;
use crate::allocataire::modification::Personne;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::pacte::delai::regle_appliquee;
use crate::parcours::{acte, delai};
use crate::politique::{Acte, Classes};
use crate::session::Ecriture;

/// The open parcours of the person, and who is its référent today.
pub(super) struct Suivi {
    pub parcours: Uuid,
    pub referent: Option<(Uuid, Option<Uuid>)>,
}

/// Read whatever the caller sees: a recipient does not see the référents of the person that it receives.
pub(super) async fn suivi(tx: &Ecriture, departement: &str, personne: Uuid) -> Result<Option<Suivi>, Panne> {
    let mut q = tx.requete("select c.id, d.partenaire_id, d.agent_id from parcours c left join designation d on d.departement = c.departement and d.parcours_id = c.id and d.debut <= ");
    q.valeur(tx.perimetre.jour).texte(" where c.clos_le is null and c.departement = ").valeur(departement);
    q.texte(" and c.allocataire_id = ").valeur(personne).texte(" order by d.debut desc limit 1");
    let lignes = tx.hors_perimetre(q).await?;
    let Some(l) = lignes.first() else { return Ok(None) };
    let (partenaire, agent): (Option<Uuid>, Option<Uuid>) = (l.lire(1)?, l.lire(2)?);
    Ok(Some(Suivi { parcours: l.lire(0)?, referent: partenaire.map(|p| (p, agent)) }))
}

impl Suivi {
    pub fn tient(&self, partenaire: Uuid) -> bool {
        self.referent.is_some_and(|(referent, _)| referent == partenaire)
    }

    /// The follow-up itself, by the référent: the interview that decides of the orientation is not it.
    fn accompagne(&self, rdv: &RendezVous) -> bool {
        rdv.objet == ObjetRendezVous::Accompagnement && rdv.parcours == Some(self.parcours) && self.tient(rdv.partenaire)
    }
}

/// An appointment was fixed.
pub(super) async fn fixe(tx: &Ecriture, rdv: &RendezVous, suivi: Option<&Suivi>) -> Result<(), Panne> {
    if let Some(suivi) = suivi.filter(|s| rdv.parcours == Some(s.parcours)) {
        echeance::clore(tx, suivi.parcours, CodeEcheance::TraiterAbsence).await?;
        if suivi.accompagne(rdv) {
            echeance::clore(tx, suivi.parcours, CodeEcheance::FixerPremierRendezVous).await?;
        }
    }
    let presence = (CodeEcheance::ReleverPresence, rdv.id, jour(rdv.prevu_le), None);
    echeance::ouvrir(tx, &attente(tx, rdv, (rdv.partenaire, rdv.agent), presence)).await
}

fn attente(
    tx: &Ecriture,
    rdv: &RendezVous,
    (responsable, agent): (Uuid, Option<Uuid>),
    (code, objet, due, regle): (CodeEcheance, Uuid, NaiveDate, Option<String>),
) -> Echeance {
    Echeance {
        departement: rdv.departement.clone(),
        code,
        objet,
        allocataire: Some(rdv.allocataire_id),
        responsable,
        agent,
        depuis: tx.base.horloge.instant(),
        due,
        regle,
    }
}

/// Who comes to the référent's appointment is followed from then on.
pub(super) async fn commencer(tx: &mut Ecriture, rdv: &RendezVous, suivi: &Suivi, personne: Personne) -> Result<(), Refus> {
    if !suivi.accompagne(rdv) {
        return Ok(());
    }
    let Some(dossier) = acte::courant(tx, personne).await? else { return Ok(()) };
    if dossier.avancer(tx, Acte::ReleverRendezVous).await? != dossier.parcours.statut {
        dossier.signaler(tx, TypeEvenement::ParcoursChange, Classes::PARCOURS);
    }
    Ok(())
}

/// What came of it was recorded; `reporte` when another appointment stands for it already.
pub(super) async fn relevee(tx: &Ecriture, rdv: &RendezVous, suivi: &Suivi, vers: Presence, reporte: bool) -> Result<(), Panne> {
    match vers {
        Presence::Absent if !reporte => return traiter(tx, rdv, suivi).await,
        Presence::Present => {
            let personne = (rdv.departement.as_str(), rdv.allocataire_id);
            contact::reporter(tx, personne, (suivi.parcours, rdv.partenaire), jour(rdv.prevu_le)).await?;
        }
        _ => {}
    }
    if rdv.presence == Presence::Absent {
        echeance::clore(tx, suivi.parcours, CodeEcheance::TraiterAbsence).await?;
    }
    Ok(())
}

/// Where the pacte says what follows an absence, it is the référent's to do, or the Département's where there is none.
async fn traiter(tx: &Ecriture, rdv: &RendezVous, suivi: &Suivi) -> Result<(), Panne> {
    let regle = regle_appliquee(&tx.referentiel, &rdv.departement, "Echeance.TRAITER_ABSENCE").map(|r| r.code.clone());
    let responsable = suivi.referent.or_else(|| delai::conseil(tx, &rdv.departement).map(|conseil| (conseil, None)));
    let (Some(regle), Some(responsable)) = (regle, responsable) else { return Ok(()) };
    let absence = (CodeEcheance::TraiterAbsence, suivi.parcours, tx.perimetre.jour, Some(regle));
    echeance::remplacer(tx, &attente(tx, rdv, responsable, absence)).await
}

/// Appointments to come of a parcours that closes do not happen; those of a referral go on with it.
pub(crate) async fn annuler(tx: &Ecriture, departement: &str, parcours: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update rendez_vous set version = version + 1, presence = 'ANNULE', modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where presence = 'A_VENIR' and prescription_id is null and departement = ");
    q.valeur(departement).texte(" and parcours_id = ").valeur(parcours).texte(" and prevu_le > ").valeur(tx.base.horloge.instant());
    q.texte(" returning id");
    for l in tx.hors_perimetre(q).await? {
        echeance::clore(tx, l.lire(0)?, CodeEcheance::ReleverPresence).await?;
    }
    Ok(())
}

/// Summons to come to an evaluation that closes.
pub(crate) async fn decommander(tx: &Ecriture, departement: &str, prescription: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update rendez_vous set version = version + 1, presence = 'ANNULE', modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where presence = 'A_VENIR' and objet = 'EVALUATION' and departement = ");
    q.valeur(departement).texte(" and prescription_id = ").valeur(prescription).texte(" returning id");
    for l in tx.hors_perimetre(q).await? {
        echeance::clore(tx, l.lire(0)?, CodeEcheance::ReleverPresence).await?;
    }
    Ok(())
}
