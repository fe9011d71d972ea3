//! Parcours as the caller may read them, their référents with them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Days;
use uuid::Uuid;

use super::{Designation, Parcours, Regard, Sortie, regard};
use crate::allocataire::{self, Allocataire};
use crate::erreur::Panne;
use crate::page::{Page, Position, Tranche, Tri, totaliser};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

pub(super) const TRI: Tri = Tri::par_id("c.id");

const COLONNES: &str = "c.id, c.departement, c.version, c.allocataire_id, c.statut, c.modalite, c.ouvert_le, c.clos_le, c.sortie_motif, c.sortie_categorie, c.sortie_du_rsa, d.partenaire_id, d.agent_id, d.debut, d.mode, d.motif_fin";
const LARGEUR: usize = 16;
const DESIGNATIONS: &str = " left join designation d on d.departement = c.departement and d.parcours_id = c.id";
const PERSONNE: &str = " from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id";

pub(super) const fn requises() -> Portees {
    const { Portees::de("parcours:lire") }
}

/// Open parcours of these people: one statement whatever their number.
pub async fn actifs(session: &Session, personnes: &[&Allocataire]) -> Result<HashMap<Uuid, Arc<Parcours>>, Panne> {
    let par_id: HashMap<Uuid, &Allocataire> = personnes.iter().map(|a| (a.id, *a)).collect();
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(", ");
    regard::colonne_depuis(&session.perimetre, &mut q);
    q.texte(" from parcours c").texte(DESIGNATIONS).texte(" where c.clos_le is null and c.allocataire_id").parmi_ids(&ouvertes(personnes));
    session.departements(&mut q, "c.departement");
    q.texte(" order by c.id, d.debut");
    let regarder = |l: &Ligne, _: &str, personne| {
        let depuis = l.lire(LARGEUR)?;
        Ok(par_id.get(&personne).and_then(|a| Regard::de(session, a, depuis)))
    };
    Ok(regrouper(&session.lignes(q).await?, regarder)?.into_iter().map(|p| (p.allocataire_id, Arc::new(p))).collect())
}

/// A person and her open parcours, in one statement; the parcours is not decoded for who may not read it.
pub async fn personne(session: &Session, id: Uuid) -> Result<Option<(Arc<Allocataire>, Option<Arc<Parcours>>)>, Panne> {
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(", ");
    regard::colonne_depuis(&session.perimetre, &mut q);
    q.texte(", ");
    allocataire::lecture::colonnes(session, &mut q);
    q.texte(" from allocataire a left join parcours c on c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null");
    q.texte(DESIGNATIONS).texte(" where a.id = ").valeur(id);
    session.departements(&mut q, "a.departement");
    session.perimetre.personne(&mut q, allocataire::lecture::lecture(), Classes::PRESENCE);
    q.texte(" order by d.debut");
    let lignes = session.lignes(q).await?;
    let Some(premiere) = lignes.first() else { return Ok(None) };
    let Some(a) = allocataire::lecture::depuis(session, premiere, LARGEUR + 1)? else { return Ok(None) };
    let lu = a.ouverture.champ("parcoursActif") && premiere.lire::<Option<Uuid>>(0)?.is_some();
    let regarder = |l: &Ligne, _: &str, _| Ok(Regard::de(session, &a, l.lire(LARGEUR)?));
    let parcours = if lu { regrouper(&lignes, regarder)?.pop() } else { None };
    Ok(Some((Arc::new(a), parcours.map(Arc::new))))
}

/// People whose parcours the caller reads.
fn ouvertes(personnes: &[&Allocataire]) -> Vec<Uuid> {
    personnes.iter().filter(|a| a.ouverture.champ("parcoursActif")).map(|a| a.id).collect()
}

