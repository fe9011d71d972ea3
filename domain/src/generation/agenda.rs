//! The meetings of the world, drawn once for everybody: people are invited to them, and add to their counts.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::calendrier::{Calendrier, apres, ouvre};
use super::reglement::{Fiche, Reglement};
use super::tirage::Tirage;
use crate::parcours::ModeDesignation as M;
use crate::rencontre::{StatutRencontre as S, TypeRencontre as T};

pub(super) struct Seance {
    pub id: Uuid,
    pub version: i64,
    pub type_: T,
    pub titre: &'static str,
    pub jour: NaiveDate,
    pub prevue_le: DateTime<Utc>,
    pub territoire: Option<Uuid>,
    pub lieu: String,
    pub fiche: Fiche,
    pub statut: S,
    pub participants: Option<i64>,
    /// Partners present besides the organiser.
    pub partenaires: Vec<Uuid>,
    pub convoquee_le: DateTime<Utc>,
    pub modifie_le: DateTime<Utc>,
}

#[derive(Default)]
pub(super) struct Agenda {
    pub seances: Vec<Seance>,
    par_lieu: HashMap<(T, Option<Uuid>), Vec<usize>>,
}

/// A territory, or the whole département, and the name of the place.
pub(super) type Place = (Option<Uuid>, String);

/// Meetings that come back: what they are, how many weeks apart, and whether each territory has its own.
struct Serie(T, &'static str, i64, bool);

const SERIES: [Serie; 12] = [
    Serie(T::KiosqueInsertion, "Kiosque insertion", 4, true),
    Serie(T::TeleKiosque, "Télé-kiosque insertion", 4, false),
    Serie(T::InformationCollective, "Information collective sur le RSA", 2, false),
    Serie(T::MatinaleRsa, "Matinale des nouveaux bénéficiaires du RSA", 13, false),
    Serie(T::EquipePluridisciplinaire, "Équipe pluridisciplinaire", 3, false),
    Serie(T::CommissionSuiviParcours, "Commission de suivi des parcours", 8, true),
    Serie(T::ComiteTechniqueAnimation, "Comité technique d'animation", 13, false),
    Serie(T::ComiteDePilotage, "Comité de pilotage du pacte", 26, false),
    Serie(T::ComiteTerritorial, "Comité territorial d'insertion", 26, true),
    Serie(T::PetitDejeunerInsertion, "Petit-déjeuner de l'insertion", 9, false),
    Serie(T::EquipeMixteInsertion, "Équipe mixte Département et Pôle Emploi", 6, false),
    Serie(T::RencontreEmployeurs, "Rencontre avec les employeurs", 12, false),
];

/// Days after today for which meetings are planned, and days before one at which it is announced.
const HORIZON: i64 = 75;
const ANNONCE: i64 = 30;

/// Out of a thousand: meetings cancelled, and those moved to another day.
const ANNULEES: u32 = 55;
const REPORTEES: u32 = 70;

impl Agenda {
    /// The calendar of a département: `places` are its territories, then itself; `pairs` the partners who come.
    pub fn tirer(
        (graine, departement): (u64, &str),
        calendrier: &Calendrier,
        reglement: &Reglement,
        (places, pairs): (&[Place], &[Uuid]),
    ) -> Self {
        let mut tirage = Tirage::de(graine, &format!("{departement}/rencontres"), 0);
        let mut agenda = Self::default();
        for serie in SERIES.iter().filter(|serie| !serie.0.kiosque() || reglement.kiosques.is_some()) {
            for place in places.iter().filter(|(territoire, _)| territoire.is_some() == serie.3) {
                agenda.etaler(&mut tirage, calendrier, (serie, place), reglement, pairs);
            }
        }
        agenda
    }

    fn etaler(
        &mut self,
        tirage: &mut Tirage,
        calendrier: &Calendrier,
        (serie, place): (&Serie, &Place),
        reglement: &Reglement,
        pairs: &[Uuid],
    ) {
        let mut jour = apres(calendrier.debut, tirage.entre(0, serie.2 * 7 - 1));
        while jour <= apres(calendrier.au, HORIZON) {
            let seance = Seance::tirer(tirage, calendrier, (serie, place), ouvre(jour), reglement, pairs);
            self.par_lieu.entry((seance.type_, seance.territoire)).or_default().push(self.seances.len());
            self.seances.push(seance);
            jour = apres(jour, serie.2 * 7 + tirage.entre(-3, 3));
        }
    }

    /// Meetings that were not drawn.
    pub fn de(seances: Vec<Seance>) -> Self {
        Self { seances, par_lieu: HashMap::new() }
    }

    /// Meetings of a kind within days, in order, open to who lives there.
    pub fn entre(&self, type_: T, territoire: Option<Uuid>, (du, au): (NaiveDate, NaiveDate)) -> impl Iterator<Item = usize> + '_ {
        let locales = self.par_lieu.get(&(type_, territoire)).filter(|_| territoire.is_some());
        let rangs = locales.or_else(|| self.par_lieu.get(&(type_, None))).into_iter().flatten().copied();
        rangs.filter(move |rang| (du..=au).contains(&self.seances[*rang].jour))
    }
}

