//! Adding a stage, and moving it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{StatutEtape as S, TypeEtape};
use crate::allocataire::accueil::sensible_ouvert;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::identifiant::Genre;
use crate::parcours::acte::{Dossier, charger};
use crate::politique::{Acte, Classes};
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Ajout {
    pub parcours: Uuid,
    pub version: i64,
    pub type_: TypeEtape,
    pub libelle: String,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    pub statut: Option<S>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Changement {
    pub parcours: Uuid,
    pub version: i64,
    pub etape: Uuid,
    pub statut: Option<S>,
    pub fin: Option<Option<NaiveDate>>,
    pub resultat: Option<Option<String>>,
}

/// The states of a stage: from, to.
pub const PASSAGES: [(S, S); 5] =
    [(S::Prevue, S::EnCours), (S::Prevue, S::Realisee), (S::Prevue, S::Abandonnee), (S::EnCours, S::Realisee), (S::EnCours, S::Abandonnee)];

/// Years between today and a stage: further is a typing error.
const HORIZON: u32 = 5;

pub async fn ajouter(session: &Session, cle: Option<Uuid>, ajout: Ajout) -> Result<Issue, Panne> {
    session.ecrire("ajouterEtape", cle, ajout, |tx, a| Box::pin(inscrire(tx, a))).await
}

pub async fn modifier(session: &Session, cle: Option<Uuid>, changement: Changement) -> Result<Issue, Panne> {
    session.ecrire("modifierEtape", cle, changement, |tx, c| Box::pin(changer(tx, c))).await
}

/// A row to be.
pub(super) struct Neuve<'a> {
    pub parcours: Uuid,
    pub departement: &'a str,
    pub personne: Uuid,
    pub type_: TypeEtape,
    pub libelle: String,
    pub statut: S,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub origine: Option<(Genre, Uuid)>,
}

async fn inscrire(tx: &mut Ecriture, a: Ajout) -> Result<Uuid, Refus> {
    let libelle = saisie::obligatoire("libelle", &a.libelle, saisie::COURT)?;
    let d = charger(tx, Acte::AjouterEtape, a.parcours, Some(a.version)).await?;
    d.avancer(tx, Acte::AjouterEtape).await?;
    let statut = a.statut.unwrap_or(if a.debut > tx.perimetre.jour { S::Prevue } else { S::EnCours });
    verifier(tx, &d, &a, statut)?;
    let neuve = Neuve {
        parcours: d.parcours.id,
        departement: &d.parcours.departement,
        personne: d.personne.id,
        type_: a.type_,
        libelle,
        statut,
        debut: a.debut,
        fin: a.fin,
        partenaire: tx.perimetre.partenaire,
        agent: tx.perimetre.agent,
        origine: None,
    };
    let (id, q) = insertion(tx, neuve);
    tx.executer(q).await?;
    signaler(tx, &d, id, a.type_);
    Ok(d.parcours.id)
}

fn verifier(tx: &Ecriture, d: &Dossier, a: &Ajout, statut: S) -> Result<(), Refus> {
    if TypeEtape::VALEURS[a.type_.rang()].sensible {
        sensible_ouvert(tx, "type")?;
    }
    let loin = tx.perimetre.jour.checked_add_months(chrono::Months::new(12 * HORIZON)).unwrap_or(NaiveDate::MAX);
    if a.debut < d.parcours.ouvert_le || a.debut > loin {
        return Err(ErreurMetier::saisie("debut", "Une étape commence dans le parcours, dans les cinq ans au plus.").into());
    }
    if a.fin.is_some_and(|fin| fin < a.debut || fin > loin) {
        return Err(ErreurMetier::saisie("fin", "Une étape finit après avoir commencé.").into());
    }
    let passee = a.debut <= tx.perimetre.jour;
    if statut != S::Prevue && !passee || statut == S::Prevue && passee && a.debut != tx.perimetre.jour {
        return Err(ErreurMetier::saisie("statut", "Une étape à venir est prévue ; une étape passée ne l'est plus.").into());
    }
    Ok(())
}

