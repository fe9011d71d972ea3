//! Needs that the diagnoses find, weighed by what the file already says.

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendrier::apres;
use super::monde::Monde;
use super::personne::Personne;
use super::suivi::Suivi;
use super::tirage::Tirage;
use crate::allocataire::{NiveauFormation, PublicCible as P, ThemeBesoin as B};

pub(super) struct BesoinRepere {
    pub id: Uuid,
    pub theme: B,
    pub repere_le: NaiveDate,
    pub leve_le: Option<NaiveDate>,
    pub par: Uuid,
}

/// Needs noted in a parcours that no referral takes up and that are lifted all the same, out of a thousand.
const LEVES: u32 = 120;

pub(super) fn tirer(monde: &Monde, tirage: &mut Tirage, personne: &Personne, suivis: &[Suivi]) -> Vec<BesoinRepere> {
    let mut poids = poids(personne);
    let mut reperes = Vec::new();
    for suivi in suivis {
        for _ in 0..nombre(tirage, suivi) {
            let Some(theme) = tirage.selon(&poids) else { break };
            poids.retain(|(autre, _)| *autre != theme);
            reperes.push(reperer(monde, tirage, suivi, theme));
        }
    }
    reperes
}

/// The diagnoses of a followed person find more than a first interview does.
fn nombre(tirage: &mut Tirage, suivi: &Suivi) -> i64 {
    if suivi.parcours.designations.is_empty() { tirage.plutot_pres(0, 2) } else { tirage.entre(1, 3) }
}

/// Noted by the référent within weeks of its designation, or by the Département at the first interview.
fn reperer(monde: &Monde, tirage: &mut Tirage, suivi: &Suivi, theme: B) -> BesoinRepere {
    let fin = suivi.parcours.clos_le.unwrap_or_else(|| monde.calendrier.veille());
    let debut = suivi.parcours.designations.first().map_or(suivi.parcours.ouvert_le, |d| d.debut);
    let repere_le = apres(debut, tirage.plutot_pres(0, 200)).min(fin);
    let par = suivi.parcours.referent(repere_le).map_or(monde.conseil, |d| d.partenaire);
    let leve_le = Some(apres(repere_le, tirage.entre(30, 240))).filter(|leve| tirage.chance(LEVES) && *leve <= fin);
    let le = monde.calendrier.instant(tirage, repere_le);
    BesoinRepere { id: tirage.id(le), theme, repere_le, leve_le, par }
}

fn poids(personne: &Personne) -> Vec<(B, u32)> {
    let si = |oui: bool, poids: u32, sinon: u32| if oui { poids } else { sinon };
    vec![
        (B::Mobilite, si(personne.urbaine, 14, 34)),
        (B::Logement, si(personne.a(P::SansResidenceStable), 90, 12)),
        (B::Sante, si(personne.handicap == Some(true), 40, 10)),
        (B::GardeEnfant, si(personne.enfants > 0, si(personne.a(P::ParentIsole), 28, 12), 0)),
        (B::Langue, si(personne.a(P::Allophone), 160, si(personne.niveau == NiveauFormation::SansDiplome, 10, 1))),
        (B::Numerique, 11),
        (B::Isolement, 9),
        (B::AccesDroits, 13),
        (B::Budget, 12),
        (B::ProjetProfessionnel, si(personne.inscrit || personne.a(P::SansResidenceStable), 38, 24)),
        (B::Qualification, si(personne.niveau == NiveauFormation::SansDiplome, 24, 12)),
    ]
}
