//! Who the imaginary record is: which parts of the breakdowns it comes with.

use super::deplacement::Groupe;
use super::pesee::Exigence;
use super::{Partage, Statut, Tables};

/// Columns that gain or lose what the groups say.
pub(super) type Colonnes = Vec<(usize, i64)>;

/// The columns of the cheapest record on this way: one that changes part, or one that comes with a part of each breakdown.
pub(super) fn colonnes(tables: &Tables, groupes: &[Groupe], visee: usize, exigence: Exigence, plafond: u64) -> Option<(u64, Colonnes)> {
    let mut meilleur = (visee > 0).then(|| tables.changement(groupes, visee, exigence, plafond)).flatten();
    let plafond = meilleur.as_ref().map_or(plafond, |(prix, _)| *prix);
    if plafond > 0 {
        meilleur = tables.venue(groupes, visee, exigence, plafond).or(meilleur);
    }
    meilleur
}

impl Tables {
    /// A record that is in another part of the same breakdown.
    fn changement(&self, groupes: &[Groupe], visee: usize, exigence: Exigence, plafond: u64) -> Option<(u64, Colonnes)> {
        let base = self.peser(groupes, (visee, 1), exigence)?;
        let groupe = self.forme.groupes().into_iter().find(|g| g.contains(&visee))?;
        let mut meilleur = None;
        for autre in groupe.filter(|c| *c != visee) {
            let prix = self.peser(groupes, (autre, -1), exigence).map(|p| p + base);
            let plafond = meilleur.as_ref().map_or(plafond, |(p, _)| *p);
            let colonnes = vec![(visee, 1), (autre, -1)];
            if let Some(prix) = prix.filter(|p| *p < plafond)
                && self.couvre(groupes, &colonnes)
            {
                meilleur = Some((prix, colonnes));
            }
        }
        meilleur.or_else(|| self.echange(groupes, (visee, base), exigence, plafond))
    }

    /// A record that leaves a part of a free breakdown for another, where one more or one less would not cover the total.
    fn echange(&self, groupes: &[Groupe], (visee, base): (usize, u64), exigence: Exigence, plafond: u64) -> Option<(u64, Colonnes)> {
        let libre = |a: &usize| self.forme.axes[*a].partage == Partage::Libre;
        let axe = (0..self.forme.axes.len()).filter(libre).find(|a| self.forme.parts(*a).any(|c| c == visee || c + 1 == visee))?;
        let (part, signe) = if self.forme.parts(axe).any(|c| c == visee) { (visee, 1) } else { (visee - 1, -1) };
        let voisin = if part == visee { part + 1 } else { part };
        let base = base + self.peser(groupes, (voisin, -1), exigence)?;
        let mut meilleur = None;
        for autre in self.forme.parts(axe).filter(|c| *c != part) {
            let Some(prix) = self.peser(groupes, (autre, -signe), exigence) else { continue };
            let Some(reste) = self.peser(groupes, (autre + 1, signe), exigence) else { continue };
            let colonnes = vec![(part, signe), (part + 1, -signe), (autre, -signe), (autre + 1, signe)];
            let plafond = meilleur.as_ref().map_or(plafond, |(p, _)| *p);
            if base + prix + reste < plafond && self.couvre(groupes, &colonnes) {
                meilleur = Some((base + prix + reste, colonnes));
            }
        }
        meilleur
    }

    /// A record of more, with the cheapest part of each breakdown.
    fn venue(&self, groupes: &[Groupe], visee: usize, exigence: Exigence, plafond: u64) -> Option<(u64, Colonnes)> {
        let mut prix = self.peser(groupes, (0, 1), exigence)?;
        let mut colonnes = vec![(0, 1)];
        for groupe in self.forme.groupes() {
            let mut choix = groupe.clone().filter(|c| !groupe.contains(&visee) || *c == visee);
            let pesee = |c: usize| self.peser(groupes, (c, 1), exigence).map(|p| (p, c));
            let (p, colonne) = choix.by_ref().filter_map(pesee).min()?;
            prix += p;
            colonnes.push((colonne, 1));
            if prix >= plafond {
                return None;
            }
        }
        if !self.couvre(groupes, &colonnes) {
            return self.venue_couverte(groupes, (visee, prix), &colonnes, exigence).filter(|(p, _)| *p < plafond);
        }
        Some((prix, colonnes))
    }

    /// The same, with one part more where the record would be in none.
    fn venue_couverte(
        &self,
        groupes: &[Groupe],
        (visee, prix): (usize, u64),
        colonnes: &[(usize, i64)],
        exigence: Exigence,
    ) -> Option<(u64, Colonnes)> {
        let mut meilleur: Option<(u64, Colonnes)> = None;
        for rang in 0..colonnes.len() {
            let (tacite, _) = colonnes[rang];
            let est_tacite = tacite > 0 && tacite != visee && self.case(0, 0, tacite).statuts[0] == Statut::Tacite;
            let Some(de_plus) = est_tacite.then(|| self.peser(groupes, (tacite - 1, 1), exigence)).flatten() else { continue };
            let mut essai = colonnes.to_vec();
            essai[rang].0 = tacite - 1;
            if meilleur.as_ref().is_none_or(|(p, _)| prix + de_plus < *p) && self.couvre(groupes, &essai) {
                meilleur = Some((prix + de_plus, essai));
            }
        }
        meilleur
    }
}
