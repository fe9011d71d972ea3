//! A life drawn from a seed, lived through the API: people are received, prescribed, answered, and time passes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::identifiant::{Genre, Hasard};
use domain::prescription::TypePrescription;
use domain::prescription::transition::{Partie, Transition, suivantes};
use domain::vocabulaire::{Ensemble, Enumeration};
use sea_orm::{QueryResult, TryGetable};
use serde_json::{Value, json};
use uuid::Uuid;

use super::causes::{Causes, Reception, apres, jour};
use super::personas::{CONVENTIONNEE, PERSONAS};
use super::regles::{Cause, Portee, REGLES};
use crate::harnais::{Banc, Client};

/// Who prescribes and who receives: the callers of the walk, so that each has something to see and something to miss.
const EMETTEURS: [&str; 8] = [
    "departement-31/ass",
    "departement-82",
    "pole-emploi-31/conseiller",
    "pole-emploi-82",
    "agence-3i-31",
    "ccas-toulouse",
    "ml-toulouse",
    "cocagne-31",
];
const ACCUEILS: [&str; 8] = [
    "caf-31",
    "msa-31",
    "pole-emploi-31/conseiller",
    "cocagne-31",
    "ml-toulouse",
    "departement-31/ass",
    "departement-82",
    "pole-emploi-82",
];
const JOURS_ACCUEIL: u64 = 30;

pub struct Vie<'a> {
    pub(super) banc: &'a Banc,
    hasard: Hasard,
    clients: HashMap<String, Client>,
    offres: Vec<(Uuid, String, i64)>,
    pub receptions: Vec<Reception>,
    /// Instants at which contact details were corrected, and nothing else of the person.
    pub contacts: BTreeSet<DateTime<Utc>>,
    /// Acts that were done, by name.
    pub faits: BTreeMap<&'static str, usize>,
}

fn lu<T: TryGetable>(l: &QueryResult, colonne: usize) -> T {
    l.try_get_by_index(colonne).expect("column")
}

impl<'a> Vie<'a> {
    pub fn nouvelle(banc: &'a Banc, graine: u64) -> Self {
        let (receptions, contacts) = (Vec::new(), BTreeSet::new());
        Self {
            banc,
            hasard: Hasard::graine(graine),
            clients: HashMap::new(),
            offres: Vec::new(),
            receptions,
            contacts,
            faits: BTreeMap::new(),
        }
    }

    pub async fn vivre(&mut self, gestes: usize) {
        for _ in 0..gestes {
            match self.tirer(100) {
                0..35 => self.prescrire().await,
                35..70 => self.passer().await,
                70..84 => self.recevoir().await,
                84..90 => self.corriger().await,
                _ => self.attendre().await,
            }
            self.banc.horloge.avancer(TimeDelta::minutes(1));
        }
        for acte in ["prescrire", "passer", "recevoir", "attendre"] {
            assert!(self.faits.contains_key(acte), "rien de {acte} : {:?}", self.faits);
        }
    }

    pub(super) fn tirer(&self, parmi: usize) -> usize {
        usize::try_from(u64::from_le_bytes(self.hasard.octets()) % parmi.max(1) as u64).expect("rank")
    }

