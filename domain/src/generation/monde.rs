//! What the reference data says of one département, in the shape that the draws use.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::Demande;
use super::agenda::{Agenda, Place};
use super::calendrier::Calendrier;
use super::iae::Iae;
use super::langue;
use super::mobilite::Offres;
use super::offre::{self, Offre};
use super::reglement::Reglement;
use super::tirage::Tirage;
use crate::agent::FonctionAgent;
use crate::base::Reglages;
use crate::partenaire::{Partenaire, TypePartenaire};
use crate::prescription::{Prescription, TypePrescription};
use crate::referentiel::Referentiel;
use crate::session_formation::SessionFormation;
use crate::territoire::{Territoire, TypeTerritoire};

pub(super) struct Monde {
    pub departement: String,
    pub calendrier: Calendrier,
    pub reglages: Reglages,
    pub reglement: Reglement,
    pub agenda: Agenda,
    /// The Département itself: it prescribes for anyone, and follows who has no other référent.
    pub conseil: Uuid,
    pub offres: Vec<Offre>,
    /// Those of the bodies that train, by year.
    pub sessions: Vec<SessionFormation>,
    pub mobilite: Offres,
    pub iae: Iae,
    /// Partners that may follow people, by kind.
    pub suiveurs: Vec<(TypePartenaire, Uuid)>,
    lieux: Vec<Lieu>,
    poids: Vec<(usize, u32)>,
    domiciliataire: Option<Uuid>,
    agents: HashMap<Uuid, Vec<(Uuid, Option<Uuid>)>>,
}

/// A commune as people live in it.
pub(super) struct Lieu {
    pub code: String,
    pub codes_postaux: Vec<String>,
    pub territoire: Option<Uuid>,
    pub population: u32,
}

/// Functions that neither follow nor receive people.
const HORS_SUIVI: [FonctionAgent; 8] = [
    FonctionAgent::ChargeBi,
    FonctionAgent::Administrateur,
    FonctionAgent::DelegueProtectionDonnees,
    FonctionAgent::GestionnaireAides,
    FonctionAgent::GestionnairePrestations,
    FonctionAgent::SecretaireInsertion,
    FonctionAgent::ResponsableTerritorial,
    FonctionAgent::Medecin,
];

/// How often, out of a thousand, the professional who acts is one that the directory names.
const NOMMES: u32 = 350;

const SUIVEURS: [TypePartenaire; 7] = [
    TypePartenaire::Departement,
    TypePartenaire::PoleEmploi,
    TypePartenaire::MissionLocale,
    TypePartenaire::Ccas,
    TypePartenaire::OperateurInsertion,
    TypePartenaire::Association,
    TypePartenaire::Plie,
];

impl Monde {
    /// `None` when the reference data of the département is not there: no Département, no commune.
    pub fn lire(referentiel: &Referentiel, populations: &HashMap<String, i64>, demande: &Demande, reglages: Reglages) -> Option<Self> {
        let code = demande.departement.as_str();
        let departement = referentiel.departement(code)?;
        let partenaires: Vec<&Partenaire> =
            referentiel.partenaires.toutes().map(AsRef::as_ref).filter(|p| p.departements.iter().any(|d| d == code)).collect();
        let conseil = partenaires.iter().find(|p| p.type_ == TypePartenaire::Departement)?.id;
        let lieux = lieux(referentiel, populations, code);
        if lieux.is_empty() {
            return None;
        }
        let offres = offre::lire(referentiel, &partenaires, &reglages);
        let suiveurs = suiveurs(&partenaires, &offres);
        let ccas = suiveurs.iter().find(|(genre, _)| *genre == TypePartenaire::Ccas).map(|(_, id)| *id);
        let calendrier = Calendrier::jusquau(demande.au, departement.fuseau);
        let reglement = Reglement::lire(referentiel, code);
        let pairs: Vec<Uuid> = suiveurs.iter().map(|(_, id)| *id).filter(|id| *id != conseil).collect();
        let chef_lieu = lieux.iter().max_by_key(|lieu| lieu.population).map(|lieu| lieu.code.clone());
        let places = places(&lieux, |id| referentiel.territoires.par_id(id).map(|t| t.nom.clone()));
        Some(Self {
            departement: code.to_owned(),
            agenda: Agenda::tirer((demande.graine, code), &calendrier, &reglement, (&places, &pairs)),
            sessions: langue::sessions((demande.graine, code), &calendrier, &organismes(&offres), chef_lieu.as_deref()),
            calendrier,
            reglement,
            reglages,
            conseil,
            poids: lieux.iter().enumerate().map(|(rang, lieu)| (rang, lieu.population)).collect(),
            domiciliataire: ccas,
            agents: agents(referentiel, &partenaires),
            mobilite: Offres::lire(referentiel, code),
            iae: Iae::tirer((demande.graine, code), &calendrier, referentiel, &lieux),
            offres,
            suiveurs,
            lieux,
        })
    }

