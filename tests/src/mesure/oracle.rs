//! The hard measures counted again from the raw rows, slowly and in Rust.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, Months, NaiveDate};
use domain::mesure::{Cellule, Centiemes, Periode};
use uuid::Uuid;

use super::scene::{annees, demander, session};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_delais_se_recomptent, les_referents_se_recomptent, les_contrats_a_temps_se_recomptent);

type Dates = HashMap<Uuid, NaiveDate>;

async fn dates(banc: &Banc, sql: &str) -> Vec<(Uuid, NaiveDate)> {
    let lignes = banc.lignes(sql, []).await;
    lignes.iter().map(|l| (l.try_get_by_index(0).expect("id"), l.try_get_by_index(1).expect("day"))).collect()
}

/// The earliest day of each.
fn premiers(lues: Vec<(Uuid, NaiveDate)>) -> Dates {
    let mut premiers = Dates::new();
    for (id, le) in lues {
        premiers.entry(id).and_modify(|p| *p = le.min(*p)).or_insert(le);
    }
    premiers
}

async fn orientations(banc: &Banc, departement: &str) -> Dates {
    premiers(dates(banc, &format!("select parcours_id, debut from orientation where departement = '{departement}'")).await)
}

fn periodes() -> Vec<Periode> {
    annees("2019-01-01", "2026-12-31").periode.pas(domain::mesure::PasTemporel::Annee)
}

fn dans(periode: Periode, le: NaiveDate) -> bool {
    periode.du <= le && le <= periode.au
}

/// Mean, median and ninetieth percentile as a textbook gives them.
fn durees(mut jours: Vec<i64>) -> (Option<Centiemes>, Option<Centiemes>, Option<Centiemes>) {
    jours.sort_unstable();
    let n = jours.len();
    if n == 0 {
        return (None, None, None);
    }
    let nombre = i64::try_from(n).expect("few");
    let moyenne = (jours.iter().sum::<i64>() * 200 + nombre).div_euclid(2 * nombre);
    let mediane = if n % 2 == 1 { jours[n / 2] * 100 } else { (jours[n / 2 - 1] + jours[n / 2]) * 50 };
    (Some(Centiemes(moyenne)), Some(Centiemes(mediane)), Some(Centiemes(jours[(9 * n).div_ceil(10) - 1] * 100)))
}

fn comparer(code: &str, cellules: &[Cellule], attendus: impl Fn(Periode) -> Vec<i64>) {
    let mut comptes = 0;
    for c in cellules {
        let jours = attendus(c.periode);
        comptes += jours.len();
        assert_eq!((c.valeur, c.mediane, c.quantile90), durees(jours), "{code} {:?}", c.periode);
    }
    assert!(comptes > 10, "{code}: {comptes} facts prove little");
}

async fn les_delais_se_recomptent(banc: &Banc) {
    let question = annees("2019-01-01", "2026-12-31");
    let s = session(banc, "departement-31").await;
    let oriente = orientations(banc, "31").await;
    let demandes: Dates = dates(banc, "select c.id, a.droit_demande_le from parcours c join allocataire a on a.id = c.allocataire_id where c.departement = '31' and a.droit_demande_le is not null").await.into_iter().collect();
    let ecarts = |de: &Dates, a: &Dates, p: Periode| {
        let siens = a.iter().filter(|(_, le)| dans(p, **le)).filter_map(|(id, le)| Some((*le - *de.get(id)?).num_days()));
        siens.filter(|jours| *jours >= 0).collect::<Vec<i64>>()
    };
    comparer("delai_orientation", &demander(&s, "31", "delai_orientation", &question).await, |p| ecarts(&demandes, &oriente, p));
    let signes = premiers(dates(banc, "select parcours_id, signe_le from contrat where departement = '31'").await);
    let cellules = demander(&s, "31", "delai_contractualisation", &question).await;
    comparer("delai_contractualisation", &cellules, |p| ecarts(&oriente, &signes, p));
}

