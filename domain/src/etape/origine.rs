//! Stages that follow a referral or a contract: the platform opens them, moves them and ends them, nobody does by hand.

use chrono::NaiveDate;
use uuid::Uuid;

use super::ecriture::{Neuve, insertion};
use super::{StatutEtape, TypeEtape};
use crate::contrat_insertion::ContratInsertion;
use crate::erreur::Panne;
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::prescription::{Prescription, StatutPrescription as S, TypePrescription as T};
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

impl T {
    /// The stage that a referral of this type is for the person.
    #[must_use]
    pub const fn etape(self) -> TypeEtape {
        match self {
            Self::EvaluationLinguistique | Self::FormationLinguistique => TypeEtape::Linguistique,
            Self::DiagnosticMobilite | Self::AideMobilite => TypeEtape::Mobilite,
            Self::Iae => TypeEtape::Iae,
            Self::Formation => TypeEtape::Formation,
            Self::Immersion => TypeEtape::Immersion,
            Self::Parrainage => TypeEtape::Parrainage,
            Self::CreationActivite => TypeEtape::CreationActivite,
            Self::Sante => TypeEtape::Soins,
            Self::Logement => TypeEtape::Logement,
            Self::Numerique => TypeEtape::Numerique,
            Self::Remobilisation | Self::LienSocial => TypeEtape::Remobilisation,
            Self::AccesDroits => TypeEtape::AccesDroits,
            Self::DiagnosticActivite => TypeEtape::Diagnostic,
            Self::Emploi => TypeEtape::Emploi,
            Self::AccompagnementGlobal
            | Self::AccompagnementProfessionnel
            | Self::AccompagnementSocial
            | Self::Coaching
            | Self::GardeEnfant
            | Self::Autre => TypeEtape::Autre,
        }
    }
}

/// Opened when the recipient accepts, where the person has a parcours; then the stage goes as the referral goes.
pub(crate) async fn suivre_prescription(tx: &mut Ecriture, p: &Prescription, vers: S) -> Result<(), Panne> {
    let statut = match vers {
        S::Acceptee => return ouvrir(tx, p).await,
        S::EnCours => StatutEtape::EnCours,
        S::Realisee => StatutEtape::Realisee,
        S::Abandonnee | S::Annulee => StatutEtape::Abandonnee,
        S::Emise | S::Recue | S::Refusee | S::Expiree | S::ListeAttente => return Ok(()),
    };
    let mut q = tx.requete("update etape set statut = ");
    q.valeur(statut.code()).texte(", modifie_le = ").valeur(tx.base.horloge.instant());
    if statut != StatutEtape::EnCours {
        let jour = tx.perimetre.jour;
        q.texte(", fin = case when debut > ").valeur(jour).texte(" then debut else ").valeur(jour).texte(" end");
    }
    q.texte(" where origine_id = ").valeur(p.id);
    tx.hors_perimetre(q).await.map(drop)
}

async fn ouvrir(tx: &mut Ecriture, p: &Prescription) -> Result<(), Panne> {
    let Some(parcours) = courant(tx, (&p.departement, p.allocataire_id)).await? else { return Ok(()) };
    let service = p.service.and_then(|id| tx.referentiel.services.par_id(id)).map(|s| s.nom.clone());
    let neuve = Neuve {
        parcours,
        departement: &p.departement,
        personne: p.allocataire_id,
        type_: p.type_.etape(),
        libelle: service.unwrap_or_else(|| p.type_.code().to_owned()),
        statut: StatutEtape::Prevue,
        debut: tx.perimetre.jour,
        fin: None,
        partenaire: p.destinataire,
        agent: None,
        origine: Some((Genre::Prescription, p.id)),
    };
    naitre(tx, neuve).await
}

/// Whoever may see it: the act that it is born of is another's.
async fn naitre(tx: &mut Ecriture, neuve: Neuve<'_>) -> Result<(), Panne> {
    let (departement, personne) = (neuve.departement, neuve.personne);
    let sensible = TypeEtape::VALEURS[neuve.type_.rang()].sensible;
    let (id, q) = insertion(tx, neuve);
    tx.hors_perimetre(q).await?;
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::EtapeAjoutee, (Genre::Etape, id), (departement, personne));
    tx.signaler(evenement.changeant(if sensible { Classes::SENSIBLE } else { Classes::DOSSIER }));
    Ok(())
}

/// The stage that a contract of insertion is, for as long as it runs: it ends when the contract does.
pub(crate) async fn embaucher(tx: &mut Ecriture, c: &ContratInsertion) -> Result<(), Panne> {
    let Some(parcours) = courant(tx, (&c.departement, c.allocataire_id)).await? else { return Ok(()) };
    let structure = tx.referentiel.partenaires.par_id(c.employeur).map(|p| p.nom.clone());
    let neuve = Neuve {
        parcours,
        departement: &c.departement,
        personne: c.allocataire_id,
        type_: TypeEtape::Iae,
        libelle: structure.unwrap_or_else(|| c.type_.code().to_owned()),
        statut: if c.debut > tx.perimetre.jour { StatutEtape::Prevue } else { StatutEtape::EnCours },
        debut: c.debut,
        fin: None,
        partenaire: c.employeur,
        agent: None,
        origine: Some((Genre::ContratInsertion, c.id)),
    };
    naitre(tx, neuve).await
}

pub(crate) async fn terminer(tx: &Ecriture, c: &ContratInsertion, (statut, le): (StatutEtape, NaiveDate)) -> Result<(), Panne> {
    let mut q = tx.requete("update etape set statut = ");
    q.valeur(statut.code()).texte(", modifie_le = ").valeur(tx.base.horloge.instant()).texte(", fin = ").valeur(le);
    q.texte(" where origine_id = ").valeur(c.id);
    tx.hors_perimetre(q).await.map(drop)
}

/// The open parcours of a person, if any.
async fn courant(tx: &Ecriture, (departement, personne): (&str, Uuid)) -> Result<Option<Uuid>, Panne> {
    let mut q = tx.requete("select id from parcours where clos_le is null and departement = ");
    q.valeur(departement).texte(" and allocataire_id = ").valeur(personne);
    tx.hors_perimetre(q).await?.first().map(|l| l.lire(0)).transpose()
}
