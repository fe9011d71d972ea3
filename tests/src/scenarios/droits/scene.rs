//! A person whose file holds something for each act, and a caller bound to her in one way.

use chrono::{DateTime, TimeDelta, Utc};
use domain::identifiant::Genre;
use domain::prescription::TypePrescription;
use domain::vocabulaire::{Ensemble, Enumeration};
use serde_json::{Value, json};
use uuid::Uuid;

use super::actes::Relation;
use crate::harnais::{Banc, Client, Reponse, ecrire_partenaire, prescrire};
use crate::parcours::dossier::{Dossier, fondre, jour, recevoir};

/// Acts of a file, in an order in which each finds it as it needs it.
pub const MUTATIONS: [&str; 21] = [
    "modifierCoordonnees",
    "modifierAllocataire",
    "repererBesoin",
    "prescrire",
    "organiserRencontre",
    "releverRendezVous",
    "fixerRendezVous",
    "modifierEtape",
    "ajouterEtape",
    "rompreContrat",
    "signerContrat",
    "demarrerAccompagnement",
    "terminerAccompagnement",
    "deciderReorientation",
    "demanderReorientation",
    "designerReferent",
    "orienter",
    "suspendreParcours",
    "reprendreParcours",
    "cloturerParcours",
    "ouvrirParcours",
];

/// Counts, and versions where rows have one: what an act moves.
const TABLES: [(&str, &str); 19] = [
    ("allocataire", "version"),
    ("parcours", "version"),
    ("prescription", "version"),
    ("accompagnement", "version"),
    ("rendez_vous", "version"),
    ("rencontre", "version"),
    ("besoin", "1"),
    ("orientation", "1"),
    ("designation", "1"),
    ("contrat", "1"),
    ("etape", "1"),
    ("demande_reorientation", "1"),
    ("diagnostic_mobilite", "1"),
    ("aide_mobilite", "version"),
    ("candidature", "version"),
    ("contrat_insertion", "version"),
    ("lien_dossier", "nature"),
    ("echeance", "1"),
    ("evenement", "1"),
];

pub struct Scene<'a> {
    banc: &'a Banc,
    pub conseil: Client,
    pub appelant: Client,
    departement: &'static str,
    dossier: Dossier<'a>,
    referent: &'static str,
    /// Somebody of the same Département, without a parcours.
    autre: String,
}

impl<'a> Scene<'a> {
    pub async fn monter(banc: &'a Banc, (cle, relation): (&str, Relation), rang: usize) -> Self {
        let departement = if cle.ends_with("82") && relation != Relation::Aucune { "82" } else { "31" };
        let conseil = banc.client(&format!("departement-{departement}/ass")).await;
        let payee = json!({ "organismePayeur": "CAF", "matricule": format!("91{rang:05}") });
        let personne = recevoir(&conseil, departement, &format!("Scene{rang}"), payee).await;
        let autre = recevoir(&conseil, departement, &format!("Autre{rang}"), json!({})).await;
        let dossier = Dossier::pour(banc, &conseil, personne).await;
        let suivie = matches!(relation, Relation::Referent | Relation::Acheve);
        let referent = if departement == "82" {
            "pole-emploi-82"
        } else if suivie {
            "pole-emploi-31"
        } else {
            "ccas-toulouse"
        };
        let mut scene = Self { banc, conseil, appelant: banc.client(cle).await, departement, dossier, referent, autre };
        scene.dossier.orienter(&scene.conseil, referent, json!({})).await.effet();
        scene.relier(cle, relation).await;
        scene.garnir().await;
        scene
    }

    async fn relier(&mut self, cle: &str, relation: Relation) {
        match relation {
            Relation::Acheve => {
                self.banc.horloge.avancer(TimeDelta::days(1));
                self.referent = "ccas-toulouse";
                self.dossier.designer(&self.conseil, self.referent, json!({})).await.effet();
            }
            Relation::Accompagnement => self.soutenir("accompagnement-global-31", cle).await,
            Relation::Appui => self.soutenir("mobilite-31", cle).await,
            Relation::Recue => self.renvoyer(cle).await,
            Relation::ContratIae => self.embaucher().await,
            Relation::Aucune | Relation::Departement | Relation::Payeur | Relation::Referent => {}
        }
    }

    async fn soutenir(&self, dispositif: &str, partenaire: &str) {
        self.dossier.demarrer(&self.conseil, (dispositif, partenaire), json!({})).await.effet();
    }

