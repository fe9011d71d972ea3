//! What one caller must see, no more and no less: the table of the policy applied to the causes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, Utc};
use uuid::Uuid;

use super::causes::{
    ACHEVEES, Apport, Causes, EN_ATTENTE, Emploi, Inscription, Personne, Postulation, Renvoi, SANS_SUITE, apres, jour, veille,
};
use super::personas::Persona;
use super::regles::{Cause, Classe, Portee};
use super::suivis::Suivi;

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
    pub persona: &'a Persona,
    pub causes: &'a Causes,
    pub ouvertes: BTreeMap<Uuid, BTreeSet<Classe>>,
    pub parcours: BTreeSet<Uuid>,
    pub prescriptions: BTreeSet<Uuid>,
    /// People of whom everything is open, and those whom the caller follows, since when.
    pub entieres: BTreeSet<Uuid>,
    pub suivies: BTreeMap<Uuid, DateTime<Utc>>,
}

impl<'a> Attendu<'a> {
    pub fn de(persona: &'a Persona, causes: &'a Causes) -> Self {
        let (ouvertes, parcours, prescriptions) = Default::default();
        let (entieres, suivies) = Default::default();
        let mut attendu = Self { persona, causes, ouvertes, parcours, prescriptions, entieres, suivies };
        for personne in causes.personnes.values() {
            attendu.regarder(personne);
        }
        attendu.parcours =
            causes.parcours.iter().filter(|(_, personne)| attendu.ouvre(*personne, Classe::Parcours)).map(|(id, _)| *id).collect();
        attendu.prescriptions = causes.renvois.iter().filter(|r| attendu.admet(r) && attendu.lit(r)).map(|r| r.id).collect();
        attendu
    }

    fn regarder(&mut self, personne: &Personne) {
        let liens = self.liens(personne);
        let classes = self.classes(&liens);
        if classes.contains(&Classe::Presence) {
            self.ouvertes.insert(personne.id, classes);
        }
        if liens.iter().any(|l| l.cause == Cause::Departement) {
            self.entieres.insert(personne.id);
        }
        let suivis = liens.iter().filter(|l| self.classes(std::slice::from_ref(l)).contains(&Classe::Dossier));
        if let Some(depuis) = suivis.filter_map(|l| l.depuis).min() {
            self.suivies.insert(personne.id, depuis);
        }
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
        liens.extend(self.suivis(p.id).map(|s| Lien {
            cause: s.cause,
            court: s.fin.is_none(),
            contact: s.fin.is_none(),
            depuis: Some(s.depuis),
        }));
        liens.extend(self.causes.renvois.iter().filter(|r| r.personne == p.id).flat_map(|r| self.renvoye(r)));
        liens.extend(self.causes.inscriptions.iter().filter(|i| i.personne == p.id).filter_map(|i| self.inscrite(i)));
        liens.extend(self.causes.apports.iter().filter(|a| a.personne == p.id).filter_map(|a| self.aide(a)));
        liens.extend(self.causes.candidatures.iter().filter(|c| c.personne == p.id).filter_map(|c| self.postule(c)));
        liens.extend(self.causes.emplois.iter().filter(|e| e.personne == p.id).filter_map(|e| self.emploie(e)));
        let recues = self
            .causes
            .receptions
            .iter()
            .filter(|r| r.personne == p.id && r.partenaire == self.persona.partenaire && r.fin >= self.causes.jour);
        liens.extend(recues.map(|r| Lien { cause: r.cause, court: true, contact: true, depuis: Some(r.le) }));
        liens
    }

    /// A territorial agent has its territory and its own portfolio; anyone else of the Département has it all.
    fn habite(&self, p: &Personne) -> bool {
        let secteur = &self.persona.secteur;
        let portefeuille = || {
            self.causes.suivis.iter().any(|s| {
                s.cause == Cause::Referent
                    && s.personne == p.id
                    && s.agent == self.persona.agent
                    && s.partenaire == self.persona.partenaire
                    && self.en_vue(s)
            })
        };
        self.persona.est("DEPARTEMENT") && (secteur.is_empty() || p.territoire.is_some_and(|t| secteur.contains(&t)) || portefeuille())
    }

    fn paye(&self, p: &Personne) -> bool {
        let ouvert = p.droit_clos_le.is_none_or(|clos| clos >= self.causes.jour - MOIS_PAYEUR);
        matches!(self.persona.type_.as_str(), "CAF" | "MSA") && p.organisme.as_deref() == Some(&self.persona.type_) && ouvert
    }

    /// What the partner follows and this caller sees: an agent has its portfolio, its agency and what nobody was given.
    fn suivis(&self, personne: Uuid) -> impl Iterator<Item = &Suivi> {
        let agence = move |s: &&Suivi| self.persona.agent.is_none() || s.agent.is_none_or(|a| self.persona.agence.contains(&a));
        let siens = self.causes.suivis.iter().filter(move |s| s.personne == personne && s.partenaire == self.persona.partenaire);
        siens.filter(agence).filter(|s| self.en_vue(s))
    }

