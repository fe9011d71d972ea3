//! What is agreed with structures, and what the Département owes them.

use super::EMBAUCHES;
use crate::contrat_insertion::aide::PAR_MOIS;
use crate::mesure::Dimension as D;
use crate::mesure::definition::{Compte, Definition, Fait, Mesure, Mots};
use crate::pacte::UniteIndicateur as U;

const CUBES: &[&[D]] = &[&[], &[D::TypeStructure], &[D::Partenaire]];

/// Agreements of the year in which the step ends.
const CONVENTIONS: Fait = Fait {
    source: "convention_iae k join periode p on k.annee = p.annee join structure_iae s on s.id = k.structure_id where s.departement = {d} and k.postes > 0",
    jour: "p.fin",
    personne: None,
    partenaire: Some("s.partenaire_id"),
    territoire: None,
    dimensions: &[(D::TypeStructure, "s.type")],
    compte: Compte::Nombre,
    cumulable: false,
};

const CONVENTION: &str = "conventions de postes d'insertion de l'année où finit la période";

pub static STRUCTURES_CONVENTIONNEES: Mesure = Mesure {
    code: "structures_conventionnees",
    libelle: "Structures d'insertion conventionnées",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: CONVENTION, numerateur: "les structures qui ont un poste au moins", denominateur: "", exclusions: "" },
        Fait { compte: Compte::Distincts("s.id"), ..CONVENTIONS },
    )],
};

pub static POSTES_CONVENTIONNES: Mesure = Mesure {
    code: "postes_conventionnes",
    libelle: "Postes d'insertion conventionnés",
    unite: U::Nombre,
    maturite: 0,
    parametre: Some(D::TypeStructure),
    cubes: CUBES,
    versions: &[Definition::premiere(
        Mots { population: CONVENTION, numerateur: "le total des postes", denominateur: "", exclusions: "" },
        Fait { compte: Compte::Somme("k.postes"), ..CONVENTIONS },
    )],
};

/// Months of the calendar that a contract and the step both touch.
const MOIS: &str = "{tarif} * ({mois case when coalesce(c.sortie_le, c.fin_prevue) < p.fin then coalesce(c.sortie_le, c.fin_prevue) else p.fin end} - {mois case when c.debut > p.du then c.debut else p.du end} + 1)";

pub static AIDE_AU_POSTE: Mesure = Mesure {
    code: "aide_au_poste",
    libelle: "Aide départementale aux chantiers d'insertion",
    unite: U::Euros,
    maturite: 0,
    parametre: Some(D::Partenaire),
    cubes: &[&[], &[D::Territoire], &[D::Partenaire], &[D::Sexe], &[D::TrancheAge]],
    versions: &[Definition::selon(
        PAR_MOIS,
        Mots {
            population: "contrats d'insertion de bénéficiaires du RSA en chantier d'insertion qui ont couru un jour au moins de la période",
            numerateur: "pour chacun, le montant mensuel que le pacte fixe, autant de fois que de mois de la période commencés en contrat",
            denominateur: "",
            exclusions: "les structures qui ne sont pas des ateliers ou chantiers d'insertion",
        },
        Fait {
            source: "contrat_insertion c join periode p on c.debut <= p.fin and coalesce(c.sortie_le, c.fin_prevue) >= p.du where c.departement = {d} and c.beneficiaire_rsa and exists (select 1 from structure_iae s where s.departement = c.departement and s.id = c.structure_id and s.type = 'ACI')",
            jour: "p.fin",
            compte: Compte::Centiemes(MOIS),
            ..EMBAUCHES
        },
    )],
};
