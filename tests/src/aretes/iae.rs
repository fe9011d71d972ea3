//! Applications and insertion contracts in a life: each state for each party, hires that make the others lapse, exits.

use chrono::{Months, TimeDelta};
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::causes::jour;
use super::pieces::lu;
use super::vie::Vie;
use crate::harnais::prescrire;

/// A caller of the walk, and a structure that competes with it.
const STRUCTURES: [&str; 2] = ["cocagne-31", "arpade-confluence"];
/// Who proposes people, one after the other: the Département, then those that follow some.
const PRESCRIPTEURS: [&str; 4] = ["departement-31", "pole-emploi-31", "ccas-toulouse", "agence-3i-31"];
/// What becomes of the applications to a structure, by each prescriber.
const SUITES: [&[&str]; 8] = [
    &["A_L_ETUDE", "ACCEPTEE", "EMBAUCHEE"],
    &["A_L_ETUDE", "VIVIER"],
    &["A_L_ETUDE", "ACCEPTEE", "EMBAUCHEE", "SORTIE"],
    &[],
    &["A_L_ETUDE", "REFUSEE"],
    &["A_L_ETUDE"],
    &["DESISTEE"],
    &["A_L_ETUDE", "ANNULEE"],
];

const SUIVIES: &str = "select distinct l.allocataire_id from lien_dossier l where l.partenaire_id = $1 and l.nature in (1, 2) \
    and l.departement = '31' and l.identite_jusquau = '9999-12-31' order by l.allocataire_id";
const STRUCTURE: &str = "select id from structure_iae where partenaire_id = $1 and type = 'ACI' order by id";
const DERNIERE: &str =
    "select id, version, poste_id from candidature where allocataire_id = $1 and employeur_id = $2 order by deposee_le desc, id desc";
const CONTRAT: &str = "select id, version from contrat_insertion where allocataire_id = $1 and termine_le is null";

