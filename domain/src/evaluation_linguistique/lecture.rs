//! Evaluations as the caller may read them: those it makes, those of the people it follows, those of its referrals.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    BesoinLinguistique, EvaluationLinguistique, LIGNE, Niveau, NiveauCecrl, StatutEvaluationLinguistique, evaluer, lire as requise, niveau,
};
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::page::imbriquee::{Imbriquee, M};
use crate::page::{Page, Position, Tranche, Tri};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::prescription;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    /// All skills together, at most this level when last evaluated.
    pub niveau_maximum: Option<NiveauCecrl>,
    /// Enrolled in it, as far as the caller may know.
    pub session: Option<Uuid>,
    pub evaluee_entre: Option<(NaiveDate, NaiveDate)>,
    pub statuts: Vec<StatutEvaluationLinguistique>,
    pub besoins: Vec<BesoinLinguistique>,
    pub territoire: Option<Uuid>,
    pub modifie_depuis: Option<DateTime<Utc>>,
}

const TRI: Tri = Tri::par_id("m.id");
const COLONNES: &str =
    "m.departement, m.id, m.allocataire_id, m.prescription_id, m.evaluateur_id, m.statut, m.besoin, m.cloture, m.evaluee_le, m.entree_le, ";

/// Both parties of a referral read the evaluation that it became.
fn par_renvoi() -> Portees {
    const { Portees::de("linguistique:lire prescriptions:lire") }
}

pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Arc<EvaluationLinguistique>>, Panne> {
    let mut q = selection(session);
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let lignes = decoder(session, &lues).await?.into_iter().map(|e| (Position { valeur: None, id: e.id }, e)).collect();
    let mut tranche = page.assembler(lignes, encore);
    if total {
        let mut q = session.requete("select count(*)");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    q.texte(
        " from evaluation_linguistique m left join allocataire a on a.departement = m.departement and a.id = m.allocataire_id where true",
    );
    lisible(session, q);
    if let Some(niveau) = f.niveau_maximum {
        q.texte(" and m.niveau_atteint <= ").valeur(i64::try_from(niveau.rang()).unwrap_or_default());
    }
    if let Some(id) = f.session {
        crate::inscription_formation::lecture::a_la_session(session, q, id);
    }
    if let Some((du, au)) = f.evaluee_entre {
        q.texte(" and m.evaluee_le >= ").valeur(du).texte(" and m.evaluee_le <= ").valeur(au);
    }
    if !f.statuts.is_empty() {
        q.texte(" and m.statut").parmi_codes(&f.statuts);
    }
    if !f.besoins.is_empty() {
        q.texte(" and m.besoin").parmi_codes(&f.besoins);
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
        session.perimetre.personne(q, requise(), Classes::LIEU);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and m.modifie_le >= ").valeur(depuis);
    }
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<EvaluationLinguistique>>, Panne> {
    let lues = lues(session, "m.id", ids).await?;
    Ok(lues.into_iter().map(|e| (e.id, e)).collect())
}

/// The one that each of these referrals became.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Arc<EvaluationLinguistique>>, Panne> {
    let lues = lues(session, "m.prescription_id", prescriptions).await?;
    Ok(lues.into_iter().map(|e| (e.prescription, e)).collect())
}

async fn lues(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<EvaluationLinguistique>>, Panne> {
    let mut q = selection(session);
    q.texte(" from evaluation_linguistique m where ").texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "m.departement");
    lisible(session, &mut q);
    decoder(session, &session.lignes(q).await?).await
}

/// Evaluations of each of these people, a page a person, one statement; `total` counts each list.
pub async fn de_personnes(
    session: &Session,
    personnes: &[Uuid],
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<EvaluationLinguistique>>>, Panne> {
    let source = " from evaluation_linguistique m";
    let liste = Imbriquee { colonnes: &|q| colonnes(session, q), source, lignes: M, parent: "m.allocataire_id", page };
    let lues = liste.lire(session, personnes, |q| lisible(session, q)).await?;
    let lues = decoder(session, &lues).await?;
    let mut tranches = page.repartir(personnes.iter().copied(), lues.into_iter().map(|e| (e.allocataire_id, e.id, e)));
    if total {
        liste.totaliser(session, personnes, &mut tranches, |q| lisible(session, q)).await?;
    }
    Ok(tranches)
}

fn selection(session: &Session) -> Requete {
    let mut q = session.requete("select ");
    colonnes(session, &mut q);
    q
}

/// Who only is a party of the referral does not learn by the version when others wrote.
fn colonnes(session: &Session, q: &mut Requete) {
    q.texte(COLONNES).texte("case when m.id in (");
    ouverts(&session.perimetre, q, requise());
    q.texte(") then m.version else 0 end as version");
}

/// ` and ( … )`: evaluation `m` is the caller's to read in one of the ways.
pub(crate) fn lisible(session: &Session, q: &mut Requete) {
    lisible_sous(session, &session.perimetre, q);
}

fn lisible_sous(session: &Session, perimetre: &Perimetre, q: &mut Requete) {
    q.texte(" and (m.id in (");
    ouverts(perimetre, q, requise());
    q.texte(") or m.prescription_id in (");
    prescription::lecture::origine_sous(session, perimetre, q, par_renvoi());
    q.texte("))");
}

/// How many a perimeter opens.
pub(crate) async fn compter(session: &Session, perimetre: &Perimetre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*) from evaluation_linguistique m where true");
    lisible_sous(session, perimetre, &mut q);
    session.nombre(q).await
}

/// ` exists ( … )`: the evaluation that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1 from evaluation_linguistique m where m.departement = e.departement and m.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` and exists ( … )`: an evaluation that the caller reads places person `a` at this level or lower.
pub(crate) fn au_plus(session: &Session, q: &mut Requete, niveau: NiveauCecrl) {
    q.texte(" and exists (select 1 from evaluation_linguistique m where m.departement = a.departement and m.allocataire_id = a.id");
    q.texte(" and m.niveau_atteint <= ").valeur(i64::try_from(niveau.rang()).unwrap_or_default());
    lisible(session, q);
    q.texte(")");
}

/// `select p.id …`: evaluation `m`, when the perimeter opens it to these scopes.
fn ouverts(perimetre: &Perimetre, q: &mut Requete, portees: Portees) {
    q.texte("select p.id from evaluation_linguistique p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = m.departement and p.id = m.id");
    perimetre.ligne(q, portees, LIGNE);
}

async fn decoder(session: &Session, lignes: &[Ligne]) -> Result<Vec<Arc<EvaluationLinguistique>>, Panne> {
    let mut lues = lignes.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    if lues.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = niveaux(session.requete(""));
    q.parmi_ids(&lues.iter().map(|e| e.id).collect::<Vec<_>>());
    session.departements(&mut q, "n.departement");
    q.texte(" order by n.evaluation_id, n.rang");
    ranger(&mut lues, &session.lignes(q).await?)?;
    for e in &lues {
        session.ligne_lue(e.allocataire_id, requise());
    }
    Ok(lues.into_iter().map(Arc::new).collect())
}

fn niveaux(mut q: Requete) -> Requete {
    q.texte("select n.evaluation_id, n.finale, n.evalue_le, n.agent_id, ").texte(niveau::COLONNES);
    q.texte(" from niveau_linguistique n where n.evaluation_id");
    q
}

fn ranger(lues: &mut [EvaluationLinguistique], niveaux: &[Ligne]) -> Result<(), Panne> {
    for l in niveaux {
        let id: Uuid = l.lire(0)?;
        let niveau = Niveau { finale: l.lire(1)?, evalue_le: l.lire(2)?, agent: l.lire(3)?, competences: super::Competences::lire(l, 4)? };
        lues.iter_mut().filter(|e| e.id == id).for_each(|e| e.niveaux.push(niveau));
    }
    Ok(())
}

fn depuis(l: &Ligne) -> Result<EvaluationLinguistique, Panne> {
    Ok(EvaluationLinguistique {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        allocataire_id: l.lire(2)?,
        prescription: l.lire(3)?,
        evaluateur: l.lire(4)?,
        statut: l.code(5)?,
        besoin: l.code_ou_nul(6)?,
        cloture: l.code_ou_nul(7)?,
        evaluee_le: l.lire(8)?,
        entree_le: l.lire(9)?,
        version: l.lire(10)?,
        niveaux: Vec::new(),
    })
}

/// The caller's own that it is about to move, by a convention of the département that lets it evaluate.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<EvaluationLinguistique>, Panne> {
    let departements: Vec<String> = tx.perimetre.qui_portent(evaluer()).flat_map(|o| o.departements.clone()).collect();
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from evaluation_linguistique m where m.id = ").valeur(id);
    q.texte(" and m.evaluateur_id = ").valeur(tx.perimetre.partenaire).texte(" and m.departement").parmi_textes(&departements);
    entiere(tx, q).await
}

/// The same for what moves with another object, whoever moves that one.
pub(super) async fn pour_couplage(tx: &Ecriture, id: Uuid) -> Result<Option<EvaluationLinguistique>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from evaluation_linguistique m where m.id = ").valeur(id);
    entiere(tx, q).await
}

pub(super) async fn de_la_prescription(
    tx: &Ecriture,
    departement: &str,
    prescription: Uuid,
) -> Result<Option<EvaluationLinguistique>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte("m.version from evaluation_linguistique m where m.departement = ").valeur(departement);
    q.texte(" and m.prescription_id = ").valeur(prescription);
    entiere(tx, q).await
}

async fn entiere(tx: &Ecriture, q: Requete) -> Result<Option<EvaluationLinguistique>, Panne> {
    let mut lues = tx.hors_perimetre(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    if let Some(e) = lues.first() {
        let mut q = niveaux(tx.requete(""));
        q.texte(" = ").valeur(e.id).texte(" order by n.rang");
        let niveaux = tx.hors_perimetre(q).await?;
        ranger(&mut lues, &niveaux)?;
    }
    Ok(lues.pop())
}
