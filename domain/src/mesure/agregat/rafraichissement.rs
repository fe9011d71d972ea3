//! Counting months anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Total, ecrire_jours, mailles, nom, ordonner, perime, tenue, tenus};
use crate::base::Base;
use crate::erreur::Panne;
use crate::mesure::calcul::{Calcul, Totaux, totaux};
use crate::mesure::{Mesure, Periode, Question, verifier};
use crate::referentiel::Referentiel;
use crate::session::{Plateforme, Travail};

/// Measures counted in one pass: the ticker comes back every minute.
const LOT: usize = 6;

/// What indicators of a département ask to be kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Suivi {
    pub departement: String,
    pub mesure: String,
    /// Empty without a parameter.
    pub parametre: String,
}

/// Every measure, with its parameter, that computes an indicator.
#[must_use]
pub fn suivies(referentiel: &Referentiel) -> BTreeSet<Suivi> {
    let indicateurs = referentiel.indicateurs.toutes().filter_map(|i| {
        let mesure = i.mesure().filter(|m| tenue(m).is_some())?;
        let suivi = Suivi {
            departement: i.departement.clone(),
            mesure: mesure.code.to_owned(),
            parametre: i.document.mesure_parametre.clone().unwrap_or_default(),
        };
        suivi.calculable(referentiel, mesure).then_some(suivi)
    });
    indicateurs.collect()
}

/// One pass; how many measures were counted. Each is read in one transaction and written in another: who reads for seconds
/// keeps nobody from writing.
pub async fn rafraichir(base: &Arc<Base>) -> Result<usize, Panne> {
    rafraichir_parmi(base, |_| true).await
}

/// The same over some of them.
pub async fn rafraichir_parmi(base: &Arc<Base>, choisi: impl Fn(&Suivi) -> bool) -> Result<usize, Panne> {
    let referentiel = base.referentiel().await?;
    let (jour, maintenant) = (base.horloge.jour(Tz::Europe__Paris), base.horloge.instant());
    let Some(tx) = Plateforme::lectrice(base, Travail::Agregats).await? else { return Ok(0) };
    let faits = calcules(&tx, jour).await?;
    tx.valider().await?;
    let attendus = suivies(&referentiel).into_iter().filter(choisi).filter_map(|s| {
        let connus = faits.get(&s);
        let le = |mois: &Periode| connus.and_then(|m| m.get(&mois.du)).copied();
        let mois: Vec<Periode> = tenus(jour).into_iter().filter(|m| perime(*m, le(m), (jour, maintenant))).collect();
        (!mois.is_empty()).then_some((s, mois))
    });
    let mut comptees = 0;
    for (suivi, mois) in attendus.take(LOT) {
        let Some(tx) = Plateforme::lectrice(base, Travail::Agregats).await? else { break };
        let cubes = suivi.compter(&tx, &mois).await?;
        tx.valider().await?;
        let Some(tx) = Plateforme::seule(base, Travail::Agregats).await? else { break };
        suivi.remplacer(&tx, &mois, (maintenant, &cubes)).await?;
        tx.valider().await?;
        comptees += 1;
    }
    Ok(comptees)
}

/// What is counted of a measure, by the name of each cube.
type Cubes = Vec<(String, Totaux)>;

/// When each month was counted last.
type Dates = BTreeMap<NaiveDate, DateTime<Utc>>;

/// Of each measure that is kept.
async fn calcules(tx: &Plateforme, jour: NaiveDate) -> Result<BTreeMap<Suivi, Dates>, Panne> {
    let mut q = tx.requete("select departement, mesure, parametre, mois, calcule_le, version from agregat_mois where mois >= ");
    q.valeur(tenus(jour).first().map_or(jour, |m| m.du));
    let mut faits: BTreeMap<Suivi, Dates> = BTreeMap::new();
    for l in tx.lignes(q).await? {
        let suivi = Suivi { departement: l.lire(0)?, mesure: l.lire(1)?, parametre: l.lire(2)? };
        // A former version says nothing of the current one.
        if suivi.version() == Some(l.lire(5)?) {
            faits.entry(suivi).or_default().insert(l.lire(3)?, l.lire(4)?);
        }
    }
    Ok(faits)
}

