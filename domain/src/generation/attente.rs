//! Deadlines open on the day of the world, as the acts have opened, moved and closed them.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendrier::apres;
use super::langue::Apprentissage;
use super::monde::Monde;
use super::personne::Personne;
use super::prescription::Envoi;
use super::suivi::Suivi;
use super::vecu::Vecu;
use super::vecu::fait::{Fait, Quoi};
use crate::echeance::{CodeEcheance as E, Echeance};
use crate::evaluation_linguistique::StatutEvaluationLinguistique;
use crate::rendez_vous::{ObjetRendezVous, Presence};

pub(super) struct Attente {
    pub echeance: Echeance,
    pub signalee_le: Option<DateTime<Utc>>,
}

pub(super) fn tirer(
    monde: &Monde,
    (personne, suivis): (&Personne, &[Suivi]),
    vecus: &[Vecu],
    (envois, apprentissage): (&[Envoi], &Apprentissage),
) -> Vec<Attente> {
    let parcours = suivis.iter().zip(vecus).flat_map(|(suivi, vecu)| Tableau::lire(monde, personne, suivi, vecu));
    let ouvertes = parcours.chain(vecus.iter().flat_map(|v| presences(monde, v))).chain(reponses(monde, envois));
    let ouvertes = ouvertes.chain(formations(monde, apprentissage));
    ouvertes.map(|(ouverte_le, echeance)| attente(monde, ouverte_le, echeance)).collect()
}

/// A deadline and when it was opened.
type Ouverte = (DateTime<Utc>, Echeance);

/// One that has passed was told the morning after, once.
pub(super) fn attente(monde: &Monde, ouverte_le: DateTime<Utc>, echeance: Echeance) -> Attente {
    let constat = apres(echeance.due.max(monde.calendrier.jour(ouverte_le)), 1);
    let passee = echeance.due < monde.calendrier.au && constat <= monde.calendrier.au;
    Attente { signalee_le: passee.then(|| monde.calendrier.matin(constat)), echeance }
}

/// Answers to referrals that nobody has given yet.
fn reponses(monde: &Monde, envois: &[Envoi]) -> impl Iterator<Item = Ouverte> {
    let ouvertes = envois.iter().map(|e| &e.prescription).filter(|p| p.statut.en_attente());
    ouvertes.map(|p| {
        let qui = (p.id, p.allocataire_id, (p.destinataire, None));
        (p.emise_le, echeance(monde, E::RepondrePrescription, qui, (p.emise_le, p.repondre_avant, None)))
    })
}

/// Summons to send, what a body says of who is in its session by the end of it, and who comes out of it to be evaluated again.
fn formations<'a>(monde: &'a Monde, apprentissage: &'a Apprentissage) -> impl Iterator<Item = Ouverte> + 'a {
    let a_convoquer = apprentissage.bilans.iter().filter(|b| b.evaluation.statut == StatutEvaluationLinguistique::AConvoquer).map(|b| {
        let (e, due) = (&b.evaluation, apres(monde.calendrier.jour(b.cree_le), monde.reglages.repondre_sous_jours));
        (b.cree_le, echeance(monde, E::ConvoquerEvaluation, (e.id, e.allocataire_id, (e.evaluateur, None)), (b.cree_le, due, None)))
    });
    let en_formation = apprentissage.stages.iter().filter(|s| s.close_le.is_none()).map(|s| {
        let (i, le) = (&s.inscription, s.modifie_le);
        (le, echeance(monde, E::SuivreInscription, (i.id, i.allocataire_id, (i.organisme, None)), (le, s.fin_session, None)))
    });
    let a_reevaluer = apprentissage.bilans.iter().filter(|b| b.evaluation.statut == StatutEvaluationLinguistique::AEvaluerFinal).map(|b| {
        let (e, due) = (&b.evaluation, apres(monde.calendrier.jour(b.modifie_le), monde.reglages.repondre_sous_jours));
        let qui = (e.id, e.allocataire_id, (e.evaluateur, None));
        (b.modifie_le, echeance(monde, E::EvaluerFinal, qui, (b.modifie_le, due, None)))
    });
    a_convoquer.chain(en_formation).chain(a_reevaluer)
}

/// Presences at appointments, due on their day.
fn presences<'a>(monde: &'a Monde, vecu: &'a Vecu) -> impl Iterator<Item = Ouverte> + 'a {
    let attendus = vecu.rendez_vous.iter().filter(|e| e.rendez_vous.presence == Presence::AVenir);
    attendus.map(|e| {
        let r = &e.rendez_vous;
        let qui = (r.id, r.allocataire_id, (r.partenaire, r.agent));
        (e.cree_le, echeance(monde, E::ReleverPresence, qui, (e.cree_le, monde.calendrier.jour(r.prevu_le), None)))
    })
}

/// What waits, and about whom; who answers for it.
type Qui = (Uuid, Uuid, Responsable);
type Responsable = (Uuid, Option<Uuid>);

