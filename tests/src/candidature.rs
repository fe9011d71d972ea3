//! Applications and insertion contracts: who moves them, what they are given, what goes with them, who reads them.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, prescrire};

mod aide;
mod contrat;
mod couplage;
mod regards;
mod table;

pub const DOCUMENT: &str = "
    fragment Cnd on Candidature {
        id version statut message deposeeLe entretienLe prescripteur { nom } poste { id intitule } allocataire { nom telephone }
        actionsPermises { mutation vers } historique { de vers motif commentaire par { nom } } contrat { id }
    }
    fragment Cti on ContratInsertion {
        id version type debut finPrevue beneficiaireRsaALEmbauche sortie { le motif categorie } structure { nom } poste { id postesRestants }
        renouvellements { finPrevue derogation } paliers { aPartirDu heuresHebdomadaires } actionsPermises { mutation }
        immersions { id employeur du au objet bilan } allocataire { nom } referent { partenaire { nom } }
        pass { id numero debut fin statut joursRestants suspensions { du au motif } prolongations { motif } }
    }
    mutation Creer($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { allocataire { id } erreurs { code message } } }
    mutation Ouvrir($input: OuvrirParcoursInput!) { ouvrirParcours(input: $input) { parcours { id version } erreurs { code message } } }
    mutation Publier($input: PublierPosteIaeInput!) { publierPosteIae(input: $input) { posteIae { id } erreurs { code champ message } } }
    mutation Candidater($input: CandidaterInput!) { candidater(input: $input) { candidature { ...Cnd } erreurs { code champ message } } }
    mutation Repondre($input: RepondreCandidatureInput!) { repondreCandidature(input: $input) { candidature { ...Cnd } erreurs { code champ message } } }
    mutation Retirer($input: RetirerCandidatureInput!) { retirerCandidature(input: $input) { candidature { ...Cnd } erreurs { code champ message } } }
    mutation Transferer($input: TransfererCandidatureInput!) {
        transfererCandidature(input: $input) { candidature { ...Cnd } erreurs { code champ message } }
    }
    mutation Embaucher($input: EmbaucherInput!) { embaucher(input: $input) { contratInsertion { ...Cti } erreurs { code champ message regle } } }
    mutation Renouveler($input: RenouvelerContratInsertionInput!) {
        renouvelerContratInsertion(input: $input) { contratInsertion { ...Cti } erreurs { code champ message } }
    }
    mutation Modifier($input: ModifierContratInsertionInput!) {
        modifierContratInsertion(input: $input) { contratInsertion { ...Cti } erreurs { code champ message } }
    }
    mutation Immerger($input: DeclarerImmersionInput!) {
        declarerImmersion(input: $input) { contratInsertion { ...Cti } erreurs { code champ message } }
    }
    mutation Terminer($input: TerminerContratInsertionInput!) {
        terminerContratInsertion(input: $input) { contratInsertion { ...Cti } erreurs { code champ message } }
    }
    mutation RepondrePrescription($input: RepondrePrescriptionInput!) {
        repondrePrescription(input: $input) { prescription { id statut } erreurs { code champ message } }
    }
    query Candidature($id: ID!) { node(id: $id) { ...Cnd } }
    query Contrat($id: ID!) { node(id: $id) { ...Cti } }
    query Prescription($id: ID!) {
        prescription(id: $id) { statut suite { retenue integree achevee } candidature { id statut } historique { vers motif par { nom } } }
    }
    query Personne($id: ID!) {
        allocataire(id: $id) { nom telephone actionsPermises { mutation } candidatures { nombreTotal nodes { id statut } } }
    }
    query Poste($id: ID!) { node(id: $id) { ... on PosteIae { statut postesRestants candidatures { nombreTotal nodes { id statut } } } } }
    query Aide($id: ID!) {
        node(id: $id) { ... on StructureIae { contratsEnCours aideDepartementale(annee: 2026) {
            allocatairesEmbauches moisPresence montant montantLectureAnnuelle equivalentsTempsPlein detail { moisPresence montant contrat { id } }
        } } }
    }
    query Refusees($motif: MotifRefusCandidature!) { allocataires(filtre: { refusCandidature: $motif }) { nodes { nom } } }
    query Siennes { candidatures(first: 100) { nombreTotal nodes { id statut allocataire { nom } } } }
    query Etapes($id: ID!) {
        allocataire(id: $id) { parcoursActif { etapes { nodes { type statut origine { __typename } } } } }
    }
";

async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

/// The only field of a query about one object.
async fn lire(client: &Client, operation: &str, id: &Value) -> Value {
    let lu = client.operer(DOCUMENT, operation, json!({ "id": id })).await;
    lu.donnees().as_object().and_then(|d| d.values().next()).expect("one field").clone()
}

#[track_caller]
fn refus(reponse: &Reponse) -> (String, String) {
    let erreurs = &reponse.charge()["erreurs"];
    let mot = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    assert!(erreurs[0].is_object(), "no refusal: {}", reponse.corps);
    (mot(&erreurs[0]["code"]), mot(&erreurs[0]["champ"][1]))
}