async fn les_contrats_a_temps_se_recomptent(banc: &Banc) {
    let deux_mois = |le: NaiveDate| le.checked_add_months(Months::new(2)).expect("day");
    let trente_jours = |le: NaiveDate| le.checked_add_days(Days::new(30)).expect("day");
    let delais: [(&str, &dyn Fn(NaiveDate) -> NaiveDate); 2] = [("31", &deux_mois), ("82", &trente_jours)];
    for (departement, terme) in delais {
        let s = session(banc, &format!("departement-{departement}")).await;
        let oriente = orientations(banc, departement).await;
        let signes = premiers(dates(banc, &format!("select parcours_id, signe_le from contrat where departement = '{departement}'")).await);
        let cellules = demander(&s, departement, "premiers_contrats_2_mois", &annees("2019-01-01", "2026-12-31")).await;
        let obtenus: Vec<(Option<Centiemes>, Option<Centiemes>)> = cellules.iter().map(|c| (c.numerateur, c.denominateur)).collect();
        let attendus = periodes().into_iter().map(|p| {
            let siens: Vec<_> = signes.iter().filter(|(_, le)| dans(p, **le)).collect();
            let temps = siens.iter().filter(|(id, le)| oriente.get(*id).is_some_and(|o| **le <= terme(*o))).count();
            let entier = |n: usize| Some(Centiemes::entier(i64::try_from(n).expect("few")));
            (entier(temps), entier(siens.len()))
        });
        assert_eq!(obtenus, attendus.collect::<Vec<_>>(), "{departement}");
        assert!(obtenus.iter().any(|(n, _)| *n > Some(Centiemes(0))), "{departement}");
    }
}

/// Who had a référent on the last day of each year, person by person.
async fn les_referents_se_recomptent(banc: &Banc) {
    let s = session(banc, "departement-31").await;
    let cellules = demander(&s, "31", "taux_referent", &annees("2019-01-01", "2026-12-31")).await;
    let droits = banc.lignes("select id, droit_ouvert_le, droit_clos_le from allocataire where departement = '31' and soumis_droits_devoirs and droit_ouvert_le is not null", []).await;
    let parcours = banc.lignes("select c.allocataire_id, c.ouvert_le, c.clos_le, min(d.debut) from parcours c join designation d on d.parcours_id = c.id where c.departement = '31' group by c.id, c.allocataire_id, c.ouvert_le, c.clos_le", []).await;
    let mut suivis: BTreeMap<Uuid, Vec<(NaiveDate, Option<NaiveDate>)>> = BTreeMap::new();
    for l in &parcours {
        let debut: NaiveDate = l.try_get_by_index(3).expect("day");
        suivis.entry(l.try_get_by_index(0).expect("id")).or_default().push((debut, l.try_get_by_index(2).expect("day")));
    }
    for c in &cellules {
        let fin = c.periode.au.min(super::scene::jour("2026-06-15"));
        let ouverts = droits.iter().filter(|l| {
            let (ouvert, clos): (NaiveDate, Option<NaiveDate>) = (l.try_get_by_index(1).expect("day"), l.try_get_by_index(2).expect("day"));
            ouvert <= fin && clos.is_none_or(|clos| clos > fin)
        });
        let ids: Vec<Uuid> = ouverts.map(|l| l.try_get_by_index(0).expect("id")).collect();
        let tenus =
            |id: &&Uuid| suivis.get(id).is_some_and(|s| s.iter().any(|(debut, clos)| *debut <= fin && clos.is_none_or(|c| c >= fin)));
        let entier = |n: usize| Some(Centiemes::entier(i64::try_from(n).expect("few")));
        assert_eq!((c.numerateur, c.denominateur), (entier(ids.iter().filter(tenus).count()), entier(ids.len())), "{:?}", c.periode);
    }
    assert!(cellules.iter().any(|c| c.numerateur > Some(Centiemes::entier(10))));
}