impl Seance {
    fn tirer(
        tirage: &mut Tirage,
        calendrier: &Calendrier,
        (serie, (territoire, lieu)): (&Serie, &Place),
        jour: NaiveDate,
        reglement: &Reglement,
        pairs: &[Uuid],
    ) -> Self {
        let prevue_le = calendrier.heure(tirage, jour);
        let convoquee_le = calendrier.instant(tirage, ouvre(apres(jour, -ANNONCE)).min(calendrier.veille()));
        let (statut, version) = sort(tirage, jour <= calendrier.veille());
        Self {
            id: tirage.id(convoquee_le),
            version,
            type_: serie.0,
            titre: serie.1,
            jour,
            prevue_le,
            territoire: *territoire,
            lieu: lieu.clone(),
            fiche: fiche(serie.0, reglement),
            statut,
            participants: (!serie.0.sur_invitation() && statut == S::Tenue).then(|| tirage.entre(6, 40)),
            partenaires: presents(tirage, pairs),
            convoquee_le,
            modifie_le: modifiee(tirage, calendrier, statut, (convoquee_le, prevue_le)),
        }
    }

    /// People came, or would have.
    pub const fn tenue(&self) -> bool {
        matches!(self.statut, S::Tenue)
    }
}

/// What became of a meeting, and how many times its row was written.
fn sort(tirage: &mut Tirage, passee: bool) -> (S, i64) {
    match (passee, tirage.chance(ANNULEES), tirage.chance(REPORTEES)) {
        (_, true, _) => (S::Annulee, 2),
        (true, false, reportee) => (S::Tenue, if reportee { 3 } else { 2 }),
        (false, false, true) => (S::Reportee, 2),
        (false, false, false) => (S::Prevue, 1),
    }
}

/// A held meeting is closed on its evening; another change was told between the announcement and the day.
fn modifiee(
    tirage: &mut Tirage,
    calendrier: &Calendrier,
    statut: S,
    (convoquee_le, prevue_le): (DateTime<Utc>, DateTime<Utc>),
) -> DateTime<Utc> {
    match statut {
        S::Prevue => convoquee_le,
        S::Tenue => prevue_le + TimeDelta::hours(2),
        S::Reportee | S::Annulee => {
            let (du, au) = (calendrier.jour(convoquee_le), calendrier.jour(prevue_le).min(calendrier.veille()));
            let jour = apres(du, tirage.entre(0, (au - du).num_days()));
            calendrier.instant(tirage, jour).max(convoquee_le)
        }
    }
}

fn fiche(type_: T, reglement: &Reglement) -> Fiche {
    if type_.kiosque() {
        return reglement.kiosques.flatten();
    }
    reglement.commissions.flatten().filter(|_| type_ == T::CommissionSuiviParcours)
}

/// Two or three of those who may come, each once.
fn presents(tirage: &mut Tirage, pairs: &[Uuid]) -> Vec<Uuid> {
    let mut venus: Vec<Uuid> = (0..tirage.entre(1, 3)).filter_map(|_| tirage.parmi(pairs).copied()).collect();
    venus.sort_unstable();
    venus.dedup();
    venus
}

/// The meetings at which an orientation of that kind is made.
pub(super) const fn occasions(mode: M) -> &'static [T] {
    match mode {
        M::Kiosque | M::Office => &[T::KiosqueInsertion],
        M::TeleKiosque => &[T::TeleKiosque],
        M::InformationCollective => &[T::InformationCollective, T::MatinaleRsa],
        M::Commission => &[T::EquipePluridisciplinaire],
        M::Automatique | M::Gestionnaire | M::EntretienDiagnostic | M::Telephone | M::Reorientation => &[],
    }
}
