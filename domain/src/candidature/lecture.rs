//! Applications as the caller may read them: those that it made or received, and those of the people it follows.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::ligne::{COLONNES, LARGEUR, depuis};
use super::{Candidature, LIGNE, MotifRefusCandidature, StatutCandidature, lecture_requise};
use crate::allocataire;
use crate::erreur::Panne;
use crate::page::imbriquee::{Imbriquee, P};
use crate::page::{Page, Position, Tranche, Tri};
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    pub statuts: Vec<StatutCandidature>,
    pub structure: Option<Uuid>,
    pub poste: Option<Uuid>,
    pub prescripteur: Option<Uuid>,
    pub deposee_entre: Option<(NaiveDate, NaiveDate)>,
    pub modifie_depuis: Option<DateTime<Utc>>,
}

/// What the document asks of a list of applications beyond its own columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demande {
    pub allocataire: bool,
    pub total: bool,
}

/// Whose lists are read together: those of people, or those of posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parent {
    Personne,
    Poste,
}

impl Parent {
    const fn colonne(self) -> &'static str {
        match self {
            Self::Personne => "p.allocataire_id",
            Self::Poste => "p.poste_id",
        }
    }

    const fn de(self, c: &Candidature) -> Uuid {
        match self {
            Self::Personne => c.allocataire_id,
            Self::Poste => c.poste,
        }
    }
}

const TRI: Tri = Tri::par_id("p.id");

const SOURCE: &str = " from candidature p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id";

/// A page of the applications that the caller may read, with the person in the same statement when asked.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, demande: Demande) -> Result<Tranche<Arc<Candidature>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, demande);
    q.texte(SOURCE).texte(" where p.id in (");
    let voies = session.perimetre.voies(lecture_requise(), LIGNE);
    page.union(&mut q, SOURCE, voies.into_iter(), |q, voie| {
        session.perimetre.par_voie(q, voie, LIGNE);
        filtrer(q, filtre);
    })?;
    q.texte(")");
    page.ordre(&mut q, &TRI);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let mut tranche = page.assembler(decoder(session, &lues, demande)?, encore);
    if demande.total {
        tranche.total = Some(compter(session, filtre).await?);
    }
    Ok(tranche)
}

/// ` and ( … )`: application `p` of person `a` is the caller's to read.
pub(super) fn lisible(session: &Session, q: &mut Requete) {
    session.perimetre.ligne(q, lecture_requise(), LIGNE);
}

/// ` exists ( … )`: the application that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1").texte(SOURCE).texte(" where p.departement = e.departement and p.id = e.objet_id");
    lisible(session, q);
    q.texte(")");
}

/// ` and exists ( … )`: person `a` was refused for this reason, in an application that the caller reads.
pub(crate) fn refusee(session: &Session, q: &mut Requete, motif: MotifRefusCandidature, portees: Portees) {
    q.texte(" and exists (select 1 from candidature p where p.departement = a.departement and p.allocataire_id = a.id and p.statut = 'REFUSEE' and p.motif = ");
    q.valeur(crate::vocabulaire::Enumeration::code(motif));
    session.perimetre.ligne(q, portees | lecture_requise(), LIGNE);
    q.texte(")");
}

/// How many, under the very predicate of the page.
pub async fn compter(session: &Session, filtre: &Filtre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*)");
    q.texte(SOURCE).texte(" where true");
    lisible(session, &mut q);
    filtrer(&mut q, filtre);
    session.nombre(q).await
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Candidature>>, Panne> {
    Ok(lire(session, "p.id", ids).await?.into_iter().map(|c| (c.id, c)).collect())
}

/// The one made on each of these referrals.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Arc<Candidature>>, Panne> {
    let lues = lire(session, "p.prescription_id", prescriptions).await?;
    Ok(lues.into_iter().filter_map(|c| Some((c.prescription?, c))).collect())
}

async fn lire(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<Candidature>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, Demande::default());
    q.texte(SOURCE).texte(" where ").texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(session, &mut q);
    q.texte(" order by p.id");
    Ok(decoder(session, &session.lignes(q).await?, Demande::default())?.into_iter().map(|(_, c)| c).collect())
}

/// Applications of each of these people, or to each of these posts, a page a parent, one statement a level; `total` counts
/// each list.
pub async fn de(
    session: &Session,
    (parent, ids): (Parent, &[Uuid]),
    filtre: &Filtre,
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<Candidature>>>, Panne> {
    let liste = Imbriquee { colonnes: &|q| _ = q.texte(COLONNES), source: SOURCE, lignes: P, parent: parent.colonne(), page };
    let conditions = |q: &mut Requete| {
        lisible(session, q);
        filtrer(q, filtre);
    };
    let lues = decoder(session, &liste.lire(session, ids, conditions).await?, Demande::default())?;
    let mut tranches = page.repartir(ids.iter().copied(), lues.into_iter().map(|(_, c)| (parent.de(&c), c.id, c)));
    if total {
        liste.totaliser(session, ids, &mut tranches, conditions).await?;
    }
    Ok(tranches)
}

fn selection(session: &Session, q: &mut Requete, demande: Demande) {
    q.texte("select ").texte(COLONNES);
    if demande.allocataire {
        q.texte(", ");
        allocataire::lecture::colonnes(session, q);
    }
}

fn filtrer(q: &mut Requete, f: &Filtre) {
    if !f.statuts.is_empty() {
        q.texte(" and p.statut").parmi_codes(&f.statuts);
    }
    for (colonne, id) in [("p.structure_id", f.structure), ("p.poste_id", f.poste), ("p.prescripteur_id", f.prescripteur)] {
        if let Some(id) = id {
            q.texte(" and ").texte(colonne).texte(" = ").valeur(id);
        }
    }
    if let Some(jours) = f.deposee_entre {
        q.entre("p.deposee_le", jours);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and p.modifie_le >= ").valeur(depuis);
    }
}

fn decoder(session: &Session, lignes: &[Ligne], demande: Demande) -> Result<Vec<(Position, Arc<Candidature>)>, Panne> {
    lignes
        .iter()
        .map(|l| {
            let mut c = depuis(l)?;
            let joint = demande.allocataire.then_some(LARGEUR);
            c.allocataire = allocataire::lecture::jointe(session, l, joint, (c.allocataire_id, lecture_requise()))?;
            Ok((Position { valeur: None, id: c.id }, Arc::new(c)))
        })
        .collect()
}

/// The application that one of its parties is about to move, as it stands in the transaction.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<Candidature>, Panne> {
    let soi = tx.perimetre.partenaire;
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from candidature p where p.id = ").valeur(id);
    q.texte(" and (p.employeur_id = ").valeur(soi).texte(" or p.prescripteur_id = ").valeur(soi).texte(")");
    tx.lignes(q).await?.first().map(depuis).transpose()
}
