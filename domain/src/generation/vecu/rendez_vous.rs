//! Appointments: the interview before the orientation, those of the référent and of the dispositifs, those of the referrals.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::accompagnement::Soutien;
use super::{Cadre, Reference};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::tirage::Tirage;
use crate::parcours::ModaliteAccompagnement;
use crate::rendez_vous::{ModeRendezVous as M, ObjetRendezVous as O, Presence as P, RendezVous};

mod accueil;

/// An appointment with the moments that its row does not keep.
pub(in crate::generation) struct Entrevue {
    pub rendez_vous: RendezVous,
    pub par: Uuid,
    pub cree_le: DateTime<Utc>,
    pub releve_le: Option<DateTime<Utc>>,
    /// Born of a referral to care.
    pub sensible: bool,
}

/// What came of a past appointment, out of a hundred.
const PRESENCES: &[(P, u32)] = &[(P::Present, 80), (P::Absent, 15), (P::Excuse, 5)];

/// Out of a thousand: recent appointments not recorded yet, missed ones given another day, the next one fixed at the end
/// of the one before.
const A_RELEVER: u32 = 240;
const REPORTES: u32 = 550;
const AUSSITOT: u32 = 600;
/// Days during which a record may still be late, and those of regular appointments that the world keeps.
const RECENT: i64 = 7;
const RECUL: i64 = 300;

/// An appointment to be.
#[derive(Clone, Copy)]
struct Convocation {
    objet: O,
    partenaire: Uuid,
    agent: Option<Uuid>,
    prescription: Option<Uuid>,
    sensible: bool,
    reporte: Option<Uuid>,
    fixe: DateTime<Utc>,
    jour: NaiveDate,
}

struct Carnet<'a, 'c> {
    cadre: &'c Cadre<'a>,
    vie: &'c mut Tirage,
    tenus: Vec<Entrevue>,
}

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference], soutiens: &[Soutien]) -> Vec<Entrevue> {
    let mut carnet = Carnet { cadre, vie, tenus: Vec::new() };
    match references.first() {
        Some(premiere) => carnet.orienter(premiere),
        None => carnet.attendre(),
    }
    for r in references {
        carnet.suivre(r, soutiens);
    }
    for s in soutiens.iter().filter(|s| s.accompagnement.fin.is_none()) {
        carnet.soutenir(s, references);
    }
    for envoi in cadre.envois() {
        carnet.recevoir(envoi);
    }
    carnet.tenus
}

impl Carnet<'_, '_> {
    /// The first appointment, late for some, then others as long as the reference lasts.
    fn suivre(&mut self, r: &Reference, soutiens: &[Soutien]) {
        let Some(delai) = self.vie.selon(&[((0, 13), 72), ((15, 50), 20), ((400, 400), 8)]) else { return };
        let fixe = ouvre(apres(r.du, self.vie.plutot_pres(delai.0, delai.1)));
        let ecart = if rapproche(self.cadre, r, soutiens) { (20, 32) } else { (28, 95) };
        let jour = ouvre(apres(fixe, self.vie.entre(3, 21)));
        let premier = self.convocation(O::Accompagnement, (r.partenaire, self.cadre.agent(fixe)), fixe, jour);
        let encore = r.modalite != ModaliteAccompagnement::VeilleSociale;
        self.enchainer(premier, (r.au, r.courante), encore.then_some(ecart));
    }

    /// The partner of a dispositif that is not the référent sees the person too.
    fn soutenir(&mut self, s: &Soutien, references: &[Reference]) {
        let a = &s.accompagnement;
        if references.last().is_some_and(|r| r.partenaire == a.partenaire) || a.prescription.is_some() {
            return;
        }
        let fixe = self.cadre.monde.calendrier.jour(s.cree_le);
        let jour = ouvre(apres(fixe, self.vie.entre(3, 15)));
        let mut premier = self.convocation(O::Accompagnement, (a.partenaire, a.agent), fixe, jour);
        premier.fixe = s.cree_le + TimeDelta::minutes(10);
        self.enchainer(premier, (self.cadre.fin(), true), Some((22, 40)));
    }

    /// One after the other, each fixed when the one before is over; far ones are left out.
    fn enchainer(&mut self, premier: Convocation, (au, courante): (NaiveDate, bool), ecart: Option<(i64, i64)>) {
        let calendrier = &self.cadre.monde.calendrier;
        let depuis = apres(calendrier.au, -RECUL);
        let (mut c, mut rang) = (premier, 0);
        while calendrier.jour(c.fixe) <= au && (courante || c.jour <= au) {
            let reportable = courante || apres(c.jour, 20) <= au;
            let derniere = if rang == 0 || c.jour >= depuis { self.convier(&c, reportable) } else { Some(c) };
            let (Some(derniere), Some(ecart)) = (derniere, ecart) else { return };
            rang += 1;
            c = self.suivante(derniere, rang, ecart);
        }
    }

