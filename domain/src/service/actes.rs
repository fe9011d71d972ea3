//! A partner publishes its own services.

use serde::Serialize;
use uuid::Uuid;

use crate::allocataire::PublicCible;
use crate::allocataire::modification::Change;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::prescription::TypePrescription;
use crate::saisie::{self, COURT, Controle, LONG};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Ensemble;

#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    pub nom: String,
    pub thematiques: Vec<String>,
    pub publics: Vec<PublicCible>,
    pub description: Option<String>,
    pub territoires: Vec<Uuid>,
    pub conditions: Option<String>,
    pub capacite: Option<i64>,
    pub types_prescription: Vec<TypePrescription>,
    pub fiche_action: Option<Uuid>,
}

pub async fn publier(session: &Session, cle: Option<Uuid>, saisi: Publication) -> Result<Issue, Panne> {
    session.ecrire("publierService", cle, saisi, |tx, p| Box::pin(inserer(tx, p))).await
}

async fn inserer(tx: &mut Ecriture, p: Publication) -> Result<Uuid, Refus> {
    let mut c = Controle::default();
    let nom = c.lire(saisie::obligatoire("nom", &p.nom, COURT));
    let description = c.lire(saisie::facultatif("description", p.description.as_deref(), LONG));
    let conditions = c.lire(saisie::facultatif("conditions", p.conditions.as_deref(), LONG));
    let thematiques = c.lire(thematiques(&p.thematiques));
    verifier(tx, &mut c, Some(&p.territoires), p.capacite);
    c.conclure()?;
    let id = tx.base.id();
    let mut q = tx.requete("insert into service (id, partenaire_id, nom, description, conditions, thematiques, publics, types_prescription, territoires, capacite, fiche_action_id, actif, version) values (");
    q.valeurs([
        id.into(),
        tx.perimetre.partenaire.into(),
        nom.into(),
        description.into(),
        conditions.into(),
        thematiques.into(),
        p.publics.iter().copied().collect::<Ensemble<PublicCible>>().bits.into(),
        p.types_prescription.iter().copied().collect::<Ensemble<TypePrescription>>().bits.into(),
        liste(&p.territoires).into(),
        p.capacite.into(),
        p.fiche_action.into(),
        true.into(),
        1_i64.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    changer(tx, id).await?;
    Ok(id)
}

/// Thematic codes as data.inclusion writes them: lower case, digits and hyphens.
fn thematiques(codes: &[String]) -> Result<String, ErreurMetier> {
    let valable =
        |t: &String| !t.is_empty() && t.len() <= 100 && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if codes.iter().all(valable) {
        Ok(codes.join(" "))
    } else {
        Err(ErreurMetier::saisie(
            "thematiques",
            "Une thématique s'écrit en minuscules et tirets, par exemple « mobilite--acceder-a-un-vehicule ».",
        ))
    }
}

fn verifier(tx: &Ecriture, c: &mut Controle, territoires: Option<&[Uuid]>, capacite: Option<i64>) {
    if territoires.unwrap_or_default().iter().any(|t| tx.referentiel.territoires.par_id(*t).is_none()) {
        c.refuser(ErreurMetier::introuvable("territoires"));
    }
    if capacite.is_some_and(|n| !(0..=100_000).contains(&n)) {
        c.refuser(ErreurMetier::saisie("capacite", "De 0 à 100 000 places."));
    }
}

fn liste(ids: &[Uuid]) -> String {
    ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ")
}

async fn changer(tx: &mut Ecriture, id: Uuid) -> Result<(), Panne> {
    let evenement = Evenement::public(tx, TypeEvenement::ServiceChange, Genre::Service, id);
    tx.signaler(evenement);
    tx.referentiel_change().await
}

#[derive(Clone, Debug, Serialize)]
pub struct Modification {
    pub id: Uuid,
    pub version: i64,
    pub description: Change<String>,
    pub territoires: Option<Vec<Uuid>>,
    pub conditions: Change<String>,
    pub capacite: Change<i64>,
    pub types_prescription: Option<Vec<TypePrescription>>,
    pub actif: Option<bool>,
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, saisi: Modification) -> Result<Issue, Panne> {
    session.ecrire("modifierService", cle, saisi, |tx, m| Box::pin(appliquer(tx, m))).await
}

async fn appliquer(tx: &mut Ecriture, m: Modification) -> Result<Uuid, Refus> {
    let service = tx.referentiel.services.par_id(m.id).filter(|s| s.partenaire == tx.perimetre.partenaire).cloned();
    let service = service.ok_or_else(|| ErreurMetier::introuvable("id"))?;
    let mut c = Controle::default();
    verifier(tx, &mut c, m.territoires.as_deref(), m.capacite.flatten());
    let description = m.description.map(|t| c.lire(saisie::facultatif("description", t.as_deref(), LONG)));
    let conditions = m.conditions.map(|t| c.lire(saisie::facultatif("conditions", t.as_deref(), LONG)));
    c.conclure()?;
    let types = m.types_prescription.map_or(service.types_prescription, |t| t.into_iter().collect());
    let mut q = tx.requete("update service set version = version + 1, description = ");
    q.valeur(description.unwrap_or_else(|| service.description.clone()));
    q.texte(", conditions = ").valeur(conditions.unwrap_or_else(|| service.conditions.clone()));
    q.texte(", territoires = ").valeur(liste(m.territoires.as_deref().unwrap_or(&service.territoires)));
    q.texte(", capacite = ").valeur(m.capacite.unwrap_or(service.capacite));
    q.texte(", types_prescription = ").valeur(types.bits).texte(", actif = ").valeur(m.actif.unwrap_or(service.actif));
    q.texte(" where id = ").valeur(m.id).texte(" and version = ").valeur(m.version);
    if tx.executer(q).await? == 0 {
        return Err(ErreurMetier::conflit().into());
    }
    changer(tx, m.id).await?;
    Ok(m.id)
}
