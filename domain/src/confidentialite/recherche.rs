//! Finding, for each count that is withheld, the witness that costs least.

use super::deplacement::{Groupe, Trajet};
use super::pesee::Exigence;
use super::{Case, NIVEAUX, Partage, Statut, Tables, Temps};

/// A cell, and what must be uncertain of it: the bit of a count, or of the difference between two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cible {
    tranche: usize,
    lieu: usize,
    colonne: usize,
    bit: usize,
}

/// Columns that gain or lose what the groups say.
type Colonnes = Vec<(usize, i64)>;

#[derive(Debug)]
struct Temoin {
    prix: u64,
    groupes: Vec<Groupe>,
    colonnes: Colonnes,
}

const EXIGENCES: [Exigence; 3] = [Exigence::Vraisemblable, Exigence::Peuplee, Exigence::Possible];

/// Decides what new periods show, with what the shorter ones that they hold need.
pub(super) fn proteger(tables: &mut Tables, premiere: usize) {
    let nouvelles = premiere..tables.tranches.len();
    let fin = tables.forme.niveaux.iter().any(|n| n.temps == Temps::Fin);
    for tranche in nouvelles.clone() {
        match tables.pas(tranche).last().filter(|_| fin) {
            Some(dernier) => copier(tables, dernier, tranche),
            None => {
                retirer_petites(tables, tranche);
                tables.grouper(tranche);
                if fin {
                    temoigner_de(tables, tranche, tranche);
                }
            }
        }
    }
    if !fin {
        temoigner_de(tables, nouvelles.end - 1, premiere);
    }
    tables.tranches[nouvelles].iter_mut().for_each(|t| t.figee = true);
}

/// Finds the witnesses of a period and of those that it holds.
fn temoigner_de(tables: &mut Tables, tranche: usize, premiere: usize) {
    let dessous: Vec<usize> = (0..=tranche).rev().filter(|t| tables.chaine(*t).any(|h| h == tranche)).collect();
    for t in &dessous {
        tables.tranches[*t].temoins.fill(0);
    }
    for t in dessous {
        for cible in cibles(tables, t) {
            temoigner(tables, cible, premiere);
        }
    }
}

/// The state at the last day of a period is that of its last step.
fn copier(tables: &mut Tables, de: usize, vers: usize) {
    let statuts: Vec<_> = tables.tranches[de].cases.iter().map(|c| c.statuts).collect();
    tables.tranches[vers].cases.iter_mut().zip(statuts).for_each(|(case, statuts)| case.statuts = statuts);
}

/// A count too small hides; a difference too small hides the narrower of its two counts.
pub(super) fn retirer_petites(tables: &mut Tables, tranche: usize) {
    for rang in 0..tables.tranches[tranche].cases.len() {
        let case = tables.tranches[tranche].cases[rang];
        let ecarts = tables.forme.ecarts(case.comptes);
        for n in 0..tables.forme.niveaux.len() {
            if tables.sensible(case.comptes[n]) || tables.sensible(ecarts[n]) {
                // What is known by difference hides with the part that it completes.
                let cachee = if case.statuts[n] == Statut::Tacite { rang - 1 } else { rang };
                retirer(&mut tables.tranches[tranche].cases[cachee], n);
            }
        }
    }
}

fn retirer(case: &mut Case, niveau: usize) {
    if case.statuts[niveau] == Statut::Montree {
        case.statuts[niveau] = Statut::Retiree;
    }
}

/// What must be uncertain: every withheld count but zeros, and what is too small though nobody shows it.
fn cibles(tables: &Tables, tranche: usize) -> Vec<Cible> {
    let colonnes = tables.forme.colonnes();
    let mut cibles = Vec::new();
    for (rang, case) in tables.tranches[tranche].cases.iter().enumerate() {
        let ecarts = tables.forme.ecarts(case.comptes);
        let tacite = case.statuts[0] == Statut::Tacite;
        let a_couvrir = |n: usize| match case.statuts[n] {
            Statut::Retiree => case.comptes[n] > 0,
            Statut::Tacite => tables.sensible(case.comptes[n]),
            _ => false,
        };
        let ecart = |n: usize| tables.sensible(ecarts[n]) && (tacite || case.statuts[n] == Statut::Retiree);
        let niveaux = 0..tables.forme.niveaux.len();
        let bits = niveaux.clone().filter(|n| a_couvrir(*n)).chain(niveaux.filter(|n| ecart(*n)).map(|n| NIVEAUX + n));
        cibles.extend(bits.map(|bit| Cible { tranche, lieu: rang / colonnes, colonne: rang % colonnes, bit }));
    }
    cibles
}

