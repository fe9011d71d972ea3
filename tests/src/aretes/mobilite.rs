//! What mobility platforms and the fund do in a life: diagnoses, aids that run and that ended, requests in each state.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::pieces::lu;
use super::vie::Vie;
use crate::harnais::prescrire;

/// A platform, its dispositif, its département.
const PLATEFORMES: [(&str, &str, &str); 2] = [("montauban-services", "mobilite-82", "82"), ("wimoov-31", "mobilite-31", "31")];

/// People on RSA who were not sent there yet, followed by somebody else than the Département too.
const PERSONNES: &str = "select a.id from allocataire a where a.departement = $1 and a.droit_statut = 'OUVERT' \
    and not exists (select 1 from prescription p where p.allocataire_id = a.id and p.destinataire_id = $2) order by a.id";
/// Those whom the Département follows with no agent of its own, or with that one.
const SUIVIES: &str = "select distinct l.allocataire_id from lien_dossier l join allocataire a on a.id = l.allocataire_id where l.partenaire_id = $1 \
    and l.nature in (1, 2) and l.identite_jusquau = '9999-12-31' and (l.agent_id is null or l.agent_id = $2) and a.droit_statut = 'OUVERT' order by l.allocataire_id";
const CHACUNE: usize = 8;
/// What becomes of the requests, one after the other.
const SUITES: [&[&str]; 6] = [
    &["EN_INSTRUCTION", "ACCORDEE", "VERSEE"],
    &[],
    &["INCOMPLETE"],
    &["EN_INSTRUCTION", "REFUSEE"],
    &["EN_INSTRUCTION", "ACCORDEE"],
    &["EN_INSTRUCTION", "AJOURNEE"],
];

impl Vie<'_> {
    /// Some aids run, some have ended, and requests stand in each state.
    pub async fn mobiliser(&mut self) {
        for (plateforme, dispositif, departement) in PLATEFORMES {
            self.aider(plateforme, dispositif, departement).await;
        }
        self.financer().await;
        for acte in ["enregistrerDiagnosticMobilite", "apporterAide", "terminerAide", "demanderAideMobilite", "verserAideMobilite"] {
            assert!(self.faits.contains_key(acte), "rien de {acte} : {:?}", self.faits);
        }
    }

    async fn aider(&mut self, plateforme: &str, dispositif: &str, departement: &str) {
        let destinataire = self.banc.partenaire(plateforme).await;
        let personnes: Vec<Uuid> = self.banc.colonne(PERSONNES, [departement.into(), destinataire.into()]).await;
        for (rang, personne) in personnes.into_iter().step_by(3).take(CHACUNE).enumerate() {
            let personne = Genre::Allocataire.ecrire(personne);
            let emetteur = self.client(&format!("departement-{departement}")).await;
            let renvoi = prescrire(&emetteur, &personne, ("AIDE_MOBILITE", &Genre::Partenaire.ecrire(destinataire))).await;
            let acceptation = json!({ "id": renvoi, "version": 1, "vers": "ACCEPTEE" });
            assert!(self.agir(plateforme, "repondrePrescription", acceptation).await);
            let jour = super::causes::jour(self.banc.horloge.instant());
            let constat = json!({ "allocataireId": personne, "prescriptionId": renvoi, "realiseLe": jour, "permis": ["B"], "vehicule": false,
                "freins": ["SANS_VEHICULE"], "solutionsProposees": ["ACCOMPAGNEMENT"], "synthese": "Vu" });
            assert!(self.agir(plateforme, "enregistrerDiagnosticMobilite", constat).await);
            let apport = json!({ "allocataireId": personne, "prescriptionId": renvoi, "dispositifCode": dispositif, "nature": "ACCOMPAGNEMENT",
                "motif": "RECHERCHE_EMPLOI", "debut": jour });
            if self.agir(plateforme, "apporterAide", apport).await && rang % 2 == 1 {
                self.finir(plateforme).await;
            }
            self.banc.horloge.avancer(TimeDelta::seconds(1));
        }
    }

    /// The last aid that the platform brought.
    async fn finir(&mut self, plateforme: &str) {
        self.banc.horloge.avancer(TimeDelta::seconds(1));
        let sql =
            "select id, version from aide_mobilite where statut = 'EN_COURS' and demandeur_id = $1 order by demandee_le desc, id desc";
        let lignes = self.banc.lignes(sql, [self.banc.partenaire(plateforme).await.into()]).await;
        let jour = super::causes::jour(self.banc.horloge.instant());
        let fin = json!({ "id": Genre::AideMobilite.ecrire(lu(&lignes[0], 0)), "version": lu::<i64>(&lignes[0], 1), "le": jour });
        assert!(self.agir(plateforme, "terminerAide", fin).await);
    }

    async fn financer(&mut self) {
        let annee = chrono::Datelike::year(&super::causes::jour(self.banc.horloge.instant()));
        let vote = json!({ "dispositifCode": "fare-82", "annee": annee, "votee": "100000.00" });
        assert!(self.agir("departement-82/aides", "fixerEnveloppe", vote).await);
        let conseil = self.banc.partenaire("departement-82").await;
        let ass: Uuid = self.banc.valeur("select id from agent where cle = 'departement-82/ass'", []).await;
        let suivies: Vec<Uuid> = self.banc.colonne(SUIVIES, [conseil.into(), ass.into()]).await;
        assert!(suivies.len() > 1, "{} people to ask for", suivies.len());
        for (personne, suite) in suivies.into_iter().zip(SUITES) {
            let demande = json!({ "allocataireId": Genre::Allocataire.ecrire(personne), "dispositifCode": "fare-82", "nature": "PERMIS_CONDUIRE",
                "motif": "PRISE_EMPLOI", "coutTotal": "1500.00", "montantDemande": "900.00", "obligationTiers": false, "pieces": ["Devis"],
                "activite": { "employeur": "Vu", "typeContrat": "CDI" } });
            assert!(self.agir("departement-82/ass", "demanderAideMobilite", demande).await);
            self.instruire(personne, suite).await;
        }
    }

    async fn instruire(&mut self, personne: Uuid, suite: &[&str]) {
        for vers in suite {
            self.banc.horloge.avancer(TimeDelta::seconds(1));
            let sql =
                "select id, version from aide_mobilite where montant_demande is not null and allocataire_id = $1 order by demandee_le desc";
            let lignes = self.banc.lignes(sql, [personne.into()]).await;
            let mut input = json!({ "id": Genre::AideMobilite.ecrire(lu(&lignes[0], 0)), "version": lu::<i64>(&lignes[0], 1) });
            let jour = super::causes::jour(self.banc.horloge.instant());
            let (acte, champs) = match *vers {
                "VERSEE" => {
                    ("verserAideMobilite", json!({ "montant": "500.00", "le": jour, "a": "TIERS", "tiers": "Vu", "reference": "Vu" }))
                }
                "INCOMPLETE" => ("deciderAideMobilite", json!({ "vers": vers, "piecesManquantes": ["RIB"] })),
                "ACCORDEE" => ("deciderAideMobilite", json!({ "vers": vers, "montantAccorde": "500.00" })),
                _ => ("deciderAideMobilite", json!({ "vers": vers, "motifRefus": "Vu" })),
            };
            input
                .as_object_mut()
                .expect("object")
                .extend(champs.as_object().cloned().unwrap_or_else(serde_json::Map::<String, Value>::new));
            assert!(self.agir("departement-82/aides", acte, input).await, "{vers}");
        }
    }
}