fn ainsi(code: &str, champ: &str) -> (String, String) {
    (code.to_owned(), champ.to_owned())
}

pub fn fondre(mut a: Value, b: &Value) -> Value {
    a.as_object_mut().expect("object").extend(b.as_object().cloned().unwrap_or_default());
    a
}

/// Haute-Garonne at work: a social worker who proposes, and two structures; the first operates a dispositif that opens short
/// contracts and few hours.
pub struct Scene<'a> {
    pub banc: &'a Banc,
    pub ass: Client,
    pub cocagne: Client,
    pub girou: Client,
    /// A post of each structure.
    pub postes: [Value; 2],
}

impl<'a> Scene<'a> {
    pub async fn de(banc: &'a Banc) -> Self {
        let (cocagne, girou) = (banc.client("cocagne-31").await, banc.client("jardins-girou").await);
        let postes = [poste(banc, &cocagne, 5).await, poste(banc, &girou, 1).await];
        Self { banc, ass: banc.client("departement-31/ass").await, cocagne, girou, postes }
    }

    pub async fn personne(&self, nom: &str) -> Value {
        let input = json!({ "departement": "31", "nom": nom, "prenom": "Camille", "dateNaissance": "1990-02-03", "telephone": "0561000000",
            "statutDroitRsa": "OUVERT", "droitOuvertLe": "2025-01-01" });
        appeler(&self.ass, "Creer", input).await.effet()["allocataire"]["id"].clone()
    }

    pub async fn candidater(&self, personne: &Value, poste: usize) -> Value {
        let input = json!({ "allocataireId": personne, "posteId": self.postes[poste], "message": "Motivée" });
        appeler(&self.ass, "Candidater", input).await.effet()["candidature"].clone()
    }

    pub fn structure(&self, poste: usize) -> &Client {
        [&self.cocagne, &self.girou][poste]
    }

    /// An answer of the structure.
    pub async fn repondre(&self, poste: usize, c: &Value, suite: Value) -> Reponse {
        let input = fondre(json!({ "id": c["id"], "version": c["version"] }), &suite);
        appeler(self.structure(poste), "Repondre", input).await
    }

    /// An application that its structure has accepted.
    pub async fn acceptee(&self, personne: &Value, poste: usize) -> Value {
        let mut c = self.candidater(personne, poste).await;
        for vers in ["A_L_ETUDE", "ACCEPTEE"] {
            c = self.repondre(poste, &c, json!({ "vers": vers })).await.effet()["candidature"].clone();
        }
        c
    }

    async fn embaucher(&self, poste: usize, c: &Value, suite: Value) -> Reponse {
        let input = json!({ "candidatureId": c["id"], "version": c["version"], "debut": "2026-06-15", "finPrevue": "2026-12-14",
            "heuresHebdomadaires": 26 });
        appeler(self.structure(poste), "Embaucher", fondre(input, &suite)).await
    }

    async fn contrat(&self, personne: &Value, poste: usize) -> Value {
        let c = self.acceptee(personne, poste).await;
        self.embaucher(poste, &c, json!({})).await.effet()["contratInsertion"].clone()
    }

    /// The first structure hires the person, today and for six months.
    pub async fn employer(&self, personne: &str) {
        let c = self.acceptee(&json!(personne), 0).await;
        let jour = self.banc.horloge.instant().with_timezone(&chrono_tz::Tz::Europe__Paris).date_naive();
        let suite = json!({ "debut": jour, "finPrevue": jour + chrono::Months::new(6) });
        self.embaucher(0, &c, suite).await.effet();
    }

    /// An act on a contract, by its structure.
    async fn agir(&self, operation: &str, contrat: &Value, suite: Value) -> Reponse {
        let cle = if operation == "Immerger" { "contratId" } else { "id" };
        appeler(&self.cocagne, operation, fondre(json!({ cle: contrat["id"], "version": contrat["version"] }), &suite)).await
    }
}

/// An open post of the partner's first structure of that kind, with so many places.
pub async fn poste(banc: &Banc, client: &Client, places: i64) -> Value {
    let sql = "select id from structure_iae where partenaire_id = $1 and type = 'ACI' order by nom";
    let structures: Vec<Uuid> = banc.colonne(sql, [client.partenaire.into()]).await;
    let input = json!({ "structureId": Genre::StructureIae.ecrire(structures[0]), "intitule": "Aide maraîcher", "codeRome": "A1414",
        "typeContrat": "CDDI", "heuresHebdomadaires": 26, "nombrePostes": places, "publics": ["BENEFICIAIRE_RSA"] });
    appeler(client, "Publier", input).await.effet()["posteIae"]["id"].clone()
}

/// A referral of the scene's social worker to the first structure.
async fn adresser(scene: &Scene<'_>, personne: &Value) -> Value {
    let destinataire = ecrire_partenaire(scene.banc, "cocagne-31").await;
    json!(prescrire(&scene.ass, personne.as_str().expect("id"), ("IAE", &destinataire)).await)
}
