//! From a parsed request to its answer: gate, session, execution, repair, journal.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, VariableDefinition};
use async_graphql::{Positioned, Request, Response, ServerError, Variables};
use domain::base::Base;
use domain::erreur::Panne;
use domain::journal::NatureAcces;
use domain::politique::Profil;
use domain::secret::hexa;
use domain::session::{Appelant, Session, Trace};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::graphql::connexion::objets_ecrits;
use crate::graphql::erreur::{Echec, erreur_requete};
use crate::graphql::moi;
use crate::graphql::porte::{Admission, Examen, Limites, RefusPorte, examiner, lire_document};
use crate::graphql::reparation::{completer_variables, poser_reperes, propager_nuls, retirer_reperes};
use crate::graphql::{Contrat, loader};
use crate::points::{Points, Solde};

mod formes;
use formes::Formes;

/// Documents kept parsed and examined.
const DOCUMENTS: u64 = 1_000;

pub struct Moteur {
    pub base: Arc<Base>,
    pub contrat: Contrat,
    pub limites: Limites,
    points: Points,
    documents: Cache<(String, Option<String>), Arc<Document>>,
}

/// A document as everyone may send it again: nothing here depends on who asks.
struct Document {
    hash: String,
    operation: Option<String>,
    arbre: ExecutableDocument,
    examen: Examen,
    reperes: bool,
    formes: Formes,
}

/// What a client sent, its shape already checked.
#[derive(Debug)]
pub struct Demande {
    pub texte: String,
    pub operation: Option<String>,
    pub variables: Variables,
    /// A mutation is refused: the request came by GET.
    pub lecture_seule: bool,
    /// The journal says that the answer leaves as a file.
    pub export: bool,
}

/// An answer and what HTTP says beside it.
pub struct Reponse {
    pub corps: Response,
    pub statut: u16,
    pub solde: Option<Solde>,
    pub attendre: Option<i64>,
}

impl Reponse {
    /// A request error: no data at all.
    #[must_use]
    pub fn refus(erreur: ServerError, statut: u16) -> Self {
        Self { corps: Response::from_errors(vec![erreur]), statut, solde: None, attendre: None }
    }

    #[must_use]
    pub fn executee(&self) -> bool {
        self.statut == 200
    }
}

impl From<RefusPorte> for Reponse {
    fn from(refus: RefusPorte) -> Self {
        Self::refus(refus.en_erreur(), refus.statut())
    }
}

impl From<Panne> for Reponse {
    fn from(panne: Panne) -> Self {
        let heure = if let Panne::Moisson { attendre } = &panne { Some(*attendre) } else { None };
        let erreur: async_graphql::Error = Echec::from(panne).into();
        let code = erreur.extensions.as_ref().and_then(|e| e.get("code")).map(ToString::to_string).unwrap_or_default();
        let statut = statut(&code);
        let attendre = heure.or((statut == 503).then_some(1));
        Self { attendre, ..Self::refus(erreur.into_server_error(async_graphql::Pos::default()), statut) }
    }
}

/// HTTP status of an error's code.
fn statut(code: &str) -> u16 {
    match code.trim_matches('"') {
        "NON_AUTHENTIFIE" => 401,
        "PORTEE_INSUFFISANTE" => 403,
        "TROP_DE_REQUETES" => 429,
        "INDISPONIBLE" => 503,
        "ERREUR_INTERNE" => 500,
        _ => 400,
    }
}

impl Moteur {
    #[must_use]
    pub fn nouveau(base: Arc<Base>, contrat: Contrat, limites: Limites) -> Self {
        Self { base, contrat, limites, points: Points::default(), documents: Cache::new(DOCUMENTS) }
    }

    /// Answers a request. What changed in the caller's rights since they were cached is seen, and the gate asked again.
    pub async fn repondre(&self, appelant: &Arc<Appelant>, demande: Demande) -> Reponse {
        let document = match self.document(&demande) {
            Ok(document) => document,
            Err(refus) => return refus.into(),
        };
        let duree = Duration::from_secs(self.limites.duree_secondes);
        // In a box of its own: every layer of the server moves the future that it wraps.
        let essayer = || Box::pin(self.essayer(appelant, &document, &demande));
        let essais = async {
            match essayer().await {
                Err(Panne::HabilitationsChangees) => essayer().await,
                premier => premier,
            }
        };
        match tokio::time::timeout(duree, essais).await {
            Ok(Ok(reponse)) => reponse,
            Ok(Err(panne)) => panne.into(),
            Err(_) => Reponse {
                attendre: Some(1),
                ..Reponse::refus(erreur_requete("INDISPONIBLE", "La requête a dépassé le temps permis."), 503)
            },
        }
    }

