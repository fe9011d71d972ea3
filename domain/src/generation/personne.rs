//! One invented person, as the payer's flow and the first interview describe people.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::{Calendrier, age, apres};
use super::droit::Droit;
use super::monde::{Lieu, Monde};
use super::noms;
use super::publics;
use super::tirage::Tirage;
use crate::allocataire::{
    Civilite, NiveauFormation, OrganismePayeur, PublicCible, SituationFamiliale, SituationProfessionnelle, StatutDroitRsa,
};
use crate::vocabulaire::Ensemble;

pub(super) struct Personne {
    pub id: Uuid,
    pub version: i64,
    pub cree_le: DateTime<Utc>,
    pub modifie_le: DateTime<Utc>,
    pub territoire: Option<Uuid>,
    pub commune: Option<String>,
    pub urbaine: bool,
    pub organisme: Option<OrganismePayeur>,
    pub matricule: Option<String>,
    pub civilite: Civilite,
    pub nom: String,
    pub nom_naissance: Option<String>,
    pub prenom: String,
    pub naissance: NaiveDate,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub voie: Option<String>,
    pub code_postal: Option<String>,
    pub famille: SituationFamiliale,
    pub enfants: i64,
    pub niveau: NiveauFormation,
    pub inscrit: bool,
    pub situation: SituationProfessionnelle,
    pub publics: Ensemble<PublicCible>,
    pub domiciliation: Option<Uuid>,
    pub handicap: Option<bool>,
    pub droit: Droit,
}

/// What is drawn first, and weighs on all the rest.
pub(super) struct Traits {
    pub civilite: Civilite,
    pub naissance: NaiveDate,
    pub age: i64,
    pub famille: SituationFamiliale,
    pub niveau: NiveauFormation,
    pub situation: SituationProfessionnelle,
    pub inscrit: bool,
    pub sans_residence: bool,
    pub urbaine: bool,
    pub handicap: Option<bool>,
    pub droit: Droit,
}

/// A commune where there are districts under a city contract, and transport without a car.
const VILLE: u32 = 10_000;

impl Personne {
    pub fn tirer(monde: &Monde, tirage: &mut Tirage, rang: usize) -> Self {
        let calendrier = &monde.calendrier;
        let sans_residence = tirage.chance(60);
        let (centre, ccas) = monde.domiciliation();
        // An address in a hundred is not known, and the territory with it.
        let lieu = if sans_residence {
            centre
        } else if tirage.chance(10) {
            None
        } else {
            monde.lieu(tirage)
        };
        let traits = Traits::tirer(calendrier, tirage, lieu, sans_residence);
        let publics = publics::tirer(tirage, calendrier, &traits);
        Self::decrire(monde, tirage, rang, (lieu, ccas), (traits, publics))
    }

    /// The rest of someone whose traits are known.
    pub fn decrire(
        monde: &Monde,
        tirage: &mut Tirage,
        rang: usize,
        (lieu, ccas): (Option<&Lieu>, Option<Uuid>),
        (traits, publics): (Traits, Ensemble<PublicCible>),
    ) -> Self {
        let calendrier = &monde.calendrier;
        let sans_residence = traits.sans_residence;
        let entree = entree(calendrier, tirage, &traits.droit);
        let cree_le = calendrier.instant(tirage, entree);
        let prenom = noms::prenom(tirage, traits.civilite);
        let nom = noms::famille(tirage);
        let organisme = organisme(tirage, &traits);
        Self {
            id: tirage.id(cree_le),
            version: 1,
            cree_le,
            modifie_le: cree_le,
            territoire: lieu.and_then(|l| l.territoire),
            commune: lieu.map(|l| l.code.clone()),
            urbaine: traits.urbaine,
            organisme,
            matricule: organisme.map(|_| matricule(rang)),
            nom_naissance: (traits.civilite == Civilite::Madame && tirage.chance(380))
                .then(|| noms::famille(tirage))
                .filter(|autre| *autre != nom),
            telephone: if tirage.chance(940) { noms::telephone(tirage) } else { None },
            courriel: tirage.chance(720).then(|| noms::courriel(tirage, &prenom, &nom, rang)),
            voie: (lieu.is_some() && !sans_residence).then(|| noms::voie(tirage)),
            code_postal: lieu.and_then(|l| tirage.parmi(&l.codes_postaux).cloned()),
            enfants: enfants(tirage, traits.famille),
            domiciliation: ccas.filter(|_| sans_residence),
            civilite: traits.civilite,
            naissance: traits.naissance,
            famille: traits.famille,
            niveau: traits.niveau,
            inscrit: traits.inscrit,
            situation: traits.situation,
            handicap: traits.handicap,
            droit: traits.droit,
            nom,
            prenom,
            publics,
        }
    }

    pub fn a(&self, public: PublicCible) -> bool {
        self.publics.contient(public)
    }
}

