//! Posts of the IAE: what any partner reads of them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use domain::allocataire::PublicCible;
use domain::identifiant::Genre;
use domain::poste_iae as domaine;
use domain::poste_iae::lecture::Filtre;
use domain::poste_iae::{StatutPosteIae, TypeContratInsertion, fraicheur};
use domain::structure_iae::TypeStructureIae;

use super::candidature::{self, Candidature, CandidatureFiltre};
use super::code::{Code, codes, valeurs};
use super::connexion::{Bornes, Connexion, RACINE};
use super::contexte::{chargeur, id_facultatif, session};
use super::erreur::Result;
use super::loader::{self, PosteParId};
use super::portees::exige;
use super::scalaires::{CodeInsee, CodeRome};
use super::structure_iae::{StructureIae, structure};
use super::territoire::{Commune, commune};

pub mod mutation;

/// Poste qu'une structure de l'insertion par l'activité économique propose.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PosteIae {
    pub id: ID,
    /// Celle de ce que la structure écrit : une embauche ne la change pas.
    pub version: i64,
    pub intitule: String,
    pub code_rome: CodeRome,
    pub type_contrat: Code<TypeContratInsertion>,
    pub heures_hebdomadaires: i64,
    pub nombre_postes: i64,
    /// Places qu'aucune embauche ne tient.
    pub postes_restants: i64,
    pub publics: Vec<Code<PublicCible>>,
    pub description: Option<String>,
    pub profil_recherche: Option<String>,
    pub statut: Code<StatutPosteIae>,
    /// Pour un brouillon, le moment où il a été écrit.
    pub publie_le: DateTime<Utc>,
    pub ferme_le: Option<DateTime<Utc>>,
    #[graphql(skip)]
    source: Arc<domaine::PosteIae>,
}

impl From<Arc<domaine::PosteIae>> for PosteIae {
    fn from(p: Arc<domaine::PosteIae>) -> Self {
        Self {
            id: Genre::PosteIae.ecrire(p.id).into(),
            version: p.version,
            intitule: p.intitule.clone(),
            code_rome: CodeRome(p.code_rome.clone()),
            type_contrat: Code(p.type_contrat),
            heures_hebdomadaires: p.heures_hebdomadaires,
            nombre_postes: p.nombre_postes,
            postes_restants: p.restants(),
            publics: codes(p.publics),
            description: p.description.clone(),
            profil_recherche: p.profil_recherche.clone(),
            statut: Code(p.statut),
            publie_le: p.publie_le,
            ferme_le: p.ferme_le,
            source: p,
        }
    }
}

#[ComplexObject]
impl PosteIae {
    async fn structure(&self, ctx: &Context<'_>) -> Result<StructureIae> {
        structure(ctx, self.source.structure).ok_or(domain::erreur::Panne::Donnee("structure").into())
    }

    async fn commune(&self, ctx: &Context<'_>) -> Option<Commune> {
        commune(ctx, self.source.commune.as_ref())
    }

    /// Candidatures à ce poste que le porteur peut lire.
    #[graphql(directive = exige::apply(["iae:lire"]))]
    async fn candidatures(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filtre: Option<CandidatureFiltre>,
    ) -> Result<Connexion<Candidature>> {
        candidature::au_poste(ctx, self.source.id, filtre, &Bornes::avant(first, after)).await
    }

    /// Vrai quand le poste est ouvert et que personne de la structure n'y a touché depuis le délai du pacte, ou celui de l'installation quand le pacte n'en donne pas. Le modifier, même sans rien changer, le confirme.
    async fn a_actualiser(&self, ctx: &Context<'_>) -> bool {
        fraicheur::a_actualiser(session(ctx), &self.source)
    }
}

/// Critères d'une liste de postes ; tous s'ajoutent.
#[derive(InputObject, Default)]
pub struct PosteIaeFiltre {
    structure: Option<ID>,
    type_structure: Option<Vec<Code<TypeStructureIae>>>,
    code_rome: Option<CodeRome>,
    departement: Option<String>,
    /// Postes des communes de ce territoire et de ceux qu'il contient ; une intercommunalité en est un.
    territoire: Option<ID>,
    commune: Option<CodeInsee>,
    publics: Option<Vec<Code<PublicCible>>>,
    statut: Option<Vec<Code<StatutPosteIae>>>,
    /// Débuts de mots de l'intitulé, des textes ou du nom de la structure, sans casse ni accents.
    recherche: Option<String>,
    /// Vrai : postes ouverts que leur structure doit confirmer.
    a_actualiser: Option<bool>,
}

impl PosteIaeFiltre {
    pub fn domaine(self) -> Filtre {
        Filtre {
            structure: id_facultatif(Genre::StructureIae, self.structure.as_ref()),
            types: valeurs(self.type_structure),
            code_rome: self.code_rome.map(|c| c.0),
            departement: self.departement,
            territoire: id_facultatif(Genre::Territoire, self.territoire.as_ref()),
            commune: self.commune.map(|c| c.0),
            publics: valeurs(self.publics),
            statuts: valeurs(self.statut),
            recherche: self.recherche,
            a_actualiser: self.a_actualiser,
        }
    }
}

#[derive(Default)]
pub struct PosteIaeQuery;

#[Object]
impl PosteIaeQuery {
    /// Postes des départements de la convention du porteur ; un brouillon n'est vu que de sa structure et du Département.
    #[graphql(directive = exige::apply([]))]
    async fn postes_iae(
        &self,
        ctx: &Context<'_>,
        filtre: Option<PosteIaeFiltre>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connexion<PosteIae>> {
        const LISTE: &str = "postesIae";
        let session = session(ctx);
        let page = Bornes { first, after, last, before }.page(session, LISTE, RACINE)?;
        let total = ctx.look_ahead().field("nombreTotal").exists();
        let filtre = filtre.unwrap_or_default().domaine();
        let tranche = domaine::lecture::page(session, &filtre, &page, total).await?;
        Ok(Connexion::de(LISTE, tranche, PosteIae::from))
    }
}

pub async fn lire(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<PosteIae>> {
    let lu = chargeur(ctx).load_one(PosteParId(id)).await.map_err(loader::panne)?;
    Ok(lu.map(PosteIae::from))
}