    fn choisir<'b, T>(&self, liste: &'b [T]) -> Option<&'b T> {
        liste.get(self.tirer(liste.len()))
    }

    pub(super) async fn client(&mut self, cle: &str) -> Client {
        if !self.clients.contains_key(cle) {
            self.clients.insert(cle.to_owned(), self.banc.client(cle).await);
        }
        self.clients[cle].clone()
    }

    pub(super) fn fait(&mut self, acte: &'static str) {
        *self.faits.entry(acte).or_default() += 1;
    }

    async fn agent(&self, cle: &str) -> Option<Uuid> {
        self.banc.colonne("select id from agent where cle = $1", [cle.into()]).await.into_iter().next()
    }

    /// From a partner that follows, received or administers the person that day, to a service that takes this type.
    async fn prescrire(&mut self) {
        let emetteur = *self.choisir(&EMETTEURS).expect("one");
        let client = self.client(emetteur).await;
        let personnes = self.prescriptibles(emetteur, client.partenaire).await;
        let Some((personne, departement)) = self.choisir(&personnes).cloned() else { return };
        let offres = self.offres(&departement).await;
        let offres: Vec<_> = offres.into_iter().filter(|(partenaire, ..)| *partenaire != client.partenaire).collect();
        let Some((destinataire, types)) = self.choisir(&offres).map(|(p, _, bits)| (*p, Ensemble::<TypePrescription>::de_bits(*bits)))
        else {
            return;
        };
        let types: Vec<_> = types.sans_sensibles().valeurs().collect();
        let Some(type_) = self.choisir(&types) else { return };
        let theme = ["MOBILITE", "LANGUE", "LOGEMENT", "NUMERIQUE"][self.tirer(4)];
        let input = json!({ "allocataireId": Genre::Allocataire.ecrire(personne), "type": type_.code(), "destinataireId": Genre::Partenaire.ecrire(destinataire),
            "besoin": theme, "accordPersonne": true, "motif": "À voir" });
        let document = "mutation($i: PrescrireInput!) { prescrire(input: $i) { prescription { id } erreurs { code message } } }";
        let reponse = client.demander(document, json!({ "i": input })).await;
        let charge = &reponse.donnees()["prescrire"];
        match charge["erreurs"][0]["code"].as_str() {
            None => self.fait("prescrire"),
            // The same referral may run already, or the service be for others: those rules are not this test's.
            Some(code) => assert!(["DOUBLON", "DESTINATAIRE_INADAPTE"].contains(&code), "{emetteur} {charge}"),
        }
    }

    async fn prescriptibles(&self, emetteur: &str, partenaire: Uuid) -> Vec<(Uuid, String)> {
        let causes = Causes::lire(self.banc, &self.receptions).await;
        let departement: Option<String> = emetteur.strip_prefix("departement-").map(|reste| reste[..2].to_owned());
        let agent = self.agent(emetteur).await;
        let a_soi = |de: Option<Uuid>| agent.is_none() || de.is_none() || de == agent;
        let suivies = causes
            .designations
            .iter()
            .filter(|d| d.partenaire == partenaire && a_soi(d.agent) && d.fin.is_none_or(|fin| fin >= causes.jour))
            .map(|d| d.personne);
        let recues = causes.receptions.iter().filter(|r| r.partenaire == partenaire && r.fin >= causes.jour).map(|r| r.personne);
        let liees: BTreeSet<Uuid> = suivies.chain(recues).collect();
        let ouverte = |p: &&super::causes::Personne| departement.as_ref().map_or_else(|| liees.contains(&p.id), |d| *d == p.departement);
        causes.personnes.values().filter(ouverte).map(|p| (p.id, p.departement.clone())).collect()
    }

    /// Services that take referrals in a département, those of the callers of the walk most of the time.
    async fn offres(&mut self, departement: &str) -> Vec<(Uuid, String, i64)> {
        if self.offres.is_empty() {
            let sql = "select s.partenaire_id, p.cle, s.types_prescription, p.departements from service s join partenaire p on p.id = s.partenaire_id \
                where s.actif and s.types_prescription <> 0 order by s.id";
            let lignes = self.banc.lignes(sql, []).await;
            self.offres = lignes.iter().map(|l| (lu(l, 0), format!("{} {}", lu::<String>(l, 1), lu::<String>(l, 3)), lu(l, 2))).collect();
        }
        let connus = self.tirer(4) > 0;
        let admise = |(_, texte, _): &&(Uuid, String, i64)| {
            let (cle, departements) = texte.split_once(' ').unwrap_or_default();
            departements.split(' ').any(|d| d == departement) && (!connus || PERSONAS.contains(&cle))
        };
        self.offres.iter().filter(admise).cloned().collect()
    }

    /// A move that the table of states allows to one of the two parties.
    async fn passer(&mut self) {
        let sql = "select p.id, p.version, p.statut, d.cle, d.type, e.cle, e.type, p.type from prescription p join partenaire d on d.id = p.destinataire_id \
            join partenaire e on e.id = p.prescripteur_id where p.statut in ('EMISE', 'RECUE', 'ACCEPTEE', 'EN_COURS', 'LISTE_ATTENTE') \
            and not exists (select 1 from accompagnement m where m.prescription_id = p.id) \
            and not exists (select 1 from evaluation_linguistique m where m.prescription_id = p.id) \
            and not exists (select 1 from inscription_formation m where m.prescription_id = p.id) \
            and not exists (select 1 from aide_mobilite m where m.prescription_id = p.id) \
            and not exists (select 1 from candidature m where m.prescription_id = p.id) \
            and not exists (select 1 from diagnostic_mobilite m where m.prescription_id = p.id) order by p.id";
        let lignes = self.banc.lignes(sql, []).await;
        let Some(l) = self.choisir(&lignes) else { return };
        let statut = domain::prescription::StatutPrescription::lire(&lu::<String>(l, 2)).expect("status");
        let permises: Vec<&Transition> = suivantes(statut, None).filter(|t| t.par != Partie::Plateforme).collect();
        let Some(t) = self.choisir(&permises).copied() else { return };
        let (rang, champ) = if t.par == Partie::Destinataire { (3, "repondrePrescription") } else { (5, "annulerPrescription") };
        let (cle, type_): (String, String) = (lu(l, rang), lu(l, rang + 1));
        let habilite = cle == CONVENTIONNEE || REGLES.iter().any(|r| r.porte(Portee::Prescriptions) && r.types.contains(&type_.as_str()));
        let emet = t.par == Partie::Destinataire
            || !type_.starts_with("PLATEFORME") && type_ != "ORGANISME_FORMATION" && lu::<String>(l, 7) != "SANTE";
        if !habilite || !emet {
            return;
        }
        let mut input = json!({ "id": Genre::Prescription.ecrire(lu(l, 0)), "version": lu::<i64>(l, 1), "commentaire": "Vu" });
        if t.par == Partie::Destinataire {
            input["vers"] = t.vers.code().into();
            input["motif"] = if t.motif_exige { "AUTRE".into() } else { Value::Null };
        }
        let saisie = if rang == 3 { "RepondrePrescriptionInput" } else { "AnnulerPrescriptionInput" };
        let document = format!("mutation($i: {saisie}!) {{ {champ}(input: $i) {{ erreurs {{ code message }} }} }}");
        self.client(&cle).await.demander(&document, json!({ "i": input })).await.effet();
        self.fait("passer");
    }

    /// Somebody new, or somebody that the département knows already.
    async fn recevoir(&mut self) {
        let accueil = *self.choisir(&ACCUEILS).expect("one");
        let departement = if accueil.ends_with("82") { "82" } else { "31" };
        let connus = self
            .banc
            .lignes("select nom, prenom, date_naissance from allocataire where departement = $1 order by id", [departement.into()])
            .await;
        let (nom, prenom, naissance): (String, String, NaiveDate) = match self.choisir(&connus) {
            Some(l) if self.tirer(2) == 0 => (lu(l, 0), lu(l, 1), lu(l, 2)),
            _ => (format!("Essai{}", self.receptions.len()), "Camille".to_owned(), NaiveDate::from_ymd_opt(1990, 2, 3).expect("date")),
        };
        let input = json!({ "departement": departement, "nom": nom, "prenom": prenom, "dateNaissance": naissance.to_string() });
        let document =
            "mutation($i: CreerAllocataireInput!) { creerAllocataire(input: $i) { allocataire { id } erreurs { code message } } }";
        let client = self.client(accueil).await;
        let le = self.banc.horloge.instant();
        let reponse = client.demander(document, json!({ "i": input })).await;
        let id = reponse.effet()["allocataire"]["id"].as_str().and_then(|id| Genre::Allocataire.lire(id));
        let personne = id.unwrap_or_else(|| panic!("{accueil} {}", reponse.corps));
        let reception = Reception {
            cause: Cause::Accueil,
            personne,
            partenaire: client.partenaire,
            agent: self.agent(accueil).await,
            le,
            fin: apres(jour(le), JOURS_ACCUEIL),
        };
        self.receptions.push(reception);
        self.fait("recevoir");
    }

    pub(super) async fn corriger(&mut self) {
        let departement = ["31", "82"][self.tirer(2)];
        let personnes: Vec<Uuid> =
            self.banc.colonne("select id from allocataire where departement = $1 order by id", [departement.into()]).await;
        let Some(personne) = self.choisir(&personnes).copied() else { return };
        let input = json!({ "id": Genre::Allocataire.ecrire(personne), "version": 1, "telephone": "0561000001" });
        let document = "mutation($i: ModifierCoordonneesInput!) { modifierCoordonnees(input: $i) { erreurs { code message } } }";
        self.contacts.insert(self.banc.horloge.instant());
        self.client(&format!("departement-{departement}")).await.demander(document, json!({ "i": input })).await.effet();
        self.fait("corriger");
    }

    async fn attendre(&mut self) {
        let jours = 1 + self.tirer(9);
        self.banc.horloge.avancer(TimeDelta::days(jours.try_into().expect("days")));
        self.banc.taches().await;
        self.fait("attendre");
    }
}
