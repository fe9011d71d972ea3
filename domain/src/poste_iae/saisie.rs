//! What a structure types of a post, on a screen or in a file, and the rules that it must hold.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{PosteIae, StatutPosteIae, TypeContratInsertion};
use crate::allocataire::PublicCible;
use crate::erreur::{ErreurMetier, Refus};
use crate::referentiel::Referentiel;
use crate::saisie::{COURT, Controle, LONG, facultatif, obligatoire};
use crate::structure_iae::StructureIae;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Saisie {
    pub intitule: String,
    pub code_rome: String,
    pub type_contrat: TypeContratInsertion,
    pub heures_hebdomadaires: i64,
    /// That of the structure where there is none.
    pub commune: Option<String>,
    pub nombre_postes: i64,
    pub publics: Vec<PublicCible>,
    pub description: Option<String>,
    pub profil_recherche: Option<String>,
}

/// Places of one post.
const POSTES: i64 = 500;
/// Hours that a week of work may hold.
const HEURES: i64 = 48;

impl Saisie {
    /// The post that it describes, or every refusal at once.
    pub(crate) fn poste(
        &self,
        referentiel: &Referentiel,
        structure: &StructureIae,
        (id, statut, le): (Uuid, StatutPosteIae, DateTime<Utc>),
    ) -> Result<PosteIae, Refus> {
        let mut c = Controle::default();
        let poste = PosteIae {
            departement: structure.departement.clone(),
            id,
            version: 1,
            structure: structure.id,
            partenaire: structure.partenaire,
            intitule: c.lire(obligatoire("intitule", &self.intitule, COURT)),
            code_rome: c.lire(code_rome(&self.code_rome)),
            type_contrat: self.type_contrat,
            heures_hebdomadaires: c.lire(nombre("heuresHebdomadaires", self.heures_hebdomadaires, HEURES)),
            commune: c.lire(commune(referentiel, structure, self.commune.as_deref())),
            nombre_postes: c.lire(nombre_postes(self.nombre_postes)),
            pourvus: 0,
            publics: self.publics.iter().copied().collect(),
            description: c.lire(facultatif("description", self.description.as_deref(), LONG)),
            profil_recherche: c.lire(facultatif("profilRecherche", self.profil_recherche.as_deref(), LONG)),
            statut,
            publie_le: le,
            ferme_le: None,
            touche_le: le,
        };
        c.lire(contrat(structure, self.type_contrat));
        c.conclure()?;
        Ok(poste)
    }
}

/// A letter and four digits, as the ROME writes its occupations.
#[must_use]
pub fn est_code_rome(texte: &str) -> bool {
    let octets = texte.as_bytes();
    octets.len() == 5 && matches!(octets[0], b'A'..=b'N') && octets[1..].iter().all(u8::is_ascii_digit)
}

fn code_rome(code: &str) -> Result<String, ErreurMetier> {
    if est_code_rome(code) { Ok(code.to_owned()) } else { Err(ErreurMetier::saisie("codeRome", ROME)) }
}

pub const ROME: &str = "Un code ROME compte une lettre de A à N et quatre chiffres.";

pub(super) fn nombre_postes(valeur: i64) -> Result<i64, ErreurMetier> {
    nombre("nombrePostes", valeur, POSTES)
}

fn nombre(champ: &str, valeur: i64, au_plus: i64) -> Result<i64, ErreurMetier> {
    if (1..=au_plus).contains(&valeur) { Ok(valeur) } else { Err(ErreurMetier::saisie(champ, format!("De 1 à {au_plus}."))) }
}

fn commune(referentiel: &Referentiel, structure: &StructureIae, code: Option<&str>) -> Result<Option<String>, ErreurMetier> {
    let Some(code) = code else { return Ok(structure.commune.clone()) };
    let connue = referentiel.commune(code).filter(|c| c.departement == structure.departement);
    let message = "Cette commune n'est pas du département de la structure.";
    connue.map(|c| Some(c.code_insee.clone())).ok_or_else(|| ErreurMetier::saisie("commune", message))
}

/// The kind of a structure says which contracts it may offer.
fn contrat(structure: &StructureIae, contrat: TypeContratInsertion) -> Result<(), ErreurMetier> {
    let permis = structure.type_.contrats();
    if permis.contains(&contrat) {
        return Ok(());
    }
    let (type_, codes) = (structure.type_.code(), permis.iter().map(|c| c.code()).collect::<Vec<_>>().join(", "));
    let message = match permis {
        [] => format!("Une structure {type_} n'embauche pas : elle ne propose aucun contrat."),
        _ => format!("Une structure {type_} propose : {codes}."),
    };
    Err(ErreurMetier::saisie("typeContrat", message))
}
