//! Accompaniments and appointments: what the pactes' data allow, what goes together, and who reads it.

use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire};

mod capacite;
mod couplage;
mod cumul;
mod presence;
mod publics;
mod regards;
mod terme;

const DOCUMENT: &str = "
    fragment Rdv on RendezVous { id version objet mode lieu fixeLe prevuLe presence partenaire { nom } }
    fragment Acm on Accompagnement {
        id version debut fin issue motif suiviJusquAu dispositif { code } partenaire { nom } intervenants { partenaire { nom } }
    }
    fragment Prs on Prescription { id version statut accompagnement { id version } rendezVous { ...Rdv } suite { integree achevee } }
    fragment Prc on Parcours {
        id version statut
        accompagnements { ...Acm }
        rendezVous { nombreTotal nodes { ...Rdv } }
        alertes { code regle echeance }
    }
    mutation Creer($input: CreerAllocataireInput!) { creerAllocataire(input: $input) { allocataire { id } erreurs { code message } } }
    mutation Ouvrir($input: OuvrirParcoursInput!) { ouvrirParcours(input: $input) { parcours { id version } erreurs { code message } } }
    mutation Orienter($input: OrienterInput!) { orienter(input: $input) { parcours { id version } erreurs { code champ message } } }
    mutation Clore($input: CloturerParcoursInput!) { cloturerParcours(input: $input) { parcours { statut } erreurs { code message } } }
    mutation Agent($input: EnregistrerAgentInput!) { enregistrerAgent(input: $input) { agent { id } erreurs { code message } } }
    mutation Demarrer($input: DemarrerAccompagnementInput!) {
        demarrerAccompagnement(input: $input) { accompagnement { ...Acm } erreurs { code champ message regle } }
    }
    mutation Terminer($input: TerminerAccompagnementInput!) {
        terminerAccompagnement(input: $input) { accompagnement { ...Acm } erreurs { code champ message regle } }
    }
    mutation Fixer($input: FixerRendezVousInput!) {
        fixerRendezVous(input: $input) { rendezVous { ...Rdv } erreurs { code champ message regle } }
    }
    mutation Relever($input: ReleverRendezVousInput!) {
        releverRendezVous(input: $input) { rendezVous { ...Rdv } erreurs { code champ message regle } }
    }
    mutation Prescrire($input: PrescrireInput!) { prescrire(input: $input) { prescription { id } erreurs { code message } } }
    mutation Repondre($input: RepondrePrescriptionInput!) {
        repondrePrescription(input: $input) { prescription { id version statut } erreurs { code champ message } }
    }
    mutation Annuler($input: AnnulerPrescriptionInput!) {
        annulerPrescription(input: $input) { prescription { statut } erreurs { code champ message } }
    }
    query Parcours($id: ID!) { parcours(id: $id) { ...Prc } }
    query Prescription($id: ID!) { prescription(id: $id) { ...Prs } }
    query Accompagnement($id: ID!) { node(id: $id) { ...Acm } }
    query RendezVous($id: ID!) { node(id: $id) { ...Rdv } }
    query Personne($id: ID!) { allocataire(id: $id) { nom } }
";

async fn appeler(client: &Client, operation: &str, input: Value) -> Reponse {
    client.operer(DOCUMENT, operation, json!({ "input": input })).await
}

async fn lire(client: &Client, operation: &str, id: &str) -> Value {
    let lu = client.operer(DOCUMENT, operation, json!({ "id": id })).await;
    lu.donnees().as_object().and_then(|d| d.values().next()).expect("one field").clone()
}

fn texte(charge: &Value, chemin: &str) -> String {
    charge.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("no {chemin} in {charge}")).to_owned()
}

/// The first refusal: its code and the rule that gives it.
#[track_caller]
fn refus(reponse: &Reponse) -> (&str, Option<&str>) {
    let erreur = &reponse.charge()["erreurs"][0];
    (erreur["code"].as_str().unwrap_or_default(), erreur["regle"].as_str())
}

fn interne(genre: Genre, id: &str) -> Uuid {
    genre.lire(id).expect("id")
}

/// A Département at work in its own département.
struct Scene<'a> {
    banc: &'a Banc,
    conseil: Client,
    departement: &'static str,
}

impl<'a> Scene<'a> {
    /// As a social worker of the Département, or as its own system where the directory knows no professional.
    async fn du(banc: &'a Banc, departement: &'static str) -> Self {
        let persona = if departement == "64" { "departement-64".to_owned() } else { format!("departement-{departement}/ass") };
        Self { banc, conseil: banc.client(&persona).await, departement }
    }

    async fn partenaire(&self, cle: &str) -> String {
        ecrire_partenaire(self.banc, cle).await
    }

    /// A person with these facts; her parcours is not open.
    async fn personne(&self, nom: &str, faits: Value) -> String {
        let mut input = json!({ "departement": self.departement, "nom": nom, "prenom": "Camille", "dateNaissance": "1990-02-03" });
        let faits = faits.as_object().cloned().unwrap_or_default();
        input.as_object_mut().expect("object").extend(faits);
        texte(appeler(&self.conseil, "Creer", input).await.effet(), "/allocataire/id")
    }

    async fn parcours(&self, personne: &str) -> String {
        texte(appeler(&self.conseil, "Ouvrir", json!({ "allocataireId": personne })).await.effet(), "/parcours/id")
    }

    /// A person on RSA with an open parcours.
    async fn allocataire(&self, nom: &str) -> String {
        let personne = self.personne(nom, json!({ "statutDroitRsa": "OUVERT", "droitOuvertLe": "2024-01-15" })).await;
        self.parcours(&personne).await
    }

    async fn orienter(&self, parcours: &str, vers: &str) {
        let version = self.version(parcours).await;
        let input = json!({
            "parcoursId": parcours, "version": version, "modalite": "SOCIOPROFESSIONNEL",
            "versPartenaireId": self.partenaire(vers).await, "mode": "GESTIONNAIRE",
        });
        appeler(&self.conseil, "Orienter", input).await.effet();
    }

    async fn version(&self, parcours: &str) -> Value {
        lire(&self.conseil, "Parcours", parcours).await["version"].clone()
    }

    async fn demarrer(&self, parcours: &str, (dispositif, operateur): (&str, &str)) -> Reponse {
        let operateur = self.partenaire(operateur).await;
        let input = json!({ "parcoursId": parcours, "dispositifCode": dispositif, "partenaireId": operateur });
        appeler(&self.conseil, "Demarrer", input).await
    }

    /// Ends it today; the accompaniment as it then reads.
    async fn terminer(&self, id: &str, issue: &str) -> Value {
        let version = lire(&self.conseil, "Accompagnement", id).await["version"].clone();
        let input = json!({ "accompagnementId": id, "version": version, "issue": issue });
        appeler(&self.conseil, "Terminer", input).await.effet()["accompagnement"].clone()
    }

    /// A referral, accepted by its recipient.
    async fn adresser(&self, personne: &str, (type_, destinataire): (&str, &Client)) -> String {
        let input = json!({
            "allocataireId": personne, "type": type_, "accordPersonne": true,
            "destinataireId": Genre::Partenaire.ecrire(destinataire.partenaire),
        });
        let id = texte(appeler(&self.conseil, "Prescrire", input).await.effet(), "/prescription/id");
        appeler(destinataire, "Repondre", json!({ "id": id, "version": 1, "vers": "ACCEPTEE" })).await.effet();
        id
    }

    async fn echeances(&self, objet: Uuid) -> Vec<String> {
        self.banc.colonne("select code from echeance where objet_id = $1 order by code", [objet.into()]).await
    }
}
