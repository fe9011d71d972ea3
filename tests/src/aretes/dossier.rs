//! What one caller reads of the rows of a file: none of it, its dates, or its texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::identifiant::Genre;
use uuid::Uuid;

use super::attendu::Attendu;
use super::pieces::{INVITATION, Piece, Pieces, lu};
use super::regles::{Classe, Portee};
use crate::harnais::Banc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vue {
    Fermee,
    /// That it exists, what kind it is, its days.
    Datee,
    Entiere,
}

use Vue::{Datee, Entiere, Fermee};

impl Attendu<'_> {
    /// What third parties did for the person is open, in detail.
    pub fn detaille(&self, personne: Uuid) -> bool {
        self.persona.regle.porte(Portee::Detail) && self.ouvre(personne, Classe::Dossier)
    }

    /// The caller has everything of the person, or followed already then.
    fn connait(&self, p: &Piece) -> bool {
        let suivie = || self.suivies.get(&p.personne).is_some_and(|depuis| p.le.is_none_or(|le| *depuis <= le));
        self.entieres.contains(&p.personne) || suivie()
    }

    pub fn vue(&self, type_: &str, p: &Piece) -> Vue {
        let sienne = p.parties.contains(&self.persona.partenaire);
        if !self.persona.couvre(&p.departement) || p.soin && !sienne {
            return Fermee;
        }
        let porte = |portee| self.persona.regle.porte(portee);
        let detaille = self.detaille(p.personne);
        let connue = detaille && (sienne || self.connait(p));
        let renvoi = || p.renvoi.is_some_and(|id| self.prescriptions.contains(&id));
        match type_ {
            "Orientation" | "ContratEngagement" if !self.ouvre(p.personne, Classe::Parcours) => Fermee,
            "Orientation" | "ContratEngagement" => si(connue, Datee),
            "Etape" if sienne => si(porte(Portee::Detail), Fermee),
            "Etape" => si(connue, if detaille { Datee } else { Fermee }),
            "RendezVous" => si(connue && self.connait(p) || sienne && porte(Portee::RendezVous) || renvoi(), Fermee),
            "Accompagnement" => {
                si(connue && self.connait(p) || sienne && porte(Portee::Detail) || renvoi() && porte(Portee::Parcours), Fermee)
            }
            "EvaluationLinguistique" | "InscriptionFormation" => {
                si(porte(Portee::Linguistique) && (sienne || self.connait(p) || renvoi()), Fermee)
            }
            "DiagnosticMobilite" | "AideMobilite" => {
                let envoyee = porte(Portee::Prescriptions) && p.renvoi.is_some_and(|id| self.envoie(id));
                si(porte(Portee::Mobilite) && (sienne || self.connait(p) || envoyee), Fermee)
            }
            "Candidature" | "ContratInsertion" | "PassIae" => si(porte(Portee::Iae) && (sienne || self.connait(p)), Fermee),
            INVITATION => self.invitation(p, sienne),
            _ => si(connue, Fermee),
        }
    }

    fn invitation(&self, p: &Piece, sienne: bool) -> Vue {
        let suivie = self.ouvre(p.personne, Classe::Dossier);
        if !self.persona.regle.porte(Portee::Parcours) || !(sienne || suivie) {
            return Fermee;
        }
        si(p.le.is_some() && (sienne || self.detaille(p.personne) && self.connait(p)), Datee)
    }

    /// A version shows to who may write, not to who reads by the referral only.
    pub fn versionne(&self, type_: &str, p: &Piece) -> bool {
        let sans_renvoi = Piece { renvoi: None, departement: p.departement.clone(), parties: p.parties.clone(), ..*p };
        self.vue(type_, &sans_renvoi) == Entiere
    }

    /// What a fence that knows parties, followers and referrals lets by: neither scopes, nor dates, nor kinds of partner.
    pub fn approche(&self, p: &Piece, renvois: &BTreeSet<Uuid>) -> bool {
        let partie = p.parties.contains(&self.persona.partenaire) || p.renvoi.is_some_and(|id| renvois.contains(&id));
        partie || self.entieres.contains(&p.personne) || self.suit(p.personne)
    }

    /// The diagnosis: its author, the structure that took over, and who was designated while that orientation ran.
    pub fn diagnostique(&self, p: &Piece, (debut, suivante): (chrono::NaiveDate, Option<chrono::NaiveDate>)) -> bool {
        let moi = self.persona.partenaire;
        let designe = || {
            let siennes = self.causes.designations.iter().filter(|d| Some(d.parcours) == p.cadre && d.partenaire == moi);
            siennes.into_iter().any(|d| d.debut >= debut && suivante.is_none_or(|le| d.debut < le))
        };
        self.detaille(p.personne) && (p.parties.contains(&moi) || designe())
    }

    /// Deadlines: those that the caller answers for, and those whose object is open.
    pub async fn echeances(&self, banc: &Banc, pieces: &Pieces) -> BTreeSet<(String, String)> {
        if !self.persona.regle.porte(Portee::Echeances) {
            return BTreeSet::new();
        }
        let lignes = banc.lignes("select objet_id, code, allocataire_id, responsable_id, departement from echeance", []).await;
        let ouvertes = lignes.iter().filter_map(|l| {
            let (objet, code): (Uuid, String) = (lu(l, 0), lu(l, 1));
            let Some(personne) = lu::<Option<Uuid>>(l, 2) else {
                let conseil = self.persona.type_ == "DEPARTEMENT" && self.persona.couvre(&lu::<String>(l, 4));
                let sienne = conseil || lu::<Uuid>(l, 3) == self.persona.partenaire;
                return sienne.then(|| (Genre::Indicateur.ecrire(objet), code));
            };
            let piece = |genre: Genre| {
                let type_ = genre.type_graphql();
                let sienne = pieces[type_].iter().find(|p| p.id == objet);
                (genre, self.detaille(personne) && sienne.is_some_and(|p| self.vue(type_, p) != Fermee))
            };
            let (genre, ouverte) = match code.as_str() {
                "REPONDRE_PRESCRIPTION" | "RENDRE_COMPTE_PRESCRIPTION" => (Genre::Prescription, self.prescriptions.contains(&objet)),
                "RELEVER_PRESENCE" => piece(Genre::RendezVous),
                "CONVOQUER_EVALUATION" | "EVALUER_FINAL" => piece(Genre::EvaluationLinguistique),
                "SUIVRE_INSCRIPTION" => piece(Genre::InscriptionFormation),
                "INSTRUIRE_AIDE" | "COMPLETER_DOSSIER_AIDE" | "VERSER_AIDE" | "RENDRE_VEHICULE" => piece(Genre::AideMobilite),
                "REPONDRE_CANDIDATURE" => piece(Genre::Candidature),
                _ => (Genre::Parcours, self.detaille(personne)),
            };
            let due = genre != Genre::Prescription && lu::<Uuid>(l, 3) == self.persona.partenaire;
            (ouverte || due).then(|| (genre.ecrire(objet), code))
        });
        ouvertes.collect()
    }

    /// Facts: addressed, about nobody, about an object that is open and learnt through a reason that was there already.
    pub async fn evenements(&self, banc: &Banc, pieces: &Pieces, contacts: &BTreeSet<DateTime<Utc>>) -> BTreeSet<(String, String, i64)> {
        if !self.persona.regle.porte(Portee::Evenements) {
            return BTreeSet::new();
        }
        let index: BTreeMap<Uuid, (&str, &Piece)> =
            pieces.iter().flat_map(|(type_, liste)| liste.iter().map(move |p| (p.id, (*type_, p)))).collect();
        let lignes = banc
            .lignes("select genre, objet_id, type, le, allocataire_id, destinataire_id from evenement where position is not null", [])
            .await;
        let livres = lignes.iter().filter_map(|l| {
            let (genre, objet, type_, le): (String, Uuid, String, DateTime<Utc>) = (lu(l, 0), lu(l, 1), lu(l, 2), lu(l, 3));
            let classe = if contacts.contains(&le) { Classe::Contact } else { change(&type_) };
            let livre = match (lu::<Option<Uuid>>(l, 5), lu::<Option<Uuid>>(l, 4), genre.as_str()) {
                (Some(a), ..) => a == self.persona.partenaire,
                (None, None, _) => true,
                (None, Some(_), "prs") => self.prescriptions.contains(&objet),
                (None, Some(personne), _) => {
                    let lue = match index.get(&objet) {
                        Some((type_, p)) => self.vue(type_, p) != Fermee,
                        None => genre != "prc" || classe != Classe::Dossier || self.detaille(personne),
                    };
                    lue && self.apprend(personne, le, classe)
                }
            };
            let genre = Genre::etiquete(&genre).expect("type of an event");
            livre.then(|| (genre.ecrire(objet), type_, le.timestamp_micros()))
        });
        livres.collect()
    }
}

const fn si(entiere: bool, sinon: Vue) -> Vue {
    if entiere { Entiere } else { sinon }
}

/// The class that a fact changed.
fn change(type_: &str) -> Classe {
    match type_ {
        "PARCOURS_OUVERT" | "PARCOURS_ORIENTE" | "PARCOURS_CHANGE" | "PARCOURS_CLOS" | "REFERENT_DESIGNE" | "CONTRAT_SIGNE" => {
            Classe::Parcours
        }
        "ETAPE_AJOUTEE"
        | "ACCOMPAGNEMENT_CHANGE"
        | "RENDEZ_VOUS_CHANGE"
        | "EVALUATION_LINGUISTIQUE_CHANGEE"
        | "INSCRIPTION_FORMATION_CHANGEE"
        | "RENCONTRE_CHANGEE"
        | "REORIENTATION_DEMANDEE"
        | "REORIENTATION_DECIDEE"
        | "AIDE_MOBILITE_CHANGEE"
        | "DIAGNOSTIC_MOBILITE_ENREGISTRE"
        | "CANDIDATURE_CHANGEE"
        | "CONTRAT_INSERTION_CHANGE"
        | "ECHEANCE_DEPASSEE" => Classe::Dossier,
        _ => Classe::Presence,
    }
}
