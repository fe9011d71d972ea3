//! The rules that bear on an orientation, in the order in which they weigh: the first satisfied one that leads somewhere
//! gives the modality, and those that lead to the same one add their partners. A code that the département's pactes do
//! not hold is passed over.

use super::cadre::Cadre;
use super::conditions as c;
use super::dossier::Dossier;
use super::epreuves::{Epreuve, Examen, Vers};
use super::fait::Fait as F;
use crate::allocataire::PublicCible as P;
use crate::parcours::ModaliteAccompagnement::{Professionnel, Social, Socioprofessionnel};
use crate::partenaire::TypePartenaire;

const POLE_EMPLOI: &[Vers] = &[Vers::Type(TypePartenaire::PoleEmploi)];
const DEPARTEMENT: &[Vers] = &[Vers::DEPARTEMENT];
const DEPARTEMENT_OU_CCAS: &[Vers] = &[Vers::DEPARTEMENT, Vers::Type(TypePartenaire::Ccas)];
const ACTIPRO: &[Vers] = &[Vers::Operateurs("actipro-31")];
const SOCIOPROFESSIONNEL_64: &[Vers] =
    &[Vers::Operateurs("alie-64"), Vers::Operateurs("plie-64"), Vers::Operateurs("accompagnement-global-64")];
const SOCIAL_64: &[Vers] = &[Vers::Operateurs("accompagnement-social-64")];

const FREINS: &[F] = &[F::Inscription, F::Situation, F::Besoins];
const PRIORITE: &[F] = &[F::Situation, F::Besoins, F::Disponibilite];
const ENTRETIEN: &[F] = &[F::Entretien, F::Situation, F::Besoins, F::Disponibilite];
const SOUTIEN: &[F] = &[F::Situation, F::Besoins, F::Autonomie, F::Disponibilite];

