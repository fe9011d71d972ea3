//! The table of the policy as data: what each cause opens to each kind of partner, while it runs and after it ended.

/// Why a person is open to a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person lives in the Département that asks.
    Departement,
    /// The partner pays the right.
    Payeur,
    Referent,
    Accompagnement,
    Recue,
    Emise,
    /// A body trains the person, or is asked to.
    Inscription,
    /// A structure employs the person.
    ContratIae,
    Accueil,
    /// An aid that the partner brings.
    Aide,
    /// An application, to who made it and to who answers it.
    Candidature,
}

/// Kinds of values of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Classe {
    Presence,
    Lieu,
    /// What a reception takes: name, first name, birth.
    Nom,
    Identite,
    Matricule,
    Contact,
    Niveau,
    Eligibilite,
    Situation,
    /// The need that a referral names, and those of the partner's own trade.
    BesoinConcerne,
    Besoins,
    Parcours,
    /// What others did for the person.
    Dossier,
    Version,
}

use Cause as K;
use Classe as C;
use Portee as P;

/// One line of the table: a cause, what it opens while it runs, what stays for the days after its end.
pub struct Ligne {
    pub cause: Cause,
    pub pendant: &'static [Classe],
    pub ensuite: &'static [Classe],
}

const fn ligne(cause: Cause, pendant: &'static [Classe], ensuite: &'static [Classe]) -> Ligne {
    Ligne { cause, pendant, ensuite }
}

/// What a convention lets its bearer ask for, besides people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portee {
    Prescriptions,
    Echeances,
    Evenements,
    Parcours,
    /// Accompaniments, appointments, stages, motives.
    Detail,
    RendezVous,
    Linguistique,
    Mobilite,
    Iae,
}

/// A kind of partner: its types, its lines, the theme of its trade, and what it may ask for.
pub struct Regle {
    pub types: &'static [&'static str],
    pub lignes: &'static [Ligne],
    pub theme: Option<&'static str>,
    pub portees: &'static [Portee],
}

impl Regle {
    pub fn porte(&self, portee: Portee) -> bool {
        self.portees.contains(&portee)
    }
}

/// Who receives a person reads what it typed.
const TYPEE: &[Classe] = &[C::Presence, C::Nom];

/// 90 days of identity and nothing else: a person who moves away is not followed by who knew her.
const TRACE: &[Classe] = &[C::Presence, C::Nom, C::Identite];

/// Of an accompaniment, what a platform keeps for 30 days.
const TRACE_SUIVI: &[Classe] = &[C::Presence, C::Nom, C::Identite, C::Niveau, C::BesoinConcerne];

const ADRESSE: &[Classe] = &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::BesoinConcerne];

/// A follower: everything but the number and the health, then reading without the place.
#[rustfmt::skip]
const SUIVIE: &[Classe] = &[
    C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::Eligibilite, C::Situation, C::BesoinConcerne, C::Besoins,
    C::Parcours, C::Dossier, C::Version,
];
#[rustfmt::skip]
const RELUE: &[Classe] = &[
    C::Presence, C::Nom, C::Identite, C::Niveau, C::Eligibilite, C::Situation, C::BesoinConcerne, C::Besoins, C::Parcours, C::Dossier,
];

#[rustfmt::skip]
const TOUT: &[Classe] = &[
    C::Presence, C::Lieu, C::Nom, C::Identite, C::Matricule, C::Contact, C::Niveau, C::Eligibilite, C::Situation, C::BesoinConcerne,
    C::Besoins, C::Parcours, C::Dossier, C::Version,
];
#[rustfmt::skip]
const PAYEE: &[Classe] = &[
    C::Presence, C::Lieu, C::Nom, C::Identite, C::Matricule, C::Contact, C::Niveau, C::Eligibilite, C::Situation, C::Parcours, C::Version,
];
const EMPLOYEE: &[Classe] = &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::Eligibilite, C::Parcours];

const FORMEE: &[Classe] = &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact];

const SUIVRE: &[Portee] =
    &[P::Prescriptions, P::Echeances, P::Evenements, P::Parcours, P::Detail, P::RendezVous, P::Linguistique, P::Mobilite, P::Iae];
/// What a platform evaluates, and what a body trains.
const APPRENDRE: &[Portee] = &[P::Prescriptions, P::Echeances, P::Evenements, P::RendezVous, P::Linguistique];

