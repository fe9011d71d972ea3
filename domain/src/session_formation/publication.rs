//! A training body publishes a session.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::{ModaliteSession, SessionFormation, gerer, saisie, signaler};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evaluation_linguistique::{BesoinLinguistique, NiveauCecrl};
use crate::saisie::{COURT, Controle, obligatoire};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    pub intitule: String,
    pub besoin: BesoinLinguistique,
    pub niveaux: Vec<NiveauCecrl>,
    pub modalite: ModaliteSession,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub duree_heures: i64,
    pub commune: Option<String>,
    pub places: i64,
}

pub async fn publier(session: &Session, cle: Option<Uuid>, publication: Publication) -> Result<Issue, Panne> {
    session.ecrire("publierSession", cle, publication, |tx, p| Box::pin(inscrire(tx, p))).await
}

async fn inscrire(tx: &mut Ecriture, p: Publication) -> Result<Uuid, Refus> {
    let departement = departement(tx, p.commune.as_deref())?;
    let session = preparer(tx, &p, departement)?;
    inserer(tx, &session).await?;
    signaler(tx, session.id);
    Ok(session.id)
}

/// The commune says it; without one, the convention does when it covers a single one.
fn departement(tx: &Ecriture, commune: Option<&str>) -> Result<String, ErreurMetier> {
    let mut ouverts: BTreeSet<&String> = tx.perimetre.qui_portent(gerer()).flat_map(|o| &o.departements).collect();
    if let Some(code) = commune {
        let connue = tx.referentiel.commune(code).filter(|c| ouverts.contains(&c.departement));
        let message = "Cette commune n'est pas d'un département de votre convention.";
        return connue.map(|c| c.departement.clone()).ok_or_else(|| ErreurMetier::saisie("commune", message));
    }
    let seul = ouverts.pop_first().filter(|_| ouverts.is_empty()).cloned();
    let message = "Votre convention couvre plusieurs départements : nommez la commune de la session.";
    seul.ok_or_else(|| ErreurMetier::saisie("commune", message))
}

/// The session that the input describes, or every refusal at once.
fn preparer(tx: &Ecriture, p: &Publication, departement: String) -> Result<SessionFormation, Refus> {
    let mut c = Controle::default();
    c.lire(saisie::dates(p.debut, p.fin));
    if p.fin < tx.perimetre.jour {
        c.refuser(ErreurMetier::saisie("fin", "Une session se publie avant sa fin."));
    }
    if p.besoin == BesoinLinguistique::Aucun {
        c.refuser(ErreurMetier::saisie("besoin", "Une session répond à un besoin."));
    }
    let session = SessionFormation {
        id: tx.base.id(),
        version: 1,
        organisme: tx.perimetre.partenaire,
        intitule: c.lire(obligatoire("intitule", &p.intitule, COURT)),
        besoin: p.besoin,
        niveaux: c.lire(saisie::niveaux(&p.niveaux)),
        modalite: p.modalite,
        debut: p.debut,
        fin: p.fin,
        duree_heures: c.lire(saisie::nombre("dureeHeures", p.duree_heures, saisie::HEURES)),
        commune: c.lire(saisie::commune(tx, &departement, p.commune.as_deref())),
        places: c.lire(saisie::nombre("places", p.places, saisie::PLACES)),
        prises: 0,
        en_attente: 0,
        arret: None,
        departement,
    };
    c.conclure()?;
    Ok(session)
}

async fn inserer(tx: &Ecriture, s: &SessionFormation) -> Result<(), Panne> {
    let mut q = tx.requete("insert into session_formation (");
    q.texte(COLONNES).texte(") values (").valeurs(valeurs(s, tx.base.horloge.instant())).texte(")");
    tx.executer(q).await.map(drop)
}

/// What a new session writes, in the order of [`valeurs`].
pub(crate) const COLONNES: &str = "departement, id, version, organisme_id, intitule, besoin, niveaux, modalite, debut, fin, duree_heures, commune, places, prises, en_attente, cree_le, modifie_le";

pub(crate) fn valeurs(s: &SessionFormation, le: DateTime<Utc>) -> [Value; 17] {
    [
        s.departement.as_str().into(),
        s.id.into(),
        s.version.into(),
        s.organisme.into(),
        s.intitule.as_str().into(),
        s.besoin.code().into(),
        s.niveaux.bits.into(),
        s.modalite.code().into(),
        s.debut.into(),
        s.fin.into(),
        s.duree_heures.into(),
        s.commune.clone().into(),
        s.places.into(),
        s.prises.into(),
        s.en_attente.into(),
        le.into(),
        le.into(),
    ]
}
