//! Summer: the claim, a kiosque missed then attended, Pôle Emploi and an overall support.

use serde_json::json;

use super::{Annee, Dossier, acte, prescrire, texte};

impl Annee<'_> {
    /// CAF receives the claim, the Département opens the parcours, and the first kiosque is missed.
    pub(super) async fn accueillir(&mut self) {
        let caf = self.regards[1].clone();
        let demande = json!({
            "departement": "31", "matricule": "7654321", "organismePayeur": "CAF", "civilite": "MADAME", "nom": "Lécuyer", "prenom": "Zoé",
            "dateNaissance": "1988-11-02", "telephone": "05 61 23 45 67", "commune": "31555", "niveauFormation": "CAP_BEP",
            "statutDroitRsa": "OUVERT", "demandeRsaLe": "2026-06-10", "droitOuvertLe": "2026-06-01", "soumisDroitsEtDevoirs": true,
            "inscritPoleEmploi": true,
        });
        let recue = acte(&caf, "Recevoir", demande).await;
        self.dossier = Dossier { banc: self.banc, personne: texte(&recue, "/allocataire/id"), id: String::new() };
        self.raconter("la CAF reçoit la demande de RSA").await;
        self.dossier = Dossier::pour(self.banc, &self.ass, self.dossier.personne.clone()).await;
        self.raconter("le Département ouvre le parcours").await;
        self.aller_au("2026-06-29").await;
        self.kiosque("ABSENT").await;
        self.raconter("elle manque le kiosque").await;
        self.aller_au("2026-07-13").await;
        self.raconter("un mois après la demande, elle n'est pas orientée").await;
    }

    /// A kiosque of today, with those who offer to follow.
    async fn kiosque(&self, presence: &str) -> String {
        let partenaires = [self.partenaire("pole-emploi-31").await, self.partenaire("agence-3i-31").await];
        let input = json!({ "type": "KIOSQUE_INSERTION", "titre": "Kiosque insertion", "le": self.banc.horloge.instant(),
            "partenaires": partenaires, "invites": [self.dossier.personne] });
        let rencontre = texte(&acte(&self.ass, "Organiser", input).await, "/rencontre/id");
        let noter = json!({ "rencontreId": rencontre, "allocataireId": self.dossier.personne, "presence": presence });
        acte(&self.ass, "Noter", noter).await.effet();
        rencontre
    }

    /// She comes to the second kiosque and chooses Pôle Emploi; a social worker joins in, a stage and a referral follow.
    pub(super) async fn confier_a_pole_emploi(&mut self) {
        let kiosque = self.kiosque("PRESENT").await;
        let diagnostic = json!({ "situation": "SANS_EMPLOI", "autonome": true, "disponible": true, "freins": ["MOBILITE"],
            "projet": "Aide-soignante", "synthese": "Prête, sans véhicule" });
        let choix = json!({ "modalite": "PROFESSIONNEL", "mode": "KIOSQUE", "rencontreId": kiosque, "choixPersonne": true,
            "agentId": self.agent("pole-emploi-31/conseiller").await, "diagnostic": diagnostic });
        self.orienter("pole-emploi-31", choix).await;
        self.raconter("au kiosque suivant, elle choisit Pôle Emploi").await;
        let pe = self.pe.clone();
        self.recevoir(&pe, 7, "PRESENT").await;
        self.accompagner_globalement().await;
        let formation = json!({ "type": "FORMATION", "libelle": "Préparation au concours", "debut": "2026-09-01" });
        self.dossier.agir(&pe, "Ajouter", formation).await.effet();
        prescrire(&pe, &self.dossier.personne, ("DIAGNOSTIC_MOBILITE", &self.partenaire("wimoov-31").await)).await;
        self.raconter("Pôle Emploi ajoute une étape et prescrit un diagnostic de mobilité").await;
        self.aller_au("2026-08-10").await;
        self.recevoir(&pe, 14, "ABSENT").await;
        self.recevoir(&pe, 7, "PRESENT").await;
    }

    async fn accompagner_globalement(&mut self) {
        let co_intervenants =
            json!([{ "partenaireId": self.partenaire("departement-31").await, "agentId": self.agent("departement-31/ass").await }]);
        let champs = json!({ "agentId": self.agent("pole-emploi-31/conseiller").await, "coIntervenants": co_intervenants });
        self.dossier.demarrer(&self.pe, ("accompagnement-global-31", "pole-emploi-31"), champs).await.effet();
        self.raconter("un accompagnement global commence, avec une assistante sociale du Département").await;
    }
}
