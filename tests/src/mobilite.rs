//! Mobility: diagnoses, loans, the fund and its envelope, and who reads what of them.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire};

mod couplage;
mod enveloppe;
mod fonds;
mod haute_garonne;
mod pret;
mod regards;
mod regles;

pub const DOCUMENT: &str = "
    fragment Aid on AideMobilite {
        id version statut nature motif debut fin solutionPerenne coutTotal montantDemande montantPropose montantAccorde montantVerse
        obligationTiers motifRefus recours decideeLe verseeLe demandeur { nom } instructeur { nom } agentDemandeur { nom }
        actionsPermises { mutation vers } pieces { libelle fournieLe } versements { montant le a tiers reference }
        pret { du au renduLe tarifJournalier vehicule { id libelle } } prescription { id statut }
        activite { employeur typeContrat commune { nom } } historique { de vers commentaire par { nom } }
        eligibilite { code satisfaite } allocataire { nom }
    }
    fragment Dgm on DiagnosticMobilite { id realiseLe permis vehicule freins solutionsProposees synthese plateforme { nom } allocataire { nom } }
    fragment Veh on Vehicule { id version type libelle tarifJournalier horsService plateforme { nom } }
    mutation Creer($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { allocataire { id } erreurs { code message } } }
    mutation Ouvrir($input: OuvrirParcoursInput!) { ouvrirParcours(input: $input) { parcours { id version } erreurs { code message } } }
    mutation Orienter($input: OrienterInput!) { orienter(input: $input) { parcours { id version } erreurs { code champ message } } }
    mutation Demarrer($input: DemarrerAccompagnementInput!) {
        demarrerAccompagnement(input: $input) { accompagnement { id } erreurs { code champ message } }
    }
    mutation Prescrire($input: PrescrireInput!) { prescrire(input: $input) { prescription { id } erreurs { code message } } }
    mutation Repondre($input: RepondrePrescriptionInput!) {
        repondrePrescription(input: $input) { prescription { id version statut } erreurs { code champ message } }
    }
    mutation Annuler($input: AnnulerPrescriptionInput!) { annulerPrescription(input: $input) { prescription { statut } erreurs { code } } }
    mutation Diagnostiquer($input: EnregistrerDiagnosticMobiliteInput!) {
        enregistrerDiagnosticMobilite(input: $input) { diagnosticMobilite { ...Dgm } erreurs { code champ message regle } }
    }
    mutation Apporter($input: ApporterAideInput!) { apporterAide(input: $input) { aideMobilite { ...Aid } erreurs { code champ message regle } } }
    mutation Prolonger($input: ModifierPretInput!) { modifierPret(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } } }
    mutation Terminer($input: TerminerAideInput!) { terminerAide(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } } }
    mutation Publier($input: PublierVehiculeInput!) { publierVehicule(input: $input) { vehicule { ...Veh } erreurs { code champ message } } }
    mutation Modifier($input: ModifierVehiculeInput!) { modifierVehicule(input: $input) { vehicule { ...Veh } erreurs { code champ message } } }
    mutation Demander($input: DemanderAideMobiliteInput!) {
        demanderAideMobilite(input: $input) { aideMobilite { ...Aid } erreurs { code champ message regle } }
    }
    mutation Completer($input: CompleterAideMobiliteInput!) {
        completerAideMobilite(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } }
    }
    mutation Decider($input: DeciderAideMobiliteInput!) {
        deciderAideMobilite(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } }
    }
    mutation Verser($input: VerserAideMobiliteInput!) { verserAideMobilite(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } } }
    mutation Retirer($input: AnnulerAideMobiliteInput!) { annulerAideMobilite(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } } }
    mutation Recourir($input: DeposerRecoursInput!) { deposerRecours(input: $input) { aideMobilite { ...Aid } erreurs { code champ message } } }
    mutation Fixer($input: FixerEnveloppeInput!) {
        fixerEnveloppe(input: $input) { enveloppe { annee votee engagee versee disponible dispositif { code } } erreurs { code champ message } }
    }
    query Aide($id: ID!) { node(id: $id) { ...Aid } }
    query Diagnostic($id: ID!) { node(id: $id) { ...Dgm } }
    query Prescription($id: ID!) {
        prescription(id: $id) { id version statut suite { integree achevee besoinLeve } diagnosticMobilite { ...Dgm } aidesMobilite { ...Aid } }
    }
    query Personne($id: ID!) {
        allocataire(id: $id) { nom actionsPermises { mutation } aidesMobilite { nombreTotal nodes { id statut } } diagnosticsMobilite { id freins } }
    }
    query Enveloppes { enveloppes(departement: \"82\", annee: 2026) { annee votee engagee versee disponible dispositif { code } } }
    query Libre($plateforme: ID!, $du: Date!, $au: Date!) { vehicules(plateforme: $plateforme) { id disponible(du: $du, au: $au) } }
    query Eligible($id: ID!, $nature: NatureAideMobilite!, $motif: MotifAideMobilite!, $du: Boolean) {
        eligibiliteMobilite(allocataireId: $id, dispositifCode: \"fare-82\", nature: $nature, motif: $motif, obligationTiers: $du) {
            code satisfaite constat
        }
    }
";

pub async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

pub fn centimes(montant: &str) -> i64 {
    montant.replace('.', "").parse().expect("cents")
}

pub fn euros(centimes: i64) -> String {
    format!("{}.{:02}", centimes / 100, centimes % 100)
}

/// The only field of a query about one object.
async fn lire(client: &Client, operation: &str, id: &str) -> Value {
    let lu = client.operer(DOCUMENT, operation, json!({ "id": id })).await;
    lu.donnees().as_object().and_then(|d| d.values().next()).expect("one field").clone()
}

fn texte(charge: &Value, chemin: &str) -> String {
    charge.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("no {chemin} in {charge}")).to_owned()
}

/// The refusals: the code of each, the field, the rule that gives it.
#[track_caller]
fn refus(reponse: &Reponse) -> Vec<(String, String, Option<String>)> {
    let erreurs = reponse.charge()["erreurs"].as_array().expect("errors");
    let mot = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    erreurs.iter().map(|e| (mot(&e["code"]), mot(&e["champ"][1]), e["regle"].as_str().map(str::to_owned))).collect()
}

#[track_caller]
fn premier_refus(reponse: &Reponse) -> (String, String) {
    let (code, champ, _) = refus(reponse).into_iter().next().unwrap_or_else(|| panic!("no refusal: {}", reponse.corps));
    (code, champ)
}

fn ainsi(code: &str, champ: &str) -> (String, String) {
    (code.to_owned(), champ.to_owned())
}

/// Tarn-et-Garonne at work: a social worker, who instructs, and the mobility platform.
pub struct Scene<'a> {
    banc: &'a Banc,
    pub ass: Client,
    pub aides: Client,
    pub plateforme: Client,
    /// Cents that the synthetic world has engaged and paid on the envelope of the year.
    pub deja: [i64; 2],
}

