//! Lines that every writer gets, and what each must say of them.

use api::export::{COLONNES, Ecrivain, Fichier, Format, Ligne, Profil, Sujet, Valeur};
use chrono::{DateTime, NaiveDate, Utc};
use domain::indicateur::{ModeIndicateur, Part, QualiteValeur, ValeurImprimee, ValeurIndicateur};
use domain::mesure::{Centiemes, Dimension, Periode};
use domain::pacte::UniteIndicateur;
use domain::territoire::{Territoire, TypeTerritoire};
use uuid::Uuid;

use crate::exports::lecteurs::{self, Table};

fn jour(texte: &str) -> NaiveDate {
    texte.parse().expect("day")
}

fn instant(texte: &str) -> DateTime<Utc> {
    texte.parse().expect("instant")
}

fn sujet() -> Sujet {
    Sujet {
        pacte: "31-2019-2021".to_owned(),
        fiche: Some("1.1".to_owned()),
        code: "1.1/a".to_owned(),
        libelle: "Part des \"entrants\" orientés ; en moins d'un mois, à l'œuvre".to_owned(),
        unite: UniteIndicateur::Pourcentage,
        mode: ModeIndicateur::Calcule,
    }
}

fn territoire() -> Territoire {
    Territoire {
        id: Uuid::from_u128(1),
        departement: "31".to_owned(),
        code: "31-lauragais".to_owned(),
        nom: "Lauragais".to_owned(),
        type_: TypeTerritoire::Sdsei,
        parent: None,
        communes: Vec::new(),
        note: None,
    }
}

/// One value with every cell, its texts taken from this one.
fn pleine(texte: &str) -> ValeurIndicateur {
    let part = |dimension| Part { dimension, code: "CODE".to_owned(), libelle: texte.to_owned() };
    ValeurIndicateur {
        periode: Periode { du: jour("2021-01-01"), au: jour("2021-12-31") },
        libelle_periode: "Année 2021".to_owned(),
        territoire: Some(Uuid::from_u128(1)),
        parts: vec![part(Dimension::Sexe), part(Dimension::TrancheAge)],
        valeur: Some(Centiemes(-1_250)),
        texte: Some(texte.to_owned()),
        numerateur: Some(Centiemes(123_456_789_012_345)),
        denominateur: Some(Centiemes(7)),
        mediane: Some(Centiemes(1_200)),
        quantile90: Some(Centiemes(0)),
        imprimee: Some(ValeurImprimee {
            texte: texte.to_owned(),
            precision: Some(texte.to_owned()),
            source: "page 12".to_owned(),
            anomalie: Some("A12".to_owned()),
        }),
        declaree_par: Some(Uuid::from_u128(2)),
        declaree_le: Some(instant("2022-02-03T04:05:06.789012Z")),
        publiee_le: Some(instant("1969-12-31T23:59:59.999999Z")),
        qualite: QualiteValeur::Observee,
        version_definition: 3,
        cohorte_mature: false,
        justification: Some(texte.to_owned()),
        source: "Mesure".to_owned(),
        etabli_le: instant("2022-03-04T05:06:07Z"),
        ecart: Some(Centiemes(-5)),
    }
}

/// One with nothing that may lack.
fn nue() -> ValeurIndicateur {
    ValeurIndicateur {
        territoire: None,
        parts: Vec::new(),
        valeur: None,
        texte: Some(String::new()),
        numerateur: None,
        denominateur: None,
        mediane: None,
        quantile90: None,
        imprimee: None,
        declaree_par: None,
        declaree_le: None,
        publiee_le: None,
        qualite: QualiteValeur::SecretStatistique,
        cohorte_mature: true,
        justification: None,
        ecart: None,
        ..pleine("")
    }
}

/// Texts that break readers, and more lines than one group of rows holds.
pub fn valeurs(nombre: usize) -> Vec<ValeurIndicateur> {
    let textes = ["=1+1", "+33", "-12 %", "@SOMME(A1)", "\tonglet", "\rretour", "a\r\nb", "l'été, \"cité\"; 12,5", " =espace", "'='"];
    textes.iter().copied().map(pleine).chain([nue()]).cycle().take(nombre).collect()
}

pub fn ecrire(format: Format, profil: Profil, valeurs: &[ValeurIndicateur]) -> Vec<u8> {
    let (sujet, territoire) = (sujet(), territoire());
    let notice = vec![("Pacte".to_owned(), "=31-2019-2021".to_owned())];
    let mut ecrivain = Ecrivain::nouveau(Fichier::vierge().expect("file"), (format, profil), notice).expect("writer");
    for valeur in valeurs {
        ecrivain.ecrire(&ligne(&sujet, &territoire, valeur)).expect("line");
    }
    let (mut octets, fichier) = (Vec::new(), Fichier::fini(ecrivain.finir().expect("end")).expect("file"));
    fichier.copier(&mut octets).expect("copy");
    assert_eq!(fichier.taille, octets.len() as u64);
    octets
}

fn ligne<'a>(sujet: &'a Sujet, territoire: &'a Territoire, valeur: &'a ValeurIndicateur) -> Ligne<'a> {
    let plein = valeur.territoire.is_some();
    Ligne {
        sujet,
        territoire: plein.then_some(territoire),
        declaree_par: plein.then_some("CAF de la Haute-Garonne"),
        objectif: plein.then_some(Centiemes(9_000)),
        valeur,
    }
}

/// What every format must say.
pub fn attendue(valeurs: &[ValeurIndicateur]) -> Table {
    let (sujet, territoire) = (sujet(), territoire());
    let lignes = valeurs.iter().map(|v| {
        let ligne = ligne(&sujet, &territoire, v);
        COLONNES.iter().map(|c| (c.lire)(&ligne).map(canonique)).collect()
    });
    Table { lignes: lignes.collect(), colonnes: COLONNES.iter().map(|c| c.nom.to_owned()).collect() }
}

fn canonique(valeur: Valeur<'_>) -> String {
    match valeur {
        Valeur::Texte(texte) => texte.to_owned(),
        Valeur::Entier(entier) => entier.to_string(),
        Valeur::Decimal(nombre) => nombre.to_string(),
        Valeur::Jour(jour) => jour.to_string(),
        Valeur::Instant(le) => lecteurs::instant(le),
        Valeur::Booleen(vrai) => vrai.to_string(),
    }
}
