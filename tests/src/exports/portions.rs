//! What HTTP says of a file: its name, its digest, its ranges.

use axum::http::header;
use chrono::TimeDelta;

use super::{DECLARES, declarer, demander, entete, fichier, obtenir};
use crate::harnais::{Banc, sur_les_deux_moteurs};

sur_les_deux_moteurs!(
    une_table_recomptee_et_pareille_est_le_meme_fichier,
    les_memes_octets_ne_partent_pas_deux_fois,
    les_portions_sont_celles_d_un_seul_fichier,
    une_tete_a_la_taille_du_corps
);

async fn les_memes_octets_ne_partent_pas_deux_fois(banc: &Banc) {
    let client = banc.client("departement-64").await;
    let chemin = format!("/exports/indicateurs.csv?{DECLARES}");
    let premiere = obtenir(&client, &chemin).await;
    let etag = entete(&premiere, header::ETAG).to_owned();
    assert!(etag.starts_with('"') && etag.len() == 66, "{etag}");
    assert_eq!(entete(&premiere, header::CONTENT_TYPE), "text/csv; charset=utf-8; header=present");
    assert_eq!(entete(&premiere, header::CACHE_CONTROL), "private, no-cache");
    assert_eq!(
        entete(&premiere, header::CONTENT_DISPOSITION),
        "attachment; filename=\"indicateurs_64-2018-2021_2025-01-01_2025-12-31_annee.csv\""
    );
    assert!(premiere.entetes.contains_key("ratelimit-remaining"));
    // Encoded, the bytes would not be those of the digest.
    let comprimee = demander(&client, "GET", &chemin, &[(header::ACCEPT_ENCODING, "gzip, br")]).await;
    assert_eq!((entete(&comprimee, header::CONTENT_ENCODING), entete(&comprimee, header::ETAG)), ("", etag.as_str()));
    assert_eq!(comprimee.octets, premiere.octets);
    let suivante = demander(&client, "GET", &chemin, &[(header::IF_NONE_MATCH, &etag)]).await;
    assert_eq!((suivante.statut, suivante.octets.len(), entete(&suivante, header::ETAG)), (304, 0, etag.as_str()));
    declarer(banc, "Depuis").await;
    let changee = demander(&client, "GET", &chemin, &[(header::IF_NONE_MATCH, &etag)]).await;
    assert_eq!(changee.statut, 200);
    assert_ne!(entete(&changee, header::ETAG), etag);
}

/// DuckDB asks for the size, then for the end, then for columns: a value declared meanwhile must not mix two files.
async fn les_portions_sont_celles_d_un_seul_fichier(banc: &Banc) {
    let client = banc.client("departement-64").await;
    let chemin = format!("/exports/indicateurs.parquet?{DECLARES}");
    let entier = obtenir(&client, &chemin).await;
    assert_eq!(entete(&entier, header::ACCEPT_RANGES), "bytes");
    declarer(banc, "Entre deux portions").await;
    let (mut lus, pas) = (Vec::new(), 5_000);
    while lus.len() < entier.octets.len() {
        let etendue = format!("bytes={}-{}", lus.len(), lus.len() + pas - 1);
        let portion = demander(&client, "GET", &chemin, &[(header::RANGE, &etendue)]).await;
        let fin = (lus.len() + pas).min(entier.octets.len()) - 1;
        assert_eq!(portion.statut, 206);
        assert_eq!(entete(&portion, header::CONTENT_RANGE), format!("bytes {}-{fin}/{}", lus.len(), entier.octets.len()));
        assert_eq!(entete(&portion, header::ETAG), entete(&entier, header::ETAG));
        lus.extend_from_slice(&portion.octets);
    }
    assert!(lus == entier.octets, "the ranges make the file");
    let fin = demander(&client, "GET", &chemin, &[(header::RANGE, "bytes=-4")]).await;
    assert_eq!((fin.statut, &fin.octets[..]), (206, &b"PAR1"[..]));
    let dehors = demander(&client, "GET", &chemin, &[(header::RANGE, "bytes=99999999-")]).await;
    assert_eq!((dehors.statut, entete(&dehors, header::CONTENT_RANGE)), (416, format!("bytes */{}", entier.octets.len()).as_str()));
    let nouveau = fichier(&client, &chemin).await;
    assert!(nouveau != entier.octets, "a whole file is of now");
    let ancien = [(header::RANGE, "bytes=0-9"), (header::IF_RANGE, entete(&entier, header::ETAG))];
    let reprise = demander(&client, "GET", &chemin, &ancien).await;
    assert!(reprise.statut == 200 && reprise.octets == nouveau, "a client that has another file gets this one whole");
}

async fn une_tete_a_la_taille_du_corps(banc: &Banc) {
    let client = banc.client("departement-64").await;
    for extension in ["csv", "parquet", "xlsx", "ndjson"] {
        let chemin = format!("/exports/indicateurs.{extension}?{DECLARES}");
        let (tete, corps) = (demander(&client, "HEAD", &chemin, &[]).await, obtenir(&client, &chemin).await);
        assert_eq!((tete.statut, tete.octets.len()), (200, 0));
        assert_eq!(entete(&tete, header::CONTENT_LENGTH), corps.octets.len().to_string());
        assert_eq!(entete(&tete, header::ETAG), entete(&corps, header::ETAG));
    }
}

/// Values counted from the files say when they were; counted again and found the same, they are not sent again within the hour.
async fn une_table_recomptee_et_pareille_est_le_meme_fichier(banc: &Banc) {
    let client = banc.client("departement-31").await;
    let chemin = "/exports/indicateurs.ndjson?pacte=31-convention-pauvrete-2019-2021&du=2026-01-01&au=2026-05-15&pas=PERIODE";
    let premiere = obtenir(&client, chemin).await;
    let etag = entete(&premiere, header::ETAG).to_owned();
    assert!(String::from_utf8_lossy(&premiere.octets).contains("2026-06-15T09:00:00.000000Z"), "no value is counted at once");
    banc.horloge.avancer(TimeDelta::minutes(59));
    assert_eq!(demander(&client, "GET", chemin, &[(header::IF_NONE_MATCH, &etag)]).await.statut, 304);
    banc.horloge.avancer(TimeDelta::minutes(2));
    let suivante = demander(&client, "GET", chemin, &[(header::IF_NONE_MATCH, &etag)]).await;
    assert!(suivante.statut == 200 && entete(&suivante, header::ETAG) != etag, "an hour later it says when it was counted anew");
}