static EPREUVES: &[Epreuve] = &[
    // Haute-Garonne: the pacte, then the convention on poverty.
    Epreuve::de("R007", c::diagnostiquee, &[F::Autonomie, F::Disponibilite]),
    Epreuve::de("R024", c::inverifiable, &[F::Age, F::Enfants, F::Commune, F::Situation, F::Niveau, F::Inconnu("montant du RSA versé")]),
    Epreuve::de("R020", c::primo_entrante_ou_soumise, &[F::Public(P::PrimoEntrantRsa), F::Soumission]).entree("kiosque-insertion-31"),
    Epreuve::de("R048", c::domiciliee, &[F::Domiciliation])
        .entree("gens-du-voyage-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("gens-du-voyage-31")]),
    Epreuve::de("R008", c::autonome_et_disponible, &[F::Autonomie, F::Disponibilite]).mene(Professionnel, POLE_EMPLOI),
    Epreuve::de("R042", c::domiciliee_sans_enfant, &[F::Domiciliation, F::Enfants])
        .entree("sans-residence-stable-31")
        .mene(Social, &[Vers::Operateurs("sans-residence-stable-31")]),
    Epreuve::de("R043", c::domiciliee_pour_un_professionnel, &[F::Domiciliation, F::Autonomie, F::Disponibilite, F::Besoins])
        .entree("sans-residence-stable-31"),
    Epreuve::de("R050", c::refugiee, &[F::Public(P::Refugie)])
        .entree("accel-air-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("accel-air-31")]),
    Epreuve::de("R010", c::independante_ou_en_formation, &[F::Situation, F::Public(P::TravailleurNonSalarie)])
        .mene(Socioprofessionnel, DEPARTEMENT),
    Epreuve::de("R011", c::social_dabord, PRIORITE).mene(Social, DEPARTEMENT_OU_CCAS),
    Epreuve::de("R045", c::master_ou_cadre, &[F::Public(P::Jeune), F::Public(P::Diplome), F::Niveau, F::Public(P::Cadre)])
        .entree("diplomes-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("diplomes-31")]),
    Epreuve::de("R044", c::cadre, &[F::Public(P::Diplome), F::Niveau, F::Inconnu("date du diplôme"), F::Public(P::Cadre)])
        .entree("diplomes-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("diplomes-31")]),
    Epreuve::de("R065", c::dage_admis_sans_emploi, &[F::Age, F::Situation])
        .entree("garantie-jeunes-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("garantie-jeunes-31")]),
    Epreuve::de("R062", c::hors_rsa, &[F::DroitOuvert]).entree("plie-31"),
    Epreuve::de("R063", c::hors_rsa_dans_le_secteur, &[F::DroitOuvert, F::Inscription, F::Situation, F::Secteur])
        .entree("plie-31")
        .mene(Socioprofessionnel, &[Vers::Operateurs("plie-31")]),
    Epreuve::de("R009", c::a_soutenir, &[F::Autonomie, F::Besoins]).entree("actipro-31").mene(Socioprofessionnel, ACTIPRO),
    Epreuve::de("R034", c::independante, &[F::Situation, F::Civilite, F::Enfants, F::Inconnu("âge des enfants")])
        .entree("actipro-31")
        .mene(Socioprofessionnel, ACTIPRO),
    Epreuve::de("R035", c::inscrite, &[F::Inscription]).entree("actipro-31"),
    Epreuve::de("R003", c::inscrite, &[F::Inscription]),
    Epreuve::de("R004", c::inscription_connue, &[F::Inscription]),
    Epreuve::de("R023", c::inscrite, &[F::Inscription]).mene_seule(Professionnel, POLE_EMPLOI),
    Epreuve::de("R016", c::libre_de_suivi_exclusif, &[F::SuiviExclusif]).entree("accompagnement-global-31"),
    Epreuve::de("R038", c::projet_exprime, &[F::Projet]).entree("parrainage-31"),
    Epreuve::de("R056", c::sans_residence_stable, &[F::Public(P::SansResidenceStable)]).entree("premiere-heure-31"),
    Epreuve::de("R104", c::dage_admis, &[F::Age]).entree("faj-31"),
    Epreuve::de("R107", c::dage_admis, &[F::Age]).entree("reliance-31"),
    Epreuve::de("R108", c::dage_admis_sortant_ase, &[F::Age, F::Public(P::SortantAse)]).entree("intermediation-locative-31"),
    // Pyrénées-Atlantiques.
    Epreuve::de("R157", c::emploi_dabord, PRIORITE),
    Epreuve::de("R158", c::projet_exprime, &[F::Projet]),
    Epreuve::de("R130", c::independante, &[F::Situation, F::Public(P::TravailleurNonSalarie)])
        .entree("tns-niveau-1-64")
        .mene(Socioprofessionnel, &[Vers::DEPARTEMENT, Vers::Operateurs("tns-niveau-1-64")]),
    Epreuve::de("R129", c::inverifiable, &[F::Situation, F::Inconnu("ancienneté de l'activité")]).entree("tns-niveau-2-64"),
    Epreuve::de("R128", c::inscrite_freinee_des_deux_cotes, FREINS)
        .entree("accompagnement-global-64")
        .mene(Socioprofessionnel, &[Vers::Operateurs("accompagnement-global-64")]),
    Epreuve::de("R124", c::social_dabord, PRIORITE).entree("accompagnement-social-64").mene(Social, SOCIAL_64),
    Epreuve::de("R127", c::inverifiable, &[F::Besoins, F::Inconnu("places d'accompagnement global")]).entree("accompagnement-global-64"),
    Epreuve::de("R155", c::refugiee_que_le_francais_freine, &[F::Public(P::Refugie), F::Besoins, F::Disponibilite])
        .mene(Socioprofessionnel, SOCIOPROFESSIONNEL_64),
    Epreuve::de("R156", c::refugiee_sans_francais, &[F::Public(P::Refugie), F::Besoins]).mene(Socioprofessionnel, SOCIOPROFESSIONNEL_64),
    Epreuve::de("R253", c::salariee_en_insertion, &[F::Situation]).mene(Socioprofessionnel, SOCIOPROFESSIONNEL_64),
    Epreuve::de("R123", c::a_soutenir_vers_lemploi, SOUTIEN).mene(Socioprofessionnel, SOCIOPROFESSIONNEL_64),
    Epreuve::de("R122", c::sans_besoin_social, PRIORITE)
        .entree("accompagnement-professionnel-64")
        .mene(Professionnel, &[Vers::Operateurs("accompagnement-professionnel-64")]),
    Epreuve::de("R125", c::respectee, &[F::Acquis("veille sociale", "jamais proposée d'office")]).entree("veille-sociale-64"),
    // Tarn-et-Garonne.
    Epreuve::de("R167", c::primo_entrante_soumise, &[F::Public(P::PrimoEntrantRsa), F::Soumission]).entree("orientation-ade-82"),
    Epreuve::de("R169", c::demandeuse_freinee_des_deux_cotes, FREINS)
        .entree("accompagnement-global-82")
        .mene(Socioprofessionnel, &[Vers::Operateurs("accompagnement-global-82")]),
    Epreuve::de("R165", c::social_apres_entretien, ENTRETIEN).mene(Social, DEPARTEMENT_OU_CCAS),
    Epreuve::de("R200", c::au_rsa_depuis_longtemps, &[F::AncienneteRsa, F::Public(P::RsaLongueDuree)])
        .entree("coaching-82")
        .mene(Socioprofessionnel, &[Vers::Operateurs("coaching-82")]),
    Epreuve::de("R165", c::emploi_apres_entretien, ENTRETIEN).mene(Professionnel, POLE_EMPLOI),
    Epreuve::de("R206", c::soumise_vers_lemploi, &[F::Soumission, F::Besoins, F::Disponibilite]).entree("tarn-et-garonne-emploi-82"),
    Epreuve::de("R212", c::complexe, &[F::Besoins]).entree("referent-parcours-82"),
];

pub(super) fn examens<'a>(dossier: &'a Dossier<'a>, cadre: &'a Cadre<'a>) -> Vec<Examen<'a>> {
    let lignes = EPREUVES.iter().filter_map(|epreuve| Some((epreuve, cadre.regle(epreuve.regle)?)));
    lignes.map(|(epreuve, regle)| Examen { epreuve, regle, dossier, cadre }).collect()
}

#[cfg(test)]
pub(super) fn codes() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    EPREUVES.iter().map(|e| (e.regle, e.dispositif))
}
