//! What a person already follows, or has followed: two dispositifs that exclude each other never run together.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{IssueAccompagnement as Issue, LIGNE, lecture, refus};
use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::pacte::delai::regle_appliquee;
use crate::session::Ecriture;

const USAGE: &str = "Dispositif.exclusifAvec";

struct Suivi {
    id: Uuid,
    dispositif: Uuid,
    fin: Option<NaiveDate>,
    issue: Option<Issue>,
}

/// Against every accompaniment of the person, whoever runs it.
pub(super) async fn verifier(tx: &Ecriture, d: &Dispositif, personne: (&str, Uuid), debut: NaiveDate) -> Result<(), Refus> {
    let suivis = suivis(tx, personne).await?;
    prealables(tx, d, &suivis)?;
    let court = |s: &&Suivi| s.fin.is_none_or(|fin| fin > debut);
    match suivis.iter().filter(court).find(|s| s.dispositif == d.id || d.exclut(s.dispositif)) {
        Some(suivi) => Err(double(tx, d, personne.0, suivi).await?.into()),
        None => Ok(()),
    }
}

async fn suivis(tx: &Ecriture, (departement, personne): (&str, Uuid)) -> Result<Vec<Suivi>, Panne> {
    let mut q = tx.requete("select id, dispositif_id, fin, issue from accompagnement where departement = ");
    q.valeur(departement).texte(" and allocataire_id = ").valeur(personne).texte(" order by id");
    let lus = tx.hors_perimetre(q).await?;
    lus.iter().map(|l| Ok(Suivi { id: l.lire(0)?, dispositif: l.lire(1)?, fin: l.lire(2)?, issue: l.code_ou_nul(3)? })).collect()
}

/// What comes first was done, and not given up.
fn prealables(tx: &Ecriture, d: &Dispositif, suivis: &[Suivi]) -> Result<(), ErreurMetier> {
    let acheve = |id: Uuid| suivis.iter().any(|s| s.dispositif == id && s.issue.is_some_and(|issue| issue != Issue::Abandon));
    let Some(manquant) = d.contenu.prealables.iter().find(|id| !acheve(**id)) else { return Ok(()) };
    let nom = tx.referentiel.dispositifs.par_id(*manquant).map_or("", |d| d.contenu.nom.as_str());
    let message = format!("Ce dispositif vient après « {nom} », que la personne n'a pas achevé.");
    let regle = d.regle(&tx.referentiel, "Dispositif.prealables");
    Err(refus(CodeErreurMetier::DossierIncomplet, "dispositifCode", message, regle))
}

/// The refusal names the other dispositif to who may read that accompaniment, and to nobody else.
async fn double(tx: &Ecriture, d: &Dispositif, departement: &str, suivi: &Suivi) -> Result<ErreurMetier, Panne> {
    let mut q = tx.requete(
        "select 1 from accompagnement p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.id = ",
    );
    q.valeur(suivi.id);
    tx.perimetre.ligne(&mut q, lecture::requises(), LIGNE);
    let lisible = !tx.lignes(q).await?.is_empty();
    let autre = tx.referentiel.dispositifs.par_id(suivi.dispositif).filter(|_| lisible);
    let message = autre.map_or_else(
        || "Un accompagnement de cette personne exclut celui-ci.".to_owned(),
        |autre| format!("« {} » court déjà pour cette personne et exclut celui-ci.", autre.contenu.nom),
    );
    let regle = d.regle(&tx.referentiel, USAGE).or_else(|| regle_appliquee(&tx.referentiel, departement, USAGE));
    Ok(refus(CodeErreurMetier::DoubleAccompagnement, "dispositifCode", message, regle))
}
