//! Answering from the months that are kept, when they say what the files would.

use chrono::{DateTime, NaiveDate, Utc};

use super::{lire_jours, maille, niveau, nom, ordonner, tenue, tenus};
use crate::erreur::Panne;
use crate::mesure::calcul::lieu::Lieux;
use crate::mesure::calcul::{Cadre, Parts, Totaux};
use crate::mesure::definition::{DE_LA_FIN, Definition, Fait};
use crate::mesure::parametre::Parametre;
use crate::mesure::total::Total;
use crate::mesure::{Cellule, Dimension, Mesure, PasTemporel, Periode, Question, Regard, calculer, verifier};
use crate::requete::Requete;
use crate::session::Session;

/// The cells, and when they were counted: now, unless they were kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    pub cellules: Vec<Cellule>,
    pub etabli_le: DateTime<Utc>,
}

/// What is kept where it answers, else what the files say.
pub async fn repondre(session: &Session, departement: &str, mesure: &Mesure, question: &Question) -> Result<Reponse, Panne> {
    if let Some(gardee) = gardee(session, departement, mesure, question).await? {
        return Ok(gardee);
    }
    let cellules = calculer(session, departement, mesure, question).await?;
    Ok(Reponse { cellules, etabli_le: session.base.horloge.instant() })
}

async fn gardee(session: &Session, departement: &str, mesure: &Mesure, question: &Question) -> Result<Option<Reponse>, Panne> {
    let Some(definition) = tenue(mesure).filter(|d| question.version.is_none_or(|v| v == d.version)) else { return Ok(None) };
    let Some(fait) = definition.fait() else { return Ok(None) };
    let lisible = Regard::de(&session.perimetre, departement) == Some(Regard::Departement);
    if !lisible
        || verifier(&session.referentiel(), departement, mesure, question).is_err()
        || !sert(session, departement, (mesure, definition), question)
    {
        return Ok(None);
    }
    let jour = session.perimetre.jour;
    let mois: Vec<Periode> = question.periode.pas(PasTemporel::Mois).into_iter().filter(|m| m.du <= jour).collect();
    let Some((etabli_le, lus)) = lire(session, departement, (mesure, definition.version), question, &mois).await? else { return Ok(None) };
    Ok(Some(Reponse { cellules: assembler(session, departement, fait, question, lus), etabli_le }))
}

/// The months that are kept give the very answer of the files.
fn sert(session: &Session, departement: &str, (mesure, definition): (&Mesure, &Definition), q: &Question) -> bool {
    let Some(premier) = tenus(session.perimetre.jour).first().copied() else { return false };
    let cube = mesure.cubes.iter().any(|cube| ordonner(cube) == ordonner(&q.ventilation));
    let parametre = q.parametre.as_deref().and_then(|texte| Parametre::lire(mesure, texte)).unwrap_or_default();
    let de_la_fin = DE_LA_FIN.into_iter().any(|d| q.ventilation.contains(&d) || parametre.porte_sur(d));
    let sommable = q.pas == PasTemporel::Mois || definition.additive() && !de_la_fin;
    let entiers = q.periode.en_mois_entiers() && q.periode.du >= premier.du && q.periode.du <= session.perimetre.jour;
    cube && sommable && entiers && q.territoire.is_none() && lieu_sommable(session, departement, definition, q)
}

/// The places of a level are kept, or are sums of those that people live in: no commune is needed to tell.
fn lieu_sommable(session: &Session, departement: &str, definition: &Definition, q: &Question) -> bool {
    let referentiel = session.referentiel();
    let Some(niveau) = niveau(q) else { return true };
    maille(&referentiel, departement, q).is_some()
        || definition.partitionne(Dimension::Territoire) && Lieux::au_niveau(&referentiel, departement, niveau).par_ascendance()
}

type Lus = Vec<(NaiveDate, Parts, Total)>;

