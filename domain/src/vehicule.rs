//! Vehicles that platforms lend. Any partner sees the fleet and which days are free; who has them, only who reads the aid.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::allocataire::modification::Change;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::requete::{Ligne, Requete};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Genre de véhicule.
    TypeVehicule {
        Velo "VELO",
        VeloElectrique "VELO_ELECTRIQUE",
        Scooter "SCOOTER",
        Voiturette "VOITURETTE",
        Voiture "VOITURE",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vehicule {
    pub id: Uuid,
    pub version: i64,
    pub plateforme: Uuid,
    pub type_: TypeVehicule,
    pub libelle: String,
    /// Cents a day; free where there is none.
    pub tarif_journalier: Option<i64>,
    pub hors_service: bool,
}

/// A period asked of a vehicle, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Periode {
    pub vehicule: Uuid,
    pub du: NaiveDate,
    pub au: NaiveDate,
}

const COLONNES: &str = "select v.id, v.version, v.plateforme_id, v.type, v.libelle, v.tarif_journalier, v.hors_service from vehicule v";

/// One answer shows so many at most: no platform has more.
const AU_PLUS: i64 = 500;

/// The fleet of a platform, or all of them, in the order in which they were published.
pub async fn liste(session: &Session, plateforme: Option<Uuid>, type_: Option<TypeVehicule>) -> Result<Vec<Vehicule>, Panne> {
    let mut q = session.requete(COLONNES);
    q.texte(" where true");
    if let Some(id) = plateforme {
        q.texte(" and v.plateforme_id = ").valeur(id);
    }
    if let Some(type_) = type_ {
        q.texte(" and v.type = ").valeur(type_.code());
    }
    q.texte(" order by v.plateforme_id, v.id limit ").valeur(AU_PLUS);
    session.lignes(q).await?.iter().map(depuis).collect()
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Vehicule>, Panne> {
    let mut q = session.requete(COLONNES);
    q.texte(" where v.id").parmi_ids(ids);
    session.lignes(q).await?.iter().map(|l| depuis(l).map(|v| (v.id, v))).collect()
}

fn depuis(l: &Ligne) -> Result<Vehicule, Panne> {
    Ok(Vehicule {
        id: l.lire(0)?,
        version: l.lire(1)?,
        plateforme: l.lire(2)?,
        type_: l.code(3)?,
        libelle: l.lire(4)?,
        tarif_journalier: l.lire(5)?,
        hors_service: l.lire(6)?,
    })
}

/// Periods on which the vehicle is free whole: in service, back from its last loan, and promised to nobody. One statement
/// for each pair of days that the document asks.
pub async fn disponibles(session: &Session, periodes: &[Periode]) -> Result<HashSet<Periode>, Panne> {
    let mut par_jours: HashMap<(NaiveDate, NaiveDate), Vec<Uuid>> = HashMap::new();
    for p in periodes.iter().filter(|p| p.du <= p.au) {
        par_jours.entry((p.du, p.au)).or_default().push(p.vehicule);
    }
    let mut libres = HashSet::new();
    for ((du, au), ids) in par_jours {
        let mut q = session.requete("select v.id from vehicule v where not v.hors_service and v.id");
        q.parmi_ids(&ids).texte(" and not exists (select 1 from jour_vehicule j where j.vehicule_id = v.id and j.jour >= ").valeur(du);
        q.texte(" and j.jour <= ").valeur(au).texte(") and not exists (select 1 from jour_vehicule j where j.vehicule_id = v.id");
        retard(&mut q, session.perimetre.jour);
        q.texte(")");
        for l in session.lignes(q).await? {
            libres.insert(Periode { vehicule: l.lire(0)?, du, au });
        }
    }
    Ok(libres)
}

/// ` and …`: among the days `j` of a vehicle, those of a loan that is not given back and whose last day has passed.
fn retard(q: &mut Requete, jour: NaiveDate) {
    q.texte(" and not j.rendu group by j.aide_id having max(j.jour) < ").valeur(jour);
}

/// The vehicle did not come back on the day that was said.
pub(crate) async fn en_retard(tx: &Ecriture, id: Uuid) -> Result<bool, Panne> {
    let mut q = tx.requete("select 1 from jour_vehicule j where j.vehicule_id = ");
    q.valeur(id);
    retard(&mut q, tx.perimetre.jour);
    Ok(!tx.lignes(q).await?.is_empty())
}

/// One's own vehicle, its row locked until the end of the transaction.
pub(crate) async fn prendre(tx: &Ecriture, id: Uuid) -> Result<Option<Vehicule>, Panne> {
    let mut q = tx.requete("update vehicule set version = version where id = ");
    q.valeur(id).texte(" and plateforme_id = ").valeur(tx.perimetre.partenaire);
    if tx.executer(q).await? == 0 {
        return Ok(None);
    }
    let mut q = tx.requete(COLONNES);
    q.texte(" where v.id = ").valeur(id);
    tx.lignes(q).await?.first().map(depuis).transpose()
}

#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    pub type_: TypeVehicule,
    pub libelle: String,
    pub tarif_journalier: Option<i64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub libelle: Option<String>,
    pub tarif_journalier: Change<i64>,
    pub hors_service: Option<bool>,
}

/// Adds a vehicle to the fleet of the caller's partner.
pub async fn publier(session: &Session, cle: Option<Uuid>, publication: Publication) -> Result<Issue, Panne> {
    session.ecrire("publierVehicule", cle, publication, |tx, p| Box::pin(ajouter(tx, p))).await
}

async fn ajouter(tx: &mut Ecriture, p: Publication) -> Result<Uuid, Refus> {
    let libelle = saisie::obligatoire("libelle", &p.libelle, saisie::COURT)?;
    tarif(p.tarif_journalier)?;
    let (id, le) = (tx.base.id(), tx.base.horloge.instant());
    let mut q = tx.requete(
        "insert into vehicule (id, version, plateforme_id, type, libelle, tarif_journalier, hors_service, cree_le, modifie_le) values (",
    );
    q.valeurs([
        id.into(),
        1_i64.into(),
        tx.perimetre.partenaire.into(),
        p.type_.code().into(),
        libelle.into(),
        p.tarif_journalier.into(),
        false.into(),
        le.into(),
        le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    Ok(id)
}

fn tarif(centimes: Option<i64>) -> Result<(), ErreurMetier> {
    centimes.filter(|c| *c != 0).map_or(Ok(()), |c| saisie::montant("tarifJournalier", c).map(drop))
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, modification: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierVehicule", cle, modification, |tx, m| Box::pin(changer(tx, m))).await
}

/// A loan that runs goes on when its vehicle leaves the service; no other begins.
async fn changer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let v = prendre(tx, m.id).await?.ok_or_else(|| ErreurMetier::introuvable("id"))?;
    if v.version != m.version {
        return Err(ErreurMetier::conflit().into());
    }
    tarif(m.tarif_journalier.flatten())?;
    let libelle = m.libelle.map_or(Ok(v.libelle), |l| saisie::obligatoire("libelle", &l, saisie::COURT))?;
    let mut q = tx.requete("update vehicule set version = version + 1, modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(", libelle = ").valeur(libelle);
    q.texte(", tarif_journalier = ").valeur(m.tarif_journalier.unwrap_or(v.tarif_journalier));
    q.texte(", hors_service = ").valeur(m.hors_service.unwrap_or(v.hors_service)).texte(" where id = ").valeur(v.id);
    tx.executer(q).await?;
    Ok(v.id)
}
