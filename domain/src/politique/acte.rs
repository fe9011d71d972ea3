//! Acts on a person: the scope each asks for, the relations that allow it, and the object it is called on.

use crate::identifiant::Genre;
use crate::lien::{Nature, Natures};
use crate::portee::Portees;

/// Acts on a person that a relation must allow, besides the scope that the field's `@portee` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acte {
    ModifierAllocataire,
    ModifierCoordonnees,
    RepererBesoin,
    Prescrire,
    OuvrirParcours,
    Inviter,
    Orienter,
    DesignerReferent,
    DeciderReorientation,
    DemanderReorientation,
    DemarrerAccompagnement,
    TerminerAccompagnement,
    SignerContrat,
    RompreContrat,
    AjouterEtape,
    ModifierEtape,
    SuspendreParcours,
    ReprendreParcours,
    CloturerParcours,
    FixerRendezVous,
    ReleverRendezVous,
    EnregistrerDiagnosticMobilite,
    ApporterAide,
    DemanderAideMobilite,
    Candidater,
}

/// One line: the field of `Mutation` (start-up compares its `@portee` with the scope here), the scope, the object whose
/// `actionsPermises` names it, the relations that allow it.
struct Ligne(Acte, &'static str, &'static str, Genre, Natures);

const CONSEIL: Natures = Natures::de(&[Nature::Departement]);
const PAYEUR: Natures = Natures::de(&[Nature::Departement, Nature::Payeur]);
const REFERENT: Natures = Natures::de(&[Nature::Departement, Nature::Referent]);
const SUIVI: Natures = Natures::de(&[Nature::Departement, Nature::Referent, Nature::Accompagnement]);
/// Whoever works with the person.
const EN_CHARGE: Natures = SUIVI.et(Natures::de(&[Nature::PrescriptionRecue, Nature::Inscription, Nature::ContratIae, Nature::Aide]));
/// Who was sent the person for her mobility, or helps her already.
const AIDE: Natures = Natures::de(&[Nature::PrescriptionRecue, Nature::Accompagnement, Nature::Aide]);

const TABLE: [Ligne; 25] = {
    use Acte as A;
    use Genre as G;
    [
        Ligne(A::ModifierAllocataire, "modifierAllocataire", "allocataires:ecrire", G::Allocataire, PAYEUR),
        Ligne(A::ModifierCoordonnees, "modifierCoordonnees", "allocataires.coordonnees:ecrire", G::Allocataire, EN_CHARGE.et(PAYEUR)),
        Ligne(A::RepererBesoin, "repererBesoin", "parcours:ecrire", G::Allocataire, SUIVI),
        Ligne(
            A::Prescrire,
            "prescrire",
            "prescriptions:emettre",
            G::Allocataire,
            SUIVI.et(Natures::de(&[Nature::Accueil, Nature::ContratIae])),
        ),
        Ligne(A::OuvrirParcours, "ouvrirParcours", "parcours:orienter", G::Allocataire, CONSEIL),
        Ligne(A::Inviter, "organiserRencontre", "rencontres:organiser", G::Rencontre, SUIVI.et(PAYEUR)),
        Ligne(A::Orienter, "orienter", "parcours:orienter", G::Parcours, CONSEIL),
        Ligne(A::DesignerReferent, "designerReferent", "parcours:orienter", G::Parcours, CONSEIL),
        Ligne(A::DeciderReorientation, "deciderReorientation", "parcours:orienter", G::Parcours, CONSEIL),
        Ligne(A::DemanderReorientation, "demanderReorientation", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::DemarrerAccompagnement, "demarrerAccompagnement", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::TerminerAccompagnement, "terminerAccompagnement", "parcours:ecrire", G::Accompagnement, SUIVI),
        Ligne(A::SignerContrat, "signerContrat", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::RompreContrat, "rompreContrat", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::AjouterEtape, "ajouterEtape", "parcours:ecrire", G::Parcours, SUIVI),
        Ligne(A::ModifierEtape, "modifierEtape", "parcours:ecrire", G::Parcours, SUIVI),
        Ligne(A::SuspendreParcours, "suspendreParcours", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::ReprendreParcours, "reprendreParcours", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::CloturerParcours, "cloturerParcours", "parcours:ecrire", G::Parcours, REFERENT),
        Ligne(A::FixerRendezVous, "fixerRendezVous", "rendezvous:tenir", G::Parcours, EN_CHARGE),
        Ligne(A::ReleverRendezVous, "releverRendezVous", "rendezvous:tenir", G::RendezVous, EN_CHARGE),
        Ligne(A::EnregistrerDiagnosticMobilite, "enregistrerDiagnosticMobilite", "mobilite:diagnostiquer", G::Allocataire, AIDE),
        Ligne(A::ApporterAide, "apporterAide", "mobilite:apporter", G::Allocataire, AIDE),
        // Whether the person is one whom the agent follows is a rule of the fund, which says so.
        Ligne(A::DemanderAideMobilite, "demanderAideMobilite", "mobilite:demander", G::Allocataire, CONSEIL),
        Ligne(A::Candidater, "candidater", "iae:candidater", G::Allocataire, SUIVI.et(Natures::de(&[Nature::Accueil]))),
    ]
};

impl Acte {
    pub fn tous() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|l| l.0)
    }

    /// Acts that are called on one type of object.
    pub fn sur(genre: Genre) -> impl Iterator<Item = Self> {
        TABLE.iter().filter(move |l| l.3 == genre).map(|l| l.0)
    }

    fn ligne(self) -> &'static Ligne {
        TABLE.iter().find(|l| l.0 == self).unwrap_or(&TABLE[0])
    }

    #[must_use]
    pub fn mutation(self) -> &'static str {
        self.ligne().1
    }

    #[must_use]
    pub fn portee(self) -> &'static str {
        self.ligne().2
    }

    #[must_use]
    pub fn portees(self) -> Portees {
        Portees::nommee(self.portee()).unwrap_or_default()
    }

    /// The relations that allow the act, whichever of them runs today.
    #[must_use]
    pub fn natures(self) -> Natures {
        self.ligne().4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::politique::Profil;

    /// The perimeter reads no relation of a person whose whole département is open.
    #[test]
    fn the_departement_needs_no_other_relation_for_its_acts() {
        let permis = Acte::tous().filter(|acte| Profil::Departement.plafond().contient(acte.portees()));
        let autres: Vec<_> = permis.filter(|acte| !acte.natures().contient(Nature::Departement)).collect();
        assert!(autres.is_empty(), "{autres:?}");
    }

    #[test]
    fn each_act_has_its_own_line() {
        for (rang, ligne) in TABLE.iter().enumerate() {
            assert_eq!(TABLE.iter().position(|l| l.0 == ligne.0), Some(rang), "{:?}", ligne.0);
        }
    }
}
