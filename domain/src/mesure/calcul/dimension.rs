//! Dimensions: the column of each, what it is read from, and the conditions of the parameter.

use super::Plan;
use super::decoupage::{AGES, ANCIENNETES};
use crate::allocataire::PublicCible;
use crate::mesure::Dimension;
use crate::mesure::parametre::{Condition, par_identifiant};
use crate::mesure::partie::INCONNU;
use crate::requete::Requete;
use crate::vocabulaire::{Ensemble, Enumeration};

/// How the person was oriented on the day of the fact: the latest orientation of a parcours that had not ended.
const MODALITE: &str = "(select m.modalite from orientation m join parcours n on n.departement = m.departement and n.id = m.parcours_id where m.departement = {d} and m.allocataire_id = f.allocataire_id and m.debut <= f.jour and (n.clos_le is null or n.clos_le >= f.jour) order by m.debut desc, m.id desc limit 1)";
const SEXE: &str = "case a.civilite when 'MADAME' then 'FEMME' when 'MONSIEUR' then 'HOMME' end";

/// Columns of the person that only the file holds.
const DU_DOSSIER: [Dimension; 6] = [
    Dimension::Public,
    Dimension::OrganismePayeur,
    Dimension::TrancheAge,
    Dimension::Sexe,
    Dimension::AncienneteRsa,
    Dimension::NiveauFormation,
];

impl Plan<'_> {
    /// Dimensions of the statement, those of the parameter besides those of the breakdown.
    pub(super) fn dimensions(&self) -> Vec<Dimension> {
        let du_parametre = self.parametre.0.iter().map(|c| c.dimension);
        let mut toutes: Vec<Dimension> = self.question.ventilation.iter().copied().chain(du_parametre).collect();
        toutes.sort_unstable();
        toutes.dedup();
        toutes
    }

    /// What a dimension is worth for fact `f`.
    pub(super) fn expression(&self, q: &mut Requete, dimension: Dimension) {
        if dimension == Dimension::Territoire {
            q.texte(self.part_de_lieu());
            return;
        }
        if self.fait.propre(dimension).is_some() {
            q.texte("f.").texte(colonne(dimension));
            return;
        }
        match dimension {
            Dimension::Modalite => self.gabarit(q, MODALITE),
            Dimension::Public => _ = q.texte("u.code"),
            Dimension::OrganismePayeur => _ = q.texte("a.organisme_payeur"),
            Dimension::NiveauFormation => _ = q.texte("a.niveau_formation"),
            Dimension::Sexe => _ = q.texte(SEXE),
            Dimension::TrancheAge => Self::tranches(q, ("ne", "a.date_naissance"), (&AGES.0, &AGES.1)),
            Dimension::AncienneteRsa => Self::tranches(q, ("ouvert", "a.droit_ouvert_le"), (&ANCIENNETES.0, &ANCIENNETES.1)),
            _ => _ = q.texte("null"),
        }
    }

    /// Joins what the dimensions are read from.
    pub(super) fn joindre(&self, q: &mut Requete) {
        let dimensions = self.dimensions();
        if dimensions.iter().any(|d| matches!(d, Dimension::TrancheAge | Dimension::AncienneteRsa)) {
            q.texte(" join periode t on t.rang = f.rang");
        }
        if dimensions.iter().any(|d| DU_DOSSIER.contains(d)) {
            q.texte(" left join allocataire a on a.departement = ").valeur(self.departement).texte(" and a.id = f.allocataire_id");
        }
        self.joindre_lieux(q);
        if self.question.ventilation.contains(&Dimension::Public) {
            q.texte(" left join public u on (a.publics & u.bit) <> 0");
        }
    }

    /// `, public (code, bit) as (values …)`: publics that reveal nothing sensitive.
    pub(super) fn table_des_publics(&self, q: &mut Requete) {
        if !self.question.ventilation.contains(&Dimension::Public) {
            return;
        }
        let publics = PublicCible::VALEURS.iter().filter(|v| !v.sensible);
        let lignes: Vec<String> = publics.map(|v| format!("('{}', cast({} as bigint))", v.code, 1_i64 << v.valeur.rang())).collect();
        q.texte(", public (code, bit) as (values ").texte(&lignes.join(", ")).texte(")");
    }

    /// `( … )`: the fact is one of those that the condition names.
    pub(super) fn condition(&self, q: &mut Requete, condition: &Condition) {
        if condition.dimension == Dimension::Public {
            let publics: Ensemble<PublicCible> = condition.codes.iter().filter_map(|c| PublicCible::lire(c)).collect();
            q.texte("((a.publics & ").valeur(publics.sans_sensibles().bits).texte(") <> 0)");
            return;
        }
        q.texte("(");
        self.expression(q, condition.dimension);
        if par_identifiant(condition.dimension) {
            q.parmi_ids(&condition.ids(self.referentiel).unwrap_or_default());
        } else {
            q.parmi_textes(&condition.codes);
        }
        if condition.codes.iter().any(|c| c == INCONNU) {
            q.texte(" or ");
            self.expression(q, condition.dimension);
            q.texte(" is null");
        }
        q.texte(")");
    }
}

/// The name of a fact's own column in the table of facts.
pub(super) fn colonne(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Partenaire => "partenaire_id",
        Dimension::Modalite => "modalite",
        Dimension::TypeStructure => "type_structure",
        Dimension::Dispositif => "dispositif_id",
        Dimension::TypePrescription => "type_prescription",
        Dimension::NatureAide => "nature_aide",
        Dimension::ModeDesignation => "mode_designation",
        Dimension::TypeContrat => "type_contrat",
        Dimension::CategorieSortie => "categorie_sortie",
        Dimension::BesoinLinguistique => "besoin_linguistique",
        Dimension::TypeRencontre => "type_rencontre",
        Dimension::Prescripteur => "prescripteur_id",
        _ => "autre",
    }
}
