//! What one caller must see, no more and no less: the table of the policy applied to the causes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::identifiant::Genre;
use uuid::Uuid;

use super::causes::{ACHEVEES, Causes, Designation, EN_ATTENTE, Personne, Renvoi, SANS_SUITE, apres, jour, veille};
use super::personas::Persona;
use super::regles::{Cause, Classe};
use crate::harnais::Banc;

const JOURS_REFERENCE: u64 = 30;
const JOURS_ADRESSE: u64 = 90;
const MOIS_PAYEUR: Months = Months::new(6);

/// One reason to see one person today.
struct Lien {
    cause: Cause,
    /// Running, and not in the days that follow its end.
    court: bool,
    contact: bool,
    /// Since when; `None` for what no day began.
    depuis: Option<DateTime<Utc>>,
}

/// Rows and classes open to one caller.
pub struct Attendu<'a> {
    persona: &'a Persona,
    causes: &'a Causes,
    pub ouvertes: BTreeMap<Uuid, BTreeSet<Classe>>,
    pub parcours: BTreeSet<Uuid>,
    pub prescriptions: BTreeSet<Uuid>,
    /// Emitted on the very day on which a référent was designated: the causes do not say which came first.
    pub incertaines: BTreeSet<Uuid>,
}

impl<'a> Attendu<'a> {
    pub fn de(persona: &'a Persona, causes: &'a Causes) -> Self {
        let mut attendu = Self {
            persona,
            causes,
            ouvertes: BTreeMap::new(),
            parcours: BTreeSet::new(),
            prescriptions: BTreeSet::new(),
            incertaines: BTreeSet::new(),
        };
        for personne in causes.personnes.values() {
            let classes = attendu.classes(&attendu.liens(personne));
            if classes.contains(&Classe::Presence) {
                attendu.ouvertes.insert(personne.id, classes);
            }
        }
        attendu.parcours =
            causes.parcours.iter().filter(|(_, personne)| attendu.ouvre(*personne, Classe::Parcours)).map(|(id, _)| *id).collect();
        let admises = causes.renvois.iter().filter(|r| attendu.admet(r)).map(|r| (r.id, attendu.lit(r)));
        let (surs, autres): (Vec<_>, Vec<_>) = admises.partition(|(_, (sure, _))| *sure);
        attendu.prescriptions = surs.into_iter().map(|(id, _)| id).collect();
        attendu.incertaines = autres.into_iter().filter(|(_, (_, peut_etre))| *peut_etre).map(|(id, _)| id).collect();
        attendu
    }

    pub fn ouvre(&self, personne: Uuid, classe: Classe) -> bool {
        self.ouvertes.get(&personne).is_some_and(|c| c.contains(&classe))
    }

    pub fn personnes(&self) -> BTreeSet<Uuid> {
        self.ouvertes.keys().copied().collect()
    }

    fn classes(&self, liens: &[Lien]) -> BTreeSet<Classe> {
        let ouvertes = liens.iter().flat_map(|lien| {
            let lignes = self.persona.regle.lignes.iter().filter(|l| l.cause == lien.cause);
            lignes.flat_map(|l| if lien.court { l.pendant } else { l.ensuite }).filter(|c| lien.contact || **c != Classe::Contact)
        });
        ouvertes.copied().collect()
    }

    fn liens(&self, p: &Personne) -> Vec<Lien> {
        if !self.persona.couvre(&p.departement) {
            return Vec::new();
        }
        let toujours = |cause| Lien { cause, court: true, contact: true, depuis: None };
        let mut liens = Vec::new();
        liens.extend(self.habite(p).then(|| toujours(Cause::Departement)));
        liens.extend(self.paye(p).then(|| toujours(Cause::Payeur)));
        liens.extend(self.designations(p.id).filter_map(|d| self.designe(d)));
        liens.extend(self.causes.renvois.iter().filter(|r| r.personne == p.id).flat_map(|r| self.renvoye(r)));
        let recues = self
            .causes
            .receptions
            .iter()
            .filter(|r| r.personne == p.id && r.partenaire == self.persona.partenaire && r.fin >= self.causes.jour);
        liens.extend(recues.map(|r| Lien { cause: Cause::Accueil, court: true, contact: true, depuis: Some(r.le) }));
        liens
    }

