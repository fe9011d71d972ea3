//! What is asked of the table of indicators, by HTTP or by the command line.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::identifiant::Genre;
use domain::mesure::{Dimension, PasTemporel, Periode, Question};
use domain::pacte::Pacte;
use domain::referentiel::Referentiel;
use domain::territoire::TypeTerritoire;
use domain::vocabulaire::Enumeration;

use super::format::{Format, Profil};
use super::parametres::{Parametres, RefusParametre};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    pub format: Format,
    pub profil: Profil,
    /// Code of the pacte.
    pub pacte: String,
    pub periode: Periode,
    pub pas: PasTemporel,
    pub ventilation: Vec<Dimension>,
    /// Its id, or its code in the pacte's département.
    pub territoire: Option<String>,
    pub niveau: Option<TypeTerritoire>,
}

impl Demande {
    pub fn lire(format: Format, mut lus: Parametres) -> Result<Self, RefusParametre> {
        let pacte = lus.exiger("pacte")?;
        let (du, au) = (jour("du", &lus.exiger("du")?)?, jour("au", &lus.exiger("au")?)?);
        if du > au {
            return Err(RefusParametre::nouveau("au", "une période finit après avoir commencé"));
        }
        let pas = lus.prendre("pas").map_or(Ok(PasTemporel::Annee), |texte| code("pas", &texte))?;
        let ventilation = lus.prendre("ventilation").unwrap_or_default();
        let ventilation = ventilation.split(',').filter(|t| !t.trim().is_empty()).map(|t| code("ventilation", t.trim()));
        let demande = Self {
            format,
            profil: profil(lus.prendre("profil").as_deref(), format)?,
            pacte,
            periode: Periode { du, au },
            pas,
            ventilation: ventilation.collect::<Result<_, _>>()?,
            territoire: lus.prendre("territoire"),
            niveau: lus.prendre("niveau").map(|texte| code("niveau", &texte)).transpose()?,
        };
        lus.finir()?;
        Ok(demande)
    }

    pub fn pacte(&self, referentiel: &Referentiel) -> Result<Arc<Pacte>, RefusParametre> {
        let inconnu = || RefusParametre::nouveau("pacte", "aucun pacte de ce code");
        referentiel.pacte(&self.pacte).cloned().ok_or_else(inconnu)
    }

    /// The question to put to each indicator of the pacte.
    pub fn question(&self, referentiel: &Referentiel, pacte: &Pacte) -> Result<Question, RefusParametre> {
        let territoire = self.territoire.as_deref().map(|nom| {
            let par_id = || Genre::Territoire.lire(nom).and_then(|id| referentiel.territoires.par_id(id));
            let place = referentiel.territoire(nom).or_else(par_id);
            place.filter(|t| t.departement == pacte.departement).map(|t| t.id)
        });
        let inconnu =
            || RefusParametre::nouveau("territoire", "aucun territoire de cet identifiant ni de ce code dans le département du pacte");
        Ok(Question {
            periode: self.periode,
            pas: self.pas,
            territoire: territoire.map(|t| t.ok_or_else(inconnu)).transpose()?,
            niveau: self.niveau,
            ventilation: self.ventilation.clone(),
            version: None,
            parametre: None,
        })
    }

    /// Says what the file holds, where many lie in one folder.
    #[must_use]
    pub fn nom_de_fichier(&self) -> String {
        let Periode { du, au } = self.periode;
        let pacte: String = self.pacte.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let pas = [self.pas.code()].into_iter().chain(self.ventilation.iter().map(|d| d.code()));
        let pas = pas.collect::<Vec<_>>().join("_").to_lowercase();
        let excel = if self.profil == Profil::Excel { "_excel" } else { "" };
        format!("indicateurs_{pacte}_{du}_{au}_{pas}{excel}.{}", self.format.extension())
    }