    /// A referral of a type that the caller receives, accepted.
    async fn renvoyer(&self, cle: &str) {
        let sql = "select types_prescription from service where partenaire_id = $1 and types_prescription <> 0 order by id";
        let services: Vec<i64> = self.banc.colonne(sql, [self.appelant.partenaire.into()]).await;
        let mut types = services.into_iter().flat_map(|bits| Ensemble::<TypePrescription>::de_bits(bits).sans_sensibles().valeurs());
        let type_ = types.next().expect("a type that the partner receives");
        let destinataire = ecrire_partenaire(self.banc, cle).await;
        let renvoi = prescrire(&self.conseil, &self.dossier.personne, (type_.code(), &destinataire)).await;
        let document = "mutation($i: RepondrePrescriptionInput!) { repondrePrescription(input: $i) { erreurs { code message } } }";
        let input = json!({ "id": renvoi, "version": 1, "vers": "ACCEPTEE" });
        self.appelant.demander(document, json!({ "i": input })).await.effet();
    }

    /// The Département proposes her to a post of the caller, which hires.
    async fn embaucher(&self) {
        crate::candidature::Scene::de(self.banc).await.employer(&self.dossier.personne).await;
    }

    /// One of each thing that an act is called on, by the Département.
    async fn garnir(&self) {
        self.dossier.signer(&self.conseil, json!({})).await.effet();
        for acte in ["ajouterEtape", "fixerRendezVous", "demanderReorientation", "demarrerAccompagnement"] {
            self.agir(&self.conseil, acte).await.effet();
        }
    }

    fn instant(&self) -> DateTime<Utc> {
        self.banc.horloge.instant()
    }

    /// Calls an act on the file as it stands.
    pub async fn agir(&self, client: &Client, acte: &str) -> Reponse {
        let saisie = format!("{}{}Input", acte[..1].to_uppercase(), &acte[1..]);
        let document = format!("mutation($i: {saisie}!) {{ {acte}(input: $i) {{ erreurs {{ code champ message }} }} }}");
        client.demander(&document, json!({ "i": self.saisie(acte).await })).await
    }

    async fn saisie(&self, acte: &str) -> Value {
        let personne = &self.dossier.personne;
        let id = Genre::Allocataire.lire(personne).expect("id");
        match acte {
            "modifierAllocataire" | "modifierCoordonnees" => {
                let version: i64 = self.banc.valeur("select version from allocataire where id = $1", [id.into()]).await;
                json!({ "id": personne, "version": version, "telephone": "0561000002" })
            }
            "repererBesoin" => json!({ "allocataireId": personne, "theme": "MOBILITE" }),
            "prescrire" => self.renvoi().await,
            "ouvrirParcours" => json!({ "allocataireId": self.autre }),
            "organiserRencontre" => {
                json!({ "type": "KIOSQUE_INSERTION", "titre": "Kiosque", "le": self.instant() + TimeDelta::days(3), "invites": [personne] })
            }
            "fixerRendezVous" => {
                json!({ "parcoursId": self.dossier.id, "objet": "BILAN", "prevuLe": self.instant() + TimeDelta::days(2) })
            }
            "releverRendezVous" | "terminerAccompagnement" => self.objet(acte).await,
            "demarrerAccompagnement" => self.demarrage().await,
            "enregistrerDiagnosticMobilite" => {
                json!({ "allocataireId": personne, "realiseLe": jour(self.banc), "permis": [], "vehicule": false, "freins": [], "solutionsProposees": [] })
            }
            "apporterAide" => {
                json!({ "allocataireId": personne, "dispositifCode": format!("mobilite-{}", self.departement), "nature": "ACCOMPAGNEMENT", "motif": "RECHERCHE_EMPLOI", "debut": jour(self.banc) })
            }
            "candidater" => {
                let sql = "select id from poste_iae where departement = $1 and statut = 'OUVERT' order by id";
                let postes: Vec<Uuid> = self.banc.colonne(sql, ["31".into()]).await;
                json!({ "allocataireId": personne, "posteId": Genre::PosteIae.ecrire(postes[0]) })
            }
            "demanderAideMobilite" => {
                json!({ "allocataireId": personne, "dispositifCode": "fare-82", "nature": "REPAS", "motif": "PRISE_EMPLOI", "coutTotal": "10.00", "montantDemande": "10.00", "obligationTiers": false })
            }
            _ => {
                let version = self.dossier.version().await;
                fondre(json!({ "parcoursId": self.dossier.id, "version": version }), self.champs(acte).await)
            }
        }
    }

    async fn renvoi(&self) -> Value {
        let (type_, destinataire) =
            if self.departement == "31" { ("AIDE_MOBILITE", "femmes-du-monde-31") } else { ("EVALUATION_LINGUISTIQUE", "cibc-82") };
        json!({ "allocataireId": self.dossier.personne, "type": type_, "destinataireId": ecrire_partenaire(self.banc, destinataire).await, "accordPersonne": true })
    }

