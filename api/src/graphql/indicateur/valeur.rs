//! One value of an indicator.

use async_graphql::{ComplexObject, Context, SimpleObject};
use chrono::{DateTime, Utc};
use domain::indicateur as domaine;
use domain::indicateur::QualiteValeur;
use domain::mesure::{self, Centiemes, Dimension};
use domain::referentiel::Referentiel;
use uuid::Uuid;

use crate::graphql::code::Code;
use crate::graphql::connexion::{Branche, Demande, Ecrire, Feuille, Liste};
use crate::graphql::contexte::session;
use crate::graphql::erreur::Result;
use crate::graphql::pacte::AnomalieSource;
use crate::graphql::partenaire::{Partenaire, partenaire};
use crate::graphql::scalaires::{Date, Decimal};
use crate::graphql::territoire::Territoire;

/// Jours du début à la fin, compris.
#[derive(SimpleObject, Clone)]
pub struct Periode {
    pub du: Date,
    pub au: Date,
    /// Par exemple « Année 2021 » ; pour une valeur imprimée, la période telle que le document l'écrit.
    pub libelle: String,
}

/// Valeur d'un indicateur pour une période, un lieu et une part.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct ValeurIndicateur {
    pub periode: Periode,
    pub dimensions: Vec<ValeurDimension>,
    /// Nulle quand la qualité n'est ni OBSERVEE ni PROVISOIRE, ou pour un indicateur qualitatif.
    pub valeur: Option<Decimal>,
    /// Valeur en toutes lettres, quand elle ne se lit pas comme un nombre.
    pub texte: Option<String>,
    pub numerateur: Option<Decimal>,
    pub denominateur: Option<Decimal>,
    pub mediane: Option<Decimal>,
    pub quantile90: Option<Decimal>,
    /// Ce que le document imprime pour la même période.
    pub imprimee: Option<ValeurImprimee>,
    pub declaree_le: Option<DateTime<Utc>>,
    pub publiee_le: Option<DateTime<Utc>>,
    pub qualite: Code<QualiteValeur>,
    pub version_definition: i64,
    /// Faux tant que la cohorte n'a pas eu le temps que la formule lui donne.
    pub cohorte_mature: bool,
    pub justification: Option<String>,
    /// Le document, le partenaire ou la mesure qui donne la valeur.
    pub source: String,
    pub etabli_le: DateTime<Utc>,
    /// Écart à l'objectif, dans l'unité de l'indicateur.
    pub ecart: Option<Decimal>,
    #[graphql(skip)]
    lieu: Option<Territoire>,
    #[graphql(skip)]
    auteur: Option<Uuid>,
}

/// Part d'une ventilation.
#[derive(SimpleObject, Clone)]
pub struct ValeurDimension {
    pub dimension: Code<Dimension>,
    /// INCONNU quand la valeur de la personne n'est pas connue.
    pub code: String,
    pub libelle: String,
}

/// Ce que le document imprime, à la lettre.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct ValeurImprimee {
    pub texte: String,
    /// Ce que le chiffre compte, quand le document en imprime plusieurs pour un indicateur.
    pub precision: Option<String>,
    pub source: String,
    #[graphql(skip)]
    anomalie: Option<String>,
    #[graphql(skip)]
    pacte: Uuid,
}

pub(super) fn decimal(nombre: Option<Centiemes>) -> Option<Decimal> {
    nombre.map(|n| Decimal(n.to_string()))
}

impl From<mesure::Periode> for Periode {
    fn from(p: mesure::Periode) -> Self {
        Self { du: Date(p.du), au: Date(p.au), libelle: p.libelle() }
    }
}

impl ValeurIndicateur {
    /// The anomalies that printed values cite are those of their pacte.
    pub(super) fn de(v: domaine::ValeurIndicateur, referentiel: &Referentiel, pacte: Uuid) -> Self {
        Self {
            periode: Periode { du: Date(v.periode.du), au: Date(v.periode.au), libelle: v.libelle_periode },
            dimensions: v.parts.into_iter().map(ValeurDimension::from).collect(),
            valeur: decimal(v.valeur),
            texte: v.texte,
            numerateur: decimal(v.numerateur),
            denominateur: decimal(v.denominateur),
            mediane: decimal(v.mediane),
            quantile90: decimal(v.quantile90),
            imprimee: v.imprimee.map(|i| ValeurImprimee::de(i, pacte)),
            declaree_le: v.declaree_le,
            publiee_le: v.publiee_le,
            qualite: Code(v.qualite),
            version_definition: v.version_definition,
            cohorte_mature: v.cohorte_mature,
            justification: v.justification,
            source: v.source,
            etabli_le: v.etabli_le,
            ecart: decimal(v.ecart),
            lieu: v.territoire.and_then(|id| referentiel.territoires.par_id(id)).map(Territoire::from),
            auteur: v.declaree_par,
        }
    }