/// Every month and its rows; `None` when a month was not counted yet.
async fn lire(
    session: &Session,
    departement: &str,
    (mesure, version): (&Mesure, i64),
    question: &Question,
    mois: &[Periode],
) -> Result<Option<(DateTime<Utc>, Lus)>, Panne> {
    let (Some(premier), Some(dernier)) = (mois.first(), mois.last()) else { return Ok(None) };
    let q = enonce(session, departement, (mesure, version), question, Periode { du: premier.du, au: dernier.du });
    let (mut comptes, mut lus): (Vec<DateTime<Utc>>, Lus) = (Vec::new(), Vec::new());
    for l in session.lignes(q).await? {
        match l.lire::<Option<&str>>(2)? {
            None => comptes.push(l.lire(1)?),
            Some(parts) => {
                let parts: Parts = serde_json::from_str(parts).map_err(|_| Panne::Donnee("parts"))?;
                let jours = lire_jours(l.lire::<Option<&str>>(5)?)?.into_iter().collect();
                lus.push((l.lire(0)?, parts, Total { n: l.lire(3)?, d: l.lire(4)?, jours }));
            }
        }
    }
    let complet = comptes.len() == mois.len();
    Ok(comptes.into_iter().min().filter(|_| complet).map(|etabli_le| (etabli_le, lus)))
}

/// The months that were counted, then their rows: two reads put end to end, for joined they are slow until the database has
/// looked at the tables.
fn enonce(session: &Session, departement: &str, (mesure, version): (&Mesure, i64), question: &Question, mois: Periode) -> Requete {
    let parametre = question.parametre.as_deref().unwrap_or_default();
    let bornes = |q: &mut Requete| {
        q.texte(" where departement = ").valeur(departement).texte(" and mesure = ").valeur(mesure.code);
        q.texte(" and version = ").valeur(version).texte(" and parametre = ").valeur(parametre);
        q.texte(" and mois >= ").valeur(mois.du).texte(" and mois <= ").valeur(mois.au);
    };
    let mut q = session.requete("select mois, calcule_le, null as parts, null as n, null as d, null as jours from agregat_mois");
    bornes(&mut q);
    q.texte(" union all select mois, null, parts, n, d, jours from agregat");
    bornes(&mut q);
    q.texte(" and cube = ").valeur(nom(&question.ventilation, maille(&session.referentiel(), departement, question)));
    q
}

/// Months put together in the steps of the question, and places in those of its level.
fn assembler(session: &Session, departement: &str, fait: &Fait, question: &Question, lus: Lus) -> Vec<Cellule> {
    let periodes = question.periode.pas(question.pas);
    let lieux = Montee::de(session, departement, question);
    let mut totaux = Totaux::new();
    for (mois, parts, total) in lus {
        let Some(rang) = periodes.iter().position(|p| p.du <= mois && mois <= p.au) else { continue };
        totaux.entry((rang, lieux.monter(session, &parts))).or_default().joindre(&total);
    }
    let cadre = Cadre { periodes: &periodes, dimensions: &question.ventilation, compte: fait.compte, jour: session.perimetre.jour };
    cadre.cellules(&totaux)
}

/// From the order of the cube to that of the question, and from each person's place to its level.
struct Montee {
    ordre: Vec<usize>,
    territoire: Option<usize>,
    lieux: Option<Lieux>,
}

impl Montee {
    fn de(session: &Session, departement: &str, q: &Question) -> Self {
        let ordonnees = ordonner(&q.ventilation);
        let ordre = q.ventilation.iter().map(|d| ordonnees.iter().position(|o| o == d).unwrap_or_default()).collect();
        let territoire = q.ventilation.iter().position(|d| *d == Dimension::Territoire);
        let referentiel = session.referentiel();
        let eleve = niveau(q).filter(|_| maille(&referentiel, departement, q).is_none());
        Self { ordre, territoire, lieux: eleve.map(|n| Lieux::au_niveau(&referentiel, departement, n)) }
    }

    fn monter(&self, session: &Session, parts: &Parts) -> Parts {
        let mut montees: Parts = self.ordre.iter().map(|rang| parts.get(*rang).cloned().flatten()).collect();
        if let (Some(rang), Some(lieux)) = (self.territoire, &self.lieux) {
            montees[rang] = montees[rang].take().and_then(|code| lieux.code_du_niveau(&session.referentiel(), &code));
        }
        montees
    }
}
