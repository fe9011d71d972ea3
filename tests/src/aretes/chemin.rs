//! Parcours drawn from a seed, lived through the API: by the Département and by the référents of the day.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::{Value, json};
use uuid::Uuid;

use super::causes::jour;
use super::pieces::lu;
use super::regles::{Portee, REGLES};
use super::vie::Vie;

/// Who follows people, by département.
const SUIVEURS: [(&str, &[&str]); 2] = [
    ("31", &["pole-emploi-31", "ccas-toulouse", "ml-toulouse", "agence-3i-31", "departement-31"]),
    ("82", &["pole-emploi-82", "cidff-82", "departement-82"]),
];

const ACTES: [&str; 13] = [
    "orienter",
    "designerReferent",
    "demanderReorientation",
    "deciderReorientation",
    "signerContrat",
    "rompreContrat",
    "ajouterEtape",
    "modifierEtape",
    "suspendreParcours",
    "reprendreParcours",
    "cloturerParcours",
    "fixerRendezVous",
    "releverRendezVous",
];

/// Acts that only the Département does.
const CONSEIL: [&str; 4] = ["orienter", "designerReferent", "deciderReorientation", "cloturerParcours"];

const OUVERTS: &str = "select p.id, p.allocataire_id, p.departement, p.version, r.cle, r.type from parcours p \
    left join designation d on d.parcours_id = p.id and d.debut = (select max(debut) from designation n where n.parcours_id = p.id) \
    left join partenaire r on r.id = d.partenaire_id where p.clos_le is null order by p.id";

/// An open parcours and its référent.
pub(super) struct Ouvert {
    pub id: Uuid,
    pub personne: Uuid,
    pub departement: String,
    version: i64,
    referent: Option<String>,
}

impl Ouvert {
    pub fn conseil(&self) -> String {
        format!("departement-{}", self.departement)
    }

    pub fn suiveurs(&self) -> &'static [&'static str] {
        SUIVEURS.iter().find(|(code, _)| *code == self.departement).expect("département").1
    }
}