fn temoigner(tables: &mut Tables, cible: Cible, premiere: usize) {
    let rang = cible.lieu * tables.forme.colonnes() + cible.colonne;
    if tables.tranches[cible.tranche].temoins[rang] >> cible.bit & 1 == 1 {
        return;
    }
    if let Some(temoin) = EXIGENCES.iter().find_map(|e| chercher(tables, cible, *e)) {
        return appliquer(tables, &temoin);
    }
    tables.replis += 1;
    tout_retirer(tables, premiere);
    match EXIGENCES.iter().find_map(|e| chercher(tables, cible, *e)) {
        Some(temoin) => appliquer(tables, &temoin),
        None => tables.sans_temoin += 1,
    }
}

/// The last resort: what an attacker does not see of the new periods takes nothing from what protected the others.
fn tout_retirer(tables: &mut Tables, premiere: usize) {
    for case in tables.tranches[premiere..].iter_mut().flat_map(|t| &mut t.cases) {
        (0..NIVEAUX).for_each(|n| retirer(case, n));
    }
}

/// Withholds what the witness changes, and notes that it is now uncertain.
fn appliquer(tables: &mut Tables, temoin: &Temoin) {
    let (largeur, niveaux) = (tables.forme.colonnes(), tables.forme.niveaux.len());
    for groupe in &temoin.groupes {
        let bits = tables.bits(groupe);
        for (colonne, _) in &temoin.colonnes {
            let rang = groupe.lieu * largeur + colonne;
            let tranche = &mut tables.tranches[groupe.tranche];
            for n in (0..niveaux).filter(|n| groupe.pas[*n] != 0) {
                retirer(&mut tranche.cases[rang], n);
            }
            tranche.temoins[rang] |= bits;
        }
    }
}

fn chercher(tables: &Tables, cible: Cible, exigence: Exigence) -> Option<Temoin> {
    let mut meilleur: Option<Temoin> = None;
    for trajet in trajets(tables, cible) {
        let groupes = tables.groupes(&trajet);
        let touche = |g: &Groupe| (g.tranche, g.lieu) == (cible.tranche, cible.lieu) && tables.bits(g) >> cible.bit & 1 == 1;
        if !groupes.iter().any(touche) {
            continue;
        }
        let plafond = meilleur.as_ref().map_or(u64::MAX, |t| t.prix);
        if let Some((prix, colonnes)) = colonnes(tables, &groupes, cible.colonne, exigence, plafond) {
            meilleur = Some(Temoin { prix, groupes, colonnes });
        }
        if meilleur.as_ref().is_some_and(|t| t.prix == 0) {
            break;
        }
    }
    meilleur
}

/// The ways of a record that the cell sees.
fn trajets(tables: &Tables, cible: Cible) -> impl Iterator<Item = Trajet> {
    let lieux = if tables.par_lieu(cible.colonne) { tables.lieux_ultimes(cible.lieu) } else { tables.lieux_ultimes(0)[..1].to_vec() };
    let autres_lieux = || if tables.par_lieu(cible.colonne) { tables.lieux_hors(cible.lieu) } else { vec![None] };
    let pas = tables.pas_ultimes(cible.tranche);
    let variantes = variantes(tables, cible);
    let places = pas.into_iter().flat_map(move |p| lieux.clone().into_iter().map(move |l| (p, l)));
    let (autres_lieux, dernier) = (autres_lieux(), tables.tranches.len() - 1);
    places.flat_map(move |ici| {
        let autres_pas = tables.pas_voisins(cible.tranche, dernier);
        let variantes = variantes.clone();
        let autres_lieux = autres_lieux.clone();
        autres_pas.into_iter().flat_map(move |autre_pas| {
            let variantes = variantes.clone();
            autres_lieux.clone().into_iter().flat_map(move |autre_lieu| {
                variantes
                    .clone()
                    .into_iter()
                    .map(move |(niveaux, chaine, sens)| Trajet { ici, autre_lieu, autre_pas, sens, niveaux, chaine })
            })
        })
    })
}

type Variante = (usize, (usize, usize), i64);