impl Suivi {
    fn mesure(&self) -> Option<&'static Mesure> {
        crate::mesure::trouver(&self.mesure)
    }

    fn version(&self) -> Option<i64> {
        self.mesure().and_then(tenue).map(|d| d.version)
    }

    pub(super) fn parametre(&self) -> Option<&str> {
        (!self.parametre.is_empty()).then_some(&*self.parametre)
    }

    fn calculable(&self, referentiel: &Referentiel, mesure: &Mesure) -> bool {
        let periode = Periode { du: NaiveDate::MIN, au: NaiveDate::MIN };
        let question = Question {
            periode,
            pas: crate::mesure::PasTemporel::Periode,
            territoire: None,
            niveau: None,
            ventilation: Vec::new(),
            version: None,
            parametre: self.parametre().map(str::to_owned),
        };
        verifier(referentiel, &self.departement, mesure, &question).is_ok()
    }

    /// These months, in every cube.
    async fn compter(&self, tx: &Plateforme, mois: &[Periode]) -> Result<Cubes, Panne> {
        let Some(mesure) = self.mesure() else { return Ok(Vec::new()) };
        let version = self.version();
        let calcul = Calcul { departement: &self.departement, mesure, version, parametre: self.parametre(), niveau: None };
        let referentiel = tx.base.referentiel().await?;
        let mut cubes = Vec::new();
        for dimensions in mesure.cubes {
            for niveau in mailles(&referentiel, &self.departement, dimensions) {
                let comptes = totaux(tx, Calcul { niveau, ..calcul }, &ordonner(dimensions), mois).await?;
                cubes.push((nom(dimensions, niveau), comptes));
            }
        }
        Ok(cubes)
    }

    async fn remplacer(&self, tx: &Plateforme, mois: &[Periode], (le, cubes): (DateTime<Utc>, &Cubes)) -> Result<(), Panne> {
        let Some(version) = self.version() else { return Ok(()) };
        self.vider(tx, mois).await?;
        self.dater(tx, (version, le), mois).await?;
        for (cube, comptes) in cubes {
            self.inserer(tx, (version, cube), mois, comptes).await?;
        }
        Ok(())
    }

    /// Rows of former versions go too.
    async fn vider(&self, tx: &Plateforme, mois: &[Periode]) -> Result<(), Panne> {
        for table in ["agregat", "agregat_mois"] {
            let mut q = tx.requete("delete from ");
            q.texte(table).texte(" where departement = ").valeur(self.departement.as_str());
            q.texte(" and mesure = ").valeur(self.mesure.as_str()).texte(" and parametre = ").valeur(self.parametre.as_str());
            for (rang, m) in mois.iter().enumerate() {
                q.texte(if rang == 0 { " and mois in (" } else { ", " }).valeur(m.du);
            }
            q.texte(")");
            tx.executer(q).await?;
        }
        Ok(())
    }

    async fn dater(&self, tx: &Plateforme, (version, le): (i64, DateTime<Utc>), mois: &[Periode]) -> Result<(), Panne> {
        let mut q = tx.requete("insert into agregat_mois (departement, mesure, version, parametre, mois, calcule_le) values ");
        for (rang, m) in mois.iter().enumerate() {
            q.texte(if rang == 0 { "(" } else { ", (" });
            q.valeurs([
                self.departement.as_str().into(),
                self.mesure.as_str().into(),
                version.into(),
                self.parametre.as_str().into(),
                m.du.into(),
                le.into(),
            ]);
            q.texte(")");
        }
        tx.executer(q).await.map(drop)
    }

    async fn inserer(&self, tx: &Plateforme, (version, cube): (i64, &str), mois: &[Periode], comptes: &Totaux) -> Result<(), Panne> {
        let lignes: Vec<_> = comptes.iter().collect();
        for lot in lignes.chunks(500) {
            let mut q = tx.requete("insert into agregat (departement, mesure, version, parametre, cube, mois, parts, n, d, jours) values ");
            for (rang, ((pas, parts), total)) in lot.iter().enumerate() {
                let Some(m) = mois.get(*pas) else { continue };
                let Total { n, d, .. } = total;
                q.texte(if rang == 0 { "(" } else { ", (" });
                q.valeurs([
                    self.departement.as_str().into(),
                    self.mesure.as_str().into(),
                    version.into(),
                    self.parametre.as_str().into(),
                    cube.into(),
                    m.du.into(),
                    serde_json::to_string(parts).unwrap_or_default().into(),
                    (*n).into(),
                    (*d).into(),
                    ecrire_jours(total).into(),
                ]);
                q.texte(")");
            }
            tx.executer(q).await?;
        }
        Ok(())
    }
}
