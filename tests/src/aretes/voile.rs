//! Changes the rows of files that a caller may not see, and the texts of those of which it reads the days only.

use chrono::{DateTime, TimeDelta, Utc};
use domain::identifiant::Hasard;
use sea_orm::Value;
use uuid::Uuid;

use super::causes::Personne;
use super::dossier::Vue;
use super::ombre::Ombre;
use super::pieces::{INVITATION, Pieces};

/// Texts of each table: closed on a row that is dated only.
const TEXTES: [(&str, &str); 4] = [
    ("Orientation", "update orientation set motif = 'Ombre', projet = 'Ombre', synthese = 'Ombre'"),
    ("ContratEngagement", "update contrat set engagements = '[\"Ombre\"]', rompu_motif = 'Ombre'"),
    ("Etape", "update etape set libelle = 'Ombre', resultat = 'Ombre'"),
    (INVITATION, "update invitation set avis = 'Ombre', objectifs = '[\"Ombre\"]', moyens = '[\"Ombre\"]'"),
];

/// What else may be anything on a row that is closed whole.
const LIGNES: [(&str, &str); 14] = [
    ("Orientation", "update orientation set modalite = 'SOCIAL', mode = 'OFFICE', choix_personne = null, agent_id = null"),
    ("ContratEngagement", "update contrat set type = 'PACEA'"),
    ("Etape", "update etape set statut = 'ABANDONNEE', type = 'EMPLOI'"),
    ("RendezVous", "update rendez_vous set lieu = 'Ombre', presence = 'ABSENT', version = version + 3, mode = 'VISIO'"),
    ("Accompagnement", "update accompagnement set version = version + 3, agent_id = null"),
    ("DemandeReorientation", "update demande_reorientation set motif = 'Ombre', avis = 'Ombre', echeance = '2031-01-01'"),
    ("EvaluationLinguistique", "update evaluation_linguistique set version = version + 3, besoin = 'ILLETTRISME', niveau_atteint = 0"),
    ("InscriptionFormation", "update inscription_formation set version = version + 3, bilan = 'Ombre', heures = 7"),
    ("Candidature", "update candidature set version = version + 3, message = 'Ombre', entretien_le = modifie_le"),
    ("ContratInsertion", "update contrat_insertion set version = version + 3, fin_prevue = '2099-01-01'"),
    ("PassIae", "update pass_iae set numero = 'Ombre', fin = '2099-01-01'"),
    (INVITATION, "update invitation set echeance = '2031-01-01'"),
    ("DiagnosticMobilite", "update diagnostic_mobilite set synthese = 'Ombre', freins = 7, realise_le = '2015-01-01'"),
    (
        "AideMobilite",
        "update aide_mobilite set version = version + 3, recours = 'Ombre', motif_refus = 'Ombre', motif = 'PRISE_EMPLOI', employeur = 'Ombre'",
    ),
];

const ETAPE: &str = "insert into etape (departement, id, parcours_id, allocataire_id, type, libelle, statut, debut, partenaire_id, cree_le, modifie_le) values ($1, $2, $3, $4, 'AUTRE', 'Ombre', 'EN_COURS', '2026-01-01', $5, $6, $6)";
const RENDEZ_VOUS: &str = "insert into rendez_vous (departement, id, version, parcours_id, allocataire_id, objet, mode, lieu, fixe_le, prevu_le, partenaire_id, presence, sensible, par_id, cree_le, modifie_le) values ($1, $2, 1, $3, $4, 'ACCOMPAGNEMENT', 'PHYSIQUE', 'Ombre', '2015-01-01', $6, $5, 'A_VENIR', false, $5, $6, $6)";
const ACCOMPAGNEMENT: &str = "insert into accompagnement (departement, id, version, parcours_id, allocataire_id, dispositif_id, partenaire_id, debut, fin, issue, suivi_clos, cree_le, termine_le, modifie_le) select $1, $2, 1, $3, $4, (select id from dispositif order by code limit 1), $5, '2015-01-01', '2015-02-01', 'ABANDON', not (1 = 0), $6, $6, $6";
const DEMANDE: &str = "insert into demande_reorientation (departement, id, parcours_id, allocataire_id, modalite, motif, demandee_le, partenaire_id, echeance, decision, decidee_le, cree_le) values ($1, $2, $3, $4, 'SOCIAL', 'Ombre', '2015-01-01', $5, '2015-02-01', 'REFUSEE', '2015-01-15', $6)";
const DIAGNOSTIC: &str = "insert into diagnostic_mobilite (departement, id, allocataire_id, plateforme_id, realise_le, permis, vehicule, freins, solutions, synthese, cree_le) values ($1, $2, $3, $4, '2015-01-01', 1, false, 1, 1, 'Ombre', $5)";
const AIDE: &str = "insert into aide_mobilite (departement, id, version, allocataire_id, dispositif_id, nature, motif, statut, demandeur_id, instructeur_id, montant_verse, debut, fin, demandee_le, terminee_le, modifie_le) select $1, $2, 1, $3, (select id from dispositif order by code limit 1), 'ACCOMPAGNEMENT', 'PRISE_EMPLOI', 'TERMINEE', $4, $4, 0, '2015-01-01', '2015-02-01', $5, $5, $5";
const EVENEMENT: &str = "insert into evenement (departement, objet_id, allocataire_id, id, type, genre, par_partenaire_id, classes, le) values ($1, $2, $3, $2, 'RENDEZ_VOUS_CHANGE', 'rdv', $4, 4096, $5)";
const ECHEANCE: &str = "insert into echeance (departement, objet_id, allocataire_id, code, responsable_id, depuis, due) values ($1, $2, $3, $4, $5, $6, '2026-06-01') on conflict do nothing";

