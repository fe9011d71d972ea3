//! The table of policy: what each kind of partner may hold, what each relation opens, what each act asks for.
//!
//! Pure and exhaustive: a new kind of partner, class or act does not compile until it is placed here. `matrice` prints
//! the whole as the table that a lawyer reads.

use crate::agent::FonctionAgent;
use crate::allocataire::ThemeBesoin;
use crate::habilitation::{FinaliteTraitement, LienDossier, Liens};
use crate::lien::{Nature, Natures};
use crate::partenaire::TypePartenaire;
use crate::portee::Portees;

/// Classes of a person's fields, as bits: a relation opens classes, never single fields.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Classes(pub u32);

impl Classes {
    pub const AUCUNE: Self = Self(0);
    pub const PRESENCE: Self = Self(1);
    pub const LIEU: Self = Self(1 << 1);
    pub const IDENTITE: Self = Self(1 << 2);
    pub const MATRICULE: Self = Self(1 << 3);
    pub const CONTACT: Self = Self(1 << 4);
    pub const NIVEAU: Self = Self(1 << 5);
    pub const ELIGIBILITE: Self = Self(1 << 6);
    pub const SITUATION: Self = Self(1 << 7);
    /// The need that the referral names, and no other.
    pub const BESOIN_CONCERNE: Self = Self(1 << 8);
    pub const BESOINS: Self = Self(1 << 9);
    pub const SENSIBLE: Self = Self(1 << 10);
    pub const PARCOURS: Self = Self(1 << 11);
    /// What third parties did for the person: their referrals, their events.
    pub const DOSSIER: Self = Self(1 << 12);
    pub const VERSION: Self = Self(1 << 13);
    pub const TOUTES: Self = Self((1 << 14) - 1);

    #[must_use]
    pub const fn et(self, autres: Self) -> Self {
        Self(self.0 | autres.0)
    }

    #[must_use]
    pub const fn sauf(self, autres: Self) -> Self {
        Self(self.0 & !autres.0)
    }

    #[must_use]
    pub const fn contient(self, autres: Self) -> bool {
        self.0 & autres.0 == autres.0
    }
}

/// The kinds of partner, folded into the ten ways in which they work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profil {
    Departement,
    Payeur,
    Referent,
    Linguistique,
    Formation,
    Mobilite,
    Siae,
    Operateur,
    Agregats,
    Bi,
    Aucun,
}

impl Profil {
    pub const TOUS: [Self; 11] = [
        Self::Departement,
        Self::Payeur,
        Self::Referent,
        Self::Linguistique,
        Self::Formation,
        Self::Mobilite,
        Self::Siae,
        Self::Operateur,
        Self::Agregats,
        Self::Bi,
        Self::Aucun,
    ];

    #[must_use]
    pub const fn de(genre: TypePartenaire) -> Self {
        use TypePartenaire as T;
        match genre {
            T::Departement => Self::Departement,
            T::Caf | T::Msa => Self::Payeur,
            T::PoleEmploi | T::CapEmploi | T::MissionLocale | T::Plie | T::Ccas | T::Intercommunalite | T::OperateurInsertion
            | T::Association => Self::Referent,
            T::PlateformeLinguistique => Self::Linguistique,
            T::OrganismeFormation => Self::Formation,
            T::PlateformeMobilite => Self::Mobilite,
            T::StructureIae | T::Geiq => Self::Siae,
            T::ChambreConsulaire | T::Cpam | T::Mdph | T::Region | T::EtablissementSante => Self::Operateur,
            T::Etat | T::Ars | T::UnionCcas | T::Carsat | T::Commune | T::Reseau | T::FranceServices | T::Hebergement => Self::Agregats,
            T::EquipeBi => Self::Bi,
            T::Employeur => Self::Aucun,
        }
    }

    /// The ceiling of scopes, also what a convention opens by default.
    #[must_use]
    pub fn plafond(self) -> Portees {
        Portees::lire(self.plafond_texte()).unwrap_or_default()
    }

