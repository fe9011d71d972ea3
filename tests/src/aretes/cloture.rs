//! The database's own fence: a read without any predicate returns the rows of the caller, and nobody's without a caller.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, TransactionTrait, TryGetable};
use uuid::Uuid;

use super::attendu::Attendu;
use super::causes::{Causes, jour};
use super::dossier::Vue;
use super::personas::{Persona, mettre_en_place};
use super::pieces::{self, INVITATION, Pieces};
use super::regles::Portee;
use super::vie::Vie;
use crate::harnais::Banc;

const GRAINE: u64 = 11;
const GESTES: usize = 60;
const CHEMINS: usize = 39;
/// Callers without an agent: the database knows partners, agents are the code's.
const APPELANTS: [&str; 9] =
    ["departement-31", "caf-31", "pole-emploi-31", "cibc-82", "formation-82", "cocagne-31", "wimoov-31", "bi-31", "worldline"];

#[derive(Clone, Copy)]
enum Permises {
    Personnes,
    Renvois,
    /// Open persons, and those of the referrals that are open without their person.
    Concernees,
}

/// Each table of personal rows, and the column that is compared with what is open.
const TABLES: [(&str, &str, Permises); 13] = [
    ("allocataire", "id", Permises::Personnes),
    ("mot", "allocataire_id", Permises::Personnes),
    ("besoin", "allocataire_id", Permises::Personnes),
    ("reference_externe", "allocataire_id", Permises::Personnes),
    ("parcours", "allocataire_id", Permises::Personnes),
    ("designation", "allocataire_id", Permises::Personnes),
    ("orientation", "allocataire_id", Permises::Personnes),
    ("suspension", "allocataire_id", Permises::Personnes),
    ("contrat", "allocataire_id", Permises::Personnes),
    ("prescription", "id", Permises::Renvois),
    ("transition_prescription", "prescription_id", Permises::Renvois),
    ("echeance where responsable_id is distinct from passerelle_partenaire()", "allocataire_id", Permises::Concernees),
    ("evenement where destinataire_id is null and allocataire_id is not null", "allocataire_id", Permises::Concernees),
];

/// Tables of rows that a party or a follower made.
const PIECES: [(&str, &str); 10] = [
    ("etape", "Etape"),
    ("demande_reorientation", "DemandeReorientation"),
    ("rendez_vous", "RendezVous"),
    ("accompagnement", "Accompagnement"),
    ("invitation", INVITATION),
    ("evaluation_linguistique", "EvaluationLinguistique"),
    ("inscription_formation", "InscriptionFormation"),
    ("candidature", "Candidature"),
    ("contrat_insertion", "ContratInsertion"),
    ("pass_iae", "PassIae"),
];

pub async fn seconde_cloture(banc: &Banc) {
    if banc.base.moteur() == DbBackend::Sqlite {
        return;
    }
    mettre_en_place(banc).await;
    let mut vie = Vie::nouvelle(banc, GRAINE);
    vie.vivre(GESTES).await;
    vie.accompagner().await;
    vie.apprendre().await;
    vie.employer().await;
    vie.cheminer(CHEMINS).await;
    let pieces = pieces::lire(banc).await;
    let causes = Causes::lire(banc, &vie.receptions).await;
    sans_appelant(banc).await;
    for cle in APPELANTS {
        let persona = Persona::lire(banc, cle).await;
        verifier(banc, &persona, &Attendu::de(&persona, &causes), &pieces).await;
    }
    sans_appelant(banc).await;
}

fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

async fn lignes(tx: &DatabaseTransaction, sql: &str) -> Vec<QueryResult> {
    tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
}

/// A transaction of the server's own login, for nobody.
async fn transaction(banc: &Banc) -> DatabaseTransaction {
    let tx = banc.base.connexion_systeme().begin().await.expect("transaction");
    let roles = lignes(&tx, "select cast(current_user as text), rolsuper or rolbypassrls from pg_roles where rolname = current_user").await;
    assert_eq!((lu::<String>(&roles[0], 0), lu::<bool>(&roles[0], 1)), ("serveur".to_owned(), false));
    tx
}

