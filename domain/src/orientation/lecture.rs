//! Orientations of parcours, masked row by row.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Diagnostic, Orientation};
use crate::allocataire::ThemeBesoin;
use crate::erreur::Panne;
use crate::parcours::proposition::Diagnostic as Constats;
use crate::parcours::{Parcours, lecture};
use crate::requete::Ligne;
use crate::session::Session;
use crate::vocabulaire::{Ensemble, Enumeration};

const SELECTION: &str = "select o.parcours_id, o.id, o.allocataire_id, o.modalite, o.partenaire_id, o.mode, o.debut, o.motif, o.rencontre_id, o.dispositif_id, o.territoire_id, o.agent_id, o.choix_personne, o.cree_le, o.par_id, o.par_agent_id, o.diagnostic_le, o.situation, o.autonome, o.disponible, o.freins, o.projet, o.synthese from orientation o where o.";

/// Orientations of these parcours in order, one statement whatever their number.
pub async fn de(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Vec<Arc<Orientation>>>, Panne> {
    let par_id: HashMap<Uuid, &Parcours> = parcours.iter().map(|p| (p.id, *p)).collect();
    let mut q = session.requete(SELECTION);
    q.texte("parcours_id").parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    session.departements(&mut q, "o.departement");
    q.texte(" order by o.parcours_id, o.debut");
    let lignes = session.lignes(q).await?;
    let mut lues: HashMap<Uuid, Vec<Arc<Orientation>>> = par_id.keys().map(|id| (*id, Vec::new())).collect();
    for (rang, l) in lignes.iter().enumerate() {
        let id: Uuid = l.lire(0)?;
        let (Some(p), Some(liste)) = (par_id.get(&id), lues.get_mut(&id)) else { continue };
        let suivante = lignes.get(rang + 1).filter(|s| s.lire::<Uuid>(0).is_ok_and(|suivant| suivant == id));
        let suivante: Option<NaiveDate> = suivante.map(|s| s.lire(6)).transpose()?;
        let fin = suivante.and_then(|le| le.checked_sub_days(Days::new(1))).or(p.clos_le);
        let premiere = liste.is_empty();
        liste.push(Arc::new(Orientation { fin, reorientation: !premiere, ..depuis(p, l, suivante)? }));
    }
    Ok(lues)
}

/// The orientations made at these meetings, by meeting and person: those of the parcours that the caller may read.
pub async fn de_rencontres(session: &Session, rencontres: &[Uuid]) -> Result<HashMap<(Uuid, Uuid), Arc<Orientation>>, Panne> {
    let mut q = session.requete("select distinct o.parcours_id from orientation o where o.rencontre_id");
    q.parmi_ids(rencontres);
    session.departements(&mut q, "o.departement");
    let ids = session.lignes(q).await?.iter().map(|l| l.lire(0)).collect::<Result<Vec<Uuid>, _>>()?;
    let parcours = lecture::par_ids(session, &ids).await?;
    let parcours: Vec<&Parcours> = parcours.values().map(AsRef::as_ref).collect();
    let lues = de(session, &parcours).await?.into_values().flatten();
    let tenues = lues.filter_map(|o| o.rencontre.filter(|r| rencontres.contains(r)).map(|r| ((r, o.personne), o)));
    Ok(tenues.collect())
}

fn depuis(p: &Parcours, l: &Ligne, suivante: Option<NaiveDate>) -> Result<Orientation, Panne> {
    let (vers, par): (Uuid, Uuid) = (l.lire(4)?, l.lire(14)?);
    let (debut, cree_le): (NaiveDate, _) = (l.lire(6)?, l.lire(13)?);
    let detail = p.regard.detail;
    let texte = p.regard.ouvre(&[vers, par], cree_le);
    Ok(Orientation {
        parcours: p.id,
        id: l.lire(1)?,
        personne: l.lire(2)?,
        modalite: l.code(3)?,
        vers,
        mode: l.code(5)?,
        debut,
        fin: None,
        reorientation: false,
        motif: si(texte, || l.lire(7))?,
        rencontre: si(detail, || l.lire(8))?,
        dispositif: si(detail, || l.lire(9))?,
        territoire: si(detail, || l.lire(10))?,
        agent: si(detail, || l.lire(11))?,
        choix_personne: si(detail, || l.lire(12))?,
        cree_le,
        diagnostic: si(destinataire(p, (vers, par), debut, suivante), || diagnostic(p, l))?,
    })
}

fn si<T>(ouvert: bool, lire: impl FnOnce() -> Result<Option<T>, Panne>) -> Result<Option<T>, Panne> {
    if ouvert { lire() } else { Ok(None) }
}

/// The structure to which it was transmitted, its author, and who became référent while the orientation ran.
fn destinataire(p: &Parcours, (vers, par): (Uuid, Uuid), debut: NaiveDate, suivante: Option<NaiveDate>) -> bool {
    let moi = p.regard.moi;
    let designe = |d: &crate::parcours::Designation| d.partenaire == moi && d.debut >= debut && suivante.is_none_or(|le| d.debut < le);
    p.regard.detail && (moi == vers || moi == par || p.designations.iter().any(designe))
}

fn diagnostic(p: &Parcours, l: &Ligne) -> Result<Option<Diagnostic>, Panne> {
    let Some(realise_le) = l.lire(16)? else { return Ok(None) };
    let freins: Ensemble<ThemeBesoin> = Ensemble::de_bits(l.lire::<Option<i64>>(20)?.unwrap_or_default());
    let montres = freins.valeurs().filter(|f| p.regard.sensible || !ThemeBesoin::VALEURS[f.rang()].sensible);
    Ok(Some(Diagnostic {
        realise_le,
        par: l.lire(14)?,
        agent: l.lire(15)?,
        constats: Constats {
            situation: l.code_ou_nul(17)?,
            autonome: l.lire(18)?,
            disponible: l.lire(19)?,
            freins: montres.collect(),
            projet: l.lire(21)?,
            synthese: l.lire(22)?,
        },
    }))
}