impl Traits {
    pub fn tirer(calendrier: &Calendrier, tirage: &mut Tirage, lieu: Option<&Lieu>, sans_residence: bool) -> Self {
        let civilite = if tirage.chance(530) { Civilite::Madame } else { Civilite::Monsieur };
        let naissance = naissance(calendrier, tirage);
        let famille = famille(tirage, civilite, sans_residence);
        let situation = situation(tirage);
        let droit = Droit::tirer(tirage, calendrier, naissance);
        Self {
            age: age(naissance, calendrier.au),
            niveau: tirage.selon(NIVEAUX).unwrap_or(NiveauFormation::SansDiplome),
            inscrit: tirage.chance(if situation == SituationProfessionnelle::SansEmploi { 580 } else { 90 }),
            urbaine: lieu.is_some_and(|l| l.population >= VILLE),
            handicap: tirage.selon(HANDICAPS).flatten(),
            civilite,
            naissance,
            famille,
            situation,
            sans_residence,
            droit,
        }
    }
}

const NIVEAUX: &[(NiveauFormation, u32)] = &[
    (NiveauFormation::SansDiplome, 35),
    (NiveauFormation::CapBep, 28),
    (NiveauFormation::Bac, 17),
    (NiveauFormation::BacPlus2, 8),
    (NiveauFormation::BacPlus3, 7),
    (NiveauFormation::BacPlus5, 5),
];

const HANDICAPS: &[(Option<bool>, u32)] = &[(Some(true), 9), (Some(false), 66), (None, 25)];

/// Ages of RSA recipients: few before 25, most before 45.
const AGES: &[((i64, i64), u32)] = &[((18, 24), 9), ((25, 29), 17), ((30, 39), 30), ((40, 49), 21), ((50, 59), 16), ((60, 64), 7)];

/// Of age for two months at least: a claim and its opening need that time.
fn naissance(calendrier: &Calendrier, tirage: &mut Tirage) -> NaiveDate {
    let (de, a) = tirage.selon(AGES).unwrap_or((30, 39));
    let annees = tirage.entre(de, a);
    let mois = u32::try_from(annees * 12).unwrap_or_default();
    let anniversaire = calendrier.au.checked_sub_months(chrono::Months::new(mois)).unwrap_or(calendrier.au);
    apres(anniversaire, -tirage.entre(62, 364))
}

fn famille(tirage: &mut Tirage, civilite: Civilite, sans_residence: bool) -> SituationFamiliale {
    use SituationFamiliale as F;
    let poids = match (civilite, sans_residence) {
        (_, true) => [(F::Isole, 92), (F::Couple, 6), (F::ParentIsole, 2)],
        (Civilite::Madame, _) => [(F::Isole, 40), (F::Couple, 20), (F::ParentIsole, 40)],
        (Civilite::Monsieur, _) => [(F::Isole, 72), (F::Couple, 22), (F::ParentIsole, 6)],
    };
    tirage.selon(&poids).unwrap_or(F::Isole)
}

fn enfants(tirage: &mut Tirage, famille: SituationFamiliale) -> i64 {
    match famille {
        SituationFamiliale::Isole => 0,
        SituationFamiliale::Couple => tirage.plutot_pres(0, 5),
        SituationFamiliale::ParentIsole => tirage.plutot_pres(1, 5),
    }
}

/// A quarter of the recipients of Haute-Garonne work for themselves.
fn situation(tirage: &mut Tirage) -> SituationProfessionnelle {
    use SituationProfessionnelle as S;
    let poids = [
        (S::SansEmploi, 620),
        (S::TravailleurIndependant, 205),
        (S::Salarie, 85),
        (S::SalarieEnInsertion, 25),
        (S::EnFormation, 30),
        (S::ExploitantAgricole, 10),
        (S::EnEtudes, 8),
        (S::Inapte, 17),
    ];
    tirage.selon(&poids).unwrap_or(S::SansEmploi)
}

/// Farmers are paid by the MSA, as some employees of farms; who never claimed has no payer.
fn organisme(tirage: &mut Tirage, traits: &Traits) -> Option<OrganismePayeur> {
    if traits.droit.statut == StatutDroitRsa::NonBeneficiaire {
        return None;
    }
    let msa = traits.situation == SituationProfessionnelle::ExploitantAgricole || tirage.chance(60);
    Some(if msa { OrganismePayeur::Msa } else { OrganismePayeur::Caf })
}

/// Seven digits, one for each rank: multiplying by a number prime to the modulus only shuffles them.
fn matricule(rang: usize) -> String {
    const PLACES: u64 = super::PLACES as u64;
    (1_000_000 + (rang as u64 * 7_368_787 + 2_718_281) % PLACES).to_string()
}

/// A file enters the platform with the claim, or in the first weeks of the window for who was there before.
fn entree(calendrier: &Calendrier, tirage: &mut Tirage, droit: &Droit) -> NaiveDate {
    let depart = apres(calendrier.debut, tirage.plutot_pres(0, 45));
    match droit.demande_le {
        Some(demande) if demande >= calendrier.debut => demande,
        None => apres(calendrier.debut, tirage.entre(0, (calendrier.veille() - calendrier.debut).num_days())),
        // A right that closed at the start of the window was known before it closed.
        Some(_) => droit.clos_le.map_or(depart, |clos| depart.min(clos)),
    }
}