async fn sans_appelant(banc: &Banc) {
    let tx = transaction(banc).await;
    let tables = TABLES.iter().map(|(table, ..)| *table).chain(PIECES.iter().map(|(table, _)| *table));
    for table in
        tables.chain(["lien_dossier", "intervenant", "signataire", "acces", "idempotence", "evenement where destinataire_id is not null"])
    {
        assert_eq!(lignes(&tx, &format!("select 1 from {table}")).await.len(), 0, "{table}");
    }
    tx.rollback().await.expect("rollback");
}

/// What the server says of a caller at the start of each of its transactions.
async fn declarer(tx: &DatabaseTransaction, p: &Persona, jour: NaiveDate) {
    let departements = p.departements.join(" ");
    let si = |vrai: bool, texte: &str| if vrai { texte.to_owned() } else { String::new() };
    let payeur = p.est("CAF") || p.est("MSA");
    for (nom, valeur) in [
        ("acteur", "partenaire".to_owned()),
        ("partenaire", p.partenaire.to_string()),
        ("jour", jour.to_string()),
        ("clos_depuis", (jour - Months::new(6)).to_string()),
        ("departements", si(p.est("DEPARTEMENT"), &departements)),
        ("departements_payeur", si(payeur, &departements)),
        ("departements_accueil", departements.clone()),
        ("organisme", si(payeur, &p.type_)),
        ("accompagne", si(p.regle.porte(Portee::Detail) && !p.est("DEPARTEMENT"), "oui")),
    ] {
        lignes(tx, &format!("select set_config('passerelle.{nom}', '{valeur}', true)")).await;
    }
}

/// The fence knows rows and not classes: it holds parcours and needs of an open person, and health to its parties.
async fn verifier(banc: &Banc, persona: &Persona, attendu: &Attendu<'_>, pieces: &Pieces) {
    let tx = transaction(banc).await;
    declarer(&tx, persona, jour(banc.horloge.instant())).await;
    let personnes = attendu.personnes();
    let (surs, possibles) = attendu.renvois();
    let concernees: BTreeSet<Uuid> = personnes.iter().copied().chain(attendu.personnes_de(&possibles)).collect();
    for (table, colonne, permises) in TABLES {
        let lues: BTreeSet<Uuid> = lignes(&tx, &format!("select {colonne} from {table}")).await.iter().map(|l| lu(l, 0)).collect();
        let (requises, permises) = match permises {
            Permises::Personnes => (if table == "allocataire" { &personnes } else { &BTreeSet::new() }, &personnes),
            Permises::Renvois => (&surs, &possibles),
            Permises::Concernees => (&BTreeSet::new(), &concernees),
        };
        comparer(persona, table, &lues, (requises, permises));
    }
    for (table, type_) in PIECES {
        let lues = lignes(&tx, &format!("select id from {table}")).await.iter().map(|l| lu(l, 0)).collect();
        let requises = pieces[type_].iter().filter(|p| attendu.vue(type_, p) != Vue::Fermee).map(|p| p.id).collect();
        let permises = pieces[type_].iter().filter(|p| attendu.approche(p, &possibles)).map(|p| p.id).collect();
        comparer(persona, table, &lues, (&requises, &permises));
    }
    for (sql, permis) in
        [("select distinct destinataire_id from evenement where destinataire_id is not null", true), ("select id from acces", false)]
    {
        let autres = lignes(&tx, sql).await.iter().filter(|l| !permis || lu::<Uuid>(l, 0) != persona.partenaire).count();
        assert_eq!(autres, 0, "{} {sql}", persona.cle);
    }
    tx.rollback().await.expect("rollback");
}

fn comparer(persona: &Persona, table: &str, lues: &BTreeSet<Uuid>, (requises, permises): (&BTreeSet<Uuid>, &BTreeSet<Uuid>)) {
    let (fuites, manques): (Vec<_>, Vec<_>) = (lues.difference(permises).collect(), requises.difference(lues).collect());
    let premiere = fuites.first();
    assert!(
        premiere.is_none() && manques.is_empty(),
        "{} {table} : {} à tort {premiere:?}, {} absentes",
        persona.cle,
        fuites.len(),
        manques.len()
    );
}
