//! Referrals of every type, in every state, whatever was born of them: what is listed to a party is what it may do.

use std::collections::BTreeSet;

use domain::identifiant::Genre;
use domain::prescription::StatutPrescription;
use domain::vocabulaire::Enumeration;
use sea_orm::{QueryResult, TryGetable};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(ce_qui_est_liste_est_accepte);

const DOCUMENT: &str = "
    query Lire($id: ID!) { prescription(id: $id) { version statut actionsPermises { mutation vers } } }
    mutation Repondre($input: RepondrePrescriptionInput!) { repondrePrescription(input: $input) { erreurs { code champ message } } }
    mutation Annuler($input: AnnulerPrescriptionInput!) { annulerPrescription(input: $input) { erreurs { code champ message } } }
";

/// Two referrals of each type, state and offspring, with the keys of their parties.
const ECHANTILLON: &str = "
    with ne as (
        select prescription_id, 'accompagnement' as suite from accompagnement where prescription_id is not null
        union select prescription_id, 'évaluation' from evaluation_linguistique
        union select prescription_id, 'inscription' from inscription_formation where prescription_id is not null
        union select prescription_id, case when statut = 'EN_COURS' then 'aide en cours' else 'aide' end
            from aide_mobilite where prescription_id is not null
        union select prescription_id, 'diagnostic' from diagnostic_mobilite where prescription_id is not null
        union select prescription_id, 'candidature' from candidature where prescription_id is not null
    ), choisie as (
        select p.id, coalesce(ne.suite, 'rien') as suite, p.type, p.statut, p.destinataire_id, p.prescripteur_id,
            row_number() over (partition by p.type, p.statut, coalesce(ne.suite, 'rien') order by p.id) as rang
        from prescription p left join ne on ne.prescription_id = p.id
    )
    select c.id, c.suite, c.type, c.rang, d.cle, e.cle from choisie c
    join partenaire d on d.id = c.destinataire_id join partenaire e on e.id = c.prescripteur_id
    where c.rang <= 2 order by c.type, c.statut, c.suite, c.rang";

async fn ce_qui_est_liste_est_accepte(banc: &Banc) {
    let (mut types, mut suites) = (BTreeSet::new(), BTreeSet::new());
    for ligne in banc.lignes(ECHANTILLON, []).await {
        let id = Genre::Prescription.ecrire(lu::<Uuid>(&ligne, 0));
        let destinataire = lu::<i64>(&ligne, 3) == 1;
        let client = banc.client(&lu::<String>(&ligne, if destinataire { 4 } else { 5 })).await;
        if parcourir(&client, &id, destinataire).await {
            suites.insert(lu::<String>(&ligne, 1));
            types.insert(lu::<String>(&ligne, 2));
        }
    }
    // A loan that runs is a matter of weeks: the small world may hold none.
    suites.remove("aide en cours");
    let attendues = ["accompagnement", "aide", "candidature", "diagnostic", "inscription", "rien", "évaluation"];
    assert_eq!(suites.into_iter().collect::<Vec<_>>(), attendues);
    let couplees = ["AIDE_MOBILITE", "DIAGNOSTIC_MOBILITE", "EVALUATION_LINGUISTIQUE", "FORMATION_LINGUISTIQUE", "IAE"];
    assert!(couplees.iter().all(|type_| types.contains(*type_)), "{types:?}");
}

fn lu<T: TryGetable>(ligne: &QueryResult, colonne: usize) -> T {
    ligne.try_get_by_index(colonne).expect("column")
}

/// Tries every state in turn from where the referral is: false when this party does not read it.
async fn parcourir(client: &Client, id: &str, destinataire: bool) -> bool {
    for vers in StatutPrescription::VALEURS {
        let Some(lue) = lire(client, id).await else { return false };
        let listees = lue["actionsPermises"][0]["vers"].as_array().cloned().unwrap_or_default();
        let listee = listees.contains(&json!(vers.code));
        if !destinataire && vers.code != "ANNULEE" {
            assert!(!listee, "{lue}");
            continue;
        }
        let (operation, input) = if destinataire {
            ("Repondre", json!({ "id": id, "version": lue["version"], "vers": vers.code, "motif": "AUTRE" }))
        } else {
            ("Annuler", json!({ "id": id, "version": lue["version"] }))
        };
        let reponse = client.operer(DOCUMENT, operation, json!({ "input": input })).await;
        if reponse.statut == 403 {
            assert!(!listee, "{lue}");
            continue;
        }
        let refus: Vec<String> = reponse.refus().into_iter().map(str::to_owned).collect();
        let attendu: &[&str] = if listee { &[] } else { &["TRANSITION_INTERDITE"] };
        assert_eq!(refus, attendu, "{} of {lue}: {}", vers.code, reponse.corps);
    }
    true
}

async fn lire(client: &Client, id: &str) -> Option<Value> {
    let lu = client.operer(DOCUMENT, "Lire", json!({ "id": id })).await;
    lu.corps["data"]["prescription"].as_object().map(|p| json!(p))
}
