//! Someone who moves takes no figure of the past with her.

use domain::mesure::{Cellule, Dimension, Question};
use serde_json::json;
use uuid::Uuid;

use super::scene::{annees, demander, par, session};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(le_passe_ne_demenage_pas);

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
        let residences: i64 = banc.valeur("select count(*) from residence where allocataire_id = $1", [id.into()]).await;
        assert_eq!(residences, 2);
    }
}
