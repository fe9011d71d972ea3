//! Accompaniments by a dispositif: born of referrals, started by the référent, or one of the places that are counted.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::{Cadre, Reference};
use crate::accompagnement::{Accompagnement, Intervenant, IssueAccompagnement as I};
use crate::generation::calendrier::{apres, ouvre};
use crate::generation::prescription::Envoi;
use crate::generation::programme::Programme;
use crate::generation::publics;
use crate::generation::tirage::Tirage;
use crate::parcours::{CategorieSortie, ModaliteAccompagnement, MotifSortie as M};
use crate::prescription::StatutPrescription as S;

/// An accompaniment with the moments that its row keeps.
pub(in crate::generation) struct Soutien {
    pub accompagnement: Accompagnement,
    /// Who started it.
    pub par: Uuid,
    pub cree_le: DateTime<Utc>,
    pub termine_le: Option<DateTime<Utc>>,
    pub suivi_clos: bool,
}

/// Shares out of a thousand: référents who start one, people who take the place that they have, partners who come along.
const DIRECTS: u32 = 380;
const PLACES_PRISES: u32 = 900;
const A_PLUSIEURS: u32 = 600;

/// How one ends: when, told when, and why.
pub(in crate::generation) type Fin = (NaiveDate, DateTime<Utc>, I, Option<M>);

pub(super) fn tirer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference]) -> Vec<Soutien> {
    let mut soutiens = Vec::new();
    for envoi in cadre.envois() {
        renvoye(cadre, vie, envoi, &mut soutiens);
    }
    for r in references {
        direct(cadre, vie, r, &mut soutiens);
        place(cadre, vie, r, &mut soutiens);
    }
    completer(cadre, vie, references, &mut soutiens);
    soutiens
}

/// The recipient of a referral starts its own, and both go together.
fn renvoye(cadre: &Cadre<'_>, vie: &mut Tirage, envoi: &Envoi, soutiens: &mut Vec<Soutien>) {
    let p = &envoi.prescription;
    if !cadre.monde.offres.iter().any(|o| Some(o.service) == p.service && o.suit) {
        return;
    }
    let Some(debut) = envoi.passages.iter().find(|x| x.vers == S::EnCours) else { return };
    let jour = cadre.monde.calendrier.jour(debut.le);
    let fin = envoi.passages.iter().find(|x| matches!(x.vers, S::Realisee | S::Abandonnee)).map(|x| achever(cadre, vie, envoi, x.le));
    let programmes = cadre.monde.reglement.programmes.iter().filter(|g| g.repond(p.type_) && !g.borne());
    let possibles: Vec<&Programme> =
        programmes.filter(|g| ouvert(cadre, g, (p.destinataire, jour), fin.as_ref().map(|f| f.0), soutiens)).collect();
    let Some(programme) = vie.parmi(&possibles) else { return };
    let mut soutien = commencer(cadre, vie, programme, (p.destinataire, debut.agent), (jour, debut.le));
    soutien.accompagnement.prescription = Some(p.id);
    terminer(cadre, programme, &mut soutien, fin);
    soutiens.push(soutien);
}

/// What the referral says of its end.
fn achever(cadre: &Cadre<'_>, vie: &mut Tirage, envoi: &Envoi, le: DateTime<Utc>) -> Fin {
    let p = &envoi.prescription;
    let (issue, motif) = match (p.statut, p.suite.besoin_leve) {
        (S::Realisee, Some(true)) => (I::SortiePositive, vie.selon(POSITIVES)),
        (S::Realisee, _) => (vie.selon(&[(I::SortieSansSolution, 70), (I::Reorientation, 30)]).unwrap_or(I::SortieSansSolution), None),
        _ => (I::Abandon, vie.selon(&[(M::Abandon, 60), (M::PerteDeContact, 40)])),
    };
    (cadre.monde.calendrier.jour(le), le, issue, motif)
}

/// The référent starts one of its own, and ends it with the reference at the latest.
fn direct(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, soutiens: &mut Vec<Soutien>) {
    if r.modalite == ModaliteAccompagnement::VeilleSociale || !vie.chance(DIRECTS) {
        return;
    }
    let debut = ouvre(apres(r.du, vie.plutot_pres(5, 80)));
    let terme = ouvre(apres(debut, vie.entre(80, 480)));
    let programmes = cadre.monde.reglement.programmes.iter().filter(|g| !g.borne());
    let menes = programmes.filter_map(|g| Some((g, mene_pour(cadre, r, g)?)));
    let possibles: Vec<_> = menes.filter(|(g, par)| ouvert(cadre, g, (*par, debut), None, soutiens)).collect();
    let Some((programme, partenaire)) = vie.parmi(&possibles).copied().filter(|_| debut <= r.au) else { return };
    let le = cadre.monde.calendrier.instant(vie, debut).max(r.oriente_le + TimeDelta::minutes(30));
    let agent = cadre.agent(debut).filter(|_| partenaire == r.partenaire);
    let mut soutien = commencer(cadre, vie, programme, (partenaire, agent), (debut, le));
    soutien.par = r.partenaire;
    intervenir(vie, programme, &mut soutien);
    let terme = programme.fin_au_plus_tard(debut).map_or(terme, |dernier| terme.min(dernier));
    let fin = finir(cadre, vie, r, terme);
    terminer(cadre, programme, &mut soutien, fin);
    soutiens.push(soutien);
}

