//! What a Département owes to a structure for a year: so much for each month begun of each RSA recipient hired.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::regles;
use crate::erreur::Panne;
use crate::pacte::Regle;
use crate::pacte::delai::regle_appliquee;
use crate::portee::Portees;
use crate::session::Session;
use crate::structure_iae::{StructureIae, TypeStructureIae};

/// The reading that is applied: by months begun.
pub const PAR_MOIS: &str = "StructureIae.aideDepartementale";
/// The other reading of the document: a flat sum a year for each recipient.
pub const PAR_AN: &str = "AideDepartementale.montantLectureAnnuelle";

/// Of one contract in the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub contrat: Uuid,
    pub personne: Uuid,
    pub mois: i64,
    /// Cents.
    pub montant: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AideDepartementale {
    pub annee: i64,
    /// Each recipient once.
    pub embauches: i64,
    pub mois: i64,
    pub montant: Option<i64>,
    pub montant_lecture_annuelle: Option<i64>,
    /// Hundredths of full-time jobs of the year, all contracts of the structure together.
    pub equivalents_temps_plein: i64,
    pub parts: Vec<Part>,
}

/// A contract and its steps, as the computation reads them.
struct Presence {
    contrat: Uuid,
    personne: Uuid,
    du: NaiveDate,
    au: NaiveDate,
    beneficiaire: bool,
    paliers: Vec<(NaiveDate, i64)>,
}

/// `None` to who is not the Département of the structure, the whole of it: a part would pass for what is due.
pub async fn calculer(session: &Session, s: &StructureIae, annee: i64) -> Result<Option<AideDepartementale>, Panne> {
    let portees = const { Portees::de("iae.aides:lire iae:lire") };
    let perimetre = &session.perimetre;
    let conseil = perimetre.qui_portent(portees).any(|o| o.departements.contains(&s.departement) && perimetre.departement_entier(o));
    let Some(bornes) = bornes(annee).filter(|_| conseil) else { return Ok(None) };
    let presences = presences(session, s, bornes).await?;
    for p in &presences {
        session.ligne_lue(p.personne, portees);
    }
    let referentiel = session.referentiel();
    let tarif = |usage| {
        let regle = (s.type_ == TypeStructureIae::Aci).then(|| regle_appliquee(&referentiel, &s.departement, usage));
        regle.flatten().and_then(centimes)
    };
    Ok(Some(additionner(annee, bornes, &presences, (tarif(PAR_MOIS), tarif(PAR_AN)))))
}

fn bornes(annee: i64) -> Option<(NaiveDate, NaiveDate)> {
    let annee = i32::try_from(annee).ok().filter(|a| (1900..3000).contains(a))?;
    NaiveDate::from_ymd_opt(annee, 1, 1).zip(NaiveDate::from_ymd_opt(annee, 12, 31))
}

/// Whole euros of a rule.
fn centimes(regle: &Regle) -> Option<i64> {
    regle.valeur.as_ref()?.parse::<i64>().ok()?.checked_mul(100)
}

/// Contracts that run in the year, until today where they still do.
async fn presences(session: &Session, s: &StructureIae, (debut, fin): (NaiveDate, NaiveDate)) -> Result<Vec<Presence>, Panne> {
    let mut q = session.requete("select p.id, p.allocataire_id, p.debut, coalesce(p.sortie_le, p.fin_prevue), p.beneficiaire_rsa, t.a_partir_du, t.heures from contrat_insertion p join palier_contrat t on t.departement = p.departement and t.contrat_id = p.id where p.departement = ");
    q.valeur(s.departement.as_str()).texte(" and p.structure_id = ").valeur(s.id).texte(" and p.debut <= ").valeur(fin);
    q.texte(" and coalesce(p.sortie_le, p.fin_prevue) >= ").valeur(debut).texte(" order by p.id, t.a_partir_du");
    let mut lues: Vec<Presence> = Vec::new();
    for l in session.lignes(q).await? {
        let (contrat, palier) = (l.lire(0)?, (l.lire(5)?, l.lire(6)?));
        if let Some(p) = lues.last_mut().filter(|p| p.contrat == contrat) {
            p.paliers.push(palier);
            continue;
        }
        let (du, au): (NaiveDate, NaiveDate) = (l.lire(2)?, l.lire(3)?);
        let (du, au) = (du.max(debut), au.min(fin).min(session.perimetre.jour));
        lues.push(Presence { contrat, personne: l.lire(1)?, du, au, beneficiaire: l.lire(4)?, paliers: vec![palier] });
    }
    lues.retain(|p| p.du <= p.au);
    Ok(lues)
}