    /// A list that writes itself: a year by month and by place is hundreds of them.
    pub(super) fn liste(valeurs: Vec<Self>) -> Liste<Self> {
        Liste(valeurs, (Self::feuille, Self::branche))
    }

    fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "valeur" => |v, sortie| v.valeur.ecrire(sortie),
            "texte" => |v, sortie| v.texte.ecrire(sortie),
            "numerateur" => |v, sortie| v.numerateur.ecrire(sortie),
            "denominateur" => |v, sortie| v.denominateur.ecrire(sortie),
            "mediane" => |v, sortie| v.mediane.ecrire(sortie),
            "quantile90" => |v, sortie| v.quantile90.ecrire(sortie),
            "declareeLe" => |v, sortie| v.declaree_le.ecrire(sortie),
            "publieeLe" => |v, sortie| v.publiee_le.ecrire(sortie),
            "qualite" => |v, sortie| v.qualite.ecrire(sortie),
            "versionDefinition" => |v, sortie| v.version_definition.ecrire(sortie),
            "cohorteMature" => |v, sortie| v.cohorte_mature.ecrire(sortie),
            "justification" => |v, sortie| v.justification.ecrire(sortie),
            "source" => |v, sortie| v.source.ecrire(sortie),
            "etabliLe" => |v, sortie| v.etabli_le.ecrire(sortie),
            "ecart" => |v, sortie| v.ecart.ecrire(sortie),
            _ => return None,
        })
    }

    fn branche<'a>(nom: &str, demande: &Demande<'_, 'a>) -> Option<Branche<'a, Self>> {
        match nom {
            "periode" => demande.un(Periode::feuille, |v: &Self| Some(&v.periode)),
            "territoire" => demande.un(Territoire::feuille, |v: &Self| v.lieu.as_ref()),
            "dimensions" => demande.plusieurs(ValeurDimension::feuille, |v: &Self| &v.dimensions),
            _ => None,
        }
    }
}

impl Periode {
    fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "du" => |p, sortie| p.du.ecrire(sortie),
            "au" => |p, sortie| p.au.ecrire(sortie),
            "libelle" => |p, sortie| p.libelle.ecrire(sortie),
            _ => return None,
        })
    }
}

impl ValeurDimension {
    fn feuille(nom: &str) -> Option<Ecrire<Self>> {
        Some(match nom {
            "dimension" => |d, sortie| d.dimension.ecrire(sortie),
            "code" => |d, sortie| d.code.ecrire(sortie),
            "libelle" => |d, sortie| d.libelle.ecrire(sortie),
            _ => return None,
        })
    }
}

impl From<domaine::Part> for ValeurDimension {
    fn from(p: domaine::Part) -> Self {
        Self { dimension: Code(p.dimension), code: p.code, libelle: p.libelle }
    }
}

impl ValeurImprimee {
    fn de(i: domaine::ValeurImprimee, pacte: Uuid) -> Self {
        Self { texte: i.texte, precision: i.precision, source: i.source, anomalie: i.anomalie, pacte }
    }
}

#[ComplexObject]
impl ValeurIndicateur {
    /// Nul pour le département entier.
    async fn territoire(&self) -> Option<&Territoire> {
        self.lieu.as_ref()
    }

    async fn declaree_par(&self, ctx: &Context<'_>) -> Result<Option<Partenaire>> {
        self.auteur.map(|id| partenaire(ctx, id)).transpose()
    }
}

#[ComplexObject]
impl ValeurImprimee {
    /// L'endroit du document qui contredit cette valeur, ou qui ne se lit pas.
    async fn anomalie(&self, ctx: &Context<'_>) -> Option<AnomalieSource> {
        let referentiel = session(ctx).referentiel();
        let pacte = referentiel.pactes.par_id(self.pacte)?;
        pacte.contenu.anomalies.iter().find(|a| Some(&a.code) == self.anomalie.as_ref()).map(AnomalieSource::from)
    }
}