fn echeance(
    monde: &Monde,
    code: E,
    (objet, allocataire, (responsable, agent)): Qui,
    (depuis, due, regle): (DateTime<Utc>, NaiveDate, Option<String>),
) -> Echeance {
    Echeance { departement: monde.departement.clone(), code, objet, allocataire: Some(allocataire), responsable, agent, depuis, due, regle }
}

/// The deadlines of one parcours while its acts are read again.
struct Tableau<'a> {
    monde: &'a Monde,
    personne: &'a Personne,
    suivi: &'a Suivi,
    vecu: &'a Vecu,
    ouvertes: Vec<Ouverte>,
}

impl<'a> Tableau<'a> {
    fn lire(monde: &'a Monde, personne: &'a Personne, suivi: &'a Suivi, vecu: &'a Vecu) -> Vec<Ouverte> {
        let mut tableau = Self { monde, personne, suivi, vecu, ouvertes: Vec::new() };
        // What is recorded after the end opens nothing.
        let vifs = vecu.faits.iter().take_while(|f| suivi.clos_le.is_none_or(|clos| f.le <= clos));
        vifs.for_each(|fait| tableau.suivre(*fait));
        tableau.ouvertes
    }

    fn suivre(&mut self, f: Fait) {
        match f.quoi {
            Quoi::Ouvert => self.ouvrir_orientation(f.le),
            Quoi::Oriente(rang) => self.orienter(f.le, rang),
            Quoi::Relaye(rang) => self.relayer(rang),
            Quoi::Demande(_) | Quoi::Ajourne(_) => self.attendre_decision(f.le),
            Quoi::Decide(_) => self.clore(E::DeciderReorientation),
            Quoi::PresenceRelevee(rang) => self.absenter_de_la_rencontre(f.le, rang),
            Quoi::RendezVousFixe(rang) => self.fixer(f.le, rang),
            Quoi::RendezVousReleve(rang) => self.relever(f.le, rang),
            Quoi::ContratSigne(rang) => self.signer(f.le, rang),
            Quoi::ContratRompu(rang) => self.rompre(f.le, rang),
            Quoi::Soutenu(rang) => self.soutenir(f.le, rang),
            Quoi::SoutienFini(rang) => self.finir(rang),
            Quoi::Clos => self.ouvertes.clear(),
            Quoi::Invite(_) | Quoi::EtapeAjoutee(_) | Quoi::EtapeChangee(_) | Quoi::Suspendu(_) | Quoi::Repris(_) => {}
        }
    }

    /// In the place of one of the same code.
    fn ouvrir(&mut self, le: DateTime<Utc>, code: E, qui: Responsable, terme: (DateTime<Utc>, NaiveDate, Option<String>)) {
        self.clore(code);
        let objet = (self.suivi.parcours.id, self.personne.id, qui);
        self.ouvertes.push((le, echeance(self.monde, code, objet, terme)));
    }

    fn clore(&mut self, code: E) {
        self.ouvertes.retain(|(_, e)| e.code != code);
    }

    fn attend(&self, code: E) -> bool {
        self.ouvertes.iter().any(|(_, e)| e.code == code)
    }

    /// Counted from a day by the rule of the pacte; nothing where it gives no delay.
    fn compter(&mut self, le: DateTime<Utc>, code: E, depuis: NaiveDate, qui: Responsable) {
        if let Some(delai) = self.monde.reglement.delais.get(&code) {
            let terme = (self.monde.calendrier.minuit(depuis), delai.apres(depuis), Some(delai.regle.clone()));
            self.ouvrir(le, code, qui, terme);
        }
    }

    /// The référent at that moment, or the Département where there is none.
    fn responsable(&self, le: DateTime<Utc>) -> Responsable {
        self.suivi.tenu_le(le).map_or((self.monde.conseil, None), |d| (d.partenaire, d.agent))
    }

    fn ouvrir_orientation(&mut self, le: DateTime<Utc>) {
        let ouvert = self.suivi.parcours.ouvert_le;
        let depuis = self.personne.droit.demande_le.filter(|demande| *demande <= ouvert).unwrap_or(ouvert);
        self.compter(le, E::Orienter, depuis, (self.monde.conseil, None));
    }

    fn orienter(&mut self, le: DateTime<Utc>, rang: usize) {
        let designation = self.suivi.choix[rang].rang;
        self.relayer(designation);
        self.clore(E::Orienter);
        let d = &self.suivi.parcours.designations[designation];
        let (qui, debut) = ((d.partenaire, d.agent), d.debut);
        self.compter(le, E::FixerPremierRendezVous, debut, qui);
        if !self.contrat_en_vigueur(le) {
            self.compter(le, E::Contractualiser, debut, qui);
        }
    }

    /// What the référent before had to do is the next one's to do.
    fn relayer(&mut self, rang: usize) {
        let designations = &self.suivi.parcours.designations;
        let Some(precedente) = rang.checked_sub(1).map(|r| &designations[r]) else { return };
        for (_, e) in self.ouvertes.iter_mut().filter(|(_, e)| e.responsable == precedente.partenaire) {
            (e.responsable, e.agent) = (designations[rang].partenaire, designations[rang].agent);
        }
    }

