//! Receiving a person, changing its file, recording a need.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use domain::allocataire::accueil::{self, Accueil};
use domain::allocataire::besoin::{self, Reperage};
use domain::allocataire::modification::{self, Changements};
use domain::allocataire::{
    Civilite, NiveauFormation, OrganismePayeur, PublicCible, SituationFamiliale, SituationProfessionnelle, StatutDroitRsa, ThemeBesoin,
};
use domain::identifiant::Genre;
use domain::session::Issue;

use super::{Allocataire, lire};
use crate::graphql::code::{Code, valeur_de, valeurs};
use crate::graphql::contexte::{id, id_facultatif, session};
use crate::graphql::erreur::Result;
use crate::graphql::portees::exige;
use crate::graphql::saisie::{change, change_code, change_date, reponse};
use crate::graphql::scalaires::{CodeInsee, Date};

reponse!(AllocatairePayload, allocataire: Allocataire);

/// Personne reçue par le partenaire : rattachée si elle est déjà connue du département, créée sinon, avec la même réponse.
#[derive(InputObject)]
pub struct CreerAllocataireInput {
    cle_idempotence: Option<uuid::Uuid>,
    departement: String,
    matricule: Option<String>,
    organisme_payeur: Option<Code<OrganismePayeur>>,
    civilite: Option<Code<Civilite>>,
    nom: String,
    prenom: String,
    date_naissance: Date,
    telephone: Option<String>,
    courriel: Option<String>,
    voie: Option<String>,
    code_postal: Option<String>,
    commune: Option<CodeInsee>,
    situation_familiale: Option<Code<SituationFamiliale>>,
    #[graphql(name = "enfantsACharge")]
    enfants_a_charge: Option<i64>,
    niveau_formation: Option<Code<NiveauFormation>>,
    inscrit_pole_emploi: Option<bool>,
    publics: Option<Vec<Code<PublicCible>>>,
    statut_droit_rsa: Option<Code<StatutDroitRsa>>,
    demande_rsa_le: Option<Date>,
    soumis_droits_et_devoirs: Option<bool>,
    nom_naissance: Option<String>,
    territoire_id: Option<ID>,
    domiciliation_id: Option<ID>,
    situation_professionnelle: Option<Code<SituationProfessionnelle>>,
    droit_ouvert_le: Option<Date>,
    droit_clos_le: Option<Date>,
    #[graphql(directive = exige::apply(["allocataires.sensible:lire"]))]
    reconnaissance_handicap: Option<bool>,
    reference_externe: Option<String>,
}

impl From<CreerAllocataireInput> for Accueil {
    fn from(i: CreerAllocataireInput) -> Self {
        Self {
            departement: i.departement,
            matricule: i.matricule,
            organisme_payeur: valeur_de(i.organisme_payeur),
            civilite: valeur_de(i.civilite),
            nom: i.nom,
            nom_naissance: i.nom_naissance,
            prenom: i.prenom,
            date_naissance: i.date_naissance.0,
            telephone: i.telephone,
            courriel: i.courriel,
            voie: i.voie,
            code_postal: i.code_postal,
            commune: i.commune.map(|c| c.0),
            territoire: id_facultatif(Genre::Territoire, i.territoire_id.as_ref()),
            domiciliation: id_facultatif(Genre::Partenaire, i.domiciliation_id.as_ref()),
            situation_familiale: valeur_de(i.situation_familiale),
            situation_professionnelle: valeur_de(i.situation_professionnelle),
            enfants_a_charge: i.enfants_a_charge,
            niveau_formation: valeur_de(i.niveau_formation),
            inscrit_pole_emploi: i.inscrit_pole_emploi,
            publics: valeurs(i.publics),
            statut_droit_rsa: valeur_de(i.statut_droit_rsa),
            demande_rsa_le: i.demande_rsa_le.map(|d| d.0),
            droit_ouvert_le: i.droit_ouvert_le.map(|d| d.0),
            droit_clos_le: i.droit_clos_le.map(|d| d.0),
            soumis_droits_devoirs: i.soumis_droits_et_devoirs,
            reconnaissance_handicap: i.reconnaissance_handicap,
            reference_externe: i.reference_externe,
        }
    }
}

/// Champs à changer d'une personne ; un champ absent est inchangé, null efface.
#[derive(InputObject)]
pub struct ModifierAllocataireInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    version: i64,
    telephone: MaybeUndefined<String>,
    courriel: MaybeUndefined<String>,
    voie: MaybeUndefined<String>,
    code_postal: MaybeUndefined<String>,
    commune: MaybeUndefined<CodeInsee>,
    situation_familiale: MaybeUndefined<Code<SituationFamiliale>>,
    #[graphql(name = "enfantsACharge")]
    enfants_a_charge: MaybeUndefined<i64>,
    niveau_formation: MaybeUndefined<Code<NiveauFormation>>,
    inscrit_pole_emploi: MaybeUndefined<bool>,
    publics: Option<Vec<Code<PublicCible>>>,
    statut_droit_rsa: Option<Code<StatutDroitRsa>>,
    soumis_droits_et_devoirs: Option<bool>,
    matricule: MaybeUndefined<String>,
    organisme_payeur: MaybeUndefined<Code<OrganismePayeur>>,
    civilite: MaybeUndefined<Code<Civilite>>,
    nom: Option<String>,
    nom_naissance: MaybeUndefined<String>,
    prenom: Option<String>,
    date_naissance: Option<Date>,
    territoire_id: MaybeUndefined<ID>,
    domiciliation_id: MaybeUndefined<ID>,
    situation_professionnelle: MaybeUndefined<Code<SituationProfessionnelle>>,
    demande_rsa_le: MaybeUndefined<Date>,
    droit_ouvert_le: MaybeUndefined<Date>,
    droit_clos_le: MaybeUndefined<Date>,
    #[graphql(directive = exige::apply(["allocataires.sensible:lire"]))]
    reconnaissance_handicap: MaybeUndefined<bool>,
}

