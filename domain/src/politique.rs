//! The table of policy: what each kind of partner may hold, what each relation opens, what each act asks for.
//!
//! Pure and exhaustive: a new kind of partner, class or act does not compile until it is placed here. `matrice` prints
//! the whole as the table that a lawyer reads.

use crate::allocataire::ThemeBesoin;
use crate::habilitation::{FinaliteTraitement, LienDossier, Liens};
use crate::lien::{Nature, Natures};
use crate::partenaire::TypePartenaire;
use crate::portee::Portees;

mod acte;
mod classes;
pub mod fiche;
mod fonction;

pub use acte::Acte;
pub use classes::Classes;
pub use fonction::selon_fonction;

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
            T::PoleEmploi
            | T::CapEmploi
            | T::MissionLocale
            | T::Plie
            | T::Ccas
            | T::Intercommunalite
            | T::OperateurInsertion
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
            (Self::Formation, Nature::PrescriptionRecue | Nature::Inscription) | (Self::Operateur, Nature::PrescriptionRecue) => {
                minimal.et(C::BESOIN_CONCERNE).et(C::CONTACT)
            }
            (Self::Siae, Nature::PrescriptionRecue | Nature::Candidature) => adresse.et(C::ELIGIBILITE),
            (Self::Siae, Nature::ContratIae) => adresse.et(C::ELIGIBILITE).et(C::PARCOURS),
            (Self::Referent | Self::Siae, Nature::PrescriptionEmise | Nature::Candidature) => minimal,
            (Self::Referent | Self::Siae | Self::Payeur | Self::Departement, Nature::Accueil) => C::PRESENCE.et(C::NOM),
            _ => C::AUCUNE,
        }
    }

    /// What stays open of it for the days after its end: a follower reads on without the place, anyone else keeps only who
    /// the person was. Nobody follows a person who moves away.
    #[must_use]
    pub const fn conserve(self, nature: Nature) -> Classes {
        use Classes as C;
        let restes = if Natures::SUIVI.contient(nature) {
            C::TOUTES.sauf(C::LIEU).sauf(C::CONTACT).sauf(C::VERSION)
        } else {
            C::PRESENCE.et(C::IDENTITE)
        };
        self.ouvre(nature).croise(restes)
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