    /// A territorial agent has its territory and its own portfolio; anyone else of the Département has it all.
    fn habite(&self, p: &Personne) -> bool {
        let secteur = &self.persona.secteur;
        let portefeuille = || {
            self.causes
                .designations
                .iter()
                .any(|d| d.personne == p.id && d.agent == self.persona.agent && d.partenaire == self.persona.partenaire && self.en_vue(d))
        };
        self.persona.est("DEPARTEMENT") && (secteur.is_empty() || p.territoire.is_some_and(|t| secteur.contains(&t)) || portefeuille())
    }

    fn paye(&self, p: &Personne) -> bool {
        let ouvert = p.droit_clos_le.is_none_or(|clos| clos >= self.causes.jour - MOIS_PAYEUR);
        matches!(self.persona.type_.as_str(), "CAF" | "MSA") && p.organisme.as_deref() == Some(&self.persona.type_) && ouvert
    }

    /// Designations of the partner that count for this caller: an agent has its portfolio, its agency and what nobody was given.
    fn designations(&self, personne: Uuid) -> impl Iterator<Item = &Designation> {
        let agence = move |d: &&Designation| self.persona.agent.is_none() || d.agent.is_none_or(|a| self.persona.agence.contains(&a));
        self.causes.designations.iter().filter(move |d| d.personne == personne && d.partenaire == self.persona.partenaire).filter(agence)
    }

    fn en_vue(&self, d: &Designation) -> bool {
        d.fin.is_none_or(|fin| apres(fin, JOURS_REFERENCE) >= self.causes.jour)
    }

    fn designe(&self, d: &Designation) -> Option<Lien> {
        let court = d.fin.is_none_or(|fin| fin >= self.causes.jour);
        let depuis = Tz::Europe__Paris.from_local_datetime(&d.debut.and_time(NaiveTime::MIN)).single().map(|le| le.to_utc());
        self.en_vue(d).then_some(Lien { cause: Cause::Referent, court, contact: court, depuis })
    }

    fn renvoye(&self, r: &Renvoi) -> Vec<Lien> {
        let statut = r.statut.as_str();
        let reste = ACHEVEES.contains(&statut) && apres(veille(jour(r.passee_le)), JOURS_ADRESSE) >= self.causes.jour;
        let court = !ACHEVEES.contains(&statut);
        if SANS_SUITE.contains(&statut) || !(court || reste) {
            return Vec::new();
        }
        let parties = [(Cause::Recue, r.destinataire), (Cause::Emise, r.prescripteur)];
        let siennes = parties.into_iter().filter(|(_, partenaire)| *partenaire == self.persona.partenaire);
        siennes.map(|(cause, _)| Lien { cause, court, contact: court && !EN_ATTENTE.contains(&statut), depuis: Some(r.emise_le) }).collect()
    }

    /// Whether the caller may ask for such a referral at all: health shows to its recipient only.
    fn admet(&self, r: &Renvoi) -> bool {
        self.persona.regle.prescriptions
            && self.persona.couvre(&r.departement)
            && (r.type_ != "SANTE" || r.destinataire == self.persona.partenaire)
    }

    /// A party, the Département, a follower since its designation; and the doubt of a same day.
    fn lit(&self, r: &Renvoi) -> (bool, bool) {
        let partie = [r.destinataire, r.prescripteur].contains(&self.persona.partenaire);
        let habite = self.causes.personnes.get(&r.personne).is_some_and(|p| self.habite(p));
        let suivie = self.persona.regle.lignes.iter().any(|l| l.cause == Cause::Referent);
        let suivis: Vec<_> = self.designations(r.personne).filter(|d| suivie && self.en_vue(d)).map(|d| d.debut).collect();
        let emise = jour(r.emise_le);
        (partie || habite || suivis.iter().any(|debut| *debut < emise), suivis.contains(&emise))
    }

