//! Structures of the IAE of a département, the posts agreed with them each year, and those that they offer.
//!
//! The documents name few structures: each partner that runs some gets others, which do not exist and say so.

use chrono::Datelike;
use uuid::Uuid;

use super::calendrier::{Calendrier, apres};
use super::monde::Lieu;
use super::tirage::Tirage;
use crate::allocataire::PublicCible as P;
use crate::partenaire::TypePartenaire;
use crate::poste_iae::{PosteIae, StatutPosteIae as S};
use crate::referentiel::Referentiel;
use crate::referentiel::chargement::identifiant;
use crate::structure_iae::{StructureIae, TypeStructureIae as T};

#[derive(Default)]
pub(super) struct Iae {
    /// All of the département, those of the documents first.
    pub structures: Vec<StructureIae>,
    /// How many of the last ones are invented.
    pub inventees: usize,
    /// By structure and year.
    pub conventions: Vec<(Uuid, i64, i64)>,
    /// Nobody is hired on them yet.
    pub postes: Vec<PosteIae>,
}

/// What an invented structure does.
const GENRES: [(T, &str, &str); 6] = [
    (T::Aci, "Chantier", "espaces verts"),
    (T::Ei, "Entreprise d'insertion", "recyclage"),
    (T::Ai, "Association intermédiaire", "services aux particuliers"),
    (T::Etti, "Agence d'intérim d'insertion", "bâtiment et logistique"),
    (T::Ea, "Entreprise adaptée", "conditionnement"),
    (T::Eiti, "Entreprise de travail indépendant", "livraison à vélo"),
];

/// Occupations of the ROME that structures offer, with what is said of the post.
const METIERS: [(&str, &str, &str); 12] = [
    ("Aide maraîcher", "A1414", "Semis, récolte et préparation des paniers."),
    ("Ouvrier des espaces verts", "A1203", "Tonte, taille et entretien des chemins."),
    ("Agent de propreté urbaine", "K2303", "Balayage et entretien des places."),
    ("Agent de tri en ressourcerie", "K2304", "Tri, réparation et mise en rayon."),
    ("Agent d'entretien des locaux", "K2204", "Écoles, gymnases et bureaux."),
    ("Employé de ménage à domicile", "K1304", "Ménage et repassage chez des particuliers."),
    ("Commis de cuisine", "G1602", "Préparations froides et plonge."),
    ("Aide maçon", "F1703", "Petite maçonnerie et murets de pierre."),
    ("Aide peintre en bâtiment", "F1606", "Préparation des supports et peinture."),
    ("Opérateur de conditionnement", "H3302", "Assemblage, tri et emballage."),
    ("Préparateur de commandes", "N1103", "Réception, rangement et préparation."),
    ("Vendeur en épicerie solidaire", "D1106", "Accueil, caisse et mise en rayon."),
];

const PUBLICS: [P; 6] = [P::BeneficiaireRsa, P::DemandeurEmploi, P::Jeune, P::SansResidenceStable, P::HabitantQpv, P::Senior];
const HEURES: [i64; 5] = [20, 24, 26, 28, 35];
/// Days of history of the posts.
const HISTOIRE: i64 = 400;

impl Iae {
    pub fn tirer((graine, departement): (u64, &str), calendrier: &Calendrier, referentiel: &Referentiel, lieux: &[Lieu]) -> Self {
        let mut tirage = Tirage::de(graine, &format!("{departement}/iae"), 0);
        let mut iae = Self::default();
        let connues = referentiel.structures_iae.toutes().filter(|s| s.departement == departement);
        iae.structures.extend(connues.map(|s| (**s).clone()));
        iae.inventer(&mut tirage, departement, referentiel, lieux);
        for structure in &iae.structures {
            iae.conventions.extend(conventions(&mut tirage, calendrier, structure));
            iae.postes.extend(postes(&mut tirage, calendrier, structure, lieux));
        }
        iae
    }

