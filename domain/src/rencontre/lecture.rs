//! Meetings as any partner of the département reads them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::bilan::Comptes;
use super::{Bilan, Rencontre, TypeRencontre};
use crate::erreur::Panne;
use crate::page::{Page, Position, Tranche, Tri};
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

#[derive(Clone, Debug, Default)]
pub struct Filtre {
    pub types: Vec<TypeRencontre>,
    pub territoire: Option<Uuid>,
    pub departement: Option<String>,
    /// Days in the time of Paris, both included.
    pub entre: Option<(NaiveDate, NaiveDate)>,
}

const TRI: Tri = Tri::par_id("r.id");

const SELECTION: &str = "select r.id, r.departement, r.version, r.type, r.titre, r.prevue_le, r.territoire_id, r.lieu, r.organisateur_id, r.fiche_action_id, r.statut, r.participants, r.invites, r.presents, r.excuses, r.orientes from rencontre r";
const COMPTES: usize = 12;

/// A page of the meetings of the caller's départements.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Arc<Rencontre>>, Panne> {
    let mut q = session.requete(SELECTION);
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let rencontres = decoder(session, &lues).await?.into_iter().map(|r| (Position { valeur: None, id: r.id }, r)).collect();
    let mut tranche = page.assembler(rencontres, encore);
    if total {
        let mut q = session.requete("select count(*) from rencontre r");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Rencontre>>, Panne> {
    let mut q = session.requete(SELECTION);
    restreindre(session, &mut q, &Filtre::default());
    q.texte(" and r.id").parmi_ids(ids);
    Ok(decoder(session, &session.lignes(q).await?).await?.into_iter().map(|r| (r.id, r)).collect())
}

/// The row that an act has locked, its balance left unread.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<Rencontre>, Panne> {
    let mut q = tx.requete(SELECTION);
    q.texte(" where r.id = ").valeur(id);
    let lignes = tx.lignes(q).await?;
    let Some(l) = lignes.first() else { return Ok(None) };
    let presents = tx.lignes(presences(tx.requete(""), &[id])).await?;
    let partenaires = presents.iter().map(|l| l.lire(1)).collect::<Result<_, _>>()?;
    Ok(Some(Rencontre { partenaires, ..depuis(l)? }))
}

/// ` where …`: meetings speak of nobody, so the départements of the conventions suffice.
fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    q.texte(" where r.departement").parmi_textes(&session.perimetre.tous_departements());
    if let Some(departement) = &f.departement {
        q.texte(" and r.departement = ").valeur(departement.as_str());
    }
    if !f.types.is_empty() {
        q.texte(" and r.type").parmi_codes(&f.types);
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and r.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
    }
    if let Some((du, au)) = f.entre {
        q.texte(" and r.prevue_le >= ").valeur(minuit(du)).texte(" and r.prevue_le < ").valeur(minuit(au.succ_opt().unwrap_or(au)));
    }
}

/// The first instant of a day in Paris, where midnight always exists.
fn minuit(jour: NaiveDate) -> DateTime<Utc> {
    let naif = jour.and_time(NaiveTime::MIN);
    Tz::Europe__Paris.from_local_datetime(&naif).earliest().map_or_else(|| naif.and_utc(), |le| le.with_timezone(&Utc))
}

/// Rows with the partners present, one statement more whatever their number.
async fn decoder(session: &Session, lignes: &[Ligne]) -> Result<Vec<Arc<Rencontre>>, Panne> {
    let mut rencontres = lignes.iter().map(|l| montrer(session, l)).collect::<Result<Vec<_>, Panne>>()?;
    if rencontres.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rencontres.iter().map(|r| r.id).collect();
    let mut presents: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for l in session.lignes(presences(session.requete(""), &ids)).await? {
        presents.entry(l.lire(0)?).or_default().push(l.lire(1)?);
    }
    for r in &mut rencontres {
        r.partenaires = presents.remove(&r.id).unwrap_or_default();
    }
    Ok(rencontres.into_iter().map(Arc::new).collect())
}

fn presences(mut q: Requete, rencontres: &[Uuid]) -> Requete {
    q.texte("select p.rencontre_id, p.partenaire_id from rencontre_partenaire p join rencontre r on r.departement = p.departement and r.id = p.rencontre_id where r.id");
    q.parmi_ids(rencontres).texte(" order by p.rencontre_id, p.partenaire_id");
    q
}

fn montrer(session: &Session, l: &Ligne) -> Result<Rencontre, Panne> {
    let r = depuis(l)?;
    let comptes = Comptes::lire(l, COMPTES)?;
    let bilan = comptes.montrer(&session.perimetre, (&r.departement, r.organisateur), session.base.reglages.seuil_secret);
    Ok(Rencontre { bilan, ..r })
}

fn depuis(l: &Ligne) -> Result<Rencontre, Panne> {
    Ok(Rencontre {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        version: l.lire(2)?,
        type_: l.code(3)?,
        titre: l.lire(4)?,
        prevue_le: l.lire(5)?,
        territoire: l.lire(6)?,
        lieu: l.lire(7)?,
        organisateur: l.lire(8)?,
        fiche_action: l.lire(9)?,
        statut: l.code(10)?,
        participants: l.lire(11)?,
        partenaires: Vec::new(),
        bilan: Bilan::default(),
    })
}