/// The statement and the id of the row that it makes.
pub(super) fn insertion(tx: &Ecriture, e: Neuve<'_>) -> (Uuid, crate::requete::Requete) {
    let (id, le) = (tx.base.id(), tx.base.horloge.instant());
    let mut q = tx.requete("insert into etape (departement, id, parcours_id, allocataire_id, type, libelle, statut, debut, fin, partenaire_id, agent_id, origine_genre, origine_id, cree_le, modifie_le) values (");
    q.valeurs([
        e.departement.into(),
        id.into(),
        e.parcours.into(),
        e.personne.into(),
        e.type_.code().into(),
        e.libelle.into(),
        e.statut.code().into(),
        e.debut.into(),
        e.fin.into(),
        e.partenaire.into(),
        e.agent.into(),
        e.origine.map(|(genre, _)| genre.etiquette()).into(),
        e.origine.map(|(_, id)| id).into(),
        le.into(),
        le.into(),
    ]);
    q.texte(")");
    (id, q)
}

/// That care was added is told to nobody who could not read it.
fn signaler(tx: &mut Ecriture, d: &Dossier, id: Uuid, type_: TypeEtape) {
    let classes = if TypeEtape::VALEURS[type_.rang()].sensible { Classes::SENSIBLE } else { Classes::DOSSIER };
    d.signaler_objet(tx, TypeEvenement::EtapeAjoutee, (Genre::Etape, id), classes);
}

async fn changer(tx: &mut Ecriture, c: Changement) -> Result<Uuid, Refus> {
    let d = charger(tx, Acte::ModifierEtape, c.parcours, Some(c.version)).await?;
    d.avancer(tx, Acte::ModifierEtape).await?;
    let (statut, debut, type_) = prendre(tx, &d, c.etape).await?;
    let vers = c.statut.unwrap_or(statut);
    if vers != statut && !PASSAGES.contains(&(statut, vers)) {
        let message = format!("De {} une étape ne passe pas à {}.", statut.code(), vers.code());
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "statut", message).into());
    }
    if c.fin.flatten().is_some_and(|fin| fin < debut) {
        return Err(ErreurMetier::saisie("fin", "Une étape finit après avoir commencé.").into());
    }
    let mut q = tx.requete("update etape set modifie_le = ");
    q.valeur(tx.base.horloge.instant()).texte(", statut = ").valeur(vers.code());
    let finie = matches!(vers, S::Realisee | S::Abandonnee) && vers != statut;
    if let Some(fin) = c.fin.or(finie.then_some(Some(tx.perimetre.jour.max(debut)))) {
        q.texte(", fin = ").valeur(fin);
    }
    if let Some(resultat) = &c.resultat {
        q.texte(", resultat = ").valeur(saisie::facultatif("resultat", resultat.as_deref(), saisie::LONG)?);
    }
    q.texte(" where departement = ").valeur(d.parcours.departement.as_str()).texte(" and id = ").valeur(c.etape);
    tx.executer(q).await?;
    signaler(tx, &d, c.etape, type_);
    Ok(d.parcours.id)
}

/// The stage as it stands, when the caller may read its texts and the platform does not keep it.
async fn prendre(tx: &Ecriture, d: &Dossier, id: Uuid) -> Result<(S, NaiveDate, TypeEtape), Refus> {
    let mut q = tx.requete("select p.statut, p.debut, p.type, p.origine_id from etape p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and p.parcours_id = ").valeur(d.parcours.id).texte(" and p.id = ").valeur(id);
    let datee = crate::habilitation::LigneDossier { le: Some("p.cree_le"), ..super::LIGNE };
    tx.perimetre.ligne(&mut q, super::requises(), datee);
    let lignes = tx.lignes(q).await?;
    let l = lignes.first().ok_or_else(|| ErreurMetier::introuvable("etapeId"))?;
    if l.lire::<Option<Uuid>>(3)?.is_some() {
        let message = "Cette étape suit une prescription ou un contrat : elle avance avec lui.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "etapeId", message).into());
    }
    Ok((l.code(0)?, l.lire(1)?, l.code(2)?))
}

/// What runs when a parcours closes stops; what was to come does not happen.
pub(crate) async fn abandonner(tx: &Ecriture, d: &Dossier, le: NaiveDate) -> Result<(), Panne> {
    let maintenant: DateTime<Utc> = tx.base.horloge.instant();
    let mut q = tx.requete("update etape set statut = 'ABANDONNEE', modifie_le = ");
    q.valeur(maintenant).texte(", fin = case when debut > ").valeur(le).texte(" then debut else ").valeur(le).texte(" end");
    q.texte(" where statut in ('PREVUE', 'EN_COURS') and origine_id is null and departement = ").valeur(d.parcours.departement.as_str());
    q.texte(" and parcours_id = ").valeur(d.parcours.id);
    tx.hors_perimetre(q).await.map(drop)
}
