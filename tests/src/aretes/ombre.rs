//! Changes everything that a caller may not see, and nothing that it may.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identifiant::Hasard;
use sea_orm::Value;
use uuid::Uuid;

use super::attendu::Attendu;
use super::causes::{Causes, Designation, Personne};
use super::personas::Persona;
use super::pieces::Pieces;
use super::regles::Classe;
use crate::harnais::Banc;

pub struct Ombre<'a> {
    pub banc: &'a Banc,
    pub persona: &'a Persona,
    pub causes: &'a Causes,
    pub attendu: &'a Attendu<'a>,
}

/// Columns of a person and what they become where their class is closed.
const FERMEES: [(Classe, &str); 8] = [
    (Classe::Nom, "nom = 'Ombre' || nom, cle_nom = 'OMBRE' || cle_nom"),
    (Classe::Identite, "nom_naissance = 'Ombre', civilite = 'MADAME'"),
    (Classe::Matricule, "matricule = 'Z' || matricule"),
    (Classe::Contact, "telephone = '0100000000', courriel = 'ombre@exemple.fr', voie = 'Ombre', code_postal = '00000'"),
    (Classe::Niveau, "niveau_formation = 'BAC_PLUS_5', publics = 0"),
    (
        Classe::Eligibilite,
        "situation_professionnelle = 'SALARIE', droit_statut = 'SUSPENDU', droit_demande_le = '2001-01-01', droit_ouvert_le = '2001-02-01', droit_motif_cloture = 'Ombre', publics = publics | 8192",
    ),
    (Classe::Situation, "situation_familiale = 'COUPLE', enfants_a_charge = 9, domiciliation_id = null"),
    (Classe::Version, "version = version + 7, modifie_le = $2"),
];

/// Copied with another id, these persons are newcomers that the caller has no reason to see.
const COPIE: &str = "insert into allocataire (departement, id, version, cree_le, modifie_le, territoire_id, commune, organisme_payeur, nom, prenom, cle_nom, date_naissance, publics, droit_statut, droit_clos_le, soumis_droits_devoirs, synthetique) \
    select departement, $1, 1, cree_le, modifie_le, territoire_id, commune, organisme_payeur, nom, prenom, cle_nom, date_naissance, publics, droit_statut, droit_clos_le, soumis_droits_devoirs, synthetique from allocataire where id = $2";

