//! On what an accompaniment is started: the parcours of the person, or a referral that sent her.

use chrono::NaiveDate;
use uuid::Uuid;

use super::demarrage::Demarrage;
use crate::allocataire::modification;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::parcours::acte::{self, Dossier};
use crate::parcours::statut;
use crate::politique::{Acte, Classes};
use crate::prescription::couplage::{self, Etat};
use crate::rendez_vous::jour;
use crate::session::Ecriture;

/// What was authorised and taken.
pub(super) struct Cause {
    pub departement: String,
    pub personne: Uuid,
    /// The open parcours, where there is one.
    pub dossier: Option<Dossier>,
    pub prescription: Option<Uuid>,
    /// An accompaniment does not begin before it.
    pub depuis: NaiveDate,
}

impl Cause {
    pub async fn de(tx: &Ecriture, d: &Demarrage) -> Result<Self, Refus> {
        match (d.parcours, d.prescription) {
            (Some(parcours), None) => Self::du_parcours(tx, parcours).await,
            (None, Some(prescription)) => Self::de_la_prescription(tx, prescription).await,
            _ => {
                let message = "Un accompagnement se démarre sur un parcours ou sur une prescription, l'un des deux.";
                Err(ErreurMetier::saisie(if d.parcours.is_some() { "prescriptionId" } else { "parcoursId" }, message).into())
            }
        }
    }

    async fn du_parcours(tx: &Ecriture, id: Uuid) -> Result<Self, Refus> {
        let dossier = acte::charger(tx, Acte::DemarrerAccompagnement, id, None).await?;
        statut::passage(Acte::DemarrerAccompagnement, dossier.parcours.statut)?;
        Ok(Self {
            departement: dossier.personne.departement.clone(),
            personne: dossier.personne.id,
            depuis: dossier.parcours.ouvert_le,
            dossier: Some(dossier),
            prescription: None,
        })
    }

    /// Who holds an accepted referral works with the person: the door is that of its appointments, and the same
    /// convention must let it write a follow-up.
    async fn de_la_prescription(tx: &Ecriture, id: Uuid) -> Result<Self, Refus> {
        let p = couplage::recue(tx, id).await?;
        let personne = modification::charger(tx, Acte::FixerRendezVous, p.allocataire_id, "prescriptionId").await?.objet;
        let portees = [Acte::DemarrerAccompagnement, Acte::FixerRendezVous].map(Acte::portees);
        if !tx.perimetre.qui_portent(portees[0] | portees[1]).any(|o| o.departements.contains(&personne.departement)) {
            return Err(ErreurMetier::introuvable("prescriptionId").into());
        }
        Ok(Self {
            departement: personne.departement.clone(),
            personne: personne.id,
            dossier: acte::courant(tx, personne).await?,
            prescription: Some(p.id),
            depuis: jour(p.emise_le),
        })
    }

    /// The parcours and the referral move with the accompaniment. The recipient of a referral does not see that a parcours
    /// is suspended: it then stays so.
    pub async fn avancer(&self, tx: &mut Ecriture, debut: NaiveDate) -> Result<(), Refus> {
        if let Some(dossier) = &self.dossier {
            avancer(tx, dossier).await?;
        }
        if let Some(prescription) = self.prescription {
            couplage::mener(tx, prescription, Etat::Commence, debut).await?;
        }
        Ok(())
    }

    /// All starts about one person take turns: what one checks, another does not change meanwhile.
    pub async fn serialiser(&self, tx: &Ecriture) -> Result<(), Panne> {
        let mut q = tx.requete("update allocataire set version = version where departement = ");
        q.valeur(self.departement.as_str()).texte(" and id = ").valeur(self.personne);
        tx.hors_perimetre(q).await.map(drop)
    }
}

async fn avancer(tx: &mut Ecriture, dossier: &Dossier) -> Result<(), Panne> {
    let de = dossier.parcours.statut;
    let Some(vers) = statut::suites(Acte::DemarrerAccompagnement, de).find(|vers| *vers != de) else { return Ok(()) };
    dossier.poser(tx, vers).await?;
    dossier.signaler(tx, TypeEvenement::ParcoursChange, Classes::PARCOURS);
    Ok(())
}