/// Run by the référent itself; the Département also calls on those that are made for a narrow public.
fn mene_pour(cadre: &Cadre<'_>, r: &Reference, programme: &Programme) -> Option<Uuid> {
    if programme.mene_par(r.partenaire) {
        return Some(r.partenaire);
    }
    let cible = publics::etroits(programme.dispositif.contenu.publics).next().is_some();
    programme.dispositif.contenu.operateurs.first().copied().filter(|_| cible && r.partenaire == cadre.monde.conseil)
}

/// At its term, or with the reference; `None` while both are to come.
fn finir(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, terme: NaiveDate) -> Option<Fin> {
    if terme < r.au || (terme == r.au && !r.courante) {
        let (issue, motif) = if vie.chance(480) {
            (I::SortiePositive, vie.selon(POSITIVES))
        } else {
            let autres = [(I::SortieSansSolution, 60), (I::Abandon, 25), (I::Reorientation, 15)];
            (vie.selon(&autres).unwrap_or(I::SortieSansSolution), None)
        };
        return Some((terme, cadre.monde.calendrier.instant(vie, terme), issue, motif));
    }
    if r.courante {
        return None;
    }
    let sortie = cadre.suivi.parcours.sortie.as_ref().zip(cadre.suivi.clos_le).filter(|(s, _)| s.le == r.au);
    let reoriente = (r.au, cadre.monde.calendrier.instant(vie, r.au), I::Reorientation, None);
    Some(sortie.map_or(reoriente, |(s, le)| {
        let issue = if s.categorie == CategorieSortie::Autre { I::SortieSansSolution } else { I::SortiePositive };
        (r.au, le, issue, Some(s.motif))
    }))
}

/// A place with a professional whose people are counted: running, within the longest time that the pacte allows.
fn place(cadre: &Cadre<'_>, vie: &mut Tirage, r: &Reference, soutiens: &mut Vec<Soutien>) {
    for programme in cadre.monde.reglement.programmes.iter().filter(|g| g.borne()) {
        let Some((partenaire, agent)) = programme.place(cadre.rang).filter(|_| r.courante && vie.chance(PLACES_PRISES)) else { continue };
        let debut = apres(cadre.monde.calendrier.veille(), -vie.entre(0, 70)).max(apres(r.du, 1));
        if debut > r.au || !ouvert(cadre, programme, (partenaire, debut), None, soutiens) {
            continue;
        }
        let le = cadre.monde.calendrier.instant(vie, debut);
        let mut soutien = commencer(cadre, vie, programme, (partenaire, Some(agent)), (debut, le));
        soutien.par = r.partenaire;
        soutiens.push(soutien);
    }
}

/// What comes after another that the person has ended; the Département starts it where its agreement is asked.
fn completer(cadre: &Cadre<'_>, vie: &mut Tirage, references: &[Reference], soutiens: &mut Vec<Soutien>) {
    let Some(r) = references.last().filter(|r| r.courante) else { return };
    let suites = cadre.monde.reglement.programmes.iter().filter(|g| !g.dispositif.contenu.prealables.is_empty() && !g.borne());
    for programme in suites {
        let debut = ouvre(apres(r.du, vie.entre(30, 200)));
        let partenaire = vie.parmi(&programme.dispositif.contenu.operateurs).copied();
        let Some(partenaire) = partenaire.filter(|p| debut <= r.au && ouvert_apres(cadre, programme, (*p, debut), soutiens)) else {
            continue;
        };
        let le = cadre.monde.calendrier.instant(vie, debut);
        let mut soutien = commencer(cadre, vie, programme, (partenaire, None), (debut, le));
        soutien.par = cadre.monde.conseil;
        soutiens.push(soutien);
    }
}

fn ouvert_apres(cadre: &Cadre<'_>, programme: &Programme, qui: (Uuid, NaiveDate), soutiens: &[Soutien]) -> bool {
    let acheve = |id: &Uuid| {
        let eux = soutiens.iter().map(|s| &s.accompagnement).filter(|a| a.dispositif == *id && a.issue.is_some_and(|i| i != I::Abandon));
        eux.filter_map(|a| a.fin).any(|fin| fin <= qui.1)
    };
    programme.dispositif.contenu.prealables.iter().all(acheve) && compatible(cadre, programme, qui, None, soutiens)
}