impl Ombre<'_> {
    pub async fn voiler(&self, pieces: &Pieces, hasard: &Hasard) {
        for (tables, seuil) in [(&TEXTES[..], Vue::Datee), (&LIGNES[..], Vue::Fermee)] {
            for (type_, sql) in tables {
                for p in pieces[type_].iter().filter(|p| self.attendu.vue(type_, p) <= seuil && (*type_ != INVITATION || p.le.is_some())) {
                    self.banc.executer(&format!("{sql} where id = $1"), [p.id.into()]).await;
                }
            }
        }
        self.banc.executer("update suspension set motif = 'Ombre'", []).await;
        for (parcours, personne) in &self.causes.parcours {
            self.accompagner(&self.causes.personnes[personne], *parcours, hasard).await;
        }
    }

    /// Another partner's work: today where the caller reads no detail, and before it followed where it does.
    async fn accompagner(&self, p: &Personne, parcours: Uuid, hasard: &Hasard) {
        if self.attendu.entieres.contains(&p.id) {
            return;
        }
        let detaille = self.attendu.detaille(p.id);
        let depuis = self.attendu.suivies.get(&p.id).filter(|_| detaille);
        let le = depuis.map_or_else(|| self.banc.horloge.instant(), |depuis| *depuis - TimeDelta::days(9));
        let tiers = self.tiers(&p.departement).await.0;
        for sql in [DIAGNOSTIC, AIDE] {
            let id = Uuid::from_bytes(hasard.octets());
            self.banc.executer(sql, [p.departement.clone().into(), id.into(), p.id.into(), tiers.into(), le.into()]).await;
        }
        let mut tables = vec![RENDEZ_VOUS, ACCOMPAGNEMENT, DEMANDE];
        tables.extend((!detaille).then_some(ETAPE));
        for sql in tables {
            let id = Uuid::from_bytes(hasard.octets());
            let valeurs: [Value; 6] = [p.departement.clone().into(), id.into(), parcours.into(), p.id.into(), tiers.into(), le.into()];
            self.banc.executer(sql, valeurs).await;
            if sql == RENDEZ_VOUS {
                self.dire(p, id, tiers, le).await;
            }
        }
        if !detaille {
            let sql = "update parcours set version = version + 9, modifie_le = $1, sortie_motif = case when clos_le is null then null else 'RETRAITE' end where id = $2";
            self.banc.executer(sql, [self.banc.horloge.instant().into(), parcours.into()]).await;
            self.attendre(p, (parcours, "TRAITER_ABSENCE"), tiers, le).await;
        }
    }

    /// It was fixed before the caller followed, and moves now: the caller does not learn that there is something.
    async fn dire(&self, p: &Personne, rdv: Uuid, tiers: Uuid, le: DateTime<Utc>) {
        let maintenant = self.banc.horloge.instant();
        self.banc.executer(EVENEMENT, [p.departement.clone().into(), rdv.into(), p.id.into(), tiers.into(), maintenant.into()]).await;
        self.attendre(p, (rdv, "RELEVER_PRESENCE"), tiers, le).await;
    }

    async fn attendre(&self, p: &Personne, (objet, code): (Uuid, &str), tiers: Uuid, le: DateTime<Utc>) {
        let valeurs: [Value; 6] = [p.departement.clone().into(), objet.into(), p.id.into(), code.into(), tiers.into(), le.into()];
        self.banc.executer(ECHEANCE, valeurs).await;
    }
}