    /// The next one, fixed at the end of the one before or some days ahead.
    fn suivante(&mut self, derniere: Convocation, rang: usize, (de, a): (i64, i64)) -> Convocation {
        let jour = ouvre(apres(derniere.jour, self.vie.entre(de, a)));
        let aussitot = derniere.fixe + TimeDelta::minutes(15);
        let avance = ouvre(apres(jour, -self.vie.entre(6, de)));
        let fixe = if self.vie.chance(AUSSITOT) { aussitot } else { self.cadre.monde.calendrier.instant(self.vie, avance).max(aussitot) };
        let referent = self.cadre.suivi.parcours.referent(jour).filter(|d| d.partenaire == derniere.partenaire);
        Convocation {
            objet: if rang % 4 == 3 { O::Bilan } else { O::Accompagnement },
            agent: referent.map_or(derniere.agent, |d| d.agent),
            fixe,
            jour,
            reporte: None,
            ..derniere
        }
    }

    /// An appointment and those that stand for it; the last one when something came of it.
    fn convier(&mut self, c: &Convocation, reportable: bool) -> Option<Convocation> {
        let mode = self.vie.selon(&[(M::Physique, 75), (M::Telephone, 20), (M::Visio, 5)]).unwrap_or(M::Physique);
        let prevu_le = self.cadre.monde.calendrier.heure(self.vie, c.jour).max(c.fixe + TimeDelta::minutes(30));
        let mut entrevue = self.entrevue(c, (mode, prevu_le));
        entrevue.rendez_vous.presence = self.presence(c.jour);
        let releve = self.releve(prevu_le);
        let (id, presence) = (entrevue.rendez_vous.id, entrevue.rendez_vous.presence);
        entrevue.releve_le = (presence != P::AVenir).then_some(releve);
        self.inscrire(entrevue);
        match presence {
            P::AVenir => None,
            P::Absent | P::Excuse if reportable && self.vie.chance(REPORTES) => {
                let suivant = Convocation { reporte: Some(id), fixe: releve, jour: ouvre(apres(c.jour, self.vie.entre(4, 18))), ..*c };
                self.convier(&suivant, false)
            }
            _ => Some(Convocation { fixe: releve, ..*c }),
        }
    }

    fn presence(&mut self, jour: NaiveDate) -> P {
        let calendrier = &self.cadre.monde.calendrier;
        if jour > calendrier.veille() || ((calendrier.au - jour).num_days() <= RECENT && self.vie.chance(A_RELEVER)) {
            return P::AVenir;
        }
        self.vie.selon(PRESENCES).unwrap_or(P::Present)
    }

    /// In the hours after the appointment, that same day.
    fn releve(&mut self, prevu_le: DateTime<Utc>) -> DateTime<Utc> {
        prevu_le + TimeDelta::minutes(self.vie.entre(20, 75))
    }

    fn convocation(&mut self, objet: O, (partenaire, agent): (Uuid, Option<Uuid>), fixe: NaiveDate, jour: NaiveDate) -> Convocation {
        let oriente = self.cadre.suivi.designes_le.iter().filter(|le| self.cadre.monde.calendrier.jour(**le) == fixe).max();
        let instant = self.cadre.monde.calendrier.instant(self.vie, fixe);
        // What follows an orientation of the same day comes after it.
        let fixe = oriente.map_or(instant, |le| instant.max(*le + TimeDelta::minutes(10)));
        Convocation { objet, partenaire, agent, prescription: None, sensible: false, reporte: None, fixe, jour }
    }

    fn entrevue(&mut self, c: &Convocation, (mode, prevu_le): (M, DateTime<Utc>)) -> Entrevue {
        let calendrier = &self.cadre.monde.calendrier;
        let rendez_vous = RendezVous {
            id: self.vie.id(c.fixe),
            departement: self.cadre.monde.departement.clone(),
            version: 1,
            allocataire_id: self.cadre.personne.id,
            parcours: Some(self.cadre.suivi.parcours.id),
            prescription: c.prescription,
            objet: c.objet,
            mode,
            lieu: (mode == M::Physique).then(|| self.vie.mot(LIEUX).to_owned()),
            fixe_le: calendrier.jour(c.fixe),
            prevu_le,
            partenaire: c.partenaire,
            agent: c.agent,
            presence: P::AVenir,
            reporte: c.reporte,
        };
        Entrevue { rendez_vous, par: c.partenaire, cree_le: c.fixe, releve_le: None, sensible: c.sensible }
    }

    fn inscrire(&mut self, mut entrevue: Entrevue) {
        entrevue.rendez_vous.version += i64::from(entrevue.releve_le.is_some());
        self.tenus.push(entrevue);
    }
}

/// A dispositif of this référent says how often the person is seen.
fn rapproche(cadre: &Cadre<'_>, r: &Reference, soutiens: &[Soutien]) -> bool {
    let siens = soutiens.iter().map(|s| &s.accompagnement).filter(|a| a.partenaire == r.partenaire);
    siens.filter_map(|a| cadre.monde.reglement.programme(a.dispositif)).any(|p| p.contact.is_some())
}

const LIEUX: &[&str] = &["Accueil du partenaire", "Bureau d'entretien", "Permanence en mairie", "Espace France services"];