    /// The document parsed and examined, kept by its hash.
    fn document(&self, demande: &Demande) -> Result<Arc<Document>, RefusPorte> {
        let hash = hexa(&Sha256::digest(demande.texte.as_bytes()));
        let cle = (hash, demande.operation.clone());
        if let Some(document) = self.documents.get(&cle) {
            return Ok(document);
        }
        let mut arbre = lire_document(&demande.texte, &self.limites)?;
        let examen = examiner(&self.contrat.table, &arbre, demande.operation.as_deref(), &self.limites)?;
        let reperes = poser_reperes(&mut arbre);
        let (hash, operation, formes) = (cle.0.clone(), demande.operation.clone(), Formes::default());
        let document = Arc::new(Document { hash, operation, arbre, examen, reperes, formes });
        self.documents.insert(cle, Arc::clone(&document));
        Ok(document)
    }

    async fn essayer(&self, appelant: &Arc<Appelant>, document: &Document, demande: &Demande) -> Result<Reponse, Panne> {
        let session = Arc::new(Session::ouvrir(&self.base, Arc::clone(appelant)).await?);
        let operation = document.operation();
        let mut variables = demande.variables.clone();
        completer_variables(operation, &mut variables);
        let admission = match document.examen.admettre(session.perimetre.portees(), &variables, &self.limites) {
            Ok(admission) => admission,
            Err(refus) => return refuser(&session, refus).await,
        };
        if let Some(refus) = variable_absente(operation, &variables) {
            return Ok(refus.into());
        }
        if admission.operation == OperationType::Mutation && demande.lecture_seule {
            return Ok(Reponse::refus(erreur_requete("REQUETE_INVALIDE", "Une mutation se demande par POST."), 405));
        }
        if demande.lecture_seule && !admission.categories.vide() && !demande.variables.is_empty() {
            let message = "Des variables qui accompagnent des données personnelles vont dans un corps, par POST : une adresse se garde dans les journaux.";
            return Ok(Reponse::refus(erreur_requete("REQUETE_INVALIDE", message), 400));
        }
        let solde = match self.depenser(&session, admission.cout) {
            Ok(solde) => solde,
            Err(solde) => return Ok(self.trop(solde)),
        };
        if admission.operation == OperationType::Query {
            session.verifier().await?;
        }
        let corps = self.executer(&session, document, variables, solde).await;
        self.finir(&session, document, (admission, solde, demande.export), corps).await
    }

    pub(crate) fn depenser(&self, session: &Session, cout: u64) -> Result<Solde, Solde> {
        let larges = matches!(session.perimetre.profil, Profil::Departement | Profil::Payeur);
        let par_minute = if larges { self.limites.points_par_minute_larges } else { self.limites.points_par_minute };
        self.points.depenser(session.perimetre.partenaire, cout, par_minute, self.base.horloge.reelle())
    }

    pub(crate) fn trop(&self, solde: Solde) -> Reponse {
        let erreur = erreur_requete("TROP_DE_REQUETES", "Le budget de points de cette minute est épuisé.");
        let attendre = Some(solde.attendre(self.base.horloge.reelle()));
        Reponse { solde: Some(solde), attendre, ..Reponse::refus(erreur, 429) }
    }

    async fn executer(&self, session: &Arc<Session>, document: &Document, variables: Variables, solde: Solde) -> Response {
        let forme = document.formes.de(&self.contrat.table, document.operation(), &variables);
        let juste = document.formes.juste(forme);
        let mut requete = Request::new("").variables(variables);
        if let Some(nom) = &document.operation {
            requete = requete.operation_name(nom);
        }
        requete.set_parsed_query(document.arbre.clone());
        let requete = requete
            .data(Arc::clone(session))
            .data(session.perimetre.portees())
            .data(Arc::clone(&self.contrat.table))
            .data(loader::nouveau(session))
            .data(self.limites_dites(solde));
        let schema = if juste { &self.contrat.valide } else { &self.contrat.schema };
        let mut reponse = schema.execute(requete).await;
        if reponse.errors.is_empty() {
            document.formes.retenir(forme);
        } else {
            reponse.errors.iter_mut().for_each(coder);
            propager_nuls(&self.contrat.table, &document.arbre, document.operation(), &mut reponse);
        }
        if document.reperes {
            retirer_reperes(&mut reponse.data);
        }
        reponse
    }

    fn limites_dites(&self, solde: Solde) -> moi::Limites {
        let entier = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        moi::Limites {
            cout_maximal_par_requete: entier(self.limites.cout),
            profondeur_maximale: i64::try_from(self.limites.profondeur).unwrap_or(i64::MAX),
            points_par_minute: entier(solde.par_minute),
            points_restants: entier(solde.restants),
            reinitialisation_le: solde.reinitialisation,
        }
    }