impl Vie<'_> {
    /// Everyone proposes to both structures; what one hires lapses at the other.
    pub async fn employer(&mut self) {
        for cle in STRUCTURES {
            self.offrir(cle).await;
        }
        for (rang, prescripteur) in PRESCRIPTEURS.into_iter().enumerate() {
            let personnes = self.proposables(prescripteur).await;
            for (n, personne) in personnes.into_iter().skip(rang).step_by(3).take(SUITES.len()).enumerate() {
                self.proposer(prescripteur, STRUCTURES[1], (personne, n)).await;
                if self.proposer(prescripteur, STRUCTURES[0], (personne, n)).await {
                    self.suivre_candidature((prescripteur, STRUCTURES[0]), personne, SUITES[n]).await;
                }
                if n % 4 == 3 {
                    self.suivre_candidature((prescripteur, STRUCTURES[1]), personne, SUITES[0]).await;
                }
            }
        }
        for acte in
            ["candidater", "repondreCandidature", "retirerCandidature", "embaucher", "declarerImmersion", "terminerContratInsertion"]
        {
            assert!(self.faits.contains_key(acte), "rien de {acte} : {:?}", self.faits);
        }
    }

    async fn offrir(&mut self, cle: &str) {
        let structures: Vec<Uuid> = self.banc.colonne(STRUCTURE, [self.banc.partenaire(cle).await.into()]).await;
        let input = json!({ "structureId": Genre::StructureIae.ecrire(structures[0]), "intitule": "Aide maraîcher", "codeRome": "A1414",
            "typeContrat": "CDDI", "heuresHebdomadaires": 26, "nombrePostes": 20, "publics": ["BENEFICIAIRE_RSA"] });
        assert!(self.agir(cle, "publierPosteIae", input).await);
        self.banc.horloge.avancer(TimeDelta::seconds(1));
    }

    /// Those whom the caller may propose: all of the Département's, or those that it follows.
    async fn proposables(&self, prescripteur: &str) -> Vec<Uuid> {
        let partenaire = self.banc.partenaire(prescripteur).await;
        let personnes: Vec<Uuid> = if prescripteur.starts_with("departement") {
            self.banc.colonne("select id from allocataire where departement = '31' order by id", []).await
        } else {
            self.banc.colonne(SUIVIES, [partenaire.into()]).await
        };
        let pris: Vec<Uuid> = self.banc.colonne("select allocataire_id from candidature where close_le is null", []).await;
        let employes: Vec<Uuid> = self.banc.colonne("select allocataire_id from contrat_insertion where termine_le is null", []).await;
        personnes.into_iter().filter(|p| !pris.contains(p) && !employes.contains(p)).collect()
    }

    /// To the last post of the structure; one out of two by the Département, on a referral.
    async fn proposer(&mut self, prescripteur: &str, structure: &str, (personne, n): (Uuid, usize)) -> bool {
        let employeur = self.banc.partenaire(structure).await;
        let sql = "select id from poste_iae where partenaire_id = $1 and statut = 'OUVERT' and type_contrat = 'CDDI' order by publie_le desc, id desc";
        let postes: Vec<Uuid> = self.banc.colonne(sql, [employeur.into()]).await;
        let personne = Genre::Allocataire.ecrire(personne);
        let mut input = json!({ "allocataireId": personne, "posteId": Genre::PosteIae.ecrire(postes[0]), "message": "Motivée" });
        if prescripteur.starts_with("departement") && n % 2 == 0 && structure == STRUCTURES[0] {
            let client = self.client(prescripteur).await;
            input["prescriptionId"] = json!(prescrire(&client, &personne, ("IAE", &Genre::Partenaire.ecrire(employeur))).await);
        }
        let faite = self.agir(prescripteur, "candidater", input).await;
        self.banc.horloge.avancer(TimeDelta::seconds(1));
        faite
    }

    async fn suivre_candidature(&mut self, (prescripteur, structure): (&str, &str), personne: Uuid, suite: &[&str]) {
        for vers in suite {
            let employeur = self.banc.partenaire(structure).await;
            let lignes = self.banc.lignes(DERNIERE, [personne.into(), employeur.into()]).await;
            let mut input = json!({ "id": Genre::Candidature.ecrire(lu(&lignes[0], 0)), "version": lu::<i64>(&lignes[0], 1) });
            match *vers {
                "EMBAUCHEE" => self.employer_sur(structure, personne, input).await,
                "SORTIE" => self.sortir(structure, personne).await,
                "DESISTEE" => {
                    input["motif"] = json!("EN_FORMATION");
                    assert!(self.agir(prescripteur, "retirerCandidature", input).await);
                }
                vers => {
                    input["vers"] = json!(vers);
                    input["motif"] = if ["REFUSEE", "ANNULEE"].contains(&vers) { json!("AUTRE") } else { Value::Null };
                    input["commentaire"] = json!("Vu");
                    assert!(self.agir(structure, "repondreCandidature", input).await);
                }
            }
            self.banc.horloge.avancer(TimeDelta::seconds(1));
        }
    }

    /// The contract, its PASS, an immersion, and a renewal beyond what the law lets be.
    async fn employer_sur(&mut self, structure: &str, personne: Uuid, candidature: Value) {
        let jour = jour(self.banc.horloge.instant());
        let dans = |mois| jour + Months::new(mois);
        let input = json!({ "candidatureId": candidature["id"], "version": candidature["version"], "debut": jour, "finPrevue": dans(6),
            "heuresHebdomadaires": 26 });
        assert!(self.agir(structure, "embaucher", input).await);
        let pass = json!({ "pass": { "numero": format!("99999{}", personne.as_u128() % 10_000_000), "debut": jour, "fin": dans(12) } });
        self.contrat(structure, personne, "modifierContratInsertion", ("id", pass)).await;
        let immersion = json!({ "employeur": "Vergers", "du": jour + TimeDelta::days(7), "au": jour + TimeDelta::days(14),
            "objet": "CONFIRMER_UN_PROJET", "bilan": "Vu" });
        self.contrat(structure, personne, "declarerImmersion", ("contratId", immersion)).await;
        let renouvellement = json!({ "finPrevue": dans(30), "derogation": "Formation en cours" });
        self.contrat(structure, personne, "renouvelerContratInsertion", ("id", renouvellement)).await;
    }

    async fn sortir(&mut self, structure: &str, personne: Uuid) {
        let le = jour(self.banc.horloge.instant());
        self.contrat(structure, personne, "terminerContratInsertion", ("id", json!({ "le": le, "motif": "CDI" }))).await;
    }

    async fn contrat(&mut self, structure: &str, personne: Uuid, acte: &'static str, (cle, mut input): (&str, Value)) {
        let lignes = self.banc.lignes(CONTRAT, [personne.into()]).await;
        input[cle] = json!(Genre::ContratInsertion.ecrire(lu(&lignes[0], 0)));
        input["version"] = json!(lu::<i64>(&lignes[0], 1));
        assert!(self.agir(structure, acte, input).await, "{acte}");
        self.banc.horloge.avancer(TimeDelta::seconds(1));
    }
}
