//! Needs found by diagnoses.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::DbBackend;
use serde::Serialize;
use uuid::Uuid;

use super::{Allocataire, ThemeBesoin};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::{Acte, Classes};
use crate::requete::Ligne;
use crate::saisie::{self, Controle};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Besoin {
    pub theme: ThemeBesoin,
    pub repere_le: NaiveDate,
    /// Null for third parties: who noted a need says who else follows the person.
    pub par: Option<Uuid>,
    pub leve_le: Option<NaiveDate>,
}

/// Needs of these people that the caller may read, one statement whatever their number.
pub async fn de(session: &Session, personnes: &[&Allocataire]) -> Result<HashMap<Uuid, Vec<Besoin>>, Panne> {
    let par_id: HashMap<Uuid, &Allocataire> = personnes.iter().filter(|a| a.ouverture.champ("besoins")).map(|a| (a.id, *a)).collect();
    let mut q = session.requete("select b.allocataire_id, b.theme, b.repere_le, b.leve_le, b.partenaire_id, case when exists (select 1 from prescription p where p.departement = b.departement and p.allocataire_id = b.allocataire_id and p.besoin = b.theme and p.destinataire_id = ");
    q.valeur(session.perimetre.partenaire).texte(" and p.statut in ('EMISE', 'RECUE', 'LISTE_ATTENTE', 'ACCEPTEE', 'EN_COURS')) then 1 else 0 end from besoin b where b.allocataire_id");
    q.parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    session.departements(&mut q, "b.departement");
    q.texte(" order by b.allocataire_id, b.repere_le, b.id");
    let mut lus: HashMap<Uuid, Vec<Besoin>> = par_id.keys().map(|id| (*id, Vec::new())).collect();
    for l in session.lignes(q).await? {
        let personne: Uuid = l.lire(0)?;
        if let (Some(a), Some(liste)) = (par_id.get(&personne), lus.get_mut(&personne)) {
            liste.extend(lire(session, a, &l)?);
        }
    }
    Ok(lus)
}

fn lire(session: &Session, a: &Allocataire, l: &Ligne) -> Result<Option<Besoin>, Panne> {
    let theme: ThemeBesoin = l.code(1)?;
    let concerne = case(session, l)? == 1 || session.perimetre.profil.themes().contains(&theme);
    let sensible = ThemeBesoin::VALEURS[theme.rang()].sensible;
    if !(a.ouvre(Classes::BESOINS) || concerne) || sensible && !a.ouverture.sensible {
        return Ok(None);
    }
    let par: Uuid = l.lire(4)?;
    let tiers = par != session.perimetre.partenaire && !a.ouvre(Classes::SENSIBLE);
    Ok(Some(Besoin { theme, repere_le: l.lire(2)?, leve_le: l.lire(3)?, par: (!tiers).then_some(par) }))
}

/// An integer that the statement computes is narrow on PostgreSQL and wide on SQLite.
fn case(session: &Session, l: &Ligne) -> Result<i64, Panne> {
    if session.base.moteur() == DbBackend::Postgres { l.lire::<i32>(5).map(i64::from) } else { l.lire(5) }
}

#[derive(Clone, Debug, Serialize)]
pub struct Reperage {
    pub allocataire: Uuid,
    pub theme: ThemeBesoin,
    pub repere_le: Option<NaiveDate>,
    pub leve_le: Option<NaiveDate>,
}

/// Records a need, or says that a running one is lifted.
pub async fn reperer(session: &Session, cle: Option<Uuid>, reperage: Reperage) -> Result<Issue, Panne> {
    session.ecrire("repererBesoin", cle, reperage, |tx, r| Box::pin(inscrire(tx, r))).await
}

async fn inscrire(tx: &mut Ecriture, r: Reperage) -> Result<Uuid, Refus> {
    let personne = super::modification::charger(tx, Acte::RepererBesoin, r.allocataire, "allocataireId").await?.objet;
    verifier(tx, &r)?;
    let repere_le = r.repere_le.unwrap_or(tx.perimetre.jour);
    let (base, partenaire) = (tx.base.clone(), tx.perimetre.partenaire);
    let mut q = tx.requete("insert into besoin (departement, id, allocataire_id, theme, repere_le, leve_le, partenaire_id) values (");
    q.valeurs([
        personne.departement.clone().into(),
        base.id().into(),
        personne.id.into(),
        r.theme.code().into(),
        repere_le.into(),
        r.leve_le.into(),
        partenaire.into(),
    ]);
    q.texte(") on conflict (departement, allocataire_id, theme) where leve_le is null do nothing");
    let courant = r.leve_le.is_some() && lever(tx, &personne, &r).await?;
    if !courant {
        tx.executer(q).await?;
    }
    let objet = (Genre::Allocataire, personne.id);
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::AllocataireModifie, objet, (&personne.departement, personne.id));
    tx.signaler(evenement.changeant(Classes::BESOINS));
    Ok(personne.id)
}

/// Lifts the running need of that theme; false when there is none.
async fn lever(tx: &Ecriture, personne: &super::modification::Personne, r: &Reperage) -> Result<bool, Panne> {
    let mut q = tx.requete("update besoin set leve_le = ");
    q.valeur(r.leve_le).texte(" where departement = ").valeur(personne.departement.as_str());
    q.texte(" and allocataire_id = ").valeur(personne.id).texte(" and theme = ").valeur(r.theme.code()).texte(" and leve_le is null");
    Ok(tx.executer(q).await? > 0)
}

fn verifier(tx: &Ecriture, r: &Reperage) -> Result<(), Refus> {
    let mut controle = Controle::default();
    let jour = tx.perimetre.jour;
    for (champ, date) in [("repereLe", r.repere_le), ("leveLe", r.leve_le)] {
        let Some(date) = date else { continue };
        controle.lire(saisie::depuis_1900(champ, date));
        if date > jour {
            controle.refuser(ErreurMetier::saisie(champ, "Cette date n'est pas dans l'avenir."));
        }
    }
    if r.leve_le.is_some_and(|leve| leve < r.repere_le.unwrap_or(leve)) {
        controle.refuser(ErreurMetier::saisie("leveLe", "Un besoin est levé après avoir été repéré."));
    }
    if ThemeBesoin::VALEURS[r.theme.rang()].sensible {
        controle.lire(super::accueil::sensible_ouvert(tx, "theme"));
    }
    controle.conclure()
}
