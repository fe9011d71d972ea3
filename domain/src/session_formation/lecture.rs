//! Sessions as any partner of their département reads them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::SessionFormation;
use crate::erreur::Panne;
use crate::evaluation_linguistique::{BesoinLinguistique, NiveauCecrl};
use crate::page::{Page, Position, Tranche, Tri};
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    pub organisme: Option<Uuid>,
    pub besoin: Option<BesoinLinguistique>,
    pub niveau: Option<NiveauCecrl>,
    /// One may enter today and a place is left; or not.
    pub avec_places: Option<bool>,
    pub debut_entre: Option<(NaiveDate, NaiveDate)>,
    pub commune: Option<String>,
    pub departement: Option<String>,
}

const TRI: Tri = Tri::par_id("s.id");
pub(super) const COLONNES: &str = "departement, id, version, organisme_id, intitule, besoin, niveaux, modalite, debut, fin, duree_heures, commune, places, prises, en_attente, arret";
const SELECTION: &str = "select s.departement, s.id, s.version, s.organisme_id, s.intitule, s.besoin, s.niveaux, s.modalite, s.debut, s.fin, s.duree_heures, s.commune, s.places, s.prises, s.en_attente, s.arret";

pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Arc<SessionFormation>>, Panne> {
    let mut q = session.requete(SELECTION);
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    let lues = session.lignes(q).await?;
    let lignes = lues.iter().map(|l| depuis(l).map(|s| (Position { valeur: None, id: s.id }, Arc::new(s))));
    let mut tranche = page.trancher(lignes.collect::<Result<Vec<_>, _>>()?);
    if total {
        let mut q = session.requete("select count(*)");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    q.texte(" from session_formation s where s.departement").parmi_textes(&session.perimetre.tous_departements());
    if let Some(organisme) = f.organisme {
        q.texte(" and s.organisme_id = ").valeur(organisme);
    }
    if let Some(besoin) = f.besoin {
        q.texte(" and s.besoin = ").valeur(besoin.code());
    }
    if let Some(niveau) = f.niveau {
        q.croise("s.niveaux", &[niveau]);
    }
    if let Some(avec) = f.avec_places {
        avec_places(session, q, avec);
    }
    if let Some((du, au)) = f.debut_entre {
        q.texte(" and s.debut >= ").valeur(du).texte(" and s.debut <= ").valeur(au);
    }
    for (colonne, code) in [("s.commune", &f.commune), ("s.departement", &f.departement)] {
        if let Some(code) = code {
            q.texte(" and ").texte(colonne).texte(" = ").valeur(code.as_str());
        }
    }
}

/// The predicate of [`SessionFormation::accueille`], with a place left.
fn avec_places(session: &Session, q: &mut Requete, avec: bool) {
    let jour = session.perimetre.jour;
    q.texte(if avec { " and (" } else { " and not (" }).texte("s.arret is null and s.prises < s.places and s.fin >= ").valeur(jour);
    q.texte(" and (s.modalite <> 'FERMEE' or s.debut >= ").valeur(jour).texte("))");
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<SessionFormation>>, Panne> {
    let mut q = session.requete(SELECTION);
    q.texte(" from session_formation s where s.id").parmi_ids(ids);
    session.departements(&mut q, "s.departement");
    session.lignes(q).await?.iter().map(|l| depuis(l).map(|s| (s.id, Arc::new(s)))).collect()
}

/// Sessions of a département that answer a need and are not over, the soonest first.
pub(crate) async fn a_venir(session: &Session, departement: &str, besoin: BesoinLinguistique) -> Result<Vec<Arc<SessionFormation>>, Panne> {
    let mut q = session.requete(SELECTION);
    q.texte(" from session_formation s where s.departement = ").valeur(departement);
    session.departements(&mut q, "s.departement");
    q.texte(" and s.besoin = ").valeur(besoin.code()).texte(" and s.arret is null and s.fin >= ").valeur(session.perimetre.jour);
    q.texte(" order by s.debut, s.id");
    session.lignes(q).await?.iter().map(|l| depuis(l).map(Arc::new)).collect()
}

pub(super) fn depuis(l: &Ligne) -> Result<SessionFormation, Panne> {
    Ok(SessionFormation {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        organisme: l.lire(3)?,
        intitule: l.lire(4)?,
        besoin: l.code(5)?,
        niveaux: l.ensemble(6)?,
        modalite: l.code(7)?,
        debut: l.lire(8)?,
        fin: l.lire(9)?,
        duree_heures: l.lire(10)?,
        commune: l.lire(11)?,
        places: l.lire(12)?,
        prises: l.lire(13)?,
        en_attente: l.lire(14)?,
        arret: l.code_ou_nul(15)?,
    })
}
