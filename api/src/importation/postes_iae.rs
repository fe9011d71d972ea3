//! The line of a post: columns named as in the API.

use domain::erreur::{ErreurMetier, Refus};
use domain::poste_iae::importation::LignePoste;
use domain::poste_iae::saisie::Saisie;
use domain::saisie::Controle;

use super::fichier::Rangee;

pub(super) const COLONNES: [&str; 12] = [
    "reference",
    "structure",
    "intitule",
    "codeRome",
    "typeContrat",
    "heuresHebdomadaires",
    "commune",
    "nombrePostes",
    "publics",
    "description",
    "profilRecherche",
    "statut",
];

/// What the line says, or every refusal at once.
pub(super) fn lire(r: &Rangee) -> Result<LignePoste, Refus> {
    r.verifier()?;
    let mut c = Controle::default();
    let texte = |colonne: &str| r.texte(colonne).map(str::to_owned);
    let type_contrat = c.lire(r.code("typeContrat"));
    let statut = c.lire(r.code("statut"));
    let heures_hebdomadaires = c.lire(r.nombre("heuresHebdomadaires"));
    let nombre_postes = c.lire(r.nombre("nombrePostes"));
    let publics = c.lire(r.codes("publics"));
    c.conclure()?;
    Ok(LignePoste {
        reference: texte("reference").unwrap_or_default(),
        structure: texte("structure").unwrap_or_default(),
        statut,
        saisie: Saisie {
            intitule: texte("intitule").unwrap_or_default(),
            code_rome: texte("codeRome").unwrap_or_default(),
            type_contrat: type_contrat.ok_or_else(|| ErreurMetier::saisie("typeContrat", "Ce champ ne peut pas être vide."))?,
            heures_hebdomadaires,
            commune: texte("commune"),
            nombre_postes,
            publics,
            description: texte("description"),
            profil_recherche: texte("profilRecherche"),
        },
    })
}