pub const REGLES: [Regle; 8] = [
    Regle {
        types: &["DEPARTEMENT"],
        lignes: &[ligne(K::Departement, TOUT, &[]), ligne(K::Accueil, TYPEE, &[])],
        theme: None,
        portees: SUIVRE,
    },
    Regle {
        types: &["CAF", "MSA"],
        lignes: &[ligne(K::Payeur, PAYEE, &[]), ligne(K::Accueil, TYPEE, &[])],
        theme: None,
        portees: &[P::Evenements, P::Parcours],
    },
    Regle {
        types: &["POLE_EMPLOI", "CAP_EMPLOI", "MISSION_LOCALE", "PLIE", "CCAS", "INTERCOMMUNALITE", "OPERATEUR_INSERTION"],
        lignes: SUIVI,
        theme: None,
        portees: SUIVRE,
    },
    Regle {
        types: &["PLATEFORME_LINGUISTIQUE"],
        lignes: &[ligne(K::Recue, ADRESSE, TRACE), ligne(K::Accompagnement, ADRESSE, TRACE_SUIVI)],
        theme: Some("LANGUE"),
        portees: APPRENDRE,
    },
    Regle {
        types: &["ORGANISME_FORMATION"],
        lignes: &[ligne(K::Recue, FORMEE, TRACE), ligne(K::Inscription, FORMEE, TRACE)],
        theme: None,
        portees: APPRENDRE,
    },
    Regle {
        types: &["PLATEFORME_MOBILITE"],
        lignes: &[ligne(K::Recue, ADRESSE, TRACE), ligne(K::Accompagnement, ADRESSE, TRACE_SUIVI), ligne(K::Aide, ADRESSE, TRACE)],
        theme: Some("MOBILITE"),
        portees: &[P::Prescriptions, P::Echeances, P::Evenements, P::RendezVous, P::Mobilite],
    },
    Regle {
        types: &["STRUCTURE_IAE", "GEIQ"],
        lignes: &[
            ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::Eligibilite], TRACE),
            ligne(K::Emise, &[C::Presence, C::Lieu, C::Nom, C::Identite], TRACE),
            ligne(K::Candidature, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::Eligibilite], TRACE),
            ligne(K::ContratIae, EMPLOYEE, TRACE),
            ligne(K::Accueil, TYPEE, &[]),
        ],
        theme: None,
        portees: &[P::Prescriptions, P::Echeances, P::Evenements, P::RendezVous, P::Parcours, P::Iae],
    },
    Regle { types: &["EQUIPE_BI"], lignes: &[], theme: None, portees: &[P::Evenements] },
];

const SUIVI: &[Ligne] = &[
    ligne(K::Referent, SUIVIE, RELUE),
    ligne(K::Accompagnement, SUIVIE, RELUE),
    ligne(K::Recue, ADRESSE, TRACE),
    ligne(K::Emise, &[C::Presence, C::Lieu, C::Nom, C::Identite], TRACE),
    ligne(K::Candidature, &[C::Presence, C::Lieu, C::Nom, C::Identite], TRACE),
    ligne(K::Accueil, TYPEE, &[]),
];

/// An association that a convention lets follow and receive people, without the detail of their parcours; without one it
/// reads aggregates only.
pub const ASSOCIATION_CONVENTIONNEE: Regle =
    Regle { types: &["ASSOCIATION"], lignes: SUIVI, theme: None, portees: &[P::Prescriptions, P::Echeances, P::Evenements, P::Parcours] };

/// Those of every other type: nobody.
pub const PERSONNE: Regle = Regle { types: &[], lignes: &[], theme: None, portees: &[] };

/// Each field of a person, and the class that opens it; the sensitive ones are off on this platform.
pub const CHAMPS: [(&str, Classe); 22] = [
    ("version", C::Version),
    ("territoire", C::Lieu),
    ("commune", C::Lieu),
    ("organismePayeur", C::Lieu),
    ("civilite", C::Identite),
    ("nom", C::Nom),
    ("nomNaissance", C::Identite),
    ("prenom", C::Nom),
    ("dateNaissance", C::Nom),
    ("matricule", C::Matricule),
    ("telephone", C::Contact),
    ("courriel", C::Contact),
    ("adresse", C::Contact),
    ("situationFamiliale", C::Situation),
    ("enfantsACharge", C::Situation),
    ("domiciliation", C::Situation),
    ("niveauFormation", C::Niveau),
    ("publics", C::Niveau),
    ("situationProfessionnelle", C::Eligibilite),
    ("inscritPoleEmploi", C::Eligibilite),
    ("droitRsa", C::Eligibilite),
    ("parcoursActif", C::Parcours),
];
