//! The table of the policy as data: what each cause opens to each kind of partner, while it runs and after it ended.

/// Why a person is open to a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person lives in the Département that asks.
    Departement,
    /// The partner pays the right.
    Payeur,
    Referent,
    Recue,
    Emise,
    Accueil,
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
    Version,
}

use Cause as K;
use Classe as C;

/// One line of the table: a cause, what it opens while it runs, what stays for the days after its end.
pub struct Ligne {
    pub cause: Cause,
    pub pendant: &'static [Classe],
    pub ensuite: &'static [Classe],
}

const fn ligne(cause: Cause, pendant: &'static [Classe], ensuite: &'static [Classe]) -> Ligne {
    Ligne { cause, pendant, ensuite }
}

/// A kind of partner: its types, its lines, the theme of its trade, and the lists that it may ask for.
pub struct Regle {
    pub types: &'static [&'static str],
    pub lignes: &'static [Ligne],
    pub theme: Option<&'static str>,
    pub prescriptions: bool,
    pub echeances: bool,
    pub evenements: bool,
}

/// Who receives a person reads what it typed.
const TYPEE: &[Classe] = &[C::Presence, C::Nom];

/// 90 days of identity and nothing else: a person who moves away is not followed by who knew her.
const TRACE: &[Classe] = &[C::Presence, C::Nom, C::Identite];

pub const REGLES: [Regle; 8] = [
    Regle {
        types: &["DEPARTEMENT"],
        lignes: &[
            ligne(
                K::Departement,
                &[
                    C::Presence,
                    C::Lieu,
                    C::Nom,
                    C::Identite,
                    C::Matricule,
                    C::Contact,
                    C::Niveau,
                    C::Eligibilite,
                    C::Situation,
                    C::BesoinConcerne,
                    C::Besoins,
                    C::Parcours,
                    C::Version,
                ],
                &[],
            ),
            ligne(K::Accueil, TYPEE, &[]),
        ],
        theme: None,
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle {
        types: &["CAF", "MSA"],
        lignes: &[
            ligne(
                K::Payeur,
                &[
                    C::Presence,
                    C::Lieu,
                    C::Nom,
                    C::Identite,
                    C::Matricule,
                    C::Contact,
                    C::Niveau,
                    C::Eligibilite,
                    C::Situation,
                    C::Parcours,
                    C::Version,
                ],
                &[],
            ),
            ligne(K::Accueil, TYPEE, &[]),
        ],
        theme: None,
        prescriptions: false,
        echeances: false,
        evenements: true,
    },
    Regle {
        types: &["POLE_EMPLOI", "CAP_EMPLOI", "MISSION_LOCALE", "PLIE", "CCAS", "INTERCOMMUNALITE", "OPERATEUR_INSERTION"],
        lignes: SUIVI,
        theme: None,
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle {
        types: &["PLATEFORME_LINGUISTIQUE"],
        lignes: &[ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::BesoinConcerne], TRACE)],
        theme: Some("LANGUE"),
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle {
        types: &["ORGANISME_FORMATION"],
        lignes: &[ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact], TRACE)],
        theme: None,
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle {
        types: &["PLATEFORME_MOBILITE"],
        lignes: &[ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::BesoinConcerne], TRACE)],
        theme: Some("MOBILITE"),
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle {
        types: &["STRUCTURE_IAE", "GEIQ"],
        lignes: &[
            ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::Eligibilite], TRACE),
            ligne(K::Emise, &[C::Presence, C::Lieu, C::Nom, C::Identite], TRACE),
            ligne(K::Accueil, TYPEE, &[]),
        ],
        theme: None,
        prescriptions: true,
        echeances: true,
        evenements: true,
    },
    Regle { types: &["EQUIPE_BI"], lignes: &[], theme: None, prescriptions: false, echeances: false, evenements: true },
];

const SUIVI: &[Ligne] = &[
    ligne(
        K::Referent,
        &[
            C::Presence,
            C::Lieu,
            C::Nom,
            C::Identite,
            C::Contact,
            C::Niveau,
            C::Eligibilite,
            C::Situation,
            C::BesoinConcerne,
            C::Besoins,
            C::Parcours,
            C::Version,
        ],
        &[C::Presence, C::Nom, C::Identite, C::Niveau, C::Eligibilite, C::Situation, C::BesoinConcerne, C::Besoins, C::Parcours],
    ),
    ligne(K::Recue, &[C::Presence, C::Lieu, C::Nom, C::Identite, C::Contact, C::Niveau, C::BesoinConcerne], TRACE),
    ligne(K::Emise, &[C::Presence, C::Lieu, C::Nom, C::Identite], TRACE),
    ligne(K::Accueil, TYPEE, &[]),
];

/// An association that a convention lets receive people; without one it reads aggregates only.
pub const ASSOCIATION_CONVENTIONNEE: Regle =
    Regle { types: &["ASSOCIATION"], lignes: SUIVI, theme: None, prescriptions: true, echeances: true, evenements: true };

/// Those of every other type: nobody.
pub const PERSONNE: Regle = Regle { types: &[], lignes: &[], theme: None, prescriptions: false, echeances: false, evenements: false };

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
