//! An attacker: linear programming over everything that is shown, with all that a measure's counts are known to satisfy.
//!
//! Written from the meaning of the tables, not from what protects them.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::confidentialite::{Partage, Statut, Tables, Temps};

/// Unknowns with their coefficients, and what is known.
#[derive(Clone, Default)]
struct Expression(Vec<(usize, f64)>, i64);

/// One count that must stay uncertain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouve {
    pub tranche: usize,
    pub lieu: usize,
    pub colonne: usize,
    pub quoi: String,
    pub compte: i64,
}

pub(super) struct Attaque<'a> {
    tables: &'a Tables,
    inconnues: BTreeMap<(Place, usize), usize>,
    equations: Vec<(Expression, ComparisonOp)>,
}

type Place = (usize, usize, usize);

/// Where, what, as the attacker reads it, and the truth.
type Secret = (Place, String, Expression, i64);

impl Expression {
    fn plus(mut self, autre: &Self, facteur: i32) -> Self {
        self.0.extend(autre.0.iter().map(|(v, c)| (*v, c * f64::from(facteur))));
        Self(self.0, self.1 + autre.1 * i64::from(facteur))
    }

    fn valeur(&self, solution: &[f64]) -> f64 {
        self.0.iter().map(|(v, c)| c * solution[*v]).sum::<f64>() + nombre(self.1)
    }
}

fn nombre(compte: i64) -> f64 {
    f64::from(i32::try_from(compte).unwrap())
}

impl<'a> Attaque<'a> {
    pub(super) fn nouvelle(tables: &'a Tables) -> Self {
        let mut attaque = Self { tables, inconnues: BTreeMap::new(), equations: Vec::new() };
        for place in attaque.places() {
            for n in 0..tables.forme.niveaux.len() {
                if attaque.statut(place, n) == Statut::Retiree {
                    let rang = attaque.inconnues.len();
                    attaque.inconnues.insert((place, n), rang);
                }
            }
        }
        for place in attaque.places() {
            attaque.ecrire(place);
        }
        attaque
    }

    fn places(&self) -> Vec<Place> {
        let (lieux, colonnes) = (self.tables.forme.lieux.len(), self.tables.forme.colonnes());
        let tranches = 0..self.tables.tranches().len();
        tranches.flat_map(|t| (0..lieux).flat_map(move |l| (0..colonnes).map(move |c| (t, l, c)))).collect()
    }

    fn statut(&self, (t, l, c): Place, n: usize) -> Statut {
        self.tables.case(t, l, c).statuts[n]
    }

    fn vrai(&self, (t, l, c): Place, n: usize) -> i64 {
        self.tables.case(t, l, c).comptes[n]
    }

    /// What the attacker reads or does not. What nobody shows is the total less the part.
    fn lu(&self, (t, l, c): Place, n: usize) -> Expression {
        match self.statut((t, l, c), n) {
            Statut::Montree => Expression(vec![], self.vrai((t, l, c), n)),
            Statut::Tacite => self.lu((t, l, 0), n).plus(&self.lu((t, l, c - 1), n), -1),
            _ => match self.inconnues.get(&((t, l, c), n)) {
                Some(rang) => Expression(vec![(*rang, 1.0)], 0),
                None => Expression::default(),
            },
        }
    }

    /// What is in the count that holds this one and not in it.
    fn ecart(&self, place: Place, n: usize) -> Option<Expression> {
        let dans = self.tables.forme.niveaux[n].dans?;
        Some(self.lu(place, dans).plus(&self.lu(place, n), -1))
    }

    fn vrai_ecart(&self, place: Place, n: usize) -> i64 {
        self.tables.forme.niveaux[n].dans.map_or(0, |dans| self.vrai(place, dans) - self.vrai(place, n))
    }

    fn somme(&self, places: impl Iterator<Item = Place>, n: usize) -> Expression {
        places.fold(Expression::default(), |somme, place| somme.plus(&self.lu(place, n), 1))
    }

    fn poser(&mut self, gauche: Expression, moins: &Expression, operateur: ComparisonOp) {
        let equation = gauche.plus(moins, -1);
        if !equation.0.is_empty() {
            self.equations.push((equation, operateur));
        }
    }

    fn ecrire(&mut self, place: Place) {
        let (t, l, c) = place;
        if self.statut(place, 0) == Statut::Inexistante {
            return;
        }
        for n in 0..self.tables.forme.niveaux.len() {
            // Who guesses that zeros are seldom withheld knows that the others count somebody.
            let connu = |vrai: i64| Expression(vec![], i64::from(vrai > 0));
            self.poser(self.lu(place, n), &connu(self.vrai(place, n)), ComparisonOp::Ge);
            if let Some(ecart) = self.ecart(place, n) {
                self.poser(ecart, &connu(self.vrai_ecart(place, n)), ComparisonOp::Ge);
            }
            let lieux = self.tables.forme.lieux.iter().enumerate().filter(|(_, p)| **p == Some(l)).map(|(e, _)| (t, e, c));
            let lieux: Vec<Place> = lieux.filter(|p| self.statut(*p, 0) != Statut::Inexistante).collect();
            if !lieux.is_empty() {
                self.poser(self.somme(lieux.into_iter(), n), &self.lu(place, n), ComparisonOp::Eq);
            }
            self.dans_le_temps(place, n);
            if c == 0 {
                self.parts((t, l), n);
            }
        }
    }

