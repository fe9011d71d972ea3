//! Organising a meeting, or recording one that was held.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{Bilan, Rencontre, StatutRencontre, TypeRencontre, acte, invites, organiser};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::saisie::{self, COURT, Controle};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Organisation {
    pub type_: TypeRencontre,
    pub titre: String,
    pub le: DateTime<Utc>,
    pub territoire: Option<Uuid>,
    pub lieu: Option<String>,
    pub partenaires: Vec<Uuid>,
    pub invites: Vec<Uuid>,
    pub fiche_action: Option<Uuid>,
    pub participants: Option<i64>,
}

pub async fn convoquer(session: &Session, cle: Option<Uuid>, organisation: Organisation) -> Result<Issue, Panne> {
    session.ecrire("organiserRencontre", cle, organisation, |tx, o| Box::pin(inscrire(tx, o))).await
}

async fn inscrire(tx: &mut Ecriture, o: Organisation) -> Result<Uuid, Refus> {
    let rencontre = preparer(tx, &o)?;
    inserer(tx, &rencontre).await?;
    acte::asseoir(tx, &rencontre, &rencontre.partenaires).await?;
    invites::inviter(tx, &rencontre, &o.invites, "invites").await?;
    invites::recompter(tx, rencontre.id).await?;
    rencontre.signaler(tx);
    Ok(rencontre.id)
}

/// The meeting that the input describes, or every refusal at once. A past one was held.
fn preparer(tx: &Ecriture, o: &Organisation) -> Result<Rencontre, Refus> {
    let departement = departement(tx, o.territoire)?;
    let mut c = Controle::default();
    let rencontre = Rencontre {
        id: tx.base.id(),
        version: 1,
        type_: o.type_,
        titre: c.lire(saisie::obligatoire("titre", &o.titre, COURT)),
        prevue_le: c.lire(acte::horaire(tx, o.le)),
        territoire: o.territoire,
        lieu: c.lire(saisie::facultatif("lieu", o.lieu.as_deref(), COURT)),
        organisateur: tx.perimetre.partenaire,
        fiche_action: c.lire(fiche_action(tx, &departement, o.fiche_action)),
        statut: if o.le <= tx.base.horloge.instant() { StatutRencontre::Tenue } else { StatutRencontre::Prevue },
        participants: c.lire(acte::participants(o.participants, o.type_.sur_invitation())),
        partenaires: c.lire(acte::partenaires(tx, "partenaires", &departement, &o.partenaires)),
        bilan: Bilan::default(),
        departement,
    };
    c.conclure()?;
    Ok(rencontre)
}

/// The territory says it; without one, the convention does when it covers a single one.
fn departement(tx: &Ecriture, territoire: Option<Uuid>) -> Result<String, ErreurMetier> {
    let mut ouverts: BTreeSet<&String> = tx.perimetre.qui_portent(organiser()).flat_map(|o| &o.departements).collect();
    if let Some(id) = territoire {
        let connu = tx.referentiel.territoires.par_id(id).filter(|t| ouverts.contains(&t.departement));
        return connu.map(|t| t.departement.clone()).ok_or_else(|| ErreurMetier::introuvable("territoireId"));
    }
    let seul = ouverts.pop_first().filter(|_| ouverts.is_empty()).cloned();
    let message = "Votre convention couvre plusieurs départements : nommez le territoire de la rencontre.";
    seul.ok_or_else(|| ErreurMetier::saisie("territoireId", message))
}

fn fiche_action(tx: &Ecriture, departement: &str, id: Option<Uuid>) -> Result<Option<Uuid>, ErreurMetier> {
    let Some(id) = id else { return Ok(None) };
    let pacte = tx.referentiel.fiches_action.par_id(id).and_then(|f| tx.referentiel.pactes.par_id(f.pacte));
    match pacte {
        Some(pacte) if pacte.departement == departement => Ok(Some(id)),
        Some(_) => Err(ErreurMetier::saisie("ficheActionId", "Cette fiche-action est du pacte d'un autre département.")),
        None => Err(ErreurMetier::introuvable("ficheActionId")),
    }
}

async fn inserer(tx: &Ecriture, r: &Rencontre) -> Result<(), Panne> {
    let mut q = tx.requete("insert into rencontre (departement, id, version, type, titre, prevue_le, territoire_id, lieu, organisateur_id, fiche_action_id, statut, participants, invites, presents, excuses, orientes, modifie_le) values (");
    q.valeurs([
        r.departement.as_str().into(),
        r.id.into(),
        r.version.into(),
        r.type_.code().into(),
        r.titre.as_str().into(),
        r.prevue_le.into(),
        r.territoire.into(),
        r.lieu.clone().into(),
        r.organisateur.into(),
        r.fiche_action.into(),
        r.statut.code().into(),
        r.participants.into(),
    ]);
    q.texte(", 0, 0, 0, 0, ").valeur(tx.base.horloge.instant()).texte(")");
    tx.executer(q).await.map(drop)
}