fn additionner(
    annee: i64,
    (debut, fin): (NaiveDate, NaiveDate),
    presences: &[Presence],
    (par_mois, par_an): (Option<i64>, Option<i64>),
) -> AideDepartementale {
    let aides: Vec<&Presence> = presences.iter().filter(|p| p.beneficiaire).collect();
    let part = |p: &&Presence| {
        let mois = mois_commences(p.du, p.au);
        Part { contrat: p.contrat, personne: p.personne, mois, montant: par_mois.map(|tarif| tarif * mois) }
    };
    let parts: Vec<Part> = aides.iter().map(part).collect();
    let mut personnes: Vec<Uuid> = aides.iter().map(|p| p.personne).collect();
    personnes.sort_unstable();
    personnes.dedup();
    let embauches = i64::try_from(personnes.len()).unwrap_or(i64::MAX);
    let mois = parts.iter().map(|p| p.mois).sum();
    let heures: i64 = presences.iter().map(heures_jours).sum();
    let plein = regles::droit().map_or(1, |d| d.temps_plein.heures) * ((fin - debut).num_days() + 1);
    AideDepartementale {
        annee,
        embauches,
        mois,
        montant: par_mois.map(|tarif| tarif * mois),
        montant_lecture_annuelle: par_an.map(|tarif| tarif * embauches),
        equivalents_temps_plein: (heures * 100 + plein / 2) / plein,
        parts,
    }
}

/// Months of the calendar that a period touches.
fn mois_commences(du: NaiveDate, au: NaiveDate) -> i64 {
    let rang = |jour: NaiveDate| i64::from(jour.year()) * 12 + i64::from(jour.month0());
    rang(au) - rang(du) + 1
}

/// Hours of a week, once for each day on which they hold.
fn heures_jours(p: &Presence) -> i64 {
    let suivants = p.paliers.iter().skip(1).map(|(le, _)| *le).map(Some).chain([None]);
    let parts = p.paliers.iter().zip(suivants).map(|((debut, heures), suivant)| {
        let fin = suivant.and_then(|le| le.pred_opt()).map_or(p.au, |veille| veille.min(p.au));
        heures * ((fin - p.du.max(*debut)).num_days() + 1).max(0)
    });
    parts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    fn presence(personne: u128, (du, au): (&str, &str), beneficiaire: bool, paliers: &[(&str, i64)]) -> Presence {
        Presence {
            contrat: Uuid::from_u128(personne * 10),
            personne: Uuid::from_u128(personne),
            du: jour(du),
            au: jour(au),
            beneficiaire,
            paliers: paliers.iter().map(|(le, h)| (jour(le), *h)).collect(),
        }
    }

    #[test]
    fn months_begun_are_those_that_the_period_touches() {
        assert_eq!(mois_commences(jour("2026-01-31"), jour("2026-02-01")), 2);
        assert_eq!(mois_commences(jour("2026-03-01"), jour("2026-03-31")), 1);
        assert_eq!(mois_commences(jour("2026-01-01"), jour("2026-12-31")), 12);
    }

    #[test]
    fn both_readings_of_the_document_are_kept() {
        let annee = (jour("2026-01-01"), jour("2026-12-31"));
        let presences = [
            presence(1, ("2026-01-01", "2026-12-31"), true, &[("2026-01-01", 26)]),
            presence(2, ("2026-06-15", "2026-08-01"), true, &[("2026-06-15", 20)]),
            presence(3, ("2026-01-01", "2026-12-31"), false, &[("2026-01-01", 26)]),
        ];
        let aide = additionner(2026, annee, &presences, (Some(20_000), Some(240_000)));
        assert_eq!((aide.embauches, aide.mois, aide.montant), (2, 15, Some(300_000)));
        assert_eq!(aide.montant_lecture_annuelle, Some(480_000));
        assert_eq!(aide.parts.iter().map(|p| p.mois).collect::<Vec<_>>(), [12, 3]);
        assert_eq!(additionner(2026, annee, &presences, (None, None)).montant, None);
    }

    #[test]
    fn jobs_are_counted_by_their_hours() {
        let annee = (jour("2026-01-01"), jour("2026-12-31"));
        let plein = presence(1, ("2026-01-01", "2026-12-31"), false, &[("2026-01-01", 35)]);
        assert_eq!(additionner(2026, annee, &[plein], (None, None)).equivalents_temps_plein, 100);
        let monte = presence(2, ("2026-01-01", "2026-12-31"), false, &[("2026-01-01", 0), ("2026-07-02", 35)]);
        assert_eq!(heures_jours(&monte), 35 * 183);
    }
}