impl Ombre<'_> {
    /// The referral of a followed person that is hidden from its follower, when there is one.
    pub async fn changer(&self, pieces: &Pieces) -> Option<(Uuid, String, Uuid)> {
        let hasard = Hasard::graine(self.persona.partenaire.as_u64_pair().0);
        let mut cache = None;
        for (rang, p) in self.causes.personnes.values().enumerate() {
            self.fermer(p).await;
            if !self.attendu.ouvertes.contains_key(&p.id) && rang % 6 == 0 {
                self.banc.executer(COPIE, [Uuid::from_bytes(hasard.octets()).into(), p.id.into()]).await;
            }
            if rang % 3 == 0 {
                cache = cache.or(self.renvoyer(p, Uuid::from_bytes(hasard.octets())).await);
                self.referencer(p).await;
            }
        }
        self.renvois().await;
        self.besoins(&hasard).await;
        self.parcours().await;
        self.voiler(pieces, &hasard).await;
        cache
    }

    fn maintenant(&self) -> DateTime<Utc> {
        self.banc.horloge.instant()
    }

    async fn fermer(&self, p: &Personne) {
        for (classe, affectations) in FERMEES {
            if self.attendu.ouvre(p.id, classe) {
                continue;
            }
            if classe == Classe::Version {
                self.banc
                    .executer(&format!("update allocataire set {affectations} where id = $1"), [p.id.into(), self.maintenant().into()])
                    .await;
            } else {
                self.banc.executer(&format!("update allocataire set {affectations} where id = $1"), [p.id.into()]).await;
            }
        }
        if !self.attendu.ouvre(p.id, Classe::Lieu) {
            let sql = "update allocataire set commune = (select max(code_insee) from commune where departement = $2) where id = $1";
            self.banc.executer(sql, [p.id.into(), p.departement.clone().into()]).await;
        }
    }

    /// Another partner's reference for the person, and another's deadline that is not the caller's.
    async fn referencer(&self, p: &Personne) {
        let autre = self.tiers(&p.departement).await.0;
        let sql = "insert into reference_externe (departement, allocataire_id, partenaire_id, reference) values ($1, $2, $3, $4) on conflict do nothing";
        self.banc.executer(sql, [p.departement.clone().into(), p.id.into(), autre.into(), format!("ombre {}", p.id).into()]).await;
    }

    /// Two partners of the département, neither of them the caller: who sends, and who receives what.
    pub(super) async fn tiers(&self, departement: &str) -> (Uuid, Uuid, &'static str) {
        let (envoi, recus) = if departement == "31" { ("departement-31", "cosmopolitaine-31") } else { ("departement-82", "formation-82") };
        let type_ = if departement == "31" { "EVALUATION_LINGUISTIQUE" } else { "FORMATION_LINGUISTIQUE" };
        (self.banc.partenaire(envoi).await, self.banc.partenaire(recus).await, type_)
    }

    /// A referral between third parties, with its history, its deadline, its relations and its event: today where the
    /// caller does not follow the person, and before its designation where it does.
    async fn renvoyer(&self, p: &Personne, id: Uuid) -> Option<(Uuid, String, Uuid)> {
        let suivies: Vec<&Designation> =
            self.causes.designations.iter().filter(|d| d.personne == p.id && d.partenaire == self.persona.partenaire).collect();
        let premiere = suivies.iter().map(|d| d.debut).min();
        let le = premiere.map_or_else(|| self.maintenant(), |debut| debut.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::days(10));
        if !suivies.is_empty() && !self.persona.cle.starts_with("pole-emploi") {
            return None;
        }
        let (envoi, recoit, type_) = self.tiers(&p.departement).await;
        let existe: i64 = self
            .banc
            .valeur("select count(*) from prescription where allocataire_id = $1 and destinataire_id = $2", [p.id.into(), recoit.into()])
            .await;
        if existe > 0 {
            return None;
        }
        let due = (le + TimeDelta::days(3)).date_naive();
        let sql = "insert into prescription (departement, id, version, allocataire_id, type, statut, prescripteur_id, destinataire_id, accord_personne, motif, emise_le, modifie_le, repondre_avant, expire_le) \
            values ($1, $2, 1, $3, $4, 'EMISE', $5, $6, $7, 'Ombre', $8, $8, $9, '2099-01-01')";
        let valeurs: [Value; 9] = [
            p.departement.clone().into(),
            id.into(),
            p.id.into(),
            type_.into(),
            envoi.into(),
            recoit.into(),
            true.into(),
            le.into(),
            due.into(),
        ];
        self.banc.executer(sql, valeurs).await;
        self.suites(p, id, (envoi, recoit), le).await;
        premiere.map(|_| (p.id, type_.to_owned(), recoit)).filter(|_| self.attendu.ouvre(p.id, Classe::Parcours))
    }

    async fn suites(&self, p: &Personne, id: Uuid, (envoi, recoit): (Uuid, Uuid), le: DateTime<Utc>) {
        let banc = self.banc;
        let communes = || -> [Value; 3] { [p.departement.clone().into(), id.into(), p.id.into()] };
        let [d, i, a] = communes();
        banc.executer("insert into transition_prescription (departement, prescription_id, rang, allocataire_id, vers, le, partenaire_id) values ($1, $2, 1, $3, 'EMISE', $4, $5)", [d, i, a, le.into(), envoi.into()]).await;
        let [d, i, a] = communes();
        banc.executer("insert into echeance (departement, code, objet_id, allocataire_id, responsable_id, depuis, due) values ($1, 'REPONDRE_PRESCRIPTION', $2, $3, $4, $5, '2026-06-20')", [d, i, a, recoit.into(), le.into()]).await;
        for (partenaire, nature) in [(envoi, 8_i64), (recoit, 4)] {
            let [d, i, a] = communes();
            banc.executer("insert into lien_dossier (departement, objet_id, allocataire_id, partenaire_id, nature, ouvert_le, contact_jusquau, identite_jusquau, retrait_signale) values ($1, $2, $3, $4, $5, $6, '9999-12-31', '9999-12-31', $7)", [d, i, a, partenaire.into(), nature.into(), le.into(), false.into()]).await;
        }
        let [d, i, a] = communes();
        banc.executer("insert into evenement (departement, objet_id, allocataire_id, id, type, genre, par_partenaire_id, classes, le) values ($1, $2, $3, $2, 'PRESCRIPTION_EMISE', 'prs', $4, 4096, $5)", [d, i, a, envoi.into(), self.maintenant().into()]).await;
    }

    async fn renvois(&self) {
        for r in self.causes.renvois.iter().filter(|r| !self.attendu.prescriptions.contains(&r.id)) {
            let sql = "update prescription set version = version + 3, motif = 'Ombre', bilan = 'Ombre', besoin = 'LOGEMENT', modifie_le = $1 where id = $2";
            self.banc.executer(sql, [self.maintenant().into(), r.id.into()]).await;
        }
    }

    async fn besoins(&self, hasard: &Hasard) {
        for l in self.banc.lignes("select id, allocataire_id, theme from besoin", []).await {
            let (id, personne, theme): (Uuid, Uuid, String) = (lu(&l, 0), lu(&l, 1), lu(&l, 2));
            if !self.attendu.ouvre_besoin(personne, &theme) {
                self.banc.executer("update besoin set repere_le = '2011-11-11', leve_le = '2012-12-12' where id = $1", [id.into()]).await;
            }
        }
        for p in self.causes.personnes.values().filter(|p| !self.attendu.ouvre_besoin(p.id, "BUDGET")) {
            let sql = "insert into besoin (departement, id, allocataire_id, theme, repere_le, partenaire_id) values ($1, $2, $3, 'BUDGET', '2020-02-02', $4) on conflict do nothing";
            let conseil = self.tiers(&p.departement).await.0;
            self.banc
                .executer(sql, [p.departement.clone().into(), Uuid::from_bytes(hasard.octets()).into(), p.id.into(), conseil.into()])
                .await;
        }
    }

    async fn parcours(&self) {
        let ouverts: BTreeSet<Uuid> = self.attendu.parcours.iter().copied().collect();
        for (id, _) in self.causes.parcours.iter().filter(|(id, _)| !ouverts.contains(id)) {
            self.banc.executer("update parcours set version = version + 5, modalite = 'SOCIAL' where id = $1", [(*id).into()]).await;
            self.banc.executer("update designation set motif_fin = 'Ombre', mode = 'OFFICE' where parcours_id = $1", [(*id).into()]).await;
        }
    }
}

fn lu<T: sea_orm::TryGetable>(l: &sea_orm::QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}
