//! The default convention of each partner that has none: what its kind may do, for the départements where it works.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::{Compte, executer, identifiant, lire};
use crate::erreur::Panne;
use crate::habilitation::{BaseLegale, LienDossier, Liens};
use crate::partenaire::TypePartenaire;
use crate::politique::Profil;
use crate::portee::Portees;
use crate::referentiel::fichiers::{Fichiers, Partenaire};
use crate::requete::Requete;
use crate::vocabulaire::Enumeration;

/// A revoked convention counts: what an administrator closed does not come back with the next loading.
pub(super) async fn accorder(tx: &DatabaseTransaction, f: &Fichiers) -> Result<Compte, Panne> {
    let pourvus = pourvus(tx).await?;
    let concernes = f.partenaires.iter().filter(|p| Profil::de(p.type_) != Profil::Aucun);
    let (anciens, nouveaux): (Vec<_>, Vec<_>) = concernes.partition(|p| pourvus.contains(&identifiant("partenaire", &p.cle)));
    if !nouveaux.is_empty() {
        executer(tx, insertion(tx, &nouveaux)).await?;
        reviser(tx, &nouveaux).await?;
    }
    Ok(Compte { ajoutes: nouveaux.len(), modifies: 0, inchanges: anciens.len() })
}

async fn pourvus(tx: &DatabaseTransaction) -> Result<HashSet<Uuid>, Panne> {
    let q = Requete::nouvelle(tx.get_database_backend(), "select distinct partenaire_id from habilitation");
    lire(tx, q).await?.iter().map(|l| l.lire(0)).collect()
}

/// Requests in progress of these partners learn that their conventions changed.
async fn reviser(tx: &DatabaseTransaction, partenaires: &[&Partenaire]) -> Result<(), Panne> {
    let ids: Vec<Uuid> = partenaires.iter().map(|p| identifiant("partenaire", &p.cle)).collect();
    let mut q =
        Requete::nouvelle(tx.get_database_backend(), "update partenaire set version_habilitation = version_habilitation + 1 where id");
    q.parmi_ids(&ids);
    executer(tx, q).await.map(drop)
}

const INSERTION: &str = "insert into habilitation (id, partenaire_id, convention, finalite, base_legale, portees, liens, departements, territoires, debut) values ";

fn insertion(tx: &DatabaseTransaction, partenaires: &[&Partenaire]) -> Requete {
    let mut q = Requete::nouvelle(tx.get_database_backend(), INSERTION);
    for (rang, p) in partenaires.iter().enumerate() {
        let (liens, portees) = ouverture(p.type_);
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([
            identifiant("habilitation", &p.cle).into(),
            identifiant("partenaire", &p.cle).into(),
            convention(p).into(),
            Profil::de(p.type_).finalite().code().into(),
            BaseLegale::MissionInteretPublic.code().into(),
            portees.0.cast_signed().into(),
            liens.bits.into(),
            p.departements.join(" ").into(),
            "".into(),
            debut().into(),
        ]);
        q.texte(")");
    }
    q
}

fn convention(p: &Partenaire) -> String {
    let pluriel = if p.departements.len() > 1 { "s" } else { "" };
    format!("Convention par défaut du pacte territorial d'insertion, département{pluriel} {}", p.departements.join(", "))
}

/// The first year of the pactes.
fn debut() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default()
}

/// Associations and operators read aggregates until a convention of their own makes them receive persons.
fn ouverture(type_: TypePartenaire) -> (Liens, Portees) {
    let profil = Profil::de(type_);
    if type_ == TypePartenaire::Association || profil == Profil::Operateur {
        return (Liens::un(LienDossier::Agregats), Profil::Agregats.plafond() & profil.plafond());
    }
    (profil.liens_par_defaut(), profil.plafond())
}
