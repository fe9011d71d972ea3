//! Referrals that nobody answered die aloud.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LOT, Objet};
use crate::erreur::Panne;
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::lien::{self, Fin};
use crate::requete::Ligne;
use crate::session::Plateforme;

pub(super) async fn lot(tx: &mut Plateforme, jour: NaiveDate) -> Result<usize, Panne> {
    let mut q = tx.requete("select departement, id, allocataire_id, statut, version, destinataire_id from prescription where statut in ('EMISE', 'RECUE', 'LISTE_ATTENTE') and not exists (select 1 from candidature c where c.departement = prescription.departement and c.prescription_id = prescription.id and c.close_le is null) and expire_le < ");
    q.valeur(jour).texte(" order by expire_le, id limit ").valeur(LOT);
    let lignes = tx.lignes(q).await?;
    for l in &lignes {
        expirer(tx, l, jour).await?;
    }
    Ok(lignes.len())
}

/// The transition is the platform's, on behalf of the recipient that kept silent.
async fn expirer(tx: &mut Plateforme, l: &Ligne, jour: NaiveDate) -> Result<(), Panne> {
    let objet: Objet = (l.lire(0)?, l.lire(1)?, l.lire(2)?);
    let (statut, version, destinataire): (String, i64, Uuid) = (l.lire(3)?, l.lire(4)?, l.lire(5)?);
    let le = tx.base.horloge.instant();
    let mut q = tx.requete("update prescription set statut = 'EXPIREE', version = version + 1, modifie_le = ");
    q.valeur(le)
        .texte(" where departement = ")
        .valeur(objet.0.as_str())
        .texte(" and id = ")
        .valeur(objet.1)
        .texte(" and version = ")
        .valeur(version);
    if tx.executer(q).await? == 0 {
        return Ok(());
    }
    let mut q = tx.requete(
        "insert into transition_prescription (departement, prescription_id, rang, allocataire_id, de, vers, le, partenaire_id) values (",
    );
    q.valeurs([
        objet.0.clone().into(),
        objet.1.into(),
        (version + 1).into(),
        objet.2.into(),
        statut.into(),
        "EXPIREE".into(),
        le.into(),
        destinataire.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    tx.executer(lien::fermeture(tx.requete(""), objet.1, Fin { le: jour, jours: 0 })).await?;
    let mut q = tx.requete("delete from echeance where objet_id = ");
    q.valeur(objet.1);
    tx.executer(q).await?;
    tx.signaler(TypeEvenement::PrescriptionChangee, (Genre::Prescription, &objet), None).await
}
