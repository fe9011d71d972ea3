//! Opening a parcours: one at a time for a person.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::StatutParcours;
use super::acte::francais;
use super::delai;
use crate::allocataire::modification::{Personne, charger};
use crate::echeance::CodeEcheance;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::{Acte, Classes};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Ouverture {
    pub allocataire: Uuid,
    pub ouvert_le: Option<NaiveDate>,
}

pub async fn ouvrir(session: &Session, cle: Option<Uuid>, ouverture: Ouverture) -> Result<Issue, Panne> {
    session.ecrire("ouvrirParcours", cle, ouverture, |tx, o| Box::pin(inscrire(tx, o))).await
}

async fn inscrire(tx: &mut Ecriture, o: Ouverture) -> Result<Uuid, Refus> {
    let personne = charger(tx, Acte::OuvrirParcours, o.allocataire, "allocataireId").await?.objet;
    let le = saisie::depuis_1900("ouvertLe", o.ouvert_le.unwrap_or(tx.perimetre.jour))?;
    if le > tx.perimetre.jour {
        return Err(ErreurMetier::saisie("ouvertLe", "Un parcours ne s'ouvre pas dans l'avenir.").into());
    }
    verifier(tx, &personne, le).await?;
    let id = inserer(tx, &personne, le).await?;
    echeance(tx, &personne, id, le).await?;
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::ParcoursOuvert, (Genre::Parcours, id), (&personne.departement, personne.id));
    tx.signaler(evenement.changeant(Classes::PARCOURS));
    Ok(id)
}

/// After the last one ended. Two writers at once meet the unique index: the second is told to read again.
async fn verifier(tx: &Ecriture, personne: &Personne, le: NaiveDate) -> Result<(), Refus> {
    let mut q = tx.requete("select clos_le from parcours where departement = ");
    q.valeur(personne.departement.as_str()).texte(" and allocataire_id = ").valeur(personne.id);
    for l in tx.lignes(q).await? {
        let Some(clos) = l.lire::<Option<NaiveDate>>(0)? else {
            let message = "Cette personne a déjà un parcours ouvert.";
            return Err(ErreurMetier::nouvelle(CodeErreurMetier::ParcoursDejaOuvert, "allocataireId", message).into());
        };
        if le <= clos {
            let message = format!("Le parcours précédent a fini le {} : le suivant s'ouvre après.", francais(clos));
            return Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "ouvertLe", message).into());
        }
    }
    Ok(())
}

async fn inserer(tx: &Ecriture, personne: &Personne, le: NaiveDate) -> Result<Uuid, Panne> {
    let id = tx.base.id();
    let mut q = tx.requete("insert into parcours (departement, id, version, allocataire_id, statut, ouvert_le, modifie_le) values (");
    q.valeurs([
        personne.departement.as_str().into(),
        id.into(),
        1_i64.into(),
        personne.id.into(),
        StatutParcours::AOrienter.code().into(),
        le.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    Ok(id)
}

/// The pacte counts the delay of the orientation from the claim, or from the opening when no claim is known.
async fn echeance(tx: &Ecriture, personne: &Personne, parcours: Uuid, le: NaiveDate) -> Result<(), Panne> {
    let mut q = tx.requete("select droit_demande_le from allocataire where departement = ");
    q.valeur(personne.departement.as_str()).texte(" and id = ").valeur(personne.id);
    let demande: Option<NaiveDate> = tx.lignes(q).await?.first().map_or(Ok(None), |l| l.lire(0))?;
    let responsable = delai::conseil(tx, &personne.departement);
    let objet = (personne.departement.as_str(), personne.id, parcours);
    let depuis = demande.filter(|d| *d <= le).unwrap_or(le);
    delai::ouvrir(tx, CodeEcheance::Orienter, objet, depuis, responsable.map(|r| (r, None))).await
}