    /// Two more for each partner or more where partners are few, of kinds that take turns; the same keys make the same
    /// structures.
    fn inventer(&mut self, tirage: &mut Tirage, departement: &str, referentiel: &Referentiel, lieux: &[Lieu]) {
        let tenants = referentiel.partenaires.toutes().filter(|p| p.type_ == TypePartenaire::StructureIae);
        let tenants: Vec<_> = tenants.filter(|p| p.departements.iter().any(|d| d == departement)).collect();
        let chacun = (GENRES.len() / tenants.len().max(1)).max(2);
        let mut genres = GENRES.into_iter().cycle();
        for partenaire in tenants {
            for (type_, nom, activite) in genres.by_ref().take(chacun) {
                let nom = format!("{nom} de synthèse ({activite})");
                let id = identifiant("structure_iae", &format!("{}/{nom}", partenaire.cle));
                let commune = commune(tirage, lieux);
                if self.structures.iter().any(|s| s.id == id) {
                    continue;
                }
                self.inventees += 1;
                let activites = vec![activite.to_owned()];
                let (departement, partenaire) = (departement.to_owned(), partenaire.id);
                self.structures.push(StructureIae { id, departement, version: 1, partenaire, nom, type_, activites, commune });
            }
        }
    }

    pub fn nouvelles(&self) -> &[StructureIae] {
        &self.structures[self.structures.len() - self.inventees..]
    }
}

fn commune(tirage: &mut Tirage, lieux: &[Lieu]) -> Option<String> {
    let poids: Vec<(usize, u32)> = lieux.iter().enumerate().map(|(rang, l)| (rang, l.population)).collect();
    tirage.selon(&poids).map(|rang| lieux[rang].code.clone())
}

/// GEIQ hire without any: the others are agreed posts every year of the world.
fn conventions(tirage: &mut Tirage, calendrier: &Calendrier, s: &StructureIae) -> Vec<(Uuid, i64, i64)> {
    let annees = (calendrier.debut.year()..=calendrier.au.year()).filter(|_| s.type_ != T::Geiq);
    let depart = tirage.entre(6, 30);
    annees.map(|annee| (s.id, i64::from(annee), (depart + tirage.entre(-3, 5)).max(1))).collect()
}

fn postes(tirage: &mut Tirage, calendrier: &Calendrier, s: &StructureIae, lieux: &[Lieu]) -> Vec<PosteIae> {
    let nombre = if s.type_.contrats().is_empty() { 0 } else { tirage.entre(3, 6) };
    (0..nombre).filter_map(|_| poste(tirage, calendrier, s, lieux)).collect()
}

fn poste(tirage: &mut Tirage, calendrier: &Calendrier, s: &StructureIae, lieux: &[Lieu]) -> Option<PosteIae> {
    let (intitule, code_rome, description) = *tirage.parmi(&METIERS)?;
    let type_contrat = *tirage.parmi(s.type_.contrats())?;
    let statut = tirage.selon(&[(S::Ouvert, 60), (S::Suspendu, 10), (S::Ferme, 15), (S::Brouillon, 15)])?;
    let jour = apres(calendrier.au, -tirage.plutot_pres(2, HISTOIRE));
    let publie_le = calendrier.instant(tirage, jour);
    // Most are looked after; a few were forgotten on the day of their publication, and will be asked about.
    let touche = apres(calendrier.au, -tirage.entre(1, 25)).max(jour);
    let touche_le = if tirage.chance(800) { calendrier.soir(touche.min(calendrier.veille())) } else { publie_le };
    let publics = (0..tirage.entre(1, 3)).filter_map(|_| tirage.parmi(&PUBLICS).copied()).collect();
    let local = commune(tirage, lieux);
    Some(PosteIae {
        departement: s.departement.clone(),
        id: tirage.id(publie_le),
        version: 1,
        structure: s.id,
        partenaire: s.partenaire,
        intitule: intitule.to_owned(),
        code_rome: code_rome.to_owned(),
        type_contrat,
        heures_hebdomadaires: *tirage.parmi(&HEURES)?,
        commune: if tirage.chance(500) { local } else { s.commune.clone() },
        nombre_postes: tirage.plutot_pres(1, 8),
        pourvus: 0,
        publics,
        description: Some(description.to_owned()),
        profil_recherche: tirage.si(300, "Débutants bienvenus ; se rendre sur place tôt le matin.".to_owned()),
        statut,
        publie_le,
        ferme_le: (statut == S::Ferme).then_some(touche_le),
        touche_le,
    })
}