    /// Two that do not exclude each other, one after the other.
    async fn demarrage(&self) -> Value {
        let dispositifs =
            if self.departement == "31" { ["referent-parcours-31", "creade-31"] } else { ["referent-parcours-82", "fare-82"] };
        let faits = self.dossier.colonne::<Uuid>("accompagnement", "dispositif_id", "id").await;
        let premier: Uuid = self.banc.valeur("select id from dispositif where code = $1", [dispositifs[0].into()]).await;
        let code = dispositifs[usize::from(faits.contains(&premier))];
        let operateur = ecrire_partenaire(self.banc, &format!("departement-{}", self.departement)).await;
        json!({ "parcoursId": self.dossier.id, "dispositifCode": code, "partenaireId": operateur })
    }

    /// The appointment or the accompaniment that the Département holds.
    async fn objet(&self, acte: &str) -> Value {
        let (table, filtre, genre, champ) = match acte {
            "releverRendezVous" => ("rendez_vous", "presence = 'A_VENIR'", Genre::RendezVous, "rendezVousId"),
            _ => ("accompagnement", "fin is null", Genre::Accompagnement, "accompagnementId"),
        };
        let sql = format!("select id, version from {table} where {filtre} and parcours_id = $1 and partenaire_id = $2 order by id");
        let lignes = self.banc.lignes(&sql, [self.dossier.uuid().into(), self.conseil.partenaire.into()]).await;
        let (id, version): (Uuid, i64) = (lignes[0].try_get_by_index(0).expect("id"), lignes[0].try_get_by_index(1).expect("version"));
        let suite = if table == "rendez_vous" { json!({ "presence": "EXCUSE" }) } else { json!({ "issue": "REORIENTATION" }) };
        fondre(json!({ champ: genre.ecrire(id), "version": version }), suite)
    }

    async fn champs(&self, acte: &str) -> Value {
        let jour = jour(self.banc);
        let vers = ecrire_partenaire(self.banc, self.referent).await;
        match acte {
            "orienter" => {
                json!({ "modalite": "SOCIAL", "versPartenaireId": vers, "mode": "GESTIONNAIRE", "decideeLe": self.orientee_le().await })
            }
            "designerReferent" => json!({ "partenaireId": vers, "agentId": self.agent().await, "mode": "GESTIONNAIRE" }),
            "demanderReorientation" => json!({ "modaliteDemandee": "PROFESSIONNEL", "motif": "Vu" }),
            "deciderReorientation" => {
                let demandes = self.dossier.colonne::<Uuid>("demande_reorientation", "id", "decidee_le nulls first, id").await;
                json!({ "demandeId": Genre::DemandeReorientation.ecrire(demandes[0]), "decision": "REFUSEE" })
            }
            "signerContrat" => {
                json!({ "type": "CER", "signeLe": jour, "debut": jour + TimeDelta::days(1), "fin": jour + TimeDelta::days(90), "engagements": ["Venir"] })
            }
            "rompreContrat" => {
                let contrats = self.dossier.colonne::<Uuid>("contrat", "id", "id").await;
                json!({ "contratId": Genre::Contrat.ecrire(contrats[0]), "le": jour, "motif": "Vu" })
            }
            "ajouterEtape" => json!({ "type": "FORMATION", "libelle": "Vu", "debut": jour }),
            "modifierEtape" => {
                let sql = "select id from etape where parcours_id = $1 and origine_id is null order by id";
                let etapes: Vec<Uuid> = self.banc.colonne(sql, [self.dossier.uuid().into()]).await;
                json!({ "etapeId": Genre::Etape.ecrire(etapes[0]), "statut": "REALISEE" })
            }
            "suspendreParcours" => json!({ "du": jour, "motif": "Vu" }),
            "reprendreParcours" => json!({ "le": jour }),
            _ => json!({ "le": jour, "motif": "CDI", "sortieDuRsa": true }),
        }
    }

    /// The orientation is corrected on its own day: it does not end before a week.
    async fn orientee_le(&self) -> chrono::NaiveDate {
        self.dossier.colonne("orientation", "debut", "debut desc").await[0]
    }

    async fn agent(&self) -> String {
        let cle = format!("{}/essai", self.referent);
        let connus: Vec<Uuid> = self.banc.colonne("select id from agent where cle = $1", [cle.as_str().into()]).await;
        match connus.first() {
            Some(id) => Genre::Agent.ecrire(*id),
            None => crate::parcours::dossier::embaucher(self.banc, self.referent, &cle, "CONSEILLER_EMPLOI").await,
        }
    }

    /// Everything that acts write, but the journal.
    pub async fn empreinte(&self) -> Vec<(i64, i64)> {
        let mut lue = Vec::new();
        for (table, colonne) in TABLES {
            let sql = format!("select count(*), cast(coalesce(sum({colonne}), 0) as bigint) from {table}");
            let lignes = self.banc.lignes(&sql, []).await;
            lue.push((lignes[0].try_get_by_index(0).expect("count"), lignes[0].try_get_by_index(1).expect("sum")));
        }
        lue
    }
}
