//! Referrals from a partner to another's service.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::habilitation::Perimetre;
use domain::identifiant::Genre;
use domain::prescription as domaine;
use domain::prescription::lecture::{Demande, Filtre};
use domain::prescription::{MotifRefus, Nees, Partie, StatutPrescription, TypePrescription};
use domain::rendez_vous::Presence;
use domain::vocabulaire::Enumeration;

use super::accompagnement::Accompagnement;
use super::agent::{Agent, agent};
use super::aide_mobilite::AideMobilite;
use super::allocataire::{self, Allocataire};
use super::candidature::Candidature;
use super::code::{Code, code, valeurs};
use super::connexion::{Bornes, Connexion, Ecrire, Feuille, RACINE};
use super::contexte::{Vue, chargeur, entre, id, id_facultatif, session};
use super::diagnostic_mobilite::DiagnosticMobilite;
use super::erreur::Result;
use super::evaluation_linguistique::EvaluationLinguistique;
use super::inscription_formation::InscriptionFormation;
use super::loader::{
    self, AccompagnementDe, AidesDe, CandidatureDe, DiagnosticDe, EvaluationDe, HistoriqueDe, InscriptionDe, NeesDe, PrescriptionParId,
    RendezVousDe,
};
use super::partenaire::{Partenaire, partenaire};
use super::plan;
use super::portees::{CategorieDonnee, donnee_personnelle, exige};
use super::rendez_vous::RendezVous;
use super::saisie::{ActionPermise, PeriodeInput};
use super::scalaires::{Date, date};
use super::service::{Service, service};

pub mod mutation;

/// Orientation d'une personne par un partenaire vers le service d'un autre. Elle ouvre au destinataire le dossier minimal de la personne, le temps de la traiter.
#[derive(SimpleObject, Clone)]
#[graphql(complex, directive = exige::apply(["prescriptions:lire"]), directive = donnee_personnelle::apply(CategorieDonnee::Parcours))]
pub struct Prescription {
    pub id: ID,
    pub version: i64,
    #[graphql(name = "type")]
    pub type_: Code<TypePrescription>,
    pub statut: Code<StatutPrescription>,
    pub motif: Option<String>,
    pub emise_le: DateTime<Utc>,
    /// Date avant laquelle le destinataire doit répondre ; passée, la prescription entre dans les échéances des deux partenaires.
    pub repondre_avant: Date,
    pub accord_personne: bool,
    #[graphql(skip)]
    source: Arc<domaine::Prescription>,
    /// The person through which the referral was reached, or that the page read with it.
    #[graphql(skip)]
    personne: Option<Option<Allocataire>>,
}

/// Suite donnée à une prescription ; un champ nul n'est pas encore connu.
#[derive(SimpleObject, Clone)]
pub struct SuitePrescription {
    pub presentee: Option<Code<Presence>>,
    pub presentee_le: Option<Date>,
    pub retenue: Option<bool>,
    pub retenue_le: Option<Date>,
    pub integree: Option<bool>,
    pub integree_le: Option<Date>,
    pub achevee: Option<bool>,
    pub achevee_le: Option<Date>,
    pub besoin_leve: Option<bool>,
    pub bilan: Option<String>,
}

/// Passage d'un statut à un autre ; le premier n'a pas de départ.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct TransitionPrescription {
    pub de: Option<Code<StatutPrescription>>,
    pub vers: Code<StatutPrescription>,
    pub le: DateTime<Utc>,
    pub motif: Option<Code<MotifRefus>>,
    pub commentaire: Option<String>,
    #[graphql(skip)]
    source: domaine::historique::Passage,
}

#[ComplexObject]
impl TransitionPrescription {
    async fn par(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.par)
    }

    async fn agent(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent)
    }
}

impl From<domaine::historique::Passage> for TransitionPrescription {
    fn from(p: domaine::historique::Passage) -> Self {
        Self { de: code(p.de), vers: Code(p.vers), le: p.le, motif: code(p.motif), commentaire: p.commentaire.clone(), source: p }
    }
}

impl From<&domaine::Suite> for SuitePrescription {
    fn from(s: &domaine::Suite) -> Self {
        Self {
            presentee: code(s.presentee),
            presentee_le: date(s.presentee_le),
            retenue: s.retenue,
            retenue_le: date(s.retenue_le),
            integree: s.integree,
            integree_le: date(s.integree_le),
            achevee: s.achevee,
            achevee_le: date(s.achevee_le),
            besoin_leve: s.besoin_leve,
            bilan: s.bilan.clone(),
        }
    }
}

impl Prescription {
    /// `personne` is the person through which the referral was reached.
    #[must_use]
    pub fn de(p: Arc<domaine::Prescription>, personne: Option<Allocataire>) -> Self {
        let lue = p.allocataire.as_ref().map(|a| a.as_ref().map(|a| Allocataire::de(Arc::clone(a), Arc::default())));
        Self::avec(p, personne.map(Some).or(lue))
    }