    const fn plafond_texte(self) -> &'static str {
        match self {
            Self::Departement => concat!(
                "annuaire:lire annuaire:ecrire allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire ",
                "allocataires.eligibilite:lire allocataires.situation:lire allocataires.besoins:lire allocataires.sensible:lire ",
                "allocataires:creer allocataires:ecrire allocataires.coordonnees:ecrire parcours:lire parcours.detail:lire ",
                "parcours:ecrire parcours:orienter rendezvous:tenir rencontres:organiser echeances:lire prescriptions:lire ",
                "prescriptions:emettre prescriptions:traiter linguistique:lire mobilite:lire mobilite:demander ",
                "mobilite:instruire iae:lire iae:candidater iae.structures:conventionner iae.aides:lire fiches:suivre ",
                "indicateurs:lire indicateurs:declarer indicateurs:publier evenements:lire journal:lire rgpd:exercer ",
                "habilitations:administrer"
            ),
            Self::Payeur => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire ",
                "allocataires.situation:lire allocataires:creer allocataires:ecrire parcours:lire indicateurs:lire ",
                "indicateurs:declarer fiches:suivre rencontres:organiser evenements:lire"
            ),
            Self::Referent => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire ",
                "allocataires.situation:lire allocataires.besoins:lire allocataires:creer allocataires.coordonnees:ecrire ",
                "parcours:lire parcours.detail:lire parcours:ecrire prescriptions:lire prescriptions:emettre ",
                "prescriptions:traiter rendezvous:tenir linguistique:lire mobilite:lire iae:lire iae:candidater ",
                "rencontres:organiser echeances:lire evenements:lire annuaire:lire annuaire:ecrire indicateurs:lire ",
                "indicateurs:declarer fiches:suivre"
            ),
            Self::Linguistique => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire ",
                "allocataires.besoins:lire allocataires.coordonnees:ecrire prescriptions:lire prescriptions:traiter ",
                "linguistique:lire linguistique:evaluer rendezvous:tenir echeances:lire evenements:lire annuaire:lire ",
                "annuaire:ecrire indicateurs:lire indicateurs:declarer"
            ),
            Self::Formation => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire linguistique:lire ",
                "linguistique.sessions:gerer prescriptions:lire prescriptions:traiter rendezvous:tenir echeances:lire ",
                "evenements:lire annuaire:lire annuaire:ecrire indicateurs:lire"
            ),
            Self::Mobilite => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire ",
                "allocataires.besoins:lire allocataires.coordonnees:ecrire prescriptions:lire prescriptions:traiter ",
                "mobilite:lire mobilite:diagnostiquer mobilite:apporter rendezvous:tenir echeances:lire evenements:lire ",
                "annuaire:lire annuaire:ecrire indicateurs:lire indicateurs:declarer"
            ),
            Self::Siae => concat!(
                "allocataires:lire allocataires.identite:lire allocataires.coordonnees:lire allocataires.eligibilite:lire ",
                "allocataires:creer parcours:lire prescriptions:emettre prescriptions:lire prescriptions:traiter ",
                "rendezvous:tenir iae:lire iae.postes:gerer iae.candidatures:traiter echeances:lire evenements:lire ",
                "annuaire:lire annuaire:ecrire indicateurs:lire"
            ),
            Self::Operateur => concat!(
                "indicateurs:lire indicateurs:declarer fiches:suivre prescriptions:lire prescriptions:traiter ",
                "allocataires:lire allocataires.identite:lire rendezvous:tenir"
            ),
            Self::Agregats => "indicateurs:lire indicateurs:declarer fiches:suivre",
            Self::Bi => "indicateurs:lire indicateurs:declarer evenements:lire",
            Self::Aucun => "",
        }
    }

    /// The links that a convention may open.
    #[must_use]
    pub fn liens_possibles(self) -> Liens {
        let autres = match self {
            Self::Operateur => Liens::un(LienDossier::Adresse),
            // An association without a convention of its own reads aggregates.
            Self::Referent => Liens::un(LienDossier::Agregats),
            _ => Liens::default(),
        };
        self.liens_par_defaut() | autres
    }

    #[must_use]
    pub fn liens_par_defaut(self) -> Liens {
        let liens: &[LienDossier] = match self {
            Self::Departement => &[LienDossier::Departement],
            Self::Payeur => &[LienDossier::OrganismePayeur],
            Self::Referent => &[LienDossier::Reference, LienDossier::Adresse],
            Self::Linguistique | Self::Formation | Self::Mobilite | Self::Siae => &[LienDossier::Adresse],
            Self::Operateur | Self::Agregats | Self::Bi => &[LienDossier::Agregats],
            Self::Aucun => &[],
        };
        liens.iter().fold(Liens::default(), |l, lien| l | Liens::un(*lien))
    }

    #[must_use]
    pub const fn finalite(self) -> FinaliteTraitement {
        match self {
            Self::Departement => FinaliteTraitement::Orientation,
            Self::Payeur => FinaliteTraitement::GestionDuRsa,
            Self::Referent | Self::Operateur => FinaliteTraitement::Accompagnement,
            Self::Linguistique => FinaliteTraitement::EvaluationLinguistique,
            Self::Formation => FinaliteTraitement::Formation,
            Self::Mobilite => FinaliteTraitement::Mobilite,
            Self::Siae => FinaliteTraitement::InsertionActiviteEconomique,
            Self::Agregats | Self::Bi | Self::Aucun => FinaliteTraitement::Pilotage,
        }
    }

    /// The classes that one nature of relation opens. Contact is opened apart, by the relation's own date.
    #[must_use]
    pub const fn ouvre(self, nature: Nature) -> Classes {
        use Classes as C;
        let minimal = C::PRESENCE.et(C::LIEU).et(C::IDENTITE);
        let adresse = minimal.et(C::NIVEAU).et(C::BESOIN_CONCERNE).et(C::CONTACT);
        match (self, nature) {
            (Self::Departement, Nature::Departement) => C::TOUTES,
            (Self::Payeur, Nature::Payeur) => {
                minimal.et(C::MATRICULE).et(C::CONTACT).et(C::NIVEAU).et(C::ELIGIBILITE).et(C::SITUATION).et(C::PARCOURS).et(C::VERSION)
            }
            (Self::Referent, Nature::Referent | Nature::Accompagnement) => C::TOUTES.sauf(C::MATRICULE).sauf(C::SENSIBLE),
            (Self::Linguistique | Self::Mobilite, Nature::Accompagnement | Nature::PrescriptionRecue | Nature::Aide)
            | (Self::Referent, Nature::PrescriptionRecue | Nature::Aide) => adresse,
            (Self::Formation, Nature::PrescriptionRecue | Nature::Inscription)
            | (Self::Operateur, Nature::PrescriptionRecue) => minimal.et(C::BESOIN_CONCERNE).et(C::CONTACT),
            (Self::Siae, Nature::PrescriptionRecue | Nature::Candidature) => adresse.et(C::ELIGIBILITE),
            (Self::Siae, Nature::ContratIae) => adresse.et(C::ELIGIBILITE).et(C::PARCOURS),
            (Self::Referent | Self::Siae, Nature::PrescriptionEmise | Nature::Candidature) => minimal,
            (Self::Referent | Self::Siae | Self::Payeur | Self::Departement, Nature::Accueil) => C::PRESENCE.et(C::IDENTITE),
            _ => C::AUCUNE,
        }
    }

    /// Who knows the person by the payer's number.
    #[must_use]
    pub const fn ouvre_matricule(self) -> bool {
        matches!(self, Self::Departement | Self::Payeur)
    }

    /// Needs that a recipient reads beyond the one its referral names.
    #[must_use]
    pub const fn themes(self) -> &'static [ThemeBesoin] {
        match self {
            Self::Linguistique => &[ThemeBesoin::Langue],
            Self::Mobilite => &[ThemeBesoin::Mobilite],
            _ => &[],
        }
    }
}

