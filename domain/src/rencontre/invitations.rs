//! Invitations as the caller may read them: its own meetings', those it signed for, those of the people it follows.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::erreur::Panne;
use crate::habilitation::LigneDossier;
use crate::page::{Page, Position, Tranche, Tri, totaliser};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::rendez_vous::Presence;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

#[derive(Clone, Debug)]
pub struct Invitation {
    pub id: Uuid,
    pub rencontre: Uuid,
    pub allocataire: Uuid,
    pub presence: Presence,
    /// `None` when nothing was decided, or when it is closed to the caller.
    pub decision: Option<Releve>,
}

/// What was decided with a person, in the words of the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releve {
    pub accord_personne: bool,
    pub objectifs: Vec<String>,
    pub moyens: Vec<String>,
    pub echeance: Option<NaiveDate>,
    pub avis: Option<String>,
    /// By id.
    pub signataires: Vec<Uuid>,
}

type Listes = HashMap<Uuid, Tranche<Arc<Invitation>>>;

const TRI: Tri = Tri::par_id("p.id");

/// The join is outer: the organiser keeps its rows when row security has taken the person out of its sight.
const SOURCE: &str =
    " from invitation p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.rencontre_id";

/// A follower reads texts from the time it follows on.
const TEXTES: LigneDossier = LigneDossier { parties: &[], le: Some("p.consignee_le") };

fn lecture() -> Portees {
    const { Portees::de("parcours:lire") }
}

fn detail() -> Portees {
    lecture() | const { Portees::de("parcours.detail:lire") }
}

/// Invitations to these meetings, a page a meeting, one statement whatever their number and one for the signatories.
pub async fn de(session: &Session, rencontres: &[Uuid], page: &Page, total: bool) -> Result<Listes, Panne> {
    let mut q = session.requete("select * from (select p.id, p.rencontre_id, p.allocataire_id, p.presence, p.accord_personne, p.objectifs, p.moyens, p.echeance, p.avis, ");
    ouverture(session, &mut q);
    q.texte(", row_number() over (partition by p.rencontre_id order by p.id").texte(if page.arriere { " desc" } else { "" });
    q.texte(") as rang").texte(SOURCE).parmi_ids(rencontres);
    lisible(session, &mut q);
    page.bornes(&mut q, &TRI)?;
    q.texte(") liste where rang <= ").valeur(i64::try_from(page.taille).unwrap_or(100) + 1).texte(" order by rencontre_id, rang");
    let mut listes = ranger(session, rencontres, &session.lignes(q).await?, page)?;
    signer(session, &mut listes).await?;
    let assembler = |(lignes, encore): Lues| page.assembler(lignes.into_iter().map(|(p, i)| (p, Arc::new(i))).collect(), encore);
    let mut tranches = listes.into_iter().map(|(id, lues)| (id, assembler(lues))).collect();
    if total {
        compter(session, rencontres, &mut tranches).await?;
    }
    Ok(tranches)
}

/// Rows of one meeting with their positions, and whether its list goes on.
type Lues = (Vec<(Position, Invitation)>, bool);

/// The row that only says that a list goes on is not decoded: the journal does not name her.
fn ranger(session: &Session, rencontres: &[Uuid], lignes: &[Ligne], page: &Page) -> Result<HashMap<Uuid, Lues>, Panne> {
    let mut listes: HashMap<Uuid, Lues> = rencontres.iter().map(|id| (*id, (Vec::new(), false))).collect();
    for l in lignes {
        let Some((liste, encore)) = listes.get_mut(&l.lire(1)?) else { continue };
        if liste.len() == page.taille {
            *encore = true;
            continue;
        }
        let invitation = depuis(session, l)?;
        liste.push((Position { valeur: None, id: invitation.id }, invitation));
    }
    Ok(listes)
}

/// ` and …`: the row is the caller's to read.
fn lisible(session: &Session, q: &mut Requete) {
    let perimetre = &session.perimetre;
    let departements: Vec<&String> = perimetre.qui_portent(lecture()).flat_map(|o| &o.departements).collect();
    q.texte(" and p.departement").parmi_textes(&departements).texte(" and (");
    partie(session, q);
    q.texte(" or (true");
    perimetre.personne(q, lecture(), Classes::PARCOURS.et(Classes::DOSSIER));
    q.texte("))");
}

/// The organiser, and who signed.
fn partie(session: &Session, q: &mut Requete) {
    let moi = session.perimetre.partenaire;
    q.texte("p.organisateur_id = ").valeur(moi);
    q.texte(" or exists (select 1 from signataire s where s.departement = p.departement and s.rencontre_id = p.rencontre_id and s.allocataire_id = p.allocataire_id and s.partenaire_id = ");
    q.valeur(moi).texte(")");
}

/// One column: whether a decision stands there, open to the caller.
fn ouverture(session: &Session, q: &mut Requete) {
    q.texte("cast(case when p.consignee_le is not null and (");
    partie(session, q);
    q.texte(" or (true");
    session.perimetre.ligne(q, detail(), TEXTES);
    q.texte(")) then 1 else 0 end as bigint) as ouverte");
}

fn depuis(session: &Session, l: &Ligne) -> Result<Invitation, Panne> {
    let allocataire = l.lire(2)?;
    session.ligne_lue(allocataire, lecture());
    let ouverte = l.lire::<i64>(9)? == 1;
    Ok(Invitation {
        id: l.lire(0)?,
        rencontre: l.lire(1)?,
        allocataire,
        presence: l.code(3)?,
        decision: if ouverte { Some(releve(l)?) } else { None },
    })
}

fn releve(l: &Ligne) -> Result<Releve, Panne> {
    let lignes = |colonne| serde_json::from_str(&l.lire::<String>(colonne)?).map_err(|_| Panne::Donnee("decision"));
    Ok(Releve {
        accord_personne: l.lire(4)?,
        objectifs: lignes(5)?,
        moyens: lignes(6)?,
        echeance: l.lire(7)?,
        avis: l.lire(8)?,
        signataires: Vec::new(),
    })
}

/// Fills the signatories of the decisions that were read.
async fn signer(session: &Session, listes: &mut HashMap<Uuid, Lues>) -> Result<(), Panne> {
    let mut releves: HashMap<(Uuid, Uuid), &mut Releve> = HashMap::new();
    for (_, invitation) in listes.values_mut().flat_map(|(lignes, _)| lignes) {
        let cle = (invitation.rencontre, invitation.allocataire);
        if let Some(releve) = &mut invitation.decision {
            releves.insert(cle, releve);
        }
    }
    if releves.is_empty() {
        return Ok(());
    }
    let (rencontres, personnes): (Vec<Uuid>, Vec<Uuid>) = releves.keys().copied().unzip();
    let mut q = session.requete("select s.rencontre_id, s.allocataire_id, s.partenaire_id from signataire s where s.rencontre_id");
    q.parmi_ids(&rencontres).texte(" and s.allocataire_id").parmi_ids(&personnes).texte(" order by s.partenaire_id");
    for l in session.lignes(q).await? {
        if let Some(releve) = releves.get_mut(&(l.lire(0)?, l.lire(1)?)) {
            releve.signataires.push(l.lire(2)?);
        }
    }
    Ok(())
}

async fn compter(session: &Session, rencontres: &[Uuid], tranches: &mut Listes) -> Result<(), Panne> {
    let mut q = session.requete("select p.rencontre_id, count(*)");
    q.texte(SOURCE).parmi_ids(rencontres);
    lisible(session, &mut q);
    q.texte(" group by p.rencontre_id");
    totaliser(tranches, &session.lignes(q).await?)
}