    fn avec(p: Arc<domaine::Prescription>, personne: Option<Option<Allocataire>>) -> Self {
        Self {
            id: Genre::Prescription.ecrire(p.id).into(),
            version: p.version,
            type_: Code(p.type_),
            statut: Code(p.statut),
            motif: p.motif.clone(),
            emise_le: p.emise_le,
            repondre_avant: Date(p.repondre_avant),
            accord_personne: p.accord_personne,
            source: p,
            personne,
        }
    }

    /// Leaves that lists write themselves.
    pub fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "id" => |p, sortie| p.id.ecrire(sortie),
            "version" => |p, sortie| p.version.ecrire(sortie),
            "type" => |p, sortie| p.type_.ecrire(sortie),
            "statut" => |p, sortie| p.statut.ecrire(sortie),
            "motif" => |p, sortie| p.motif.ecrire(sortie),
            "emiseLe" => |p, sortie| p.emise_le.ecrire(sortie),
            "repondreAvant" => |p, sortie| p.repondre_avant.ecrire(sortie),
            "accordPersonne" => |p, sortie| p.accord_personne.ecrire(sortie),
            _ => return None,
        })
    }
}

#[ComplexObject]
impl Prescription {
    /// Ce que la prescription est devenue, de la présentation à l'achèvement : la boucle se ferme chez le prescripteur.
    async fn suite(&self) -> SuitePrescription {
        SuitePrescription::from(&self.source.suite)
    }

    /// Nulle quand la personne n'est plus, ou pas encore, ouverte au porteur.
    async fn allocataire(&self, ctx: &Context<'_>) -> Result<Option<Allocataire>> {
        match &self.personne {
            Some(personne) => Ok(personne.clone()),
            None => allocataire::lire(ctx, self.source.allocataire_id).await,
        }
    }

    async fn prescripteur(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.prescripteur)
    }

    async fn agent_prescripteur(&self, ctx: &Context<'_>) -> Option<Agent> {
        agent(ctx, self.source.agent_prescripteur)
    }

    async fn destinataire(&self, ctx: &Context<'_>) -> Result<Partenaire> {
        partenaire(ctx, self.source.destinataire)
    }

    async fn service(&self, ctx: &Context<'_>) -> Option<Service> {
        service(ctx, self.source.service)
    }

    /// Ce que le porteur peut en faire à la main ; ce qui en est né la mène par ses propres actes.
    async fn actions_permises(&self, ctx: &Context<'_>) -> Result<Vec<ActionPermise>> {
        let Some((partie, mutation)) = action(&self.source, &session(ctx).perimetre) else { return Ok(Vec::new()) };
        let nees = match self.source.statut {
            statut if Nees::possibles(self.source.type_, statut) => {
                chargeur(ctx).load_one(NeesDe(self.source.id)).await.map_err(loader::panne)?
            }
            _ => None,
        };
        let permises = nees.unwrap_or_default().permises(self.source.statut, partie);
        let vers: Vec<String> = permises.map(|t| t.vers.code().to_owned()).collect();
        Ok(if vers.is_empty() { Vec::new() } else { vec![ActionPermise { mutation: mutation.to_owned(), vers }] })
    }

    async fn historique(&self, ctx: &Context<'_>) -> Result<Vec<TransitionPrescription>> {
        let lu = chargeur(ctx).load_one(HistoriqueDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.unwrap_or_default().into_iter().map(TransitionPrescription::from).collect())
    }

    async fn rendez_vous(&self, ctx: &Context<'_>) -> Result<Vec<RendezVous>> {
        let lus = chargeur(ctx).load_one(RendezVousDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lus.unwrap_or_default().into_iter().map(RendezVous::de).collect())
    }

    /// Accompagnement que le destinataire a démarré sur cette prescription.
    #[graphql(directive = exige::apply(["parcours:lire"]))]
    async fn accompagnement(&self, ctx: &Context<'_>) -> Result<Option<Accompagnement>> {
        let lu = chargeur(ctx).load_one(AccompagnementDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.map(Accompagnement::de))
    }

    /// Évaluation que le destinataire a ouverte en acceptant.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn evaluation_linguistique(&self, ctx: &Context<'_>) -> Result<Option<EvaluationLinguistique>> {
        let lue = chargeur(ctx).load_one(EvaluationDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lue.map(EvaluationLinguistique::de))
    }

    /// Inscription que le destinataire a faite sur cette prescription.
    #[graphql(directive = exige::apply(["linguistique:lire"]))]
    async fn inscription_formation(&self, ctx: &Context<'_>) -> Result<Option<InscriptionFormation>> {
        let lue = chargeur(ctx).load_one(InscriptionDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lue.map(InscriptionFormation::de))
    }

    /// Diagnostic de mobilité enregistré sur cette prescription.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    async fn diagnostic_mobilite(&self, ctx: &Context<'_>) -> Result<Option<DiagnosticMobilite>> {
        let lu = chargeur(ctx).load_one(DiagnosticDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lu.map(DiagnosticMobilite::de))
    }

    /// Aides que le destinataire a apportées sur cette prescription, de la plus ancienne à la plus récente.
    #[graphql(directive = exige::apply(["mobilite:lire"]))]
    async fn aides_mobilite(&self, ctx: &Context<'_>) -> Result<Vec<AideMobilite>> {
        let lues = chargeur(ctx).load_one(AidesDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lues.unwrap_or_default().into_iter().map(|a| AideMobilite::de(a, None)).collect())
    }

    /// Candidature déposée sur cette prescription.
    #[graphql(directive = exige::apply(["iae:lire"]))]
    async fn candidature(&self, ctx: &Context<'_>) -> Result<Option<Candidature>> {
        let lue = chargeur(ctx).load_one(CandidatureDe(self.source.id)).await.map_err(loader::panne)?;
        Ok(lue.map(|c| Candidature::de(c, None)))
    }

    /// Jours entre l'émission et la première réponse du destinataire.
    async fn delai_reponse_jours(&self) -> Option<i64> {
        self.source.repondue_le.map(|le| (le.date_naive() - self.source.emise_le.date_naive()).num_days())
    }

    async fn suite_de(&self, ctx: &Context<'_>) -> Result<Option<Prescription>> {
        let Some(precedente) = self.source.suite_de else { return Ok(None) };
        lire(ctx, precedente).await
    }
}