    /// A commune, as often as its population says.
    pub fn lieu(&self, tirage: &mut Tirage) -> Option<&Lieu> {
        tirage.selon(&self.poids).and_then(|rang| self.lieux.get(rang))
    }

    /// The largest commune, and the CCAS where people without a stable home have their address.
    pub fn domiciliation(&self) -> (Option<&Lieu>, Option<Uuid>) {
        (self.lieux.iter().max_by_key(|lieu| lieu.population), self.domiciliataire)
    }

    /// A professional of the partner, of that territory when one is; often `None`, for directories name few of them.
    pub fn agent(&self, tirage: &mut Tirage, partenaire: Uuid, territoire: Option<Uuid>) -> Option<Uuid> {
        let tous = self.agents.get(&partenaire).filter(|_| tirage.chance(NOMMES))?;
        let proches: Vec<_> = tous.iter().filter(|(_, t)| t.is_some() && *t == territoire).copied().collect();
        tirage.parmi(if proches.is_empty() { tous } else { &proches }).map(|(id, _)| *id)
    }

    /// A referral that becomes an evaluation.
    pub fn evaluee(&self, p: &Prescription) -> bool {
        p.type_ == TypePrescription::EvaluationLinguistique && self.evalue(p.destinataire)
    }

    fn evalue(&self, partenaire: Uuid) -> bool {
        self.offres.iter().any(|o| o.partenaire == partenaire && o.evalue)
    }

    pub fn genre(&self, partenaire: Uuid) -> Option<TypePartenaire> {
        self.suiveurs.iter().find(|(_, id)| *id == partenaire).map(|(genre, _)| *genre)
    }
}

/// Bodies that hold sessions, each once and in the order of their ids.
fn organismes(offres: &[Offre]) -> Vec<Uuid> {
    let organismes = offres.iter().filter(|o| o.forme && o.types.contient(TypePrescription::FormationLinguistique)).map(|o| o.partenaire);
    organismes.collect::<BTreeSet<Uuid>>().into_iter().collect()
}

/// Territories where people live, in the order of their ids, then the département itself.
fn places(lieux: &[Lieu], nom: impl Fn(Uuid) -> Option<String>) -> Vec<Place> {
    let territoires: BTreeSet<Uuid> = lieux.iter().filter_map(|l| l.territoire).collect();
    let locales = territoires.into_iter().map(|id| (Some(id), nom(id).unwrap_or_default()));
    locales.chain(std::iter::once((None, "Hôtel du Département".to_owned()))).collect()
}

fn agents(referentiel: &Referentiel, partenaires: &[&Partenaire]) -> HashMap<Uuid, Vec<(Uuid, Option<Uuid>)>> {
    let de = |p: &&Partenaire| {
        let actifs = referentiel.agents_de(p.id).filter(|a| a.actif && !HORS_SUIVI.contains(&a.fonction));
        (p.id, actifs.map(|a| (a.id, a.territoire)).collect::<Vec<_>>())
    };
    partenaires.iter().map(de).filter(|(_, agents)| !agents.is_empty()).collect()
}

/// Those that offer to follow people; of a kind in which nobody does, those of the kind.
fn suiveurs(partenaires: &[&Partenaire], offres: &[Offre]) -> Vec<(TypePartenaire, Uuid)> {
    let offrent = |p: &Partenaire| offres.iter().any(|o| o.partenaire == p.id && o.accompagne());
    let du_genre = |genre: TypePartenaire| {
        let tous = partenaires.iter().filter(move |p| p.type_ == genre);
        let declares: Vec<_> = tous.clone().filter(|p| offrent(p)).collect();
        // A provider follows people because an offer says so; the public services do by their mission.
        let sans_offre = declares.is_empty()
            && !matches!(genre, TypePartenaire::OperateurInsertion | TypePartenaire::Association | TypePartenaire::Plie);
        if sans_offre { tous.collect() } else { declares }
    };
    SUIVEURS.into_iter().flat_map(|genre| du_genre(genre).into_iter().map(move |p| (genre, p.id))).collect()
}