/// The counts that the record enters, the periods that gain it where they are no sums, and both ways.
fn variantes(tables: &Tables, cible: Cible) -> Vec<Variante> {
    let niveaux = &tables.forme.niveaux;
    let sommes = |ensemble: usize| (0..niveaux.len()).all(|n| ensemble >> n & 1 == 0 || niveaux[n].temps == Temps::Somme);
    let hauteur = tables.pas_ultimes(cible.tranche).first().map_or(1, |t| tables.chaine(*t).count());
    let voulu = |ensemble: &usize| tables.touche(cible.bit, |n| ensemble >> n & 1 == 1);
    let intervalles = || (0..hauteur).flat_map(|a| (a..hauteur).map(move |b| (a, b))).collect();
    let chaines = |ensemble| if sommes(ensemble) { vec![(0, usize::MAX)] } else { intervalles() };
    let une = |ensemble| chaines(ensemble).into_iter().flat_map(move |chaine| [1, -1].map(|sens| (ensemble, chaine, sens)));
    (1..1 << niveaux.len()).filter(voulu).flat_map(une).collect()
}

/// The columns of the cheapest record on this way: one that changes part, or one that comes with a part of each breakdown.
fn colonnes(tables: &Tables, groupes: &[Groupe], visee: usize, exigence: Exigence, plafond: u64) -> Option<(u64, Colonnes)> {
    let mut meilleur = (visee > 0).then(|| tables.changement(groupes, visee, exigence, plafond)).flatten();
    let plafond = meilleur.as_ref().map_or(plafond, |(prix, _)| *prix);
    if plafond > 0 {
        meilleur = tables.venue(groupes, visee, exigence, plafond).or(meilleur);
    }
    meilleur
}

impl Tables {
    /// The count, or the difference, moves with the counts that do.
    fn touche(&self, bit: usize, bouge: impl Fn(usize) -> bool) -> bool {
        match bit.checked_sub(NIVEAUX) {
            None => bouge(bit),
            Some(n) => self.forme.niveaux[n].dans.is_some_and(|dans| bouge(dans) != bouge(n)),
        }
    }

    fn bits(&self, groupe: &Groupe) -> u16 {
        let pas = |n: usize| groupe.pas[n];
        let ecart = |n: usize| self.forme.niveaux.get(n).and_then(|niveau| niveau.dans).is_some_and(|dans| pas(dans) != pas(n));
        (0..NIVEAUX).fold(0, |bits, n| bits | u16::from(pas(n) != 0) << n | u16::from(ecart(n)) << (NIVEAUX + n))
    }

    fn par_lieu(&self, colonne: usize) -> bool {
        colonne == 0 || self.case(0, self.forme.lieux.len() - 1, colonne).statuts[0] != Statut::Inexistante
    }

    /// None first, then each ultimate place that the given one does not hold.
    fn lieux_hors(&self, lieu: usize) -> Vec<Option<usize>> {
        let dedans = self.lieux_ultimes(lieu);
        std::iter::once(None).chain(self.lieux_ultimes(0).into_iter().filter(|l| !dedans.contains(l)).map(Some)).collect()
    }

    /// None first, then each ultimate step of the same longest period that the given period does not hold.
    fn pas_voisins(&self, tranche: usize, dernier: usize) -> Vec<Option<usize>> {
        let dedans = self.pas_ultimes(tranche);
        let sommet = self.chaine(tranche).last().unwrap_or(dernier);
        std::iter::once(None).chain(self.pas_ultimes(sommet).into_iter().filter(|t| !dedans.contains(t)).map(Some)).collect()
    }

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
            return self.venue_couverte(groupes, (visee, prix), colonnes, exigence).filter(|(p, _)| *p < plafond);
        }
        Some((prix, colonnes))
    }

    /// The same, with one part more where the record would be in none.
    fn venue_couverte(
        &self,
        groupes: &[Groupe],
        (visee, prix): (usize, u64),
        colonnes: Colonnes,
        exigence: Exigence,
    ) -> Option<(u64, Colonnes)> {
        let mut meilleur: Option<(u64, Colonnes)> = None;
        for rang in 0..colonnes.len() {
            let (tacite, _) = colonnes[rang];
            let est_tacite = tacite > 0 && tacite != visee && self.case(0, 0, tacite).statuts[0] == Statut::Tacite;
            let Some(de_plus) = est_tacite.then(|| self.peser(groupes, (tacite - 1, 1), exigence)).flatten() else { continue };
            let mut essai = colonnes.clone();
            essai[rang].0 = tacite - 1;
            if meilleur.as_ref().is_none_or(|(p, _)| prix + de_plus < *p) && self.couvre(groupes, &essai) {
                meilleur = Some((prix + de_plus, essai));
            }
        }
        meilleur
    }
}