/// Natures that a link of a convention lets into the perimeter.
#[must_use]
pub const fn natures(lien: LienDossier) -> Natures {
    match lien {
        LienDossier::Reference => Natures::de(&[Nature::Referent, Nature::Accompagnement]),
        LienDossier::Adresse => Natures::de(&[
            Nature::Accompagnement,
            Nature::PrescriptionRecue,
            Nature::PrescriptionEmise,
            Nature::Inscription,
            Nature::Candidature,
            Nature::ContratIae,
            Nature::Aide,
            Nature::Accueil,
        ]),
        LienDossier::Departement => Natures::de(&[Nature::Departement, Nature::Accueil]),
        LienDossier::OrganismePayeur => Natures::de(&[Nature::Payeur, Nature::Accueil]),
        LienDossier::Agregats => Natures::de(&[]),
    }
}

/// Scopes that only some functions of an agent hold; a token without an agent holds none of these four.
const SANS_AGENT: &str = "allocataires.sensible:lire mobilite:demander habilitations:administrer journal:lire";

/// Scopes reserved to functions, for the Département's agents.
const RESERVEES: [(&str, &[FonctionAgent]); 8] = {
    use FonctionAgent as F;
    [
        ("allocataires.sensible:lire", &[F::AssistantServiceSocial, F::Medecin]),
        (
            "parcours:orienter",
            &[
                F::AgentDepartementalEmploi,
                F::AgentTerritorialInsertion,
                F::AnimateurLocalInsertionEmploi,
                F::GestionnaireSuiviBeneficiaire,
                F::AssistantServiceSocial,
                F::ChargeInsertion,
                F::ResponsableTerritorial,
            ],
        ),
        ("mobilite:demander", &[F::AssistantServiceSocial, F::AgentDepartementalEmploi]),
        ("mobilite:instruire", &[F::GestionnaireAides]),
        ("indicateurs:publier", &[F::ChargeBi]),
        ("habilitations:administrer", &[F::Administrateur, F::DelegueProtectionDonnees]),
        ("journal:lire", &[F::DelegueProtectionDonnees]),
        ("rgpd:exercer", &[F::DelegueProtectionDonnees]),
    ]
};

