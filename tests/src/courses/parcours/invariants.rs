//! What must hold whatever was drawn: the rules of the field by the rows, and every acknowledged act by what it left.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::identifiant::Genre;
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use super::{Entree, Scene};
use crate::harnais::Banc;

pub async fn verifier(banc: &Banc, scene: &Scene, journal: &[Entree]) {
    assert!(journal.iter().filter(|e| e.reussie()).count() > journal.len() / 10, "races that almost all lose prove nothing");
    rien_de_perdu(banc, journal).await;
    for personne in &scene.personnes {
        let id = Genre::Allocataire.lire(personne).expect("id");
        un_parcours_a_la_fois(banc, id).await;
        accompagnements_compatibles(banc, id).await;
    }
    let parcours: Vec<Uuid> = journal.iter().filter(|e| e.operation == "Ouvrir" && e.reussie()).filter_map(Entree::uuid).collect();
    assert!(!parcours.is_empty());
    for id in parcours {
        un_referent_a_toute_date(banc, id).await;
        orientations_espacees(banc, id).await;
        etat_coherent(banc, id).await;
    }
    assert_eq!(absurdes(banc).await, Vec::<String>::new());
}

fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

/// Each acknowledged act counts once: in the version of its parcours, and in the rows that it makes.
async fn rien_de_perdu(banc: &Banc, journal: &[Entree]) {
    let mut versions: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut actes: BTreeMap<(Uuid, &str), i64> = BTreeMap::new();
    for e in journal.iter().filter(|e| e.reussie()) {
        let id = e.uuid().expect("parcours");
        // An accompaniment ends by itself, without its parcours.
        *versions.entry(id).or_default() += i64::from(e.operation != "Terminer");
        *actes.entry((id, e.operation)).or_default() += 1;
    }
    for (id, faits) in &versions {
        let version: i64 = banc.valeur("select version from parcours where id = $1", [(*id).into()]).await;
        let repris: i64 = banc.valeur(REPRIS, [(*id).into()]).await;
        assert_eq!(version, faits + repris, "versions of {id}");
        for (operation, sql) in TRACES {
            let traces: i64 = banc.valeur(&format!("select count(*) from {sql}"), [(*id).into()]).await;
            assert_eq!(traces, actes.get(&(*id, operation)).copied().unwrap_or_default(), "{operation} of {id}");
        }
    }
}

/// Returns by the ticker, which acts for nobody.
const REPRIS: &str = "select count(*) from evenement where objet_id = $1 and type = 'PARCOURS_CHANGE' and par_partenaire_id is null";

/// What each act leaves, one row an act.
const TRACES: [(&str, &str); 6] = [
    ("Ouvrir", "parcours where id = $1"),
    ("Orienter", "evenement where objet_id = $1 and type = 'PARCOURS_ORIENTE'"),
    ("Signer", "contrat where parcours_id = $1"),
    ("Demarrer", "accompagnement where parcours_id = $1"),
    ("Suspendre", "suspension where parcours_id = $1"),
    ("Cloturer", "parcours where id = $1 and clos_le is not null and sortie_motif is not null"),
];

async fn un_parcours_a_la_fois(banc: &Banc, personne: Uuid) {
    let lignes =
        banc.lignes("select ouvert_le, clos_le from parcours where allocataire_id = $1 order by ouvert_le, id", [personne.into()]).await;
    let periodes: Vec<(NaiveDate, Option<NaiveDate>)> = lignes.iter().map(|l| (lu(l, 0), lu(l, 1))).collect();
    for paire in periodes.windows(2) {
        assert!(paire[0].1.is_some_and(|fin| fin < paire[1].0), "two parcours at once: {periodes:?}");
    }
}

/// Periods store their start alone, so there is neither overlap nor hole after the first: it must not come too late.
async fn un_referent_a_toute_date(banc: &Banc, parcours: Uuid) {
    let debuts: Vec<NaiveDate> =
        banc.colonne("select debut from designation where parcours_id = $1 order by debut", [parcours.into()]).await;
    let orientee: Vec<NaiveDate> =
        banc.colonne("select debut from orientation where parcours_id = $1 order by debut limit 1", [parcours.into()]).await;
    if let Some(orientee) = orientee.first() {
        assert!(debuts.first().is_some_and(|debut| debut <= orientee), "nobody on the day of the orientation: {parcours}");
    }
    let bornes = "select count(*) from designation d join parcours c on c.id = d.parcours_id where c.id = $1 and (d.debut < c.ouvert_le or d.debut > c.clos_le)";
    assert_eq!(banc.valeur::<i64, _>(bornes, [parcours.into()]).await, 0, "a designation outside {parcours}");
    // One relation runs, the one of the last designation; none once the parcours is closed.
    let liens = "select l.partenaire_id, l.agent_id from lien_dossier l where l.objet_id = $1 and l.nature = 1 and l.identite_jusquau = '9999-12-31'";
    let liens: Vec<(Uuid, Option<Uuid>)> = banc.lignes(liens, [parcours.into()]).await.iter().map(|l| (lu(l, 0), lu(l, 1))).collect();
    let derniere = "select d.partenaire_id, d.agent_id from designation d join parcours c on c.id = d.parcours_id where c.id = $1 and c.clos_le is null order by d.debut desc limit 1";
    let derniere: Vec<(Uuid, Option<Uuid>)> = banc.lignes(derniere, [parcours.into()]).await.iter().map(|l| (lu(l, 0), lu(l, 1))).collect();
    assert_eq!(liens, derniere, "relations of {parcours}");
}