/// A start that the pacte's data allow without another before and without the Département's agreement.
fn ouvert(cadre: &Cadre<'_>, programme: &Programme, qui: (Uuid, NaiveDate), fin: Option<NaiveDate>, soutiens: &[Soutien]) -> bool {
    let contenu = &programme.dispositif.contenu;
    let simple = contenu.prealables.is_empty() && !contenu.accord_prealable && !programme.accueille();
    simple && compatible(cadre, programme, qui, fin, soutiens)
}

/// The partner runs it, it takes the person, lasts long enough, and nothing that it excludes runs meanwhile.
fn compatible(
    cadre: &Cadre<'_>,
    programme: &Programme,
    (partenaire, debut): (Uuid, NaiveDate),
    fin: Option<NaiveDate>,
    soutiens: &[Soutien],
) -> bool {
    let dernier = fin.unwrap_or_else(|| cadre.monde.calendrier.veille());
    let assez_long = fin.is_none() || programme.fin_au_plus_tard(debut).is_none_or(|terme| terme >= dernier);
    let ensemble = |a: &Accompagnement| a.fin.is_none_or(|f| f > debut) && a.debut <= fin.unwrap_or(NaiveDate::MAX);
    let exclu = |a: &Accompagnement| a.dispositif == programme.dispositif.id || programme.exclut(a.dispositif);
    programme.mene_par(partenaire)
        && programme.convient(cadre.personne, debut)
        && assez_long
        && !soutiens.iter().any(|s| ensemble(&s.accompagnement) && exclu(&s.accompagnement))
}

pub(in crate::generation) fn commencer(
    cadre: &Cadre<'_>,
    vie: &mut Tirage,
    programme: &Programme,
    (partenaire, agent): (Uuid, Option<Uuid>),
    (debut, le): (NaiveDate, DateTime<Utc>),
) -> Soutien {
    let accompagnement = Accompagnement {
        id: vie.id(le),
        departement: cadre.monde.departement.clone(),
        version: 1,
        allocataire_id: cadre.personne.id,
        parcours: Some(cadre.suivi.parcours.id),
        prescription: None,
        dispositif: programme.dispositif.id,
        partenaire,
        agent,
        debut,
        fin: None,
        fin_au_plus_tard: programme.fin_au_plus_tard(debut),
        issue: None,
        motif: None,
        suivi_jusqu_au: None,
        intervenants: Vec::new(),
    };
    Soutien { accompagnement, par: partenaire, cree_le: le, termine_le: None, suivi_clos: false }
}

/// Two operators of one dispositif often work together.
fn intervenir(vie: &mut Tirage, programme: &Programme, s: &mut Soutien) {
    let operateurs = &programme.dispositif.contenu.operateurs;
    let autre = operateurs.iter().find(|p| **p != s.accompagnement.partenaire).filter(|_| operateurs.len() == 2);
    s.accompagnement.intervenants =
        autre.filter(|_| vie.chance(A_PLUSIEURS)).map(|p| Intervenant { partenaire: *p, agent: None }).into_iter().collect();
}

/// Its partner goes on for a time after a way out, where a rule says so; the platform then ends the follow-up by itself.
pub(in crate::generation) fn terminer(cadre: &Cadre<'_>, programme: &Programme, s: &mut Soutien, fin: Option<Fin>) {
    let Some((le, termine_le, issue, motif)) = fin else { return };
    let suivi = programme.suivi.as_ref().filter(|_| issue == I::SortiePositive).map(|delai| delai.apres(le));
    let acheve = suivi.is_none_or(|dernier| dernier < cadre.monde.calendrier.au);
    let a = &mut s.accompagnement;
    (a.fin, a.issue, a.motif, a.suivi_jusqu_au) = (Some(le), Some(issue), motif, suivi);
    a.version += 1 + i64::from(suivi.is_some() && acheve);
    s.termine_le = Some(termine_le.max(s.cree_le));
    s.suivi_clos = acheve;
}

impl Soutien {
    /// When its row was last written.
    pub fn modifie_le(&self, monde: &crate::generation::monde::Monde) -> DateTime<Utc> {
        let cloture =
            self.accompagnement.suivi_jusqu_au.filter(|_| self.suivi_clos).map(|dernier| monde.calendrier.matin(apres(dernier, 1)));
        cloture.or(self.termine_le).unwrap_or(self.cree_le)
    }
}

/// Ways out that an accompaniment names, without those that say something of health.
const POSITIVES: &[(M, u32)] = &[
    (M::Cdi, 22),
    (M::CddPlus6Mois, 20),
    (M::CddMoins6Mois, 22),
    (M::FormationQualifiante, 18),
    (M::Interim, 10),
    (M::CreationActivite, 8),
];