/// What an agent's function lets through; without an agent, what a machine may hold.
#[must_use]
pub fn selon_fonction(profil: Profil, fonction: Option<FonctionAgent>) -> Portees {
    let toutes = Portees(u64::MAX);
    let Some(fonction) = fonction else {
        return toutes.sans(Portees::lire(SANS_AGENT).unwrap_or_default());
    };
    if profil != Profil::Departement {
        return toutes;
    }
    let fermees = RESERVEES.iter().filter(|(_, fonctions)| !fonctions.contains(&fonction));
    fermees.fold(toutes, |portees, (nom, _)| portees.sans(Portees::nommee(nom).unwrap_or_default()))
}

/// Acts on a person that a relation must allow, besides the scope that the field's `@portee` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Acte {
    ModifierAllocataire,
    ModifierCoordonnees,
    RepererBesoin,
    Prescrire,
}

impl Acte {
    pub const TOUS: [Self; 4] = [Self::ModifierAllocataire, Self::ModifierCoordonnees, Self::RepererBesoin, Self::Prescrire];

    /// The field of `Mutation`, whose `@portee` start-up compares with [`Acte::portee`].
    #[must_use]
    pub const fn mutation(self) -> &'static str {
        match self {
            Self::ModifierAllocataire => "modifierAllocataire",
            Self::ModifierCoordonnees => "modifierCoordonnees",
            Self::RepererBesoin => "repererBesoin",
            Self::Prescrire => "prescrire",
        }
    }

    #[must_use]
    pub const fn portee(self) -> &'static str {
        match self {
            Self::ModifierAllocataire => "allocataires:ecrire",
            Self::ModifierCoordonnees => "allocataires.coordonnees:ecrire",
            Self::RepererBesoin => "parcours:ecrire",
            Self::Prescrire => "prescriptions:emettre",
        }
    }

    /// The relations that allow the act, whichever of them runs today.
    #[must_use]
    pub const fn natures(self) -> Natures {
        match self {
            Self::ModifierAllocataire => Natures::de(&[Nature::Departement, Nature::Payeur]),
            Self::ModifierCoordonnees => Natures::de(&[
                Nature::Departement,
                Nature::Payeur,
                Nature::Referent,
                Nature::Accompagnement,
                Nature::PrescriptionRecue,
                Nature::Inscription,
                Nature::ContratIae,
                Nature::Aide,
            ]),
            Self::RepererBesoin => Natures::de(&[Nature::Departement, Nature::Referent, Nature::Accompagnement]),
            Self::Prescrire => Natures::de(&[
                Nature::Departement,
                Nature::Referent,
                Nature::Accompagnement,
                Nature::Accueil,
                Nature::ContratIae,
            ]),
        }
    }
}
