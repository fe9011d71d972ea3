//! A partner with its own lines counts its own facts, the Département counts everybody's, readers of aggregates none.

use domain::identifiant::Genre;
use domain::mesure::{Dimension, Regard};

use super::scene::{demander, par, session, somme, toujours};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_compte_les_siens);

const COMPTES: [&str; 2] = ["premiers_contrats", "premiers_contrats_2_mois"];

async fn chacun_compte_les_siens(banc: &Banc) {
    let conseil = session(banc, "departement-31").await;
    for code in COMPTES {
        let parts = demander(&conseil, "31", code, &par(Dimension::Partenaire, toujours())).await;
        for cle in ["pole-emploi-31", "ccas-toulouse"] {
            let part = Genre::Partenaire.ecrire(banc.partenaire(cle).await);
            let attendu: Vec<_> = parts.iter().filter(|c| c.parts[0].1.as_ref() == Some(&part)).cloned().collect();
            let siennes = demander(&session(banc, cle).await, "31", code, &toujours()).await;
            assert_eq!(somme(&siennes), somme(&attendu), "{code} {cle}");
        }
    }
    let pole_emploi = session(banc, "pole-emploi-31").await;
    assert!(somme(&demander(&pole_emploi, "31", "premiers_contrats", &toujours()).await) > 0);
    assert_eq!(somme(&demander(&pole_emploi, "31", "nouveaux_entrants", &toujours()).await), 0, "nobody's facts");
    assert_eq!(Regard::de(&session(banc, "caf-31").await.perimetre, "31"), None, "aggregates are frozen values");
    assert!(demander(&session(banc, "caf-31").await, "31", "premiers_contrats", &toujours()).await.is_empty());
    assert!(demander(&pole_emploi, "82", "premiers_contrats", &toujours()).await.is_empty());
}