    fn parts(&mut self, (t, l): (usize, usize), n: usize) {
        let forme = &self.tables.forme;
        for axe in 0..forme.axes.len() {
            let colonnes: Vec<Place> = (0..forme.axes[axe].parts).map(|p| (t, l, forme.colonne(axe, p))).collect();
            if self.statut(colonnes[0], 0) == Statut::Inexistante {
                continue;
            }
            match forme.axes[axe].partage {
                Partage::Partition => self.poser(self.somme(colonnes.into_iter(), n), &self.lu((t, l, 0), n), ComparisonOp::Eq),
                Partage::Libre => {
                    let ecarts: Option<Vec<Expression>> = colonnes.iter().map(|p| self.ecart(*p, n)).collect();
                    if let (Some(ecarts), Some(total)) = (ecarts, self.ecart((t, l, 0), n)) {
                        let somme = ecarts.iter().fold(Expression::default(), |s, e| s.plus(e, 1));
                        self.poser(somme, &total, ComparisonOp::Ge);
                    }
                    self.poser(self.somme(colonnes.into_iter(), n), &self.lu((t, l, 0), n), ComparisonOp::Ge);
                }
            }
        }
    }

    fn dans_le_temps(&mut self, (t, l, c): Place, n: usize) {
        let periode = self.tables.tranches()[t].periode;
        let dedans = |p: crate::mesure::Periode| p != periode && periode.contient(p);
        let tranches = self.tables.tranches();
        let pas = |i: usize| dedans(tranches[i].periode);
        let direct = |i: &usize| pas(*i) && !(0..t).any(|j| j != *i && pas(j) && tranches[j].periode.contient(tranches[*i].periode));
        let pas: Vec<Place> = (0..t).filter(direct).map(|i| (i, l, c)).collect();
        let Some(dernier) = pas.last().copied() else { return };
        let (total, somme) = (self.lu((t, l, c), n), self.somme(pas.iter().copied(), n));
        match self.tables.forme.niveaux[n].temps {
            Temps::Somme => self.poser(somme, &total, ComparisonOp::Eq),
            Temps::Fin => self.poser(self.lu(dernier, n), &total, ComparisonOp::Eq),
            Temps::Cumul => self.poser(total, &somme, ComparisonOp::Ge),
            Temps::Union => {
                self.poser(somme, &total, ComparisonOp::Ge);
                for p in pas {
                    self.poser(total.clone(), &self.lu(p, n), ComparisonOp::Ge);
                }
            }
        }
    }

    /// What must stay uncertain: each withheld count that counts somebody, each small difference that is not shown.
    fn secrets(&self) -> Vec<Secret> {
        let forme = &self.tables.forme;
        let mut secrets = Vec::new();
        for place in self.places() {
            if self.statut(place, 0) == Statut::Inexistante {
                continue;
            }
            for n in 0..forme.niveaux.len() {
                let vrai = self.vrai(place, n);
                let petit = (1..forme.seuil).contains(&vrai);
                if (self.statut(place, n) == Statut::Retiree && vrai > 0) || petit {
                    secrets.push((place, format!("count {n}"), self.lu(place, n), vrai));
                }
                let reste = self.vrai_ecart(place, n);
                if let Some(ecart) = self.ecart(place, n).filter(|_| (1..forme.seuil).contains(&reste)) {
                    secrets.push((place, format!("difference {n}"), ecart, reste));
                }
            }
        }
        secrets
    }

    /// Every secret that everything shown determines.
    pub(super) fn mener(&self, graine: u64) -> Vec<Trouve> {
        let mut des = StdRng::seed_from_u64(graine);
        let mut secrets = self.secrets();
        let incertain = |solution: &[f64], (_, _, e, vrai): &Secret| (e.valeur(solution) - nombre(*vrai)).abs() > 1e-6;
        let mut restants = usize::MAX;
        // Many secrets move at once; those that no longer do are tried one by one.
        while secrets.len() < restants {
            restants = secrets.len();
            let melange = secrets.iter().fold(Expression::default(), |m, (_, _, e, _)| m.plus(e, des.random_range(-9..=9)));
            for sens in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
                let solution = self.resoudre(&melange, sens);
                secrets.retain(|s| !incertain(&solution, s));
            }
        }
        let mut trouves = Vec::new();
        while let Some(secret) = secrets.pop() {
            let tenu = [OptimizationDirection::Maximize, OptimizationDirection::Minimize].into_iter().all(|sens| {
                let solution = self.resoudre(&secret.2, sens);
                secrets.retain(|s| !incertain(&solution, s));
                !incertain(&solution, &secret)
            });
            if tenu {
                let ((tranche, lieu, colonne), quoi, _, compte) = secret;
                trouves.push(Trouve { tranche, lieu, colonne, quoi, compte });
            }
        }
        trouves
    }

    fn resoudre(&self, visee: &Expression, sens: OptimizationDirection) -> Vec<f64> {
        let mut probleme = Problem::new(sens);
        let objectif = |v: usize| visee.0.iter().filter(|(i, _)| *i == v).map(|(_, c)| c).sum();
        // A count has no known bound above where nothing of its line is shown.
        let variables: Vec<Variable> = (0..self.inconnues.len()).map(|v| probleme.add_var(objectif(v), (0.0, 1e5))).collect();
        for (equation, operateur) in &self.equations {
            let mut ligne = LinearExpr::empty();
            let mut termes: BTreeMap<usize, f64> = BTreeMap::new();
            equation.0.iter().for_each(|(v, c)| *termes.entry(*v).or_default() += c);
            termes.iter().filter(|(_, c)| **c != 0.0).for_each(|(v, c)| ligne.add(variables[*v], *c));
            probleme.add_constraint(ligne, *operateur, nombre(-equation.1));
        }
        let solution = probleme.solve().expect("solved").into_solution().expect("the truth is a solution");
        variables.iter().map(|v| solution.var_value(*v)).collect()
    }
}
