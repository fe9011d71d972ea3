//! The table of relations is nothing but its causes: rebuilt from them after a whole life, it is the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use super::causes::{
    ACHEVEES, Apport, Causes, Designation, EN_ATTENTE, Emploi, Inscription, Postulation, Reception, Renvoi, SANS_SUITE, apres, jour, veille,
};
use super::personas::mettre_en_place;
use super::suivis::Accompagnement;
use super::vie::Vie;
use crate::harnais::Banc;

const GRAINES: [u64; 2] = [7, 31];
const VIES: usize = 3;
const GESTES: usize = 45;
const CHEMINS: usize = 39;
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

impl Relation {
    /// A référent named and replaced on the same day leaves no designation: its relation ended before it began.
    fn erreur(&self) -> bool {
        self.identite < self.ouverte
    }
}

pub async fn liens_reconstruits(banc: &Banc) {
    mettre_en_place(banc).await;
    for graine in GRAINES {
        println!("graine {graine}");
        let mut vie = Vie::nouvelle(banc, graine);
        vie.accompagner().await;
        vie.apprendre().await;
        vie.mobiliser().await;
        vie.employer().await;
        for _ in 0..VIES {
            vie.vivre(GESTES).await;
            vie.cheminer(CHEMINS).await;
            let causes = Causes::lire(banc, &vie.receptions).await;
            let (lues, attendues) = (lire(banc).await, reconstruire(&causes));
            let ecarts: Vec<_> = lues
                .keys()
                .chain(attendues.keys())
                .filter(|cle| lues.get(*cle) != attendues.get(*cle))
                .filter(|cle| attendues.contains_key(*cle) || !lues[*cle].erreur())
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
    let mut toutes: BTreeMap<Cle, Relation> = causes.renvois.iter().flat_map(parties).collect();
    toutes.extend(causes.accompagnements.iter().flat_map(|a| soutenir(a, causes.jour)));
    toutes.extend(causes.inscriptions.iter().map(former));
    toutes.extend(causes.apports.iter().map(aider));
    toutes.extend(causes.candidatures.iter().flat_map(postuler));
    toutes.extend(causes.emplois.iter().map(employer));
    causes.designations.iter().for_each(|d| designer(&mut toutes, d));
    causes.receptions.iter().for_each(|r| accueillir(&mut toutes, r));
    toutes
}

/// Last days of contact and of identity of who followed until then.
fn reste(fin: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    fin.map_or_else(|| (sans_fin(), sans_fin()), |fin| (fin, apres(fin, JOURS_REFERENCE)))
}

/// Designated again while its relation runs, a partner follows since the first time; after it, since the second.
fn designer(toutes: &mut BTreeMap<Cle, Relation>, d: &Designation) {
    let (contact, identite) = reste(d.fin);
    let neuve = Relation { agent: d.agent, ouverte: d.debut, contact, identite };
    let place = toutes.entry((d.personne, d.partenaire, 1, d.parcours)).or_insert_with(|| neuve.clone());
    *place = Relation { ouverte: if place.identite < d.debut { d.debut } else { place.ouverte }, ..neuve };
}

fn soutenir(a: &Accompagnement, jour: NaiveDate) -> impl Iterator<Item = (Cle, Relation)> + '_ {
    let (contact, identite) = reste(a.dernier(jour));
    a.intervenants.iter().map(move |(partenaire, agent)| {
        let ouverte = super::causes::jour(a.cree_le);
        ((a.personne, *partenaire, 2, a.id), Relation { agent: *agent, ouverte, contact, identite })
    })
}

/// An aid binds who brings it while it runs, then for the days of an ended relation.
fn aider(a: &Apport) -> (Cle, Relation) {
    let fin = a.finie_le.map(|le| veille(jour(le)));
    let (contact, identite) = fin.map_or_else(|| (sans_fin(), sans_fin()), |fin| (fin, apres(fin, JOURS_ADRESSE)));
    ((a.personne, a.partenaire, 128, a.id), Relation { agent: a.agent, ouverte: jour(a.le), contact, identite })
}

/// Contact opens to the structure when it looks; what comes to nothing closes at once, and the hire leaves a trace.
fn postuler(c: &Postulation) -> [(Cle, Relation); 2] {
    let jamais = NaiveDate::from_ymd_opt(1, 1, 1).expect("date");
    let fin = c.close_le.map(|le| veille(jour(le)));
    let identite = fin.map_or_else(sans_fin, |fin| if c.statut == "EMBAUCHEE" { apres(fin, JOURS_ADRESSE) } else { fin });
    let ouvert = if c.statut == "NOUVELLE" { jamais } else { sans_fin() };
    let relation = |agent, contact| Relation { agent, ouverte: jour(c.deposee_le), contact: fin.unwrap_or(contact), identite };
    [((c.personne, c.employeur, 32, c.id), relation(None, ouvert)), ((c.personne, c.prescripteur, 32, c.id), relation(c.agent, sans_fin()))]
}

fn employer(e: &Emploi) -> (Cle, Relation) {
    let fin = e.termine_le.map(|le| veille(jour(le)));
    let identite = fin.map_or_else(sans_fin, |fin| apres(fin, JOURS_ADRESSE));
    let relation = Relation { agent: None, ouverte: jour(e.le), contact: fin.unwrap_or_else(sans_fin), identite };
    ((e.personne, e.employeur, 64, e.id), relation)
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

/// Contact opens with the confirmation; refused or taken back, all closes at once.
fn former(i: &Inscription) -> (Cle, Relation) {
    let jamais = NaiveDate::from_ymd_opt(1, 1, 1).expect("date");
    let fin = i.close_le.map(|le| veille(jour(le)));
    let trace = ["TERMINEE", "ABANDONNEE"].contains(&i.statut.as_str());
    let identite = fin.map_or_else(sans_fin, |fin| if trace { apres(fin, JOURS_ADRESSE) } else { fin });
    let ouvert = if ["PROPOSEE", "LISTE_ATTENTE"].contains(&i.statut.as_str()) { jamais } else { sans_fin() };
    ((i.personne, i.organisme, 16, i.id), Relation { agent: None, ouverte: jour(i.inscrite_le), contact: fin.unwrap_or(ouvert), identite })
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
