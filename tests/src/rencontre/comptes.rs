//! The counts of a meeting are those of its rows, whatever was done and in whatever order.

use chrono::TimeDelta;
use domain::identifiant::{Genre, Hasard};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DOCUMENT, agir, alc, compter, invites, organiser, relever, suivies};
use crate::harnais::{Banc, Client, sur_les_deux_moteurs};

sur_les_deux_moteurs!(les_comptes_sont_ceux_des_lignes);

const GRAINE: u64 = 31;
const ACTES: usize = 200;

const ORIENTER: &str = "mutation($input: OrienterInput!) { orienter(input: $input) { erreurs { code champ message } } }";

/// Rows as a statement counts them, in the order of the columns.
const LIGNES: &str = "select (select count(*) from invitation i where i.rencontre_id = r.id), \
    (select count(*) from invitation i where i.rencontre_id = r.id and i.presence = 'PRESENT'), \
    (select count(*) from invitation i where i.rencontre_id = r.id and i.presence = 'EXCUSE'), \
    (select count(distinct o.allocataire_id) from orientation o where o.rencontre_id = r.id), \
    r.invites, r.presents, r.excuses, r.orientes from rencontre r where r.id = $1";

struct Marche<'a> {
    banc: &'a Banc,
    conseil: Client,
    hasard: Hasard,
    gens: Vec<Uuid>,
    rencontres: Vec<String>,
    /// Acts that the rules accepted.
    faits: usize,
}

async fn les_comptes_sont_ceux_des_lignes(banc: &Banc) {
    println!("seed {GRAINE}");
    let conseil = banc.client("departement-31").await;
    let mut marche =
        Marche { banc, hasard: Hasard::graine(GRAINE), gens: suivies(banc, "31", 12).await, rencontres: Vec::new(), conseil, faits: 0 };
    for titre in ["Premier", "Deuxième"] {
        let input = json!({ "type": "KIOSQUE_INSERTION", "titre": titre, "le": "2026-06-15T07:00:00Z" });
        marche.rencontres.push(organiser(&marche.conseil, &input).await);
    }
    for rang in 0..ACTES {
        marche.agir(rang).await;
    }
    assert!(marche.faits * 3 > ACTES, "{} of {ACTES} acts were accepted", marche.faits);
    let (mut orientes, mut lues) = (0, 0);
    for rencontre in &marche.rencontres {
        orientes += compter(banc, "select orientes from rencontre where id = $1", rencontre).await;
        let invites = invites(&marche.conseil, rencontre).await;
        let noeuds = invites["nodes"].as_array().expect("nodes");
        lues += noeuds.iter().filter(|n| n["orientation"]["modalite"] == "SOCIAL").count();
    }
    assert!(lues > 0 && usize::try_from(orientes) == Ok(lues), "{orientes} oriented, {lues} read");
}

impl Marche<'_> {
    fn tirer(&self, parmi: usize) -> usize {
        usize::try_from(u64::from_le_bytes(self.hasard.octets()) % parmi as u64).expect("rank")
    }

    async fn agir(&mut self, rang: usize) {
        let (rencontre, personne) = (self.rencontres[self.tirer(2)].clone(), self.gens[self.tirer(self.gens.len())]);
        let fait = match self.tirer(10) {
            0..3 => self.changer(&rencontre, "ajouterInvites", personne).await,
            3 => self.changer(&rencontre, "retirerInvites", personne).await,
            4..9 => self.relever(&rencontre, personne).await,
            _ => self.orienter(&rencontre, personne).await,
        };
        self.faits += usize::from(fait);
        for rencontre in &self.rencontres {
            let id = Genre::Rencontre.lire(rencontre).expect("id");
            let lignes = self.banc.lignes(LIGNES, [id.into()]).await;
            let comptes: Vec<i64> = (0..8).map(|colonne| lignes[0].try_get_by_index(colonne).expect("count")).collect();
            assert_eq!(comptes[..4], comptes[4..], "seed {GRAINE}, act {rang}");
        }
    }

    async fn changer(&self, rencontre: &str, champ: &str, personne: Uuid) -> bool {
        let lue = self.conseil.operer(DOCUMENT, "Lire", json!({ "id": rencontre })).await;
        let version = lue.donnees()["node"]["version"].clone();
        let input = json!({ "id": rencontre, "version": version, champ: [alc(personne)] });
        agir(&self.conseil, "Modifier", &input).await.refus().is_empty()
    }

    async fn relever(&self, rencontre: &str, personne: Uuid) -> bool {
        let presence = ["PRESENT", "EXCUSE", "ABSENT"][self.tirer(3)];
        relever(&self.conseil, rencontre, personne, presence).await.refus().is_empty()
    }

    /// Days go by between two orientations of a parcours.
    async fn orienter(&self, rencontre: &str, personne: Uuid) -> bool {
        self.banc.horloge.avancer(TimeDelta::days(8));
        let sql = "select id, version from parcours where allocataire_id = $1 and clos_le is null";
        let lignes = self.banc.lignes(sql, [personne.into()]).await;
        let (parcours, version): (Uuid, i64) =
            (lignes[0].try_get_by_index(0).expect("id"), lignes[0].try_get_by_index(1).expect("version"));
        let input: Value = json!({
            "parcoursId": Genre::Parcours.ecrire(parcours), "version": version, "modalite": "SOCIAL", "mode": "KIOSQUE",
            "versPartenaireId": Genre::Partenaire.ecrire(self.conseil.partenaire), "rencontreId": rencontre,
        });
        self.conseil.demander(ORIENTER, json!({ "input": input })).await.refus().is_empty()
    }
}
