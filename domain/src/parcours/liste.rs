//! Lists of parcours.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::alerte::{self, CodeAlerte};
use super::lecture::{TRI, lire_page, selection};
use super::{ModaliteAccompagnement, Parcours, StatutParcours};
use crate::erreur::Panne;
use crate::page::{Page, Position, Tranche};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::requete::Requete;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    pub departement: Option<String>,
    pub territoire: Option<Uuid>,
    pub statuts: Vec<StatutParcours>,
    pub modalites: Vec<ModaliteAccompagnement>,
    pub referent: Option<Uuid>,
    pub partenaire_referent: Option<Uuid>,
    pub alertes: Vec<CodeAlerte>,
    pub ouvert_entre: Option<(NaiveDate, NaiveDate)>,
    pub modifie_depuis: Option<DateTime<Utc>>,
}

/// A page of the parcours in the caller's perimeter, their référents in the same statement.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Arc<Parcours>>, Panne> {
    let mut q = selection(session);
    q.texte("c.id in (select c.id");
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    q.texte(") order by c.id").texte(if page.arriere { " desc" } else { "" }).texte(", d.debut");
    let (lus, encore) = lire_page(session, q, page.taille).await?;
    let mut tranche = page.assembler(lus.into_iter().map(|p| (Position { valeur: None, id: p.id }, p)).collect(), encore);
    if total {
        let mut q = session.requete("select count(*)");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    q.texte(" from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where true");
    let (portees, classes) = exigences(f);
    session.perimetre.personne(q, portees, classes);
    lieu(session, q, f);
    if !f.statuts.is_empty() {
        q.texte(" and c.statut").parmi_codes(&f.statuts);
    }
    if !f.modalites.is_empty() {
        q.texte(" and c.modalite").parmi_codes(&f.modalites);
    }
    referent(session, q, f);
    if !f.alertes.is_empty() {
        alerte::filtrer(session, q, &f.alertes);
    }
    if let Some((du, au)) = f.ouvert_entre {
        q.texte(" and c.ouvert_le >= ").valeur(du).texte(" and c.ouvert_le <= ").valeur(au);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and c.modifie_le >= ").valeur(depuis);
    }
}

/// No answer depends on what the caller may not read on that row: alerts and writes of others are detail.
fn exigences(f: &Filtre) -> (Portees, Classes) {
    let detail = !f.alertes.is_empty() || f.modifie_depuis.is_some();
    let portees = if detail { "parcours:lire parcours.detail:lire" } else { "parcours:lire" };
    let lieu = if f.territoire.is_some() { Classes::LIEU } else { Classes::AUCUNE };
    let classes = Classes::PARCOURS.et(lieu).et(if detail { Classes::DOSSIER } else { Classes::AUCUNE });
    (Portees::lire(portees).unwrap_or_default(), classes)
}

fn lieu(session: &Session, q: &mut Requete, f: &Filtre) {
    if let Some(departement) = &f.departement {
        q.texte(" and a.departement = ").valeur(departement.as_str());
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
    }
}

/// The référent of the day: the last designation that has begun, of a parcours that runs.
fn referent(session: &Session, q: &mut Requete, f: &Filtre) {
    for (colonne, id) in [("n.agent_id", f.referent), ("n.partenaire_id", f.partenaire_referent)] {
        let Some(id) = id else { continue };
        q.texte(" and c.clos_le is null and exists (select 1 from designation n where n.departement = c.departement and n.parcours_id = c.id and ");
        q.texte(colonne).texte(" = ").valeur(id).texte(" and n.debut = (select max(m.debut) from designation m where m.departement = c.departement and m.parcours_id = c.id and m.debut <= ");
        q.valeur(session.perimetre.jour).texte("))");
    }
}
