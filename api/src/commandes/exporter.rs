//! `passerelle exporter indicateurs`: the file that HTTP gives to the same partner, to a file or to standard output.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use domain::base::Base;
use domain::erreur::Panne;
use domain::partenaire::{Partenaire, TypePartenaire};
use domain::session::Appelant;

use super::{Contexte, Echec, contexte};
use crate::export::demande::Demande;
use crate::export::indicateurs::{self, PORTEE, RefusExport};
use crate::export::parametres::{Parametres, RefusParametre};
use crate::export::{Fichier, Format};

/// Who exports by the command line, in the journal.
const CLIENT: &str = "ligne-de-commande";

#[derive(Args)]
pub(super) struct Exporter {
    #[command(subcommand)]
    quoi: Quoi,
}

#[derive(Subcommand)]
enum Quoi {
    #[command(about = "Exporte les indicateurs d'un pacte, une ligne par valeur", help_template = super::AIDE)]
    Indicateurs(Indicateurs),
}

#[derive(Args)]
struct Indicateurs {
    /// Code du pacte, comme 82-avenant-1
    #[arg(long, value_name = "CODE")]
    pacte: String,
    /// Premier jour de la période, comme 2021-01-01
    #[arg(long, value_name = "DATE")]
    du: String,
    /// Dernier jour de la période, compris
    #[arg(long, value_name = "DATE")]
    au: String,
    /// MOIS, TRIMESTRE, ANNEE (par défaut) ou PERIODE
    #[arg(long, value_name = "PAS")]
    pas: Option<String>,
    /// Une ou deux dimensions séparées par une virgule, comme SEXE,TERRITOIRE
    #[arg(long, value_name = "DIMENSIONS")]
    ventilation: Option<String>,
    /// Identifiant ou code d'un territoire : lui et ceux qu'il contient
    #[arg(long, value_name = "TERRITOIRE")]
    territoire: Option<String>,
    /// Maille de la dimension TERRITOIRE : INTERCOMMUNALITE est la seule que la commune suffise à dire
    #[arg(long, value_name = "NIVEAU")]
    niveau: Option<String>,
    /// csv (par défaut), parquet, xlsx ou json (une ligne par valeur)
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "csv", hide_default_value = true, hide_possible_values = true)]
    format: FormatDemande,
    /// excel : CSV qu'un tableur français ouvre par un double clic
    #[arg(long, value_name = "PROFIL")]
    profil: Option<String>,
    /// Fichier à écrire ; la sortie standard par défaut
    #[arg(long, value_name = "FICHIER")]
    sortie: Option<PathBuf>,
    /// Clé du partenaire dont les droits s'appliquent ; le Département du pacte par défaut
    #[arg(long, value_name = "CLE")]
    partenaire: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatDemande {
    Csv,
    Parquet,
    Xlsx,
    #[value(alias = "ndjson")]
    Json,
}

impl Exporter {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let Quoi::Indicateurs(demandes) = self.quoi;
        let (sortie, cle) = (demandes.sortie.clone(), demandes.partenaire.clone());
        let demande = demandes.demande()?;
        let base = contexte.base().await?;
        let partenaire = match cle {
            Some(cle) => contexte::partenaire(&base, &cle).await?,
            None => departement(&base, &demande).await?,
        };
        let fichier = exporter(&base, &partenaire, &demande).await?;
        deposer(&fichier, sortie)
    }
}

impl Indicateurs {
    fn demande(self) -> Result<Demande, Echec> {
        let format = match self.format {
            FormatDemande::Csv => Format::Csv,
            FormatDemande::Parquet => Format::Parquet,
            FormatDemande::Xlsx => Format::Xlsx,
            FormatDemande::Json => Format::Ndjson,
        };
        let donnes = [
            ("pacte", Some(self.pacte)),
            ("du", Some(self.du)),
            ("au", Some(self.au)),
            ("pas", self.pas),
            ("ventilation", self.ventilation),
            ("territoire", self.territoire),
            ("niveau", self.niveau),
            ("profil", self.profil),
        ];
        let lus = donnes.into_iter().filter_map(|(nom, donne)| Some((nom.to_owned(), donne?))).collect();
        Parametres::nouveaux(lus).and_then(|lus| Demande::lire(format, lus)).map_err(Echec::from)
    }
}

/// The Département of the pacte, which reads it all.
async fn departement(base: &Arc<Base>, demande: &Demande) -> Result<Arc<Partenaire>, Echec> {
    let referentiel = base.referentiel().await?;
    let pacte = demande.pacte(&referentiel)?;
    let mut siens = referentiel.partenaires.toutes().filter(|p| p.type_ == TypePartenaire::Departement);
    let trouve = siens.find(|p| p.departements.contains(&pacte.departement)).cloned();
    trouve.ok_or_else(|| Echec::Saisie("--partenaire : le pacte n'a pas de Département dans le référentiel chargé".to_owned()))
}

/// With the partner's own rights, and none of an agent's.
async fn exporter(base: &Arc<Base>, partenaire: &Partenaire, demande: &Demande) -> Result<Fichier, Echec> {
    let appelant = Arc::new(Appelant {
        client: CLIENT.to_owned(),
        partenaire: partenaire.id,
        agent: None,
        portees: PORTEE,
        jeton: CLIENT.to_owned(),
        expire: i64::MAX,
    });
    let session = match indicateurs::ouvrir(base, &appelant).await {
        Err(RefusExport::Panne(Panne::HabilitationsChangees)) => indicateurs::ouvrir(base, &appelant).await,
        ouverte => ouverte,
    };
    Ok(indicateurs::ecrire(&session?, demande, |_| Ok(())).await?.fichier)
}

fn deposer(fichier: &Fichier, sortie: Option<PathBuf>) -> Result<(), Echec> {
    match sortie {
        None => fichier.copier(&mut io::stdout().lock()).map_err(Echec::systeme("sortie standard")),
        Some(chemin) => {
            let ecrit = File::create(&chemin).and_then(|mut vers| fichier.copier(&mut vers));
            ecrit.map_err(Echec::systeme(chemin.display().to_string()))
        }
    }
}

impl From<RefusParametre> for Echec {
    fn from(refus: RefusParametre) -> Self {
        Self::Saisie(format!("--{refus}"))
    }
}

impl From<RefusExport> for Echec {
    fn from(refus: RefusExport) -> Self {
        match refus {
            RefusExport::Parametre(refus) => refus.into(),
            RefusExport::Panne(panne) => panne.into(),
            autre => Self::Refus(autre.to_string()),
        }
    }
}
