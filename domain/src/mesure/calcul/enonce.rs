//! The statement around the facts of a measure.

use std::ops::Range;

use super::dimension::colonne;
use super::lieu::SITUES;
use super::{Plan, Regard};
use crate::mesure::Dimension;
use crate::mesure::definition::Compte;
use crate::requete::Requete;

impl Plan<'_> {
    /// Rows of `rang, parts…, n, d` for these steps: of a duration, one for each number of days.
    pub(super) fn enonce(&self, mut q: Requete, pas: Range<usize>) -> Requete {
        q.texte("with ");
        self.table_des_pas(&mut q, pas);
        self.tables_de_lieux(&mut q);
        self.table_des_publics(&mut q);
        self.table_des_faits(&mut q);
        q.texte(" select cast(f.rang as bigint)");
        for dimension in &self.question.ventilation {
            q.texte(", ");
            self.expression(&mut q, *dimension);
        }
        self.sommes(&mut q);
        q.texte(" from fait f");
        self.joindre(&mut q);
        self.restreindre(&mut q);
        let cles = 1 + self.question.ventilation.len() + usize::from(self.par_duree());
        let rangs: Vec<String> = (1..=cles).map(|rang| rang.to_string()).collect();
        q.texte(" group by ").texte(&rangs.join(", ")).texte(" order by ").texte(&rangs.join(", "));
        q
    }

    /// `, fait as (…)`, each with a place where the question asks for it.
    fn table_des_faits(&self, q: &mut Requete) {
        let situes = self.localise() && self.situe_des_personnes();
        q.texte(if situes { ", brut as materialized (" } else { ", fait as (" });
        self.faits(q);
        self.gabarit(q, if situes { SITUES } else { ")" });
    }

    /// `select …`: only the columns that the question reads.
    fn faits(&self, q: &mut Requete) {
        let fait = self.fait;
        q.texte("select p.rang as rang");
        self.colonne_de_fait(q, fait.jour, "jour");
        fait.personne.into_iter().for_each(|personne| self.colonne_de_fait(q, personne, "allocataire_id"));
        let sien = matches!(self.regard, Regard::Siennes(_)) || self.demande(Dimension::Partenaire);
        fait.partenaire.filter(|_| sien).into_iter().for_each(|partenaire| self.colonne_de_fait(q, partenaire, "partenaire_id"));
        fait.territoire.into_iter().for_each(|territoire| self.colonne_de_fait(q, territoire, "territoire_id"));
        for (dimension, expression) in fait.dimensions.iter().filter(|(d, _)| self.demande(*d)) {
            self.colonne_de_fait(q, expression, colonne(*dimension));
        }
        fait.compte.cle().into_iter().for_each(|cle| self.colonne_de_fait(q, cle, "cle"));
        if let Some(n) = numerateur(fait.compte) {
            self.colonne_de_fait(q, &n, "n");
        }
        q.texte(" from ");
        self.gabarit(q, fait.source);
    }

    fn colonne_de_fait(&self, q: &mut Requete, expression: &str, nom: &str) {
        q.texte(", ");
        self.gabarit(q, expression);
        q.texte(" as ").texte(nom);
    }

    fn sommes(&self, q: &mut Requete) {
        match self.fait.compte {
            Compte::Nombre | Compte::TauxCentiemes => _ = q.texte(", count(*), cast(null as bigint)"),
            Compte::Parmi(_) | Compte::Taux(_) => _ = q.texte(", cast(sum(f.n) as bigint), count(*)"),
            Compte::Part => self.part_nommee(q),
            Compte::Distincts(_) => _ = q.texte(", count(distinct f.cle), cast(null as bigint)"),
            Compte::TauxDistincts { .. } => _ = q.texte(", count(distinct case when f.n = 1 then f.cle end), count(distinct f.cle)"),
            Compte::Charge(_) => _ = q.texte(", count(*), count(distinct f.cle)"),
            Compte::Somme(_) | Compte::Centiemes(_) => _ = q.texte(", cast(coalesce(sum(f.n), 0) as bigint), count(*)"),
            Compte::Moyenne(_) | Compte::MoyenneCentiemes(_) => {
                q.texte(", cast(coalesce(sum(f.n), 0) as bigint), count(f.n)");
            }
            Compte::Duree(_) => _ = q.texte(", cast(f.n as bigint), count(*)"),
        }
    }

    fn part_nommee(&self, q: &mut Requete) {
        q.texte(", cast(sum(case when true");
        for condition in &self.parametre.0 {
            q.texte(" and ");
            self.condition(q, condition);
        }
        q.texte(" then 1 else 0 end) as bigint), count(*)");
    }

    fn restreindre(&self, q: &mut Requete) {
        q.texte(" where true");
        if let Regard::Siennes(partenaire) = self.regard {
            // A measure of nobody's facts has nothing to tell to one partner.
            match self.fait.partenaire {
                Some(_) => _ = q.texte(" and f.partenaire_id = ").valeur(partenaire),
                None => _ = q.texte(" and false"),
            }
        }
        self.restreindre_au_lieu(q);
        if !matches!(self.fait.compte, Compte::Part) {
            for condition in &self.parametre.0 {
                q.texte(" and ");
                self.condition(q, condition);
            }
        }
        if self.par_duree() {
            q.texte(" and f.n is not null");
        }
    }

    pub(super) const fn par_duree(&self) -> bool {
        matches!(self.fait.compte, Compte::Duree(_))
    }
}

/// Column `n` of the facts: one or nothing for a condition, else the amount or the days.
fn numerateur(compte: Compte) -> Option<String> {
    match compte {
        Compte::Parmi(n) | Compte::Taux(n) | Compte::TauxDistincts { n, .. } => Some(format!("case when {n} then 1 else 0 end")),
        Compte::Somme(n) | Compte::Centiemes(n) | Compte::Moyenne(n) | Compte::MoyenneCentiemes(n) | Compte::Duree(n) => Some(n.to_owned()),
        Compte::Nombre | Compte::TauxCentiemes | Compte::Part | Compte::Distincts(_) | Compte::Charge(_) => None,
    }
}