impl<'a> Scene<'a> {
    pub async fn de(banc: &'a Banc) -> Self {
        let lignes = banc.lignes("select engagee, versee from enveloppe where annee = 2026", []).await;
        let lu = |colonne: usize| lignes.first().map_or(0, |l| l.try_get_by_index::<i64>(colonne).expect("cents"));
        Self {
            deja: [lu(0), lu(1)],
            banc,
            ass: banc.client("departement-82/ass").await,
            aides: banc.client("departement-82/aides").await,
            plateforme: banc.client("montauban-services").await,
        }
    }

    /// A person on RSA, or as said.
    async fn personne(&self, nom: &str, faits: Value) -> String {
        let mut input = json!({
            "departement": "82", "nom": nom, "prenom": "Camille", "dateNaissance": "1990-02-03", "statutDroitRsa": "OUVERT",
            "droitOuvertLe": "2024-01-15", "telephone": "0563000000",
        });
        input.as_object_mut().expect("object").extend(faits.as_object().cloned().unwrap_or_default());
        texte(appeler(&self.ass, "Creer", input).await.effet(), "/allocataire/id")
    }

    pub async fn orienter(&self, personne: &str, vers: &str) -> String {
        let ouvert = appeler(&self.ass, "Ouvrir", json!({ "allocataireId": personne })).await.effet()["parcours"].clone();
        let input = json!({
            "parcoursId": ouvert["id"], "version": ouvert["version"], "modalite": "SOCIOPROFESSIONNEL",
            "versPartenaireId": ecrire_partenaire(self.banc, vers).await, "mode": "GESTIONNAIRE",
        });
        appeler(&self.ass, "Orienter", input).await.effet();
        texte(&ouvert, "/id")
    }

    /// On RSA and followed by the Département.
    pub async fn suivie(&self, nom: &str) -> String {
        let personne = self.personne(nom, json!({})).await;
        self.orienter(&personne, "departement-82").await;
        personne
    }

    pub async fn prescrire(&self, personne: &str, type_: &str) -> String {
        let input = json!({
            "allocataireId": personne, "type": type_, "accordPersonne": true, "besoin": "MOBILITE",
            "destinataireId": Genre::Partenaire.ecrire(self.plateforme.partenaire),
        });
        texte(appeler(&self.ass, "Prescrire", input).await.effet(), "/prescription/id")
    }

    pub async fn accepter(&self, prescription: &str) {
        appeler(&self.plateforme, "Repondre", json!({ "id": prescription, "version": 1, "vers": "ACCEPTEE" })).await.effet();
    }

