//! The ways of a record that a cell sees, from the nearest.

use super::deplacement::{Groupe, Trajet};
use super::recherche::Cible;
use super::{NIVEAUX, Statut, Tables, Temps};

/// The ways of a record that the cell sees. Where a breakdown is told for the whole only, the record is still somewhere.
pub(super) fn trajets(tables: &Tables, cible: Cible) -> impl Iterator<Item = Trajet> {
    let (lieux, autres_lieux) = (tables.lieux_ultimes(cible.lieu), tables.lieux_hors(cible));
    let (pas, autres_pas) = (tables.pas_ultimes(cible.tranche), tables.pas_voisins(cible));
    let variantes = variantes(tables, cible);
    let places = pas.into_iter().flat_map(move |p| lieux.clone().into_iter().map(move |l| (p, l)));
    let partenaires: Vec<_> = autres_pas.into_iter().flat_map(|p| autres_lieux.iter().map(move |l| (p, *l)).collect::<Vec<_>>()).collect();
    places.flat_map(move |ici| {
        let variantes = variantes.clone();
        partenaires.clone().into_iter().flat_map(move |(autre_pas, autre_lieu)| {
            let trajet = move |(niveaux, chaine, sens)| Trajet { ici, autre_lieu, autre_pas, sens, niveaux, chaine };
            variantes.clone().into_iter().map(trajet)
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
    tables.ensembles().into_iter().filter(voulu).flat_map(une).collect()
}

impl Tables {
    /// Sets of counts that a record may enter, as bits: all of them while they are few; else one count, one with those that
    /// hold it, or every count.
    fn ensembles(&self) -> Vec<usize> {
        let niveaux = &self.forme.niveaux;
        if niveaux.len() <= 3 {
            return (1..1 << niveaux.len()).collect();
        }
        let avec = |n: usize| std::iter::successors(Some(n), |n| niveaux[*n].dans).fold(0, |bits, n| bits | 1 << n);
        let un = (0..niveaux.len()).flat_map(|n| [1 << n, avec(n)]);
        let mut ensembles: Vec<usize> = un.chain([(1 << niveaux.len()) - 1]).collect();
        ensembles.sort_unstable();
        ensembles.dedup();
        ensembles
    }

    /// The count, or the difference, moves with the counts that do.
    fn touche(&self, bit: usize, bouge: impl Fn(usize) -> bool) -> bool {
        match bit.checked_sub(NIVEAUX) {
            None => bouge(bit),
            Some(n) => self.forme.niveaux[n].dans.is_some_and(|dans| bouge(dans) != bouge(n)),
        }
    }

    pub(super) fn bits(&self, groupe: &Groupe) -> u16 {
        let pas = |n: usize| groupe.pas[n];
        let ecart = |n: usize| self.forme.niveaux.get(n).and_then(|niveau| niveau.dans).is_some_and(|dans| pas(dans) != pas(n));
        (0..NIVEAUX).fold(0, |bits, n| bits | u16::from(pas(n) != 0) << n | u16::from(ecart(n)) << (NIVEAUX + n))
    }

    /// None first, then each ultimate place that the cell's does not hold: those where the same column hides before others.
    fn lieux_hors(&self, cible: Cible) -> Vec<Option<usize>> {
        let dedans = self.lieux_ultimes(cible.lieu);
        let mut hors: Vec<usize> = self.lieux_ultimes(0).into_iter().filter(|l| !dedans.contains(l)).collect();
        hors.sort_by_key(|lieu| self.montree(Cible { lieu: *lieu, ..cible }));
        std::iter::once(None).chain(hors.into_iter().map(Some)).collect()
    }

    /// None first, then each ultimate step of the same longest period that the cell's does not hold, in the same order.
    fn pas_voisins(&self, cible: Cible) -> Vec<Option<usize>> {
        let dedans = self.pas_ultimes(cible.tranche);
        let sommet = self.chaine(cible.tranche).last().unwrap_or(cible.tranche);
        let mut hors: Vec<usize> = self.pas_ultimes(sommet).into_iter().filter(|t| !dedans.contains(t)).collect();
        hors.sort_by_key(|tranche| self.montree(Cible { tranche: *tranche, ..cible }));
        std::iter::once(None).chain(hors.into_iter().map(Some)).collect()
    }

    fn montree(&self, cible: Cible) -> bool {
        self.case(cible.tranche, cible.lieu, cible.colonne).statuts[cible.bit % NIVEAUX] == Statut::Montree
    }
}