/// The caller's part, and the mutation by which it moves the referral.
fn action(p: &domaine::Prescription, perimetre: &Perimetre) -> Option<(Partie, &'static str)> {
    let (partie, mutation, portee) = match p.partie(perimetre)? {
        Partie::Destinataire => (Partie::Destinataire, "repondrePrescription", "prescriptions:traiter"),
        Partie::Prescripteur => (Partie::Prescripteur, "annulerPrescription", "prescriptions:emettre"),
        Partie::Plateforme => return None,
    };
    perimetre.porte(portee).then_some((partie, mutation))
}

/// Critères d'une liste de prescriptions ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct PrescriptionFiltre {
    #[graphql(name = "type")]
    type_: Option<Vec<Code<TypePrescription>>>,
    statut: Option<Vec<Code<StatutPrescription>>>,
    prescripteur: Option<ID>,
    destinataire: Option<ID>,
    territoire: Option<ID>,
    emise_entre: Option<PeriodeInput>,
    modifie_depuis: Option<DateTime<Utc>>,
}

impl PrescriptionFiltre {
    pub fn domaine(self) -> Result<Filtre> {
        Ok(Filtre {
            types: valeurs(self.type_),
            statuts: valeurs(self.statut),
            prescripteur: id_facultatif(Genre::Partenaire, self.prescripteur.as_ref()),
            destinataire: id_facultatif(Genre::Partenaire, self.destinataire.as_ref()),
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            emise_entre: entre(self.emise_entre.as_ref())?,
            modifie_depuis: self.modifie_depuis,
        })
    }
}

#[derive(Default)]
pub struct PrescriptionQuery;

#[Object]
impl PrescriptionQuery {
    #[graphql(directive = exige::apply(["prescriptions:lire"]))]
    async fn prescription(&self, ctx: &Context<'_>, #[graphql(name = "id")] texte: ID) -> Result<Option<Prescription>> {
        lire_avec(ctx, id(Genre::Prescription, &texte), ctx.look_ahead().field("allocataire").exists()).await
    }

    /// Prescriptions reçues et émises par le partenaire, et celles des personnes qu'il suit.
    #[graphql(directive = exige::apply(["prescriptions:lire"]))]
    async fn prescriptions(
        &self,
        ctx: &Context<'_>,
        filtre: Option<PrescriptionFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<Prescription>> {
        let (session, la) = (session(ctx), ctx.look_ahead());
        let page = Bornes { first, after, last, before }.page(session, "prescriptions", RACINE)?;
        let vue = Vue::connexion(&la);
        let demande = Demande { allocataire: vue.veut("allocataire"), total: la.field("nombreTotal").exists() };
        let tranche = domaine::lecture::page(session, &filtre.unwrap_or_default().domaine()?, &page, demande).await?;
        let personnes: Vec<_> = tranche.lignes.iter().filter_map(|p| p.allocataire.clone().flatten()).collect();
        let prevu = plan::personnes(ctx, &personnes, &vue.vers("allocataire")).await?;
        Ok(Connexion::de("prescriptions", tranche, |p| {
            let lue = p.allocataire.as_ref().map(|a| a.as_ref().map(|a| Allocataire::de(Arc::clone(a), Arc::clone(&prevu))));
            Prescription::avec(p, lue)
        }))
    }
}

/// One referral by its id.
pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Prescription>> {
    let lue = chargeur(ctx).load_one(PrescriptionParId(id)).await.map_err(loader::panne)?;
    Ok(lue.map(|p| Prescription::de(p, None)))
}

/// The same, its person in the same statement.
pub async fn lire_avec(ctx: &Context<'_>, id: uuid::Uuid, allocataire: bool) -> Result<Option<Prescription>> {
    let demande = Demande { allocataire, total: false };
    let lue = domaine::lecture::par_ids(session(ctx), &[id], demande).await?.remove(&id);
    Ok(lue.map(|p| Prescription::de(p, None)))
}