fn lieux(referentiel: &Referentiel, populations: &HashMap<String, i64>, code: &str) -> Vec<Lieu> {
    let territoires: Vec<&Territoire> = referentiel.territoires.toutes().map(AsRef::as_ref).filter(|t| t.departement == code).collect();
    let communes = referentiel.communes.toutes().filter(|c| c.departement == code);
    communes
        .enumerate()
        .map(|(rang, c)| Lieu {
            code: c.code_insee.clone(),
            codes_postaux: c.codes_postaux.clone(),
            territoire: territoire(&territoires, &c.code_insee, rang),
            // A commune that the census leaves out is counted as a hamlet, so that it is not empty.
            population: populations.get(&c.code_insee).and_then(|p| u32::try_from(*p).ok()).unwrap_or(100),
        })
        .collect()
}

/// The territory that maps the commune. Where none does, synthetic people are assigned by rule: the commune's rank among
/// the Maisons des solidarités, and one commune in twenty left without, as in a real flow. It says nothing of their real limits.
fn territoire(territoires: &[&Territoire], commune: &str, rang: usize) -> Option<Uuid> {
    let couvre = territoires.iter().find(|t| t.communes.iter().any(|c| c == commune));
    if couvre.is_some() || rang.is_multiple_of(20) {
        return couvre.map(|t| t.id);
    }
    let maisons: Vec<_> = territoires.iter().filter(|t| t.type_ == TypeTerritoire::MaisonDesSolidarites).collect();
    (!maisons.is_empty()).then(|| maisons[rang % maisons.len()].id)
}

#[cfg(test)]
impl Monde {
    /// A small département: three communes, a Département and the partners that its offers name.
    pub fn essai(au: chrono::NaiveDate, offres: Vec<Offre>, suiveurs: Vec<(TypePartenaire, Uuid)>, reglement: Reglement) -> Self {
        let reglages = Reglages {
            jours_apres_cloture: 90,
            jours_apres_reference: 30,
            jours_accueil: 30,
            repondre_sous_jours: 15,
            actualiser_poste_jours: 30,
            declarer_indicateur_jours: 60,
            expirer_apres_jours: 30,
            reorientation_jours: 30,
            preavis_contrat_jours: 30,
            seuil_secret: 11,
            donnees_sensibles: true,
            idempotence_jours: 7,
            personnes_par_heure: 500,
        };
        let lieu = |(rang, population): (u128, u32)| Lieu {
            code: format!("9900{rang}"),
            codes_postaux: vec![format!("99{rang}00")],
            territoire: Some(Uuid::from_u128(900 + rang)),
            population,
        };
        let lieux: Vec<Lieu> = [(1, 50_000), (2, 6_000), (3, 300)].map(lieu).into();
        let calendrier = Calendrier::jusquau(au, chrono_tz::Tz::Europe__Paris);
        let pairs: Vec<Uuid> = suiveurs.iter().skip(1).map(|(_, id)| *id).collect();
        let places = places(&lieux, |id| Some(format!("Territoire {}", id.as_u128())));
        Self {
            departement: "99".to_owned(),
            agenda: Agenda::tirer((42, "99"), &calendrier, &reglement, (&places, &pairs)),
            sessions: langue::sessions((42, "99"), &calendrier, &organismes(&offres), Some("99001")),
            calendrier,
            reglement,
            reglages,
            conseil: suiveurs[0].1,
            poids: lieux.iter().enumerate().map(|(rang, lieu)| (rang, lieu.population)).collect(),
            domiciliataire: suiveurs.iter().find(|(genre, _)| *genre == TypePartenaire::Ccas).map(|(_, id)| *id),
            agents: suiveurs.iter().map(|(_, id)| (*id, vec![(Uuid::from_u128(id.as_u128() + 500), None)])).collect(),
            mobilite: Offres::default(),
            iae: Iae::default(),
            offres,
            suiveurs,
            lieux,
        }
    }
}
