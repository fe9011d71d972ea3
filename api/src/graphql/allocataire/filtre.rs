//! Filters of a list of people, each field behind the scope of what it speaks of.

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use domain::allocataire::liste::Filtre;
use domain::allocataire::{OrganismePayeur, PublicCible, StatutDroitRsa, ThemeBesoin};
use domain::candidature::MotifRefusCandidature;
use domain::evaluation_linguistique::NiveauCecrl;
use domain::identifiant::Genre;
use domain::prescription::TypePrescription;

use crate::graphql::code::{Code, valeur_de, valeurs};
use crate::graphql::contexte::{entre, id_facultatif};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::PeriodeInput;
use crate::graphql::scalaires::CodeInsee;

/// Critères d'une liste de personnes ; tous s'ajoutent, et ne comptent que ce que le porteur peut lire.
#[derive(InputObject, Default)]
pub struct AllocataireFiltre {
    /// Nom, prénom ou matricule, sans casse ni accents.
    #[graphql(directive = exige::apply(["allocataires.identite:lire"]))]
    recherche: Option<String>,
    departement: Option<String>,
    territoire: Option<ID>,
    commune: Option<CodeInsee>,
    organisme_payeur: Option<Code<OrganismePayeur>>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]))]
    soumis_droits_et_devoirs: Option<bool>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]))]
    statut_droit_rsa: Option<Code<StatutDroitRsa>>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]))]
    demande_rsa_entre: Option<PeriodeInput>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]))]
    droit_ouvert_entre: Option<PeriodeInput>,
    #[graphql(directive = exige::apply(["allocataires.eligibilite:lire"]))]
    publics: Option<Vec<Code<PublicCible>>>,
    #[graphql(directive = exige::apply(["allocataires.besoins:lire"]))]
    besoins: Option<Vec<Code<ThemeBesoin>>>,
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    sans_referent: Option<bool>,
    modifie_depuis: Option<DateTime<Utc>>,
    /// Croisements entre dispositifs : ne comptent que les lignes que le porteur peut lire.
    #[graphql(directive = exige::apply(["prescriptions:lire"]))]
    sans_prescription: Option<Code<TypePrescription>>,
    /// Orientés il y a ce nombre de jours ou plus, et sans contrat en cours.
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    oriente_sans_contrat_depuis_jours: Option<i64>,
    /// Personnes qu'une évaluation linguistique place à ce niveau ou plus bas, toutes compétences ensemble.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    niveau_linguistique_maximum: Option<Code<NiveauCecrl>>,
    /// Une aide accordée il y a ce nombre de jours ou plus, dont rien n'est versé.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    aide_accordee_sans_versement_depuis_jours: Option<i64>,
    /// Personnes dont une candidature a été refusée pour ce motif.
    #[graphql(directive = exige::apply(["iae:lire"]))]
    refus_candidature: Option<Code<MotifRefusCandidature>>,
    reference_externe: Option<String>,
}

impl AllocataireFiltre {
    pub fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            recherche: self.recherche.filter(|r| !r.trim().is_empty()),
            departement: self.departement,
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            commune: self.commune.map(|c| c.0),
            organisme_payeur: valeur_de(self.organisme_payeur),
            soumis_droits_devoirs: self.soumis_droits_et_devoirs,
            statut_droit_rsa: valeur_de(self.statut_droit_rsa),
            demande_rsa_entre: entre(self.demande_rsa_entre.as_ref())?,
            droit_ouvert_entre: entre(self.droit_ouvert_entre.as_ref())?,
            publics: valeurs(self.publics),
            besoins: valeurs(self.besoins),
            sans_referent: self.sans_referent,
            modifie_depuis: self.modifie_depuis,
            sans_prescription: valeur_de(self.sans_prescription),
            oriente_sans_contrat_depuis_jours: self.oriente_sans_contrat_depuis_jours,
            niveau_linguistique_maximum: valeur_de(self.niveau_linguistique_maximum),
            aide_accordee_sans_versement_depuis_jours: self.aide_accordee_sans_versement_depuis_jours,
            refus_candidature: valeur_de(self.refus_candidature),
            reference_externe: self.reference_externe,
        })
    }
}
