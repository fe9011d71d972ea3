//! Facts that a rule looks at, and how what is found is told.

use super::epreuves::Examen;
use super::libelle;
use crate::allocataire::PublicCible;

#[derive(Clone, Copy)]
pub(super) enum Fait {
    Age,
    Civilite,
    Enfants,
    Commune,
    /// Whether an operator of the rule's dispositif works where the person lives.
    Secteur,
    Domiciliation,
    Niveau,
    Situation,
    Inscription,
    Soumission,
    DroitOuvert,
    AncienneteRsa,
    Entretien,
    Autonomie,
    Disponibilite,
    Besoins,
    Projet,
    /// Whether the person follows a dispositif that excludes the rule's.
    SuiviExclusif,
    Public(PublicCible),
    /// A fact that the rule asks and that no file holds.
    Inconnu(&'static str),
    /// What the proposal always does.
    Acquis(&'static str, &'static str),
}

impl Fait {
    fn intitule(self) -> &'static str {
        match self {
            Self::Age => "âge",
            Self::Civilite => "civilité",
            Self::Enfants => "enfants à charge",
            Self::Commune => "commune",
            Self::Secteur => "lieu de vie dans le secteur du dispositif",
            Self::Domiciliation => "domiciliation",
            Self::Niveau => "niveau de formation",
            Self::Situation => "situation professionnelle",
            Self::Inscription => "inscription à Pôle Emploi",
            Self::Soumission => "soumission aux droits et devoirs",
            Self::DroitOuvert => "droit au RSA ouvert",
            Self::AncienneteRsa => "ancienneté au RSA",
            Self::Entretien => "entretien de diagnostic",
            Self::Autonomie => "autonomie",
            Self::Disponibilite => "disponibilité pour travailler",
            Self::Besoins => "besoins repérés",
            Self::Projet => "projet exprimé",
            Self::SuiviExclusif => "suivi par un dispositif incompatible",
            Self::Public(public) => libelle::public(public),
            Self::Inconnu(intitule) | Self::Acquis(intitule, _) => intitule,
        }
    }

    fn valeur(self, e: &Examen<'_>) -> Option<String> {
        let (dossier, faits) = (e.dossier, e.dossier.faits);
        match self {
            Self::Age => faits.age.map(|a| format!("{a} ans")),
            Self::Enfants => faits.enfants_a_charge.map(|n| n.to_string()),
            Self::Domiciliation => faits.domiciliation.map(|id| e.cadre.partenaire(id).map_or("autre organisme", |p| &p.nom).to_owned()),
            Self::AncienneteRsa => faits.anciennete_rsa_mois.map(|mois| format!("{mois} mois")),
            Self::Besoins => dossier.besoins.as_ref().map(|b| enumerer(b.iter().map(|b| libelle::besoin(*b)))),
            Self::Niveau => faits.niveau_formation.map(|n| libelle::niveau(n).to_owned()),
            Self::Situation => dossier.situation().map(|s| libelle::situation(s).to_owned()),
            Self::Civilite => faits.civilite.map(|c| libelle::civilite(c).to_owned()),
            Self::Acquis(_, acquis) => Some(acquis.to_owned()),
            Self::Commune => faits.commune.as_ref().map(|_| "connue".to_owned()),
            _ => self.reponse(e).map(|r| libelle::oui_non(r).to_owned()),
        }
    }

    /// Of the facts that are a yes or a no.
    fn reponse(self, e: &Examen<'_>) -> Option<bool> {
        let (dossier, faits) = (e.dossier, e.dossier.faits);
        match self {
            Self::Secteur => e.habite_le_secteur(),
            Self::Inscription => faits.inscrit_pole_emploi,
            Self::Soumission => faits.soumis_droits_devoirs,
            Self::DroitOuvert => faits.droit_ouvert,
            Self::Entretien => Some(dossier.recue()),
            Self::Autonomie => dossier.autonome(),
            Self::Disponibilite => dossier.disponible(),
            Self::Projet => dossier.projet(),
            Self::SuiviExclusif => e.suit_un_exclusif(),
            Self::Public(public) => dossier.est_du_public(public).then_some(true),
            _ => None,
        }
    }
}

fn enumerer<'a>(mots: impl Iterator<Item = &'a str>) -> String {
    let liste = mots.collect::<Vec<_>>().join(", ");
    if liste.is_empty() { "aucun".to_owned() } else { liste }
}

/// « Autonomie : oui ; disponibilité pour travailler : non renseigné. »
pub(super) fn constat(faits: &[Fait], examen: &Examen<'_>) -> String {
    let dits = faits.iter().map(|f| format!("{} : {}", f.intitule(), f.valeur(examen).as_deref().unwrap_or("non renseigné")));
    let texte = dits.collect::<Vec<_>>().join(" ; ");
    let mut lettres = texte.chars();
    lettres.next().map(|premiere| format!("{}{}.", premiere.to_uppercase(), lettres.as_str())).unwrap_or_default()
}