    /// Journal, then status: no commit, no data.
    async fn finir(
        &self,
        session: &Session,
        document: &Document,
        (admission, solde, export): (Admission, Solde, bool),
        mut corps: Response,
    ) -> Result<Reponse, Panne> {
        // The domain finds out within a mutation that what the gate asked with no longer holds; nothing was written then.
        if session.ecriture_refusee() && admission.operation == OperationType::Mutation && document.racines() == 1 {
            return Err(Panne::HabilitationsChangees);
        }
        let categories: Vec<&str> = admission.categories.iter().map(crate::graphql::portees::CategorieDonnee::nom).collect();
        let trace = Trace { requete: &document.hash, operation: document.nom(), categories: &categories };
        session.clore(trace, nature(admission.operation, export)).await?;
        let statut = statut_final(&corps);
        if statut != 200 {
            corps.data = async_graphql::Value::Null;
        }
        corps.extensions.insert("cout".to_owned(), cout(&admission, solde, &corps));
        Ok(Reponse { corps, statut, solde: Some(solde), attendre: (statut == 503).then_some(1) })
    }
}

const fn nature(operation: OperationType, export: bool) -> NatureAcces {
    match operation {
        OperationType::Mutation => NatureAcces::Ecriture,
        _ if export => NatureAcces::Export,
        _ => NatureAcces::Lecture,
    }
}

fn cout(admission: &Admission, solde: Solde, corps: &Response) -> async_graphql::Value {
    let mut faits = async_graphql::indexmap::IndexMap::new();
    for (nom, valeur) in [("demande", admission.cout), ("reel", objets(&corps.data)), ("restant", solde.restants)] {
        faits.insert(async_graphql::Name::new(nom), valeur.into());
    }
    async_graphql::Value::Object(faits)
}

/// Objects of the answer: what the request cost in the end.
fn objets(donnees: &async_graphql::Value) -> u64 {
    match donnees {
        async_graphql::Value::Object(champs) => 1 + champs.values().map(objets).sum::<u64>(),
        async_graphql::Value::List(elements) => elements.iter().map(objets).sum(),
        async_graphql::Value::Binary(texte) => objets_ecrits(texte),
        _ => 0,
    }
}

/// Scopes that a convention gave since the last look are missing from the perimeter: the refusal stands if it was current.
async fn refuser(session: &Session, refus: RefusPorte) -> Result<Reponse, Panne> {
    if matches!(refus, RefusPorte::PorteeInsuffisante(_)) {
        session.verifier().await?;
        session.rafraichir().await?;
    }
    Ok(refus.into())
}

/// A required variable that was not given: the engine would see it only where it is used, and answer the rest.
fn variable_absente(operation: &OperationDefinition, variables: &Variables) -> Option<RefusPorte> {
    let absente = |v: &&Positioned<VariableDefinition>| !v.node.var_type.node.nullable && !variables.contains_key(&v.node.name.node);
    let v = operation.variable_definitions.iter().find(absente)?;
    let message = format!("La variable ${} est requise.", v.node.name.node);
    Some(RefusPorte::RequeteInvalide { message, lieux: vec![v.pos] })
}

/// Errors without a code are the engine's own refusals of the document or of a value.
fn coder(erreur: &mut ServerError) {
    let faits = erreur.extensions.get_or_insert_default();
    if faits.get("code").is_none() {
        faits.set("code", "REQUETE_INVALIDE");
    }
}

fn code(erreur: &ServerError) -> Option<String> {
    let async_graphql::Value::String(code) = erreur.extensions.as_ref()?.get("code")? else { return None };
    Some(code.clone())
}

/// An answer without data is the error's; with data, it is an answer.
fn statut_final(corps: &Response) -> u16 {
    if corps.data != async_graphql::Value::Null || corps.errors.is_empty() {
        return 200;
    }
    corps.errors.iter().map(|e| code(e).map_or(400, |c| statut(&c))).max().unwrap_or(200)
}

impl Document {
    fn operation(&self) -> &OperationDefinition {
        match (&self.arbre.operations, &self.operation) {
            (DocumentOperations::Single(seule), _) => &seule.node,
            (DocumentOperations::Multiple(operations), Some(nom)) if operations.contains_key(nom.as_str()) => {
                &operations[nom.as_str()].node
            }
            (DocumentOperations::Multiple(operations), _) => {
                &operations.values().next().expect("the parser refuses a document without an operation").node
            }
        }
    }

    fn racines(&self) -> usize {
        self.operation().selection_set.node.items.len()
    }

    /// The operation's name, for the journal: bounded, and never trusted as more than a label.
    fn nom(&self) -> &str {
        let nom = match &self.arbre.operations {
            DocumentOperations::Single(_) => None,
            DocumentOperations::Multiple(operations) => {
                self.operation.as_deref().or_else(|| operations.keys().next().map(async_graphql::Name::as_str))
            }
        };
        nom.filter(|n| n.len() <= 80).unwrap_or("")
    }
}
