//! What partners do beside the référent: accompaniments, appointments of their referrals, meetings.

use chrono::TimeDelta;
use domain::identifiant::Genre;
use serde_json::json;
use uuid::Uuid;

use super::pieces::lu;
use super::regles::{Portee, REGLES};
use super::vie::Vie;

/// A dispositif, who runs it, who takes part in it, in which département.
const DISPOSITIFS: [(&str, &str, &str, &str); 8] = [
    ("31", "accompagnement-global-31", "pole-emploi-31", "ccas-toulouse"),
    ("31", "actipro-31", "agence-3i-31", "ml-toulouse"),
    ("31", "mobilite-31", "wimoov-31", "pole-emploi-31"),
    ("31", "linguistique-31", "cosmopolitaine-31", "agence-3i-31"),
    ("82", "accompagnement-global-82", "pole-emploi-82", "cidff-82"),
    ("82", "mobilite-82", "montauban-services", "pole-emploi-82"),
    ("82", "linguistique-82", "cibc-82", "cidff-82"),
    ("82", "plaine-82", "cidff-82", "cibc-82"),
];
/// Accompaniments started of each, and how some of them end.
const CHACUN: usize = 4;
const ISSUES: [Option<&str>; CHACUN] = [None, None, Some("SORTIE_POSITIVE"), Some("ABANDON")];

const ACCEPTEES: &str = "select p.id, d.cle, d.type from prescription p join partenaire d on d.id = p.destinataire_id \
    where p.statut in ('ACCEPTEE', 'EN_COURS') order by p.id";
const RENVOIS: usize = 30;

impl Vie<'_> {
    /// Accompaniments of every kind of partner, running and ended; appointments of referrals; a meeting by département.
    pub async fn accompagner(&mut self) {
        for (rang, (departement, code, operateur, autre)) in DISPOSITIFS.into_iter().enumerate() {
            let ouverts: Vec<_> = self.ouverts().await.into_iter().filter(|p| p.departement == departement).collect();
            let mut faits = 0;
            for p in ouverts.iter().skip(rang * 3) {
                let input = json!({ "parcoursId": Genre::Parcours.ecrire(p.id), "dispositifCode": code, "partenaireId": self.partenaire(operateur).await,
                    "coIntervenants": [{ "partenaireId": self.partenaire(autre).await }] });
                if self.agir(&p.conseil(), "demarrerAccompagnement", input).await {
                    self.terminer(&p.conseil(), p.id, ISSUES[faits]).await;
                    faits += 1;
                }
                if faits == CHACUN {
                    break;
                }
            }
            assert_eq!(faits, CHACUN, "{code}");
        }
        self.convoquer().await;
        for departement in ["31", "82"] {
            self.reunir(departement).await;
        }
    }

    async fn terminer(&mut self, conseil: &str, parcours: Uuid, issue: Option<&str>) {
        self.banc.horloge.avancer(TimeDelta::seconds(1));
        let Some(issue) = issue else { return };
        let sql = "select id, version from accompagnement where parcours_id = $1 and fin is null order by cree_le desc";
        let lignes = self.banc.lignes(sql, [parcours.into()]).await;
        let input = json!({ "accompagnementId": Genre::Accompagnement.ecrire(lu(&lignes[0], 0)), "version": lu::<i64>(&lignes[0], 1), "issue": issue });
        assert!(self.agir(conseil, "terminerAccompagnement", input).await, "{issue}");
    }

    /// Recipients that hold appointments fix one on what they accepted.
    async fn convoquer(&mut self) {
        let lignes = self.banc.lignes(ACCEPTEES, []).await;
        let tient = |type_: &str| REGLES.iter().any(|r| r.types.contains(&type_) && r.porte(Portee::RendezVous));
        let recues = lignes.iter().filter(|l| tient(&lu::<String>(l, 2)));
        let recues: Vec<(Uuid, String)> = recues.map(|l| (lu(l, 0), lu(l, 1))).collect();
        let pas = (recues.len() / RENVOIS).max(1);
        for (id, cle) in recues.into_iter().step_by(pas) {
            let prevu = self.banc.horloge.instant() + TimeDelta::days(2);
            let input = json!({ "prescriptionId": Genre::Prescription.ecrire(id), "objet": "BILAN", "prevuLe": prevu, "lieu": "Là" });
            self.agir(&cle, "fixerRendezVous", input).await;
            self.banc.horloge.avancer(TimeDelta::seconds(1));
        }
    }

    /// A commission that invites people of every référent, and decides for one out of two.
    async fn reunir(&mut self, departement: &str) {
        let conseil = format!("departement-{departement}");
        let (pole_emploi, payeur) = (format!("pole-emploi-{departement}"), format!("caf-{departement}"));
        let ouverts: Vec<_> = self.ouverts().await.into_iter().filter(|p| p.departement == departement).step_by(4).take(24).collect();
        let invites: Vec<String> = ouverts.iter().map(|p| Genre::Allocataire.ecrire(p.personne)).collect();
        let presents = [self.partenaire(&pole_emploi).await, self.partenaire(&payeur).await];
        let le = self.banc.horloge.instant() - TimeDelta::hours(30);
        let input =
            json!({ "type": "COMMISSION_SUIVI_PARCOURS", "titre": "Commission", "le": le, "partenaires": presents, "invites": invites });
        assert!(self.agir(&conseil, "organiserRencontre", input).await);
        let rencontre: Vec<Uuid> =
            self.banc.colonne("select id from rencontre where departement = $1 order by id desc", [departement.into()]).await;
        let rencontre = Genre::Rencontre.ecrire(rencontre[0]);
        let signataires = [self.partenaire(&conseil).await, presents[0].clone(), presents[1].clone()];
        for personne in invites.iter().step_by(2) {
            let presence = json!({ "rencontreId": rencontre, "allocataireId": personne, "presence": "PRESENT" });
            assert!(self.agir(&conseil, "releverPresence", presence).await);
            let decision = json!({ "rencontreId": rencontre, "allocataireId": personne, "accordPersonne": true, "objectifs": ["Vu"], "moyens": ["Vu"],
                "avis": "Vu", "signataires": signataires });
            assert!(self.agir(&conseil, "consignerDecision", decision).await);
        }
    }
}