    fn contrat_en_vigueur(&self, le: DateTime<Utc>) -> bool {
        let jour = self.monde.calendrier.jour(le);
        self.vecu.contrats.iter().any(|c| {
            c.cree_le <= le
                && c.fin >= jour
                && c.remplace_le.is_none_or(|r| r > jour)
                && c.rompu.as_ref().is_none_or(|r| r.inscrite_le > le)
        })
    }

    fn attendre_decision(&mut self, le: DateTime<Utc>) {
        let jour = self.monde.calendrier.jour(le);
        let (due, regle) = self.monde.reglement.terme_reorientation(&self.monde.reglages, jour);
        self.ouvrir(le, E::DeciderReorientation, (self.monde.conseil, None), (le, due, regle));
    }

    /// Who missed a kiosque is called, unless that is being done already.
    fn absenter_de_la_rencontre(&mut self, le: DateTime<Utc>, rang: usize) {
        let invitation = &self.vecu.invitations[rang];
        let seance = &self.monde.agenda.seances[invitation.seance];
        let absente = invitation.presence == Presence::Absent && seance.type_.kiosque() && !self.attend(E::TraiterAbsence);
        let Some(regle) = self.monde.reglement.absence.clone().filter(|_| absente) else { return };
        let delai = self.monde.reglement.delais.get(&E::TraiterAbsence);
        let due = delai.map_or(seance.jour, |delai| delai.apres(seance.jour));
        self.ouvrir(le, E::TraiterAbsence, (self.monde.conseil, None), (le, due, Some(regle)));
    }

    fn fixer(&mut self, le: DateTime<Utc>, rang: usize) {
        let rdv = &self.vecu.rendez_vous[rang].rendez_vous;
        self.clore(E::TraiterAbsence);
        let tient = self.suivi.tenu_le(le).is_some_and(|d| d.partenaire == rdv.partenaire);
        if rdv.objet == ObjetRendezVous::Accompagnement && tient {
            self.clore(E::FixerPremierRendezVous);
        }
    }

    fn relever(&mut self, le: DateTime<Utc>, rang: usize) {
        let rdv = &self.vecu.rendez_vous[rang].rendez_vous;
        let jour = self.monde.calendrier.jour(rdv.prevu_le);
        match rdv.presence {
            Presence::Absent => {
                let Some(regle) = self.monde.reglement.absence.clone() else { return };
                let due = self.monde.calendrier.jour(le);
                self.ouvrir(le, E::TraiterAbsence, self.responsable(le), (le, due, Some(regle)));
            }
            Presence::Present => self.revoir(le, rdv.partenaire, jour),
            Presence::AVenir | Presence::Excuse | Presence::Annule => {}
        }
    }

    /// The next contact is counted from the day on which the person came to the partner of a dispositif that asks for it.
    fn revoir(&mut self, le: DateTime<Utc>, partenaire: Uuid, venue: NaiveDate) {
        let courants = self.vecu.accompagnements.iter().filter(|s| s.cree_le <= le && s.termine_le.is_none_or(|fin| fin > le));
        let siens = courants.map(|s| &s.accompagnement).filter(|a| a.partenaire == partenaire);
        let delai = siens.filter_map(|a| self.monde.reglement.programme(a.dispositif)?.contact.as_ref()).next_back();
        if let Some(delai) = delai {
            let a_revoir = self.ouvertes.iter_mut().filter(|(_, e)| e.code == E::ReprendreContact);
            a_revoir.for_each(|(_, e)| e.due = delai.apres(venue));
        }
    }

    fn signer(&mut self, le: DateTime<Utc>, rang: usize) {
        let contrat = &self.vecu.contrats[rang];
        self.clore(E::Contractualiser);
        self.ouvrir(le, E::RenouvelerContrat, (contrat.partenaire, contrat.agent), (le, contrat.fin, None));
    }

    fn rompre(&mut self, le: DateTime<Utc>, rang: usize) {
        self.clore(E::RenouvelerContrat);
        if let (Some(rupture), Some(d)) = (&self.vecu.contrats[rang].rompu, self.suivi.tenu_le(le)) {
            self.compter(le, E::Contractualiser, rupture.le, (d.partenaire, d.agent));
        }
    }

    fn soutenir(&mut self, le: DateTime<Utc>, rang: usize) {
        let a = &self.vecu.accompagnements[rang].accompagnement;
        let Some(delai) = self.monde.reglement.programme(a.dispositif).and_then(|p| p.contact.as_ref()) else { return };
        self.ouvrir(le, E::ReprendreContact, (a.partenaire, a.agent), (le, delai.apres(a.debut), Some(delai.regle.clone())));
    }

    fn finir(&mut self, rang: usize) {
        let dispositif = self.vecu.accompagnements[rang].accompagnement.dispositif;
        if self.monde.reglement.programme(dispositif).is_some_and(|p| p.contact.is_some()) {
            self.clore(E::ReprendreContact);
        }
    }
}