    /// Referrals that are surely open, and that may be to a fence that knows rows and parties, neither scopes nor health.
    pub fn renvois(&self) -> (BTreeSet<Uuid>, BTreeSet<Uuid>) {
        let lisibles = self.causes.renvois.iter().filter(|r| self.persona.couvre(&r.departement));
        let possibles = lisibles.filter(|r| matches!(self.lit(r), (true, _) | (_, true)));
        (self.prescriptions.clone(), possibles.map(|r| r.id).collect())
    }

    pub fn personnes_de(&self, renvois: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
        self.causes.renvois.iter().filter(|r| renvois.contains(&r.id)).map(|r| r.personne).collect()
    }

    /// A need: all of them to who follows, the one that a running referral names, those of the partner's trade; never health.
    pub fn ouvre_besoin(&self, personne: Uuid, theme: &str) -> bool {
        let nomme = |r: &&Renvoi| r.personne == personne && r.destinataire == self.persona.partenaire && r.besoin.as_deref() == Some(theme);
        let court = |r: &Renvoi| !SANS_SUITE.contains(&r.statut.as_str()) && !ACHEVEES.contains(&r.statut.as_str());
        let concerne = self.ouvre(personne, Classe::BesoinConcerne)
            && (self.persona.regle.theme == Some(theme) || self.causes.renvois.iter().filter(nomme).any(court));
        theme != "SANTE" && (self.ouvre(personne, Classe::Besoins) || concerne)
    }

    /// Deadlines whose referral is open.
    pub async fn echeances(&self, banc: &Banc) -> BTreeMap<(String, String), Uuid> {
        if !self.persona.regle.echeances {
            return BTreeMap::new();
        }
        let lignes = banc.lignes("select objet_id, code from echeance", []).await;
        let lues = lignes.iter().map(|l| (lu::<Uuid>(l, 0), lu::<String>(l, 1)));
        let ouvertes = lues.filter(|(id, _)| self.prescriptions.contains(id) || self.incertaines.contains(id));
        ouvertes.map(|(id, code)| ((Genre::Prescription.ecrire(id), code), id)).collect()
    }

    /// Facts: addressed, about nobody, about a referral that is open, about a person through a reason that was there already.
    pub async fn evenements(&self, banc: &Banc, contacts: &BTreeSet<DateTime<Utc>>) -> BTreeMap<(String, String, i64), Uuid> {
        if !self.persona.regle.evenements {
            return BTreeMap::new();
        }
        let lignes = banc
            .lignes("select genre, objet_id, type, le, allocataire_id, destinataire_id from evenement where position is not null", [])
            .await;
        let mut attendus = BTreeMap::new();
        for l in &lignes {
            let (genre, objet, type_, le): (String, Uuid, String, DateTime<Utc>) = (lu(l, 0), lu(l, 1), lu(l, 2), lu(l, 3));
            let (personne, destinataire): (Option<Uuid>, Option<Uuid>) = (lu(l, 4), lu(l, 5));
            let classe = if contacts.contains(&le) { Classe::Contact } else { Classe::Presence };
            let livre = match (destinataire, personne, genre.as_str()) {
                (Some(a), ..) => a == self.persona.partenaire,
                (None, None, _) => true,
                (None, Some(_), "prs") => self.prescriptions.contains(&objet) || self.incertaines.contains(&objet),
                (None, Some(personne), _) => self.apprend(personne, le, classe),
            };
            if livre {
                let genre = Genre::etiquete(&genre).expect("type of an event");
                attendus.insert((genre.ecrire(objet), type_, le.timestamp_micros()), objet);
            }
        }
        attendus
    }

    fn apprend(&self, personne: Uuid, le: DateTime<Utc>, classe: Classe) -> bool {
        let Some(p) = self.causes.personnes.get(&personne) else { return false };
        let liens: Vec<Lien> = self.liens(p).into_iter().filter(|l| l.depuis.is_none_or(|depuis| depuis <= le)).collect();
        self.classes(&liens).contains(&classe)
    }
}

fn lu<T: sea_orm::TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}
