//! The fields of a person: which class opens each, and which scope it needs.

use crate::habilitation::{Champs, Perimetre, Relation, Situation};
use crate::politique::Classes;
use crate::portee::Portees;

/// Name in the schema, class, scope. The order is that of `champsMasques`.
pub const CHAMPS: [(&str, Classes, &str); 24] = [
    ("version", Classes::VERSION, "allocataires:lire"),
    ("territoire", Classes::LIEU, "allocataires:lire"),
    ("commune", Classes::LIEU, "allocataires:lire"),
    ("organismePayeur", Classes::LIEU, "allocataires:lire"),
    ("civilite", Classes::IDENTITE, "allocataires.identite:lire"),
    ("nom", Classes::NOM, "allocataires.identite:lire"),
    ("nomNaissance", Classes::IDENTITE, "allocataires.identite:lire"),
    ("prenom", Classes::NOM, "allocataires.identite:lire"),
    ("dateNaissance", Classes::NOM, "allocataires.identite:lire"),
    ("matricule", Classes::MATRICULE, "allocataires.identite:lire"),
    ("telephone", Classes::CONTACT, "allocataires.coordonnees:lire"),
    ("courriel", Classes::CONTACT, "allocataires.coordonnees:lire"),
    ("adresse", Classes::CONTACT, "allocataires.coordonnees:lire"),
    ("situationFamiliale", Classes::SITUATION, "allocataires.situation:lire"),
    ("enfantsACharge", Classes::SITUATION, "allocataires.situation:lire"),
    ("domiciliation", Classes::SITUATION, "allocataires.situation:lire"),
    ("niveauFormation", Classes::NIVEAU, "allocataires.eligibilite:lire"),
    ("publics", Classes::NIVEAU, "allocataires.eligibilite:lire"),
    ("situationProfessionnelle", Classes::ELIGIBILITE, "allocataires.eligibilite:lire"),
    ("inscritPoleEmploi", Classes::ELIGIBILITE, "allocataires.eligibilite:lire"),
    ("droitRsa", Classes::ELIGIBILITE, "allocataires.eligibilite:lire"),
    ("besoins", Classes::BESOIN_CONCERNE, "allocataires.besoins:lire"),
    ("reconnaissanceHandicap", Classes::SENSIBLE, "allocataires.sensible:lire"),
    ("parcoursActif", Classes::PARCOURS, "parcours:lire"),
];

/// Scope of each field as a bit set, in the order of [`CHAMPS`].
const REQUISES: [Portees; CHAMPS.len()] = {
    let mut requises = [Portees::AUCUNE; CHAMPS.len()];
    let mut champ = 0;
    while champ < CHAMPS.len() {
        requises[champ] = Portees::de(CHAMPS[champ].2);
        champ += 1;
    }
    requises
};

/// What is open on one row: a bit a field, and the classes that some convention opens with their scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ouverture {
    champs: u32,
    pub classes: Classes,
    pub sensible: bool,
    /// What was done for the person is open, in detail.
    pub detail: bool,
    pub par: Champs,
}

impl Ouverture {
    /// Each convention opens fields with its own scopes; the row shows the union of what each opens.
    #[must_use]
    pub fn de(ouvertes: &[Champs], donnees_sensibles: bool) -> Option<Self> {
        let par = *ouvertes.first()?;
        let sensible = const { Portees::de("allocataires.sensible:lire") };
        let detail = const { Portees::de("parcours:lire parcours.detail:lire") };
        let depart = Self { par, ..Self::default() };
        Some(ouvertes.iter().fold(depart, |o, c| {
            Self {
                champs: (0..CHAMPS.len())
                    .filter(|i| c.classes.contient(CHAMPS[*i].1) && c.portees.contient(REQUISES[*i]))
                    .fold(o.champs, |m, i| m | 1 << i),
                classes: o.classes.et(c.classes),
                sensible: o.sensible || donnees_sensibles && c.classes.contient(Classes::SENSIBLE) && c.portees.contient(sensible),
                detail: o.detail || c.classes.contient(Classes::DOSSIER) && c.portees.contient(detail),
                par,
            }
        }))
    }

    #[must_use]
    pub fn champ(&self, nom: &str) -> bool {
        CHAMPS.iter().position(|(n, ..)| *n == nom).is_some_and(|i| self.champs >> i & 1 == 1)
    }

    /// By rank, for decoding.
    #[must_use]
    pub const fn rang(&self, rang: usize) -> bool {
        self.champs >> rang & 1 == 1
    }

    /// Fields that the relation closes although the scopes are held: never a matter of what the row contains.
    #[must_use]
    pub fn masques(&self, portees: Portees) -> Vec<&'static str> {
        (0..CHAMPS.len()).filter(|i| !self.rang(*i) && portees.contient(REQUISES[*i])).map(|i| CHAMPS[i].0).collect()
    }
}

/// What a caller may see of a row, `None` when the person does not exist for it.
#[must_use]
pub fn ouverture(perimetre: &Perimetre, relation: Relation, situation: &Situation, donnees_sensibles: bool) -> Option<Ouverture> {
    Ouverture::de(&perimetre.ouverture(relation, situation), donnees_sensibles)
}

/// Mutations that the caller may call on the person now.
#[must_use]
pub fn actes(perimetre: &Perimetre, a: &super::Allocataire) -> Vec<&'static str> {
    use crate::politique::Acte;
    let permis = Acte::sur(crate::identifiant::Genre::Allocataire).filter(|acte| {
        let portees = acte.portees();
        perimetre.permet(acte.natures(), portees, a.relation, &a.situation)
    });
    permis.map(Acte::mutation).collect()
}
