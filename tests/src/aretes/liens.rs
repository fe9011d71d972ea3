//! The table of relations is nothing but its causes: rebuilt from them after a whole life, it is the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use super::causes::{ACHEVEES, Causes, Designation, EN_ATTENTE, Reception, Renvoi, SANS_SUITE, apres, jour, veille};
use super::personas::mettre_en_place;
use super::vie::Vie;
use crate::harnais::Banc;

const GRAINES: [u64; 2] = [7, 31];
const VIES: usize = 3;
const GESTES: usize = 45;
const JOURS_REFERENCE: u64 = 30;
const JOURS_ADRESSE: u64 = 90;

/// Person, partner, nature, object.
type Cle = (Uuid, Uuid, i64, Uuid);

/// Agent, day of the opening, last days of contact and of identity.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Relation {
    agent: Option<Uuid>,
    ouverte: NaiveDate,
    contact: NaiveDate,
    identite: NaiveDate,
}

pub async fn liens_reconstruits(banc: &Banc) {
    mettre_en_place(banc).await;
    for graine in GRAINES {
        println!("graine {graine}");
        let mut vie = Vie::nouvelle(banc, graine);
        for _ in 0..VIES {
            vie.vivre(GESTES).await;
            let causes = Causes::lire(banc, &vie.receptions).await;
            let (lues, attendues) = (lire(banc).await, reconstruire(&causes));
            let ecarts: Vec<_> = lues
                .keys()
                .chain(attendues.keys())
                .filter(|cle| lues.get(*cle) != attendues.get(*cle))
                .map(|cle| (cle, lues.get(cle), attendues.get(cle)))
                .collect();
            assert!(
                ecarts.is_empty(),
                "graine {graine}, {:?}, {} écarts (clé, lue, attendue) : {:#?}",
                vie.faits,
                ecarts.len(),
                &ecarts[..ecarts.len().min(3)]
            );
        }
        banc.executer("delete from lien_dossier where nature = 256", []).await;
    }
}

async fn lire(banc: &Banc) -> BTreeMap<Cle, Relation> {
    fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
        l.try_get_by_index(colonne).expect("column")
    }
    let lignes = banc.lignes("select allocataire_id, partenaire_id, nature, objet_id, agent_id, ouvert_le, contact_jusquau, identite_jusquau from lien_dossier", []).await;
    let une = |l: &QueryResult| {
        let relation = Relation { agent: lu(l, 4), ouverte: jour(lu(l, 5)), contact: lu(l, 6), identite: lu(l, 7) };
        ((lu(l, 0), lu(l, 1), lu(l, 2), lu(l, 3)), relation)
    };
    lignes.iter().map(une).collect()
}

fn sans_fin() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("date")
}

fn reconstruire(causes: &Causes) -> BTreeMap<Cle, Relation> {
    let references = causes.designations.iter().map(reference);
    let adresses = causes.renvois.iter().flat_map(parties);
    let mut toutes: BTreeMap<Cle, Relation> = references.chain(adresses).collect();
    for reception in &causes.receptions {
        accueillir(&mut toutes, reception);
    }
    toutes
}

fn reference(d: &Designation) -> (Cle, Relation) {
    let contact = d.fin.unwrap_or_else(sans_fin);
    let identite = d.fin.map_or_else(sans_fin, |fin| apres(fin, JOURS_REFERENCE));
    ((d.personne, d.partenaire, 1, d.parcours), Relation { agent: d.agent, ouverte: d.debut, contact, identite })
}

fn parties(r: &Renvoi) -> [(Cle, Relation); 2] {
    let statut = r.statut.as_str();
    let fin = veille(jour(r.passee_le));
    let (contact, identite) = match statut {
        _ if SANS_SUITE.contains(&statut) => (fin, fin),
        _ if ACHEVEES.contains(&statut) => (fin, apres(fin, JOURS_ADRESSE)),
        _ => (sans_fin(), sans_fin()),
    };
    let jamais = NaiveDate::from_ymd_opt(1, 1, 1).expect("date");
    let recue = if EN_ATTENTE.contains(&statut) { jamais } else { contact };
    let relation = |agent, contact| Relation { agent, ouverte: jour(r.emise_le), contact, identite };
    [((r.personne, r.destinataire, 4, r.id), relation(None, recue)), ((r.personne, r.prescripteur, 8, r.id), relation(r.agent, contact))]
}

/// Received again while the first reception runs, a person stays open since the first; after it, since the second.
fn accueillir(toutes: &mut BTreeMap<Cle, Relation>, r: &Reception) {
    let neuve = Relation { agent: r.agent, ouverte: jour(r.le), contact: r.fin, identite: r.fin };
    let place = toutes.entry((r.personne, r.partenaire, 256, r.personne)).or_insert_with(|| neuve.clone());
    if place.identite < jour(r.le) {
        *place = neuve;
    } else {
        (place.contact, place.identite) = (r.fin, r.fin);
    }
}