    /// A referral to the platform, which accepts it.
    async fn adresser(&self, personne: &str, type_: &str) -> String {
        let id = self.prescrire(personne, type_).await;
        self.accepter(&id).await;
        id
    }

    pub fn diagnostic(personne: &str, prescription: &str) -> Value {
        json!({
            "allocataireId": personne, "prescriptionId": prescription, "realiseLe": "2026-06-15", "permis": ["B"], "vehicule": false,
            "freins": ["SANS_VEHICULE", "HORAIRES_ATYPIQUES"], "solutionsProposees": ["LOCATION_QUATRE_ROUES", "PERMIS_CONDUIRE"],
            "synthese": "Permis, pas de voiture, équipes de nuit.",
        })
    }

    /// A person sent, received and diagnosed: the two ids.
    pub async fn diagnostiquee(&self, nom: &str) -> (String, String) {
        let personne = self.personne(nom, json!({})).await;
        let prescription = self.adresser(&personne, "AIDE_MOBILITE").await;
        appeler(&self.plateforme, "Diagnostiquer", Self::diagnostic(&personne, &prescription)).await.effet();
        (personne, prescription)
    }

    pub async fn vehicule(&self, libelle: &str) -> String {
        let input = json!({ "type": "VOITURE", "libelle": libelle, "tarifJournalier": "5.00" });
        texte(appeler(&self.plateforme, "Publier", input).await.effet(), "/vehicule/id")
    }

    pub async fn preter(&self, (personne, prescription): &(String, String), vehicule: &str, (du, au): (&str, &str)) -> Reponse {
        let input = json!({
            "allocataireId": personne, "prescriptionId": prescription, "dispositifCode": "mobilite-82", "nature": "LOCATION_QUATRE_ROUES",
            "motif": "PRISE_EMPLOI", "vehiculeId": vehicule, "debut": du, "fin": au,
        });
        appeler(&self.plateforme, "Apporter", input).await
    }

    pub fn demande(personne: &str) -> Value {
        json!({
            "allocataireId": personne, "dispositifCode": "fare-82", "nature": "PERMIS_CONDUIRE", "motif": "PRISE_EMPLOI",
            "coutTotal": "1500.00", "montantDemande": "900.00", "obligationTiers": false, "pieces": ["Devis de l'auto-école"],
            "activite": { "employeur": "Vergers du Quercy", "debut": "2026-07-01", "typeContrat": "CDD de 8 mois", "commune": "82121" },
        })
    }

    pub async fn demander(&self, personne: &str) -> Value {
        appeler(&self.ass, "Demander", Self::demande(personne)).await.effet()["aideMobilite"].clone()
    }

    pub async fn decider(&self, aide: &Value, suite: Value) -> Reponse {
        let mut input = json!({ "id": aide["id"], "version": aide["version"] });
        input.as_object_mut().expect("object").extend(suite.as_object().cloned().unwrap_or_default());
        appeler(&self.aides, "Decider", input).await
    }

    /// A request granted for so much.
    pub async fn accorder(&self, personne: &str, montant: &str) -> Reponse {
        let aide = self.demander(personne).await;
        let instruite = self.decider(&aide, json!({ "vers": "EN_INSTRUCTION" })).await.effet()["aideMobilite"].clone();
        self.decider(&instruite, json!({ "vers": "ACCORDEE", "montantAccorde": montant })).await
    }

    pub async fn verser(&self, aide: &Value, montant: &str) -> Reponse {
        let input = json!({ "id": aide["id"], "version": aide["version"], "montant": montant, "le": self.banc.horloge.instant().date_naive(), "a": "BENEFICIAIRE" });
        appeler(&self.aides, "Verser", input).await
    }

    /// So much more than what is engaged already.
    pub async fn voter(&self, montant: &str) -> Reponse {
        let votee = euros(centimes(montant) + self.deja[0]);
        appeler(&self.aides, "Fixer", json!({ "dispositifCode": "fare-82", "annee": 2026, "votee": votee })).await
    }

    /// Voted, engaged, paid, beyond what was there.
    async fn enveloppe(&self) -> [String; 3] {
        let lues = self.aides.operer(DOCUMENT, "Enveloppes", json!({})).await;
        let lue = |champ: &str| centimes(&texte(&lues.donnees()["enveloppes"][0], &format!("/{champ}")));
        [lue("votee") - self.deja[0], lue("engagee") - self.deja[0], lue("versee") - self.deja[1]].map(euros)
    }

    async fn echeances(&self, genre: Genre, id: &str) -> Vec<String> {
        let id: Uuid = genre.lire(id).expect("id");
        self.banc.colonne("select code from echeance where objet_id = $1 order by code", [id.into()]).await
    }
}
