//! Someone who moves takes no figure of the past with her.

use domain::mesure::{Cellule, Dimension, Question};
use domain::territoire::TypeTerritoire;
use serde_json::json;
use uuid::Uuid;

use super::scene::{annees, demander, par, session};
use crate::harnais::{Banc, situer_en_maison, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_passe_ne_demenage_pas, la_commune_dit_l_intercommunalite);

const MODIFIER: &str = "mutation($input: ModifierAllocataireInput!) { modifierAllocataire(input: $input) { erreurs { code message } } }";

/// Values by place.
fn lieux(cellules: &[Cellule]) -> Vec<(Option<String>, i64)> {
    cellules.iter().map(|c| (c.parts[0].1.clone(), c.valeur.map_or(0, |v| v.0 / 100))).collect()
}

async fn le_passe_ne_demenage_pas(banc: &Banc) {
    let passe = par(Dimension::Territoire, annees("2024-01-01", "2026-06-30"));
    let avant = demander(&session(banc, "departement-31").await, "31", "nouveaux_entrants", &passe).await;
    demenager(banc).await;
    let apres = demander(&session(banc, "departement-31").await, "31", "nouveaux_entrants", &passe).await;
    assert_eq!(avant, apres, "the day of the right comes before the move");
    let autre = Question { ventilation: vec![Dimension::Territoire], ..annees("2026-06-15", "2026-06-15") };
    let courant = demander(&session(banc, "departement-31").await, "31", "taux_referent", &autre).await;
    assert_eq!(courant.iter().map(|c| c.denominateur.map_or(0, |d| d.0)).sum::<i64>(), somme_soumises(banc).await * 100);
    assert_eq!(lieux(&apres), lieux(&avant));
}

/// Whatever other territory a file names: agents give that of their maison des solidarités.
async fn la_commune_dit_l_intercommunalite(banc: &Banc) {
    let au_niveau = |niveau| Question { niveau: Some(niveau), ..par(Dimension::Territoire, annees("2020-01-01", "2026-06-30")) };
    for mesure in ["nouveaux_entrants", "beneficiaires_rsa"] {
        let demander = async |niveau| lieux(&demander(&session(banc, "departement-31").await, "31", mesure, &au_niveau(niveau)).await);
        let avant = demander(TypeTerritoire::Intercommunalite).await;
        assert!(avant.iter().filter(|(lieu, _)| lieu.is_some()).count() > 5, "{avant:?}");
        assert!(situer_en_maison(banc, 2).await > 50);
        assert_eq!(demander(TypeTerritoire::Intercommunalite).await, avant, "{mesure}");
        let maisons = demander(TypeTerritoire::MaisonDesSolidarites).await;
        assert!(maisons.iter().any(|(lieu, valeur)| lieu.is_some() && *valeur > 0), "{maisons:?}");
    }
}

async fn somme_soumises(banc: &Banc) -> i64 {
    let texte = "select count(*) from allocataire where departement = '31' and soumis_droits_devoirs and droit_ouvert_le <= '2026-06-15' and (droit_clos_le is null or droit_clos_le > '2026-06-15')";
    banc.valeur(texte, []).await
}

/// Everybody who entered leaves for one territory, and the history says so.
async fn demenager(banc: &Banc) {
    let conseil = banc.client("departement-31").await;
    let lignes = banc.lignes("select id, version from allocataire where departement = '31' and soumis_droits_devoirs and droit_ouvert_le >= '2024-01-01' order by id limit 5", []).await;
    let vers: Uuid =
        banc.valeur("select id from territoire where departement = '31' and type = 'MAISON_DES_SOLIDARITES' order by id limit 1", []).await;
    assert!(!lignes.is_empty());
    for l in lignes {
        let (id, version): (Uuid, i64) = (l.try_get_by_index(0).expect("id"), l.try_get_by_index(1).expect("version"));
        let ecrit = domain::identifiant::Genre::Allocataire.ecrire(id);
        let lieu = domain::identifiant::Genre::Territoire.ecrire(vers);
        conseil.demander(MODIFIER, json!({ "input": { "id": ecrit, "version": version, "territoireId": lieu } })).await.effet();
        let sejours = "select count(*) from residence r where r.allocataire_id = $1 and coalesce(r.jusqua, '2000-01-01') = coalesce((select min(s.depuis) from residence s where s.allocataire_id = r.allocataire_id and s.depuis > r.depuis), '2000-01-01')";
        assert_eq!(banc.valeur::<i64, _>(sejours, [id.into()]).await, 2, "one stay ends where the next begins");
    }
}
