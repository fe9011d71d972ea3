//! A partner declares a value; declaring it again corrects it, and the former one stays readable.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::verification::{Verifiee, verifier};
use super::{Indicateur, QualiteValeur};
use crate::echeance::{self, CodeEcheance};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::mesure::{Centiemes, Periode};
use crate::politique::fiche;
use crate::requete::Requete;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

/// As it was typed.
#[derive(Clone, Debug, Serialize)]
pub struct Saisie {
    pub indicateur: Uuid,
    pub periode: Periode,
    pub territoire: Option<Uuid>,
    pub valeur: Option<String>,
    pub numerateur: Option<String>,
    pub denominateur: Option<String>,
    pub texte: Option<String>,
    pub qualite: Option<QualiteValeur>,
    pub justification: Option<String>,
}

pub async fn declarer(session: &Session, cle: Option<Uuid>, saisie: Saisie) -> Result<Issue, Panne> {
    session.ecrire("declarerValeur", cle, saisie, |tx, s| Box::pin(inscrire(tx, s))).await
}

async fn inscrire(tx: &mut Ecriture, s: Saisie) -> Result<Uuid, Refus> {
    let indicateur = declarable(tx, s.indicateur)?;
    let verifiee = verifier(&tx.referentiel, &indicateur, &s, tx.perimetre.jour)?;
    remplacer(tx, &s).await?;
    inserer(tx, &indicateur, &s, verifiee).await?;
    echeance::clore_jusqu_au(tx, indicateur.id, CodeEcheance::DeclarerIndicateur, s.periode.au).await?;
    if let Some(fiche) = indicateur.fiche {
        let evenement = Evenement::public(tx, TypeEvenement::FicheActionChangee, Genre::FicheAction, fiche);
        tx.signaler(evenement);
    }
    Ok(indicateur.id)
}

fn declarable(tx: &Ecriture, id: Uuid) -> Result<Arc<Indicateur>, ErreurMetier> {
    let indicateur = tx.referentiel.indicateurs.par_id(id).filter(|i| fiche::declare(&tx.perimetre, &tx.referentiel, i));
    indicateur.cloned().ok_or_else(|| ErreurMetier::introuvable("indicateurId"))
}

/// The declaration in force of the same period and place, if there is one, is dated.
async fn remplacer(tx: &Ecriture, s: &Saisie) -> Result<(), Panne> {
    let mut q = tx.requete("update valeur_declaree set remplacee_le = ");
    q.valeur(tx.base.horloge.instant()).texte(" where remplacee_le is null and indicateur_id = ").valeur(s.indicateur);
    q.texte(" and du = ").valeur(s.periode.du).texte(" and au = ").valeur(s.periode.au).texte(" and territoire_id");
    match s.territoire {
        Some(id) => q.texte(" = ").valeur(id),
        None => q.texte(" is null"),
    };
    tx.executer(q).await.map(drop)
}

async fn inserer(tx: &Ecriture, indicateur: &Indicateur, s: &Saisie, v: Verifiee) -> Result<(), Panne> {
    let declaration = super::Declaration {
        id: tx.base.id(),
        indicateur: indicateur.id,
        periode: s.periode,
        territoire: s.territoire,
        valeur: v.valeur,
        numerateur: v.numerateur,
        denominateur: v.denominateur,
        texte: v.texte,
        qualite: v.qualite,
        justification: v.justification,
        partenaire: tx.perimetre.partenaire,
        le: tx.base.horloge.instant(),
        remplacee_le: None,
    };
    let q = insertion(tx.requete(""), &indicateur.departement, &declaration, tx.perimetre.agent);
    tx.executer(q).await.map(drop)
}

pub(crate) fn insertion(mut q: Requete, departement: &str, d: &super::Declaration, agent: Option<Uuid>) -> Requete {
    let nombre = |n: Option<Centiemes>| n.map(|n| n.0).into();
    q.texte("insert into valeur_declaree (departement, id, indicateur_id, du, au, territoire_id, valeur, numerateur, denominateur, texte, qualite, justification, partenaire_id, agent_id, declaree_le, remplacee_le) values (");
    q.valeurs([
        departement.into(),
        d.id.into(),
        d.indicateur.into(),
        d.periode.du.into(),
        d.periode.au.into(),
        d.territoire.into(),
        nombre(d.valeur),
        nombre(d.numerateur),
        nombre(d.denominateur),
        d.texte.clone().into(),
        d.qualite.code().into(),
        d.justification.clone().into(),
        d.partenaire.into(),
        agent.into(),
        d.le.into(),
        d.remplacee_le.into(),
    ]);
    q.texte(")");
    q
}
