//! Taking a parcours for one act: authorise on the person, lock the row, read what stands.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Parcours, StatutParcours, lecture, statut};
use crate::allocataire::modification::{self, Personne};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::{Acte, Classes};
use crate::requete::Requete;
use crate::saisie;
use crate::session::Ecriture;
use crate::vocabulaire::Enumeration;

/// A parcours taken by one act: its row is locked until the end of the transaction.
pub(crate) struct Dossier {
    pub parcours: Parcours,
    pub personne: Personne,
}

/// Absent, foreign and not allowed are one answer; then another writer may have been first.
pub(crate) async fn charger(tx: &Ecriture, acte: Acte, id: Uuid, version: Option<i64>) -> Result<Dossier, Refus> {
    let mut q = tx.requete("select allocataire_id from parcours where id = ");
    q.valeur(id);
    let absent = || ErreurMetier::introuvable("parcoursId");
    let personne: Uuid = tx.lignes(q).await?.first().map(|l| l.lire(0)).transpose()?.ok_or_else(absent)?;
    let personne = modification::charger(tx, acte, personne, "parcoursId").await?.objet;
    prendre(tx, &personne.departement, id, version).await?;
    let parcours = lecture::pour_acte(tx, id).await?.ok_or_else(absent)?;
    Ok(Dossier { parcours, personne })
}

/// The open parcours of a person whom the door has authorised, taken whatever its version.
pub(crate) async fn courant(tx: &Ecriture, personne: Personne) -> Result<Option<Dossier>, Refus> {
    let mut q = tx.requete("select id from parcours where clos_le is null and departement = ");
    q.valeur(personne.departement.as_str()).texte(" and allocataire_id = ").valeur(personne.id);
    let Some(id) = tx.lignes(q).await?.first().map(|l| l.lire::<Uuid>(0)).transpose()? else { return Ok(None) };
    prendre(tx, &personne.departement, id, None).await?;
    Ok(lecture::pour_acte(tx, id).await?.map(|parcours| Dossier { parcours, personne }))
}

/// One conditional update: the row is locked, and the version that was read is still its own.
async fn prendre(tx: &Ecriture, departement: &str, id: Uuid, version: Option<i64>) -> Result<(), Refus> {
    let mut q = tx.requete("update parcours set version = version + 1, modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where departement = ").valeur(departement).texte(" and id = ").valeur(id);
    if let Some(version) = version {
        q.texte(" and version = ").valeur(version);
    }
    if tx.executer(q).await? == 1 { Ok(()) } else { Err(ErreurMetier::conflit().into()) }
}

impl Dossier {
    /// ` where …`: this row.
    pub fn cible(&self, q: &mut Requete) {
        q.texte(" where departement = ").valeur(self.parcours.departement.as_str()).texte(" and id = ").valeur(self.parcours.id);
    }

    /// Moves the parcours as the table of states says.
    pub async fn avancer(&self, tx: &Ecriture, acte: Acte) -> Result<StatutParcours, Refus> {
        let vers = statut::passage(acte, self.parcours.statut)?;
        if vers != self.parcours.statut {
            self.poser(tx, vers).await?;
        }
        Ok(vers)
    }

    pub async fn poser(&self, tx: &Ecriture, vers: StatutParcours) -> Result<(), Panne> {
        let mut q = tx.requete("update parcours set statut = ");
        q.valeur(vers.code());
        self.cible(&mut q);
        tx.executer(q).await.map(drop)
    }

    /// An event about the parcours itself.
    pub fn signaler(&self, tx: &mut Ecriture, type_: TypeEvenement, classes: Classes) {
        self.signaler_objet(tx, type_, (Genre::Parcours, self.parcours.id), classes);
    }

    pub fn signaler_objet(&self, tx: &mut Ecriture, type_: TypeEvenement, objet: (Genre, Uuid), classes: Classes) {
        let p = &self.parcours;
        let evenement = Evenement::sur_dossier(tx, type_, objet, (&p.departement, p.allocataire_id));
        tx.signaler(evenement.changeant(classes));
    }

    /// A past day of this parcours.
    pub fn jour(&self, tx: &Ecriture, champ: &str, le: NaiveDate) -> Result<NaiveDate, ErreurMetier> {
        saisie::depuis_1900(champ, le)?;
        if le < self.parcours.ouvert_le || le > tx.perimetre.jour {
            let message =
                format!("Cette date se prend entre l'ouverture du parcours, le {}, et aujourd'hui.", francais(self.parcours.ouvert_le));
            return Err(ErreurMetier::saisie(champ, message));
        }
        Ok(le)
    }
}

/// A day as agents write it.
pub(crate) fn francais(le: NaiveDate) -> String {
    le.format("%d/%m/%Y").to_string()
}