impl From<ModifierAllocataireInput> for Changements {
    fn from(i: ModifierAllocataireInput) -> Self {
        Self {
            id: id(Genre::Allocataire, &i.id),
            version: i.version,
            telephone: change(i.telephone),
            courriel: change(i.courriel),
            voie: change(i.voie),
            code_postal: change(i.code_postal),
            commune: change(i.commune).map(|c| c.map(|c| c.0)),
            reference_externe: None,
            situation_familiale: change_code(i.situation_familiale),
            enfants_a_charge: change(i.enfants_a_charge),
            niveau_formation: change_code(i.niveau_formation),
            inscrit_pole_emploi: change(i.inscrit_pole_emploi),
            publics: i.publics.map(|p| valeurs(Some(p))),
            statut_droit_rsa: valeur_de(i.statut_droit_rsa),
            soumis_droits_devoirs: i.soumis_droits_et_devoirs,
            matricule: change(i.matricule),
            organisme_payeur: change_code(i.organisme_payeur),
            civilite: change_code(i.civilite),
            nom: i.nom,
            nom_naissance: change(i.nom_naissance),
            prenom: i.prenom,
            date_naissance: i.date_naissance.map(|d| d.0),
            territoire: change(i.territoire_id).map(|t| id_facultatif(Genre::Territoire, t.as_ref())),
            domiciliation: change(i.domiciliation_id).map(|d| id_facultatif(Genre::Partenaire, d.as_ref())),
            situation_professionnelle: change_code(i.situation_professionnelle),
            demande_rsa_le: change_date(i.demande_rsa_le),
            droit_ouvert_le: change_date(i.droit_ouvert_le),
            droit_clos_le: change_date(i.droit_clos_le),
            reconnaissance_handicap: change(i.reconnaissance_handicap),
        }
    }
}

/// Coordonnées à corriger ; un champ absent est inchangé, null efface.
#[derive(InputObject)]
pub struct ModifierCoordonneesInput {
    cle_idempotence: Option<uuid::Uuid>,
    id: ID,
    /// La version lue ; ignorée pour qui ne lit pas la version d'une personne.
    version: i64,
    telephone: MaybeUndefined<String>,
    courriel: MaybeUndefined<String>,
    voie: MaybeUndefined<String>,
    code_postal: MaybeUndefined<String>,
    commune: MaybeUndefined<CodeInsee>,
    reference_externe: MaybeUndefined<String>,
}

impl From<ModifierCoordonneesInput> for Changements {
    fn from(i: ModifierCoordonneesInput) -> Self {
        Self {
            id: id(Genre::Allocataire, &i.id),
            version: i.version,
            telephone: change(i.telephone),
            courriel: change(i.courriel),
            voie: change(i.voie),
            code_postal: change(i.code_postal),
            commune: change(i.commune).map(|c| c.map(|c| c.0)),
            reference_externe: change(i.reference_externe),
            ..Self::default()
        }
    }
}

/// Besoin repéré, ou levé quand leveLe est donné.
#[derive(InputObject)]
pub struct RepererBesoinInput {
    cle_idempotence: Option<uuid::Uuid>,
    allocataire_id: ID,
    theme: Code<ThemeBesoin>,
    /// Aujourd'hui par défaut.
    repere_le: Option<Date>,
    leve_le: Option<Date>,
}

impl From<RepererBesoinInput> for Reperage {
    fn from(i: RepererBesoinInput) -> Self {
        Self {
            allocataire: id(Genre::Allocataire, &i.allocataire_id),
            theme: i.theme.0,
            repere_le: i.repere_le.map(|d| d.0),
            leve_le: i.leve_le.map(|d| d.0),
        }
    }
}

async fn repondre(ctx: &Context<'_>, issue: Issue) -> Result<AllocatairePayload> {
    AllocatairePayload::de(issue, |id| lire(ctx, id)).await
}

#[derive(Default)]
pub struct AllocataireMutation;

#[Object]
impl AllocataireMutation {
    #[graphql(directive = exige::apply(["allocataires:creer"]))]
    async fn creer_allocataire(&self, ctx: &Context<'_>, input: CreerAllocataireInput) -> Result<AllocatairePayload> {
        repondre(ctx, accueil::creer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["allocataires:ecrire"]))]
    async fn modifier_allocataire(&self, ctx: &Context<'_>, input: ModifierAllocataireInput) -> Result<AllocatairePayload> {
        repondre(ctx, modification::modifier(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["allocataires.coordonnees:ecrire"]))]
    async fn modifier_coordonnees(&self, ctx: &Context<'_>, input: ModifierCoordonneesInput) -> Result<AllocatairePayload> {
        repondre(ctx, modification::modifier_coordonnees(session(ctx), input.cle_idempotence, input.into()).await?).await
    }

    #[graphql(directive = exige::apply(["parcours:ecrire"]))]
    async fn reperer_besoin(&self, ctx: &Context<'_>, input: RepererBesoinInput) -> Result<AllocatairePayload> {
        repondre(ctx, besoin::reperer(session(ctx), input.cle_idempotence, input.into()).await?).await
    }
}