    /// What the second sheet of a workbook tells of the question.
    #[must_use]
    pub fn notice(&self, pacte: &Pacte) -> Vec<(String, String)> {
        let Periode { du, au } = self.periode;
        let ventilation = self.ventilation.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        let dites = [
            ("Pacte", format!("{} ({})", pacte.contenu.titre, pacte.code)),
            ("Période", format!("Du {} au {}, par {}", du.format("%d/%m/%Y"), au.format("%d/%m/%Y"), self.pas.code())),
            ("Territoire", self.territoire.clone().unwrap_or_else(|| "Le département entier".to_owned())),
            ("Ventilation", if ventilation.is_empty() { "Aucune".to_owned() } else { ventilation }),
            ("Heures", "En temps universel (UTC).".to_owned()),
        ];
        dites.map(|(nom, dit)| (nom.to_owned(), dit)).into()
    }
}

fn jour(parametre: &str, texte: &str) -> Result<NaiveDate, RefusParametre> {
    texte.parse().map_err(|_| RefusParametre::nouveau(parametre, "un jour est attendu, comme 2021-01-31"))
}

/// Codes are written in capitals; small letters are taken too.
fn code<E: Enumeration>(parametre: &str, texte: &str) -> Result<E, RefusParametre> {
    E::lire(&texte.to_uppercase()).ok_or_else(|| {
        let codes: Vec<&str> = E::VALEURS.iter().map(|v| v.code).collect();
        RefusParametre::nouveau(parametre, format!("une valeur de cette liste est attendue : {}", codes.join(", ")))
    })
}

fn profil(texte: Option<&str>, format: Format) -> Result<Profil, RefusParametre> {
    match (texte, format) {
        (None, _) => Ok(Profil::Standard),
        (Some("excel"), Format::Csv) => Ok(Profil::Excel),
        (Some("excel"), _) => Err(RefusParametre::nouveau("profil", "le profil excel est celui du CSV")),
        (Some(_), _) => Err(RefusParametre::nouveau("profil", "« excel » est attendu, ou rien")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: [(&str, &str); 3] = [("pacte", "82-avenant-1"), ("du", "2020-01-01"), ("au", "2020-12-31")];

    fn lire(format: Format, autres: &[(&str, &str)]) -> Result<Demande, RefusParametre> {
        let remplace = |nom: &str| autres.iter().any(|(autre, _)| *autre == nom);
        let lus = BASE.iter().filter(|(nom, _)| !remplace(nom)).chain(autres).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Demande::lire(format, Parametres::nouveaux(lus.collect())?)
    }

    #[test]
    fn what_is_not_said_is_the_year_without_breakdown() {
        let demande = lire(Format::Xlsx, &[]).expect("a question");
        assert_eq!((demande.pas, demande.ventilation.len(), demande.profil), (PasTemporel::Annee, 0, Profil::Standard));
        assert_eq!(demande.nom_de_fichier(), "indicateurs_82-avenant-1_2020-01-01_2020-12-31_annee.xlsx");
        let demande = lire(Format::Csv, &[("ventilation", "sexe, TERRITOIRE"), ("profil", "excel"), ("pas", "mois"), ("niveau", "sdsei")]);
        let demande = demande.expect("a question");
        assert_eq!(demande.ventilation, [Dimension::Sexe, Dimension::Territoire]);
        assert_eq!(demande.nom_de_fichier(), "indicateurs_82-avenant-1_2020-01-01_2020-12-31_mois_sexe_territoire_excel.csv");
    }

    #[test]
    fn a_refusal_names_the_parameter_and_the_rule() {
        for (parametre, valeur) in [
            ("pacte", ""),
            ("du", "2020-02-30"),
            ("du", "01/02/2020"),
            ("au", "2019-12-31"),
            ("pas", "SEMAINE"),
            ("ventilation", "SEXE,AGE"),
            ("niveau", "REGION"),
            ("profil", "excel"),
            ("ventilations", "SEXE"),
        ] {
            let refus = lire(Format::Parquet, &[(parametre, valeur)]).expect_err(valeur);
            assert_eq!(refus.parametre, parametre, "{refus}");
            assert!(!refus.regle.is_empty());
        }
        assert_eq!(lire(Format::Csv, &[("du", "2020-01-01"), ("du", "2020-01-01")]).map_err(|r| r.parametre), Err("du".to_owned()));
    }
}