    pub fn suit(&self, personne: Uuid) -> bool {
        self.suivis(personne).next().is_some()
    }

    fn en_vue(&self, s: &Suivi) -> bool {
        s.fin.is_none_or(|fin| apres(fin, JOURS_REFERENCE) >= self.causes.jour)
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

    /// Refused or taken back, an enrolment closes at once; contact opens with the confirmation.
    fn inscrite(&self, i: &Inscription) -> Option<Lien> {
        let court = i.close_le.is_none();
        let trace = ["TERMINEE", "ABANDONNEE"].contains(&i.statut.as_str());
        let reste = i.close_le.is_some_and(|le| apres(veille(jour(le)), JOURS_ADRESSE) >= self.causes.jour);
        let contact = ["CONFIRMEE", "EN_FORMATION"].contains(&i.statut.as_str());
        let sienne = i.organisme == self.persona.partenaire && (court || trace && reste);
        sienne.then_some(Lien { cause: Cause::Inscription, court, contact, depuis: Some(i.inscrite_le) })
    }

    /// While it runs, then the days of an ended relation.
    fn aide(&self, a: &Apport) -> Option<Lien> {
        let fin = a.finie_le.map(|le| apres(veille(jour(le)), JOURS_ADRESSE));
        let vue = a.partenaire == self.persona.partenaire && fin.is_none_or(|dernier| dernier >= self.causes.jour);
        vue.then(|| Lien { cause: Cause::Aide, court: fin.is_none(), contact: fin.is_none(), depuis: Some(a.le) })
    }

    /// While it is alive, and after a hire the days of an ended relation; a structure knows how to reach whom it looks at.
    fn postule(&self, c: &Postulation) -> Option<Lien> {
        let moi = self.persona.partenaire;
        let court = c.close_le.is_none();
        let reste = c.statut == "EMBAUCHEE" && c.close_le.is_some_and(|le| apres(veille(jour(le)), JOURS_ADRESSE) >= self.causes.jour);
        let sienne = [c.employeur, c.prescripteur].contains(&moi) && (court || reste);
        let contact = court && (c.prescripteur == moi || c.statut != "NOUVELLE");
        sienne.then_some(Lien { cause: Cause::Candidature, court, contact, depuis: Some(c.deposee_le) })
    }

    fn emploie(&self, e: &Emploi) -> Option<Lien> {
        let fin = e.termine_le.map(|le| apres(veille(jour(le)), JOURS_ADRESSE));
        let vue = e.employeur == self.persona.partenaire && fin.is_none_or(|dernier| dernier >= self.causes.jour);
        vue.then(|| Lien { cause: Cause::ContratIae, court: fin.is_none(), contact: fin.is_none(), depuis: Some(e.le) })
    }

    /// The caller sent the person by this referral.
    pub fn envoie(&self, renvoi: Uuid) -> bool {
        self.causes.renvois.iter().any(|r| r.id == renvoi && r.prescripteur == self.persona.partenaire)
    }

    /// Whether the caller may ask for such a referral at all: health shows to its recipient only.
    fn admet(&self, r: &Renvoi) -> bool {
        self.persona.regle.porte(Portee::Prescriptions)
            && self.persona.couvre(&r.departement)
            && (r.type_ != "SANTE" || r.destinataire == self.persona.partenaire)
    }

    /// A party, the Département, a follower since it follows.
    fn lit(&self, r: &Renvoi) -> bool {
        let partie = [r.destinataire, r.prescripteur].contains(&self.persona.partenaire);
        partie || self.entieres.contains(&r.personne) || self.suivies.get(&r.personne).is_some_and(|depuis| *depuis <= r.emise_le)
    }

    /// Referrals that are surely open, and that may be to a fence that knows rows and parties, neither scopes nor health.
    pub fn renvois(&self) -> (BTreeSet<Uuid>, BTreeSet<Uuid>) {
        let lisibles = self.causes.renvois.iter().filter(|r| self.persona.couvre(&r.departement));
        (self.prescriptions.clone(), lisibles.filter(|r| self.lit(r)).map(|r| r.id).collect())
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

    /// Whether a change of that class, made then, is learnt through a reason that was there already.
    pub fn apprend(&self, personne: Uuid, le: DateTime<Utc>, classe: Classe) -> bool {
        let Some(p) = self.causes.personnes.get(&personne) else { return false };
        let liens: Vec<Lien> = self.liens(p).into_iter().filter(|l| l.depuis.is_none_or(|depuis| depuis <= le)).collect();
        self.classes(&liens).contains(&classe)
    }
}