/// Parcours of people in the perimeter, by id.
pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Parcours>>, Panne> {
    let mut q = selection(session);
    q.texte("c.id").parmi_ids(ids);
    session.departements(&mut q, "c.departement");
    session.perimetre.personne(&mut q, requises(), Classes::PARCOURS);
    q.texte(" order by c.id, d.debut");
    Ok(lire(session, q).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// All parcours of each of these people, a page a person.
pub async fn de_personnes(
    session: &Session,
    personnes: &[&Allocataire],
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<Parcours>>>, Panne> {
    let ids = ouvertes(personnes);
    let mut q = selection(session);
    q.texte("c.id in (select id from (select c.id, row_number() over (partition by c.allocataire_id order by c.id");
    q.texte(if page.arriere { " desc" } else { "" }).texte(") as rang from parcours c where c.allocataire_id").parmi_ids(&ids);
    session.departements(&mut q, "c.departement");
    page.bornes(&mut q, &TRI)?;
    q.texte(") v where rang <= ").valeur(i64::try_from(page.taille).unwrap_or(100) + 1).texte(")");
    session.departements(&mut q, "c.departement");
    q.texte(" order by c.id");
    q.texte(if page.arriere { " desc" } else { "" }).texte(", d.debut");
    let mut listes: HashMap<Uuid, Vec<_>> = personnes.iter().map(|a| (a.id, Vec::new())).collect();
    for p in lire(session, q).await? {
        listes.entry(p.allocataire_id).or_default().push((Position { valeur: None, id: p.id }, p));
    }
    let mut tranches: HashMap<_, _> = listes.into_iter().map(|(id, lignes)| (id, page.trancher(lignes))).collect();
    if total {
        compter(session, &ids, &mut tranches).await?;
    }
    Ok(tranches)
}

async fn compter(session: &Session, personnes: &[Uuid], tranches: &mut HashMap<Uuid, Tranche<Arc<Parcours>>>) -> Result<(), Panne> {
    let mut q = session.requete("select c.allocataire_id, count(*) from parcours c where c.allocataire_id");
    q.parmi_ids(personnes);
    session.departements(&mut q, "c.departement");
    q.texte(" group by c.allocataire_id");
    totaliser(tranches, &session.lignes(q).await?)
}

/// `select … where `: rows of a parcours follow each other when the text goes on to order them, one a designation.
pub(super) fn selection(session: &Session) -> Requete {
    let mut q = session.requete("select ");
    q.texte(COLONNES).texte(", ");
    regard::colonnes(session, &mut q);
    q.texte(PERSONNE).texte(DESIGNATIONS).texte(" where ");
    q
}

async fn lire(session: &Session, q: Requete) -> Result<Vec<Arc<Parcours>>, Panne> {
    decoder(session, &session.lignes(q).await?)
}

fn decoder(session: &Session, lignes: &[Ligne]) -> Result<Vec<Arc<Parcours>>, Panne> {
    let regarder = |l: &Ligne, departement: &str, personne| Regard::lire(session, l, LARGEUR, (departement, personne));
    Ok(regrouper(lignes, regarder)?.into_iter().map(Arc::new).collect())
}

/// The parcours of one page and whether more follow: the one too many is not decoded, so the journal does not name it.
pub(super) async fn lire_page(session: &Session, q: Requete, taille: usize) -> Result<(Vec<Arc<Parcours>>, bool), Panne> {
    let mut lignes = session.lignes(q).await?;
    let (mut vus, mut dernier) = (0, None);
    for rang in 0..lignes.len() {
        let id: Uuid = lignes[rang].lire(0)?;
        if dernier.replace(id) != Some(id) {
            vus += 1;
        }
        if vus > taille {
            lignes.truncate(rang);
            break;
        }
    }
    Ok((decoder(session, &lignes)?, vus > taille))
}

/// A parcours that a write has taken, read without a regard: the act was authorised on the person.
pub(super) async fn pour_acte(tx: &crate::session::Ecriture, id: Uuid) -> Result<Option<Parcours>, Panne> {
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(PERSONNE).texte(DESIGNATIONS).texte(" where c.id = ").valeur(id).texte(" order by d.debut");
    Ok(regrouper(&tx.lignes(q).await?, |_, _, _| Ok(Some(Regard::default())))?.pop())
}

fn regrouper(lignes: &[Ligne], regarder: impl Fn(&Ligne, &str, Uuid) -> Result<Option<Regard>, Panne>) -> Result<Vec<Parcours>, Panne> {
    let mut lus: Vec<Parcours> = Vec::new();
    for l in lignes {
        let id: Uuid = l.lire(0)?;
        if lus.last().is_none_or(|p| p.id != id) {
            let (departement, personne): (String, Uuid) = (l.lire(1)?, l.lire(3)?);
            let Some(regard) = regarder(l, &departement, personne)? else { continue };
            lus.push(depuis(l, regard)?);
        }
        if let (Some(parcours), Some(d)) = (lus.last_mut(), designation(l)?) {
            if let Some(precedente) = parcours.designations.last_mut() {
                precedente.fin = d.debut.checked_sub_days(Days::new(1));
            }
            let motif_fin = d.motif_fin.filter(|_| parcours.regard.ouvre_jour(&[d.partenaire], d.debut));
            parcours.designations.push(Designation { fin: parcours.clos_le, motif_fin, ..d });
        }
    }
    Ok(lus)
}

/// Who reads no detail does not learn by a version that others wrote, nor how the parcours ended.
fn depuis(l: &Ligne, regard: Regard) -> Result<Parcours, Panne> {
    let clos_le = l.lire(7)?;
    Ok(Parcours {
        id: l.lire(0)?,
        departement: l.lire(1)?,
        version: if regard.moi.is_nil() || regard.detail { l.lire(2)? } else { 0 },
        allocataire_id: l.lire(3)?,
        statut: l.code(4)?,
        modalite: l.code_ou_nul(5)?,
        ouvert_le: l.lire(6)?,
        clos_le,
        sortie: Sortie::lire(l, 8, clos_le, &regard)?,
        designations: Vec::new(),
        regard,
    })
}

fn designation(l: &Ligne) -> Result<Option<Designation>, Panne> {
    let Some(partenaire) = l.lire(11)? else { return Ok(None) };
    Ok(Some(Designation { partenaire, agent: l.lire(12)?, debut: l.lire(13)?, fin: None, mode: l.code(14)?, motif_fin: l.lire(15)? }))
}

/// Open parcours that an agent of the caller's own partner holds today; `None` for another partner's agent.
pub async fn portefeuille(session: &Session, agent: &crate::agent::Agent) -> Result<Option<i64>, Panne> {
    if agent.partenaire != session.perimetre.partenaire {
        return Ok(None);
    }
    let mut q = session.requete("select count(*) from lien_dossier l where l.nature = 1 and l.agent_id = ");
    q.valeur(agent.id).texte(" and l.partenaire_id = ").valeur(agent.partenaire);
    q.texte(" and l.identite_jusquau = ").valeur(crate::lien::sans_fin());
    session.nombre(q).await.map(Some)
}