async fn orientations_espacees(banc: &Banc, parcours: Uuid) {
    let lignes = banc.lignes("select debut, modalite from orientation where parcours_id = $1 order by debut", [parcours.into()]).await;
    let debuts: Vec<NaiveDate> = lignes.iter().map(|l| lu(l, 0)).collect();
    assert!(debuts.windows(2).all(|paire| (paire[1] - paire[0]).num_days() >= 7), "{debuts:?}");
    let modalite: Option<String> = banc.valeur("select modalite from parcours where id = $1", [parcours.into()]).await;
    assert_eq!(lignes.last().map(|l| lu(l, 1)), modalite);
    let bornes = "select count(*) from orientation o join parcours c on c.id = o.parcours_id where c.id = $1 and (o.debut < c.ouvert_le or o.debut > c.clos_le)";
    assert_eq!(banc.valeur::<i64, _>(bornes, [parcours.into()]).await, 0, "an orientation outside {parcours}");
}

/// Status, dates, suspension and deadlines say the same.
async fn etat_coherent(banc: &Banc, parcours: Uuid) {
    let l = banc.lignes("select c.statut, c.clos_le, (select count(*) from suspension s where s.parcours_id = c.id and s.reprise_le is null), (select count(*) from echeance e where e.objet_id = c.id), (select count(*) from contrat k where k.parcours_id = c.id and k.rompu_le is null and k.remplace_le is null and exists (select 1 from contrat v where v.parcours_id = c.id and v.id <> k.id and v.rompu_le is null and v.remplace_le is null and v.debut <= k.fin and k.debut <= v.fin)) from parcours c where c.id = $1", [parcours.into()]).await;
    let (statut, clos): (String, Option<NaiveDate>) = (lu(&l[0], 0), lu(&l[0], 1));
    let [suspensions, echeances, contrats]: [i64; 3] = [2, 3, 4].map(|colonne| lu(&l[0], colonne));
    assert_eq!((statut == "CLOS", i64::from(statut == "SUSPENDU")), (clos.is_some(), suspensions), "{parcours} {statut}");
    assert!(clos.is_none() || echeances == 0, "a closed parcours waits for nothing");
    assert_eq!(contrats, 0, "two contracts at once on {parcours}");
}

/// No dispositif twice, no two that exclude each other, whatever the way in which they were started.
async fn accompagnements_compatibles(banc: &Banc, personne: Uuid) {
    let sql = "select d.code, a.debut, a.fin from accompagnement a join dispositif d on d.id = a.dispositif_id where a.allocataire_id = $1 order by a.debut, a.id";
    let lus: Vec<(String, NaiveDate, Option<NaiveDate>)> =
        banc.lignes(sql, [personne.into()]).await.iter().map(|l| (lu(l, 0), lu(l, 1), lu(l, 2))).collect();
    for (rang, (code, debut, fin)) in lus.iter().enumerate() {
        assert!(fin.is_none_or(|fin| fin >= *debut));
        for (autre, suivant, _) in &lus[rang + 1..] {
            let exclus = code == autre || !code.starts_with("coaching") && !autre.starts_with("coaching");
            assert!(!exclus || fin.is_some_and(|fin| fin <= *suivant), "{code} et {autre} : {lus:?}");
        }
    }
}

/// Counters equal to what they count, and nothing without its owner.
async fn absurdes(banc: &Banc) -> Vec<String> {
    let mut fautes = Vec::new();
    for sql in [
        "select count(*) from charge c where c.en_cours <> (select count(*) from accompagnement a where a.dispositif_id = c.dispositif_id and a.agent_id = c.agent_id and a.fin is null)",
        "select count(*) from charge where en_cours > 30",
        "select count(*) from suspension s join parcours c on c.id = s.parcours_id where s.reprise_le < s.du",
        "select count(*) from accompagnement a join parcours c on c.id = a.parcours_id where c.clos_le is not null and a.fin is null",
        "select count(*) from (select allocataire_id from parcours where clos_le is null group by departement, allocataire_id having count(*) > 1) v",
    ] {
        let nombre: i64 = banc.valeur(sql, []).await;
        if nombre != 0 {
            fautes.push(format!("{nombre} : {sql}"));
        }
    }
    fautes
}