impl Vie<'_> {
    pub async fn cheminer(&mut self, gestes: usize) {
        for rang in 0..gestes {
            // Each act in turn, on a parcours drawn: a stage is as likely as an exit, and none is forgotten.
            let acte = ACTES[rang % ACTES.len()];
            if rang % ACTES.len() != 10 || rang % 3 == 0 {
                self.avancer(acte).await;
            }
            self.banc.horloge.avancer(TimeDelta::minutes(7));
        }
        for acte in ACTES {
            assert!(self.faits.contains_key(acte), "rien de {acte} : {:?}", self.faits);
        }
    }

    pub(super) async fn ouverts(&self) -> Vec<Ouvert> {
        let habitue = |type_: &str| REGLES.iter().any(|r| r.types.contains(&type_) && r.porte(Portee::Detail));
        let un = |l: &sea_orm::QueryResult| Ouvert {
            id: lu(l, 0),
            personne: lu(l, 1),
            departement: lu(l, 2),
            version: lu(l, 3),
            referent: lu::<Option<String>>(l, 4).filter(|_| lu::<Option<String>>(l, 5).is_some_and(|t| habitue(&t))),
        };
        self.banc.lignes(OUVERTS, []).await.iter().map(un).collect()
    }

    /// One act on the first parcours, from one that is drawn, where it has what the act needs.
    async fn avancer(&mut self, acte: &'static str) {
        let ouverts = self.ouverts().await;
        let debut = self.tirer(ouverts.len());
        for p in ouverts.iter().cycle().skip(debut).take(40) {
            let referent = p.referent.clone().filter(|_| !CONSEIL.contains(&acte) && self.tirer(2) == 0);
            let auteur = referent.unwrap_or_else(|| p.conseil());
            let Some(mut input) = self.saisie(acte, p).await else { continue };
            if acte != "fixerRendezVous" && acte != "releverRendezVous" {
                (input["parcoursId"], input["version"]) = (Genre::Parcours.ecrire(p.id).into(), p.version.into());
            }
            if self.agir(&auteur, acte, input).await {
                return;
            }
        }
    }

    /// Calls a mutation; whether it was done. A rule may refuse it: that is not this test's. A follower does not know the rows
    /// that were there before it; the Département knows all.
    pub(super) async fn agir(&mut self, cle: &str, acte: &'static str, input: Value) -> bool {
        let saisie = format!("{}{}Input", acte[..1].to_uppercase(), &acte[1..]);
        let document = format!("mutation($i: {saisie}!) {{ {acte}(input: $i) {{ erreurs {{ code champ message }} }} }}");
        let reponse = self.client(cle).await.demander(&document, json!({ "i": input })).await;
        let refus = reponse.refus();
        let connue = !cle.starts_with("departement") || !refus.contains(&"INTROUVABLE");
        assert!(connue && !refus.contains(&"SAISIE_INVALIDE"), "{cle} {acte} {input} {}", reponse.corps);
        if refus.is_empty() {
            self.fait(acte);
        }
        refus.is_empty()
    }

    async fn saisie(&self, acte: &str, p: &Ouvert) -> Option<Value> {
        let maintenant = self.banc.horloge.instant();
        let aujourdhui = jour(maintenant);
        let vers = self.partenaire(p.suiveurs()[self.tirer(p.suiveurs().len())]).await;
        let (id, sur) = (Genre::Parcours.ecrire(p.id), p.id);
        Some(match acte {
            "orienter" => {
                json!({ "modalite": "SOCIAL", "versPartenaireId": vers, "mode": "GESTIONNAIRE", "motif": "Vu", "choixPersonne": true,
                "diagnostic": { "freins": ["MOBILITE"], "projet": "Vu", "synthese": "Vu" } })
            }
            "designerReferent" => json!({ "partenaireId": vers, "mode": "GESTIONNAIRE", "motifFinPrecedent": "Vu" }),
            "demanderReorientation" => json!({ "modaliteDemandee": "SOCIAL", "motif": "Vu" }),
            "deciderReorientation" => {
                let demande = self.un("demande_reorientation", "decision is null", sur).await?;
                let decision = ["ACCEPTEE", "REFUSEE", "AJOURNEE"][self.tirer(3)];
                json!({ "demandeId": Genre::DemandeReorientation.ecrire(demande), "decision": decision, "versPartenaireId": vers, "avisEquipePluridisciplinaire": "Vu" })
            }
            "signerContrat" => {
                let fin = aujourdhui + TimeDelta::days(20 + 9 * i64::try_from(self.tirer(20)).expect("days"));
                json!({ "type": "CER", "signeLe": aujourdhui, "debut": aujourdhui, "fin": fin, "engagements": ["Venir"] })
            }
            "rompreContrat" => {
                let contrat = self
                    .un(
                        "contrat",
                        &format!("rompu_le is null and remplace_le is null and debut <= '{aujourdhui}' and fin >= '{aujourdhui}'"),
                        sur,
                    )
                    .await?;
                json!({ "contratId": Genre::Contrat.ecrire(contrat), "le": aujourdhui, "motif": "Vu" })
            }
            "ajouterEtape" => {
                let type_ = ["FORMATION", "LOGEMENT", "NUMERIQUE"][self.tirer(3)];
                json!({ "type": type_, "libelle": "Vu", "debut": aujourdhui })
            }
            "modifierEtape" => {
                let etape = self.un("etape", "origine_id is null and statut in ('PREVUE', 'EN_COURS')", sur).await?;
                json!({ "etapeId": Genre::Etape.ecrire(etape), "statut": "REALISEE", "resultat": "Vu" })
            }
            "suspendreParcours" => json!({ "du": aujourdhui, "motif": "Vu" }),
            "reprendreParcours" => {
                let en_cours = "select parcours_id from suspension where reprise_le is null and parcours_id = $1";
                self.banc.colonne::<Uuid, _>(en_cours, [sur.into()]).await.first()?;
                json!({ "le": aujourdhui })
            }
            "cloturerParcours" => json!({ "le": aujourdhui, "motif": "CDI", "sortieDuRsa": true }),
            "fixerRendezVous" => {
                json!({ "parcoursId": id, "objet": "ACCOMPAGNEMENT", "prevuLe": maintenant + TimeDelta::hours(1), "lieu": "Ici" })
            }
            _ => {
                let rdv = self.un("rendez_vous", "presence = 'A_VENIR'", sur).await?;
                let version: i64 = self.banc.valeur("select version from rendez_vous where id = $1", [rdv.into()]).await;
                json!({ "rendezVousId": Genre::RendezVous.ecrire(rdv), "version": version, "presence": "EXCUSE" })
            }
        })
    }

    /// A row of a parcours that an act can be called on.
    async fn un(&self, table: &str, filtre: &str, parcours: Uuid) -> Option<Uuid> {
        let sql = format!("select id from {table} where {filtre} and parcours_id = $1 order by id");
        self.banc.colonne(&sql, [parcours.into()]).await.into_iter().next()
    }

    pub(super) async fn partenaire(&self, cle: &str) -> String {
        Genre::Partenaire.ecrire(self.banc.partenaire(cle).await)
    }
}
