//! Autumn and after: another référent, a contract renewed, a suspension, a job.

use serde_json::{Value, json};

use super::{Annee, acte, fondre, jour, texte};

impl Annee<'_> {
    /// Pôle Emploi asks for a social follow-up; the équipe pluridisciplinaire adjourns, then accepts.
    pub(super) async fn reorienter(&mut self) {
        self.aller_au("2026-09-21").await;
        let demande = json!({ "modaliteDemandee": "SOCIAL", "motif": "Menace d'expulsion : le logement d'abord" });
        let demande = texte(&self.dossier.agir(&self.pe, "Demander", demande).await, "/parcours/demandesReorientation/0/id");
        self.raconter("Pôle Emploi demande une réorientation").await;
        let decider = |decision: &str, champs: Value| fondre(json!({ "demandeId": demande, "decision": decision }), champs);
        self.aller_au("2026-10-12").await;
        let ajournee =
            decider("AJOURNEE", json!({ "ajourneeAu": "2026-11-09", "avisEquipePluridisciplinaire": "Voir le bailleur d'abord" }));
        self.dossier.agir(&self.ass, "Decider", ajournee).await.effet();
        self.raconter("l'équipe pluridisciplinaire ajourne").await;
        self.aller_au("2026-11-09").await;
        self.reunir_l_equipe().await;
        let acceptee = json!({ "versPartenaireId": self.partenaire("ccas-toulouse").await, "avisEquipePluridisciplinaire": "Favorable" });
        self.dossier.agir(&self.ass, "Decider", decider("ACCEPTEE", acceptee)).await.effet();
        self.designes.push((jour(self.banc), "ccas-toulouse"));
        self.raconter("la réorientation vers le CCAS est acceptée").await;
        self.terminer_l_accompagnement().await;
    }

    async fn reunir_l_equipe(&mut self) {
        let (pe, conseil) = (self.partenaire("pole-emploi-31").await, self.partenaire("departement-31").await);
        let equipe = json!({ "type": "EQUIPE_PLURIDISCIPLINAIRE", "titre": "Équipe de novembre", "le": self.banc.horloge.instant(),
            "partenaires": [pe], "invites": [self.dossier.personne] });
        let rencontre = texte(&acte(&self.ass, "Organiser", equipe).await, "/rencontre/id");
        let personne = json!({ "rencontreId": rencontre, "allocataireId": self.dossier.personne });
        acte(&self.ass, "Noter", fondre(personne.clone(), json!({ "presence": "PRESENT" }))).await.effet();
        let releve = json!({ "accordPersonne": true, "objectifs": ["Rester dans le logement"], "moyens": ["Suivi par le CCAS"],
            "echeance": "2027-01-31", "signataires": [conseil, pe] });
        acte(&self.ass, "Consigner", fondre(personne, releve)).await.effet();
    }

    /// The predecessor ends what it had begun, in the days when it still reads.
    async fn terminer_l_accompagnement(&mut self) {
        let document = "query($id: ID!) { parcours(id: $id) { accompagnements { id version } } }";
        let lu = self.pe.demander(document, json!({ "id": self.dossier.id })).await;
        let accompagnement = &lu.donnees()["parcours"]["accompagnements"][0];
        let fin = json!({ "accompagnementId": accompagnement["id"], "version": accompagnement["version"], "issue": "REORIENTATION" });
        acte(&self.pe, "Terminer", fin).await.effet();
        self.raconter("l'accompagnement global prend fin").await;
    }

    pub(super) async fn accompagner_par_le_ccas(&mut self) {
        let ccas = self.ccas.clone();
        self.aller_au("2026-11-16").await;
        self.recevoir(&ccas, 7, "PRESENT").await;
        self.aller_au("2026-11-30").await;
        let contrat =
            json!({ "signeLe": "2026-11-30", "debut": "2026-12-01", "fin": "2027-02-28", "engagements": ["Négocier un plan d'apurement"] });
        let premier = texte(&self.dossier.signer(&ccas, contrat).await, "/parcours/contrats/0/id");
        self.raconter("elle signe un contrat d'engagement").await;
        let etape = json!({ "type": "LOGEMENT", "libelle": "Plan d'apurement", "debut": "2026-11-30" });
        let etape = texte(&self.dossier.agir(&ccas, "Ajouter", etape).await, "/parcours/etapes/nodes/0/id");
        self.raconter("le CCAS ajoute une étape").await;
        self.aller_au("2027-02-08").await;
        self.raconter("le contrat arrive à son terme").await;
        let suite = json!({ "signeLe": "2027-02-08", "debut": "2027-03-01", "fin": "2027-08-31", "engagements": ["Reprendre la recherche"], "renouvelleId": premier });
        self.dossier.signer(&ccas, suite).await.effet();
        let realisee = json!({ "etapeId": etape, "statut": "REALISEE", "resultat": "Dette soldée" });
        self.dossier.agir(&ccas, "Avancer", realisee).await.effet();
        self.raconter("le contrat est renouvelé, l'étape réalisée").await;
    }

    /// A hospital stay with its term, the return that nobody has to write, then a job.
    pub(super) async fn sortir(&mut self) {
        self.aller_au("2027-03-15").await;
        let suspension = json!({ "du": "2027-03-15", "jusquAu": "2027-04-11", "motif": "Hospitalisation" });
        self.dossier.agir(&self.ccas, "Suspendre", suspension).await.effet();
        self.raconter("le parcours est suspendu").await;
        self.aller_au("2027-04-12").await;
        self.raconter("il reprend de lui-même").await;
        self.aller_au("2027-06-07").await;
        let sortie = json!({ "le": "2027-06-05", "motif": "CDI", "sortieDuRsa": true });
        self.dossier.agir(&self.ccas, "Cloturer", sortie).await.effet();
        self.raconter("elle signe un CDI et sort du RSA").await;
        self.aller_au("2027-07-10").await;
        self.raconter("un mois après, qui la suivait ne la voit plus").await;
    }
}
