//! The sessions that suit a person, the best first, each with what was held against it. A person decides.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::Days;
use uuid::Uuid;

use super::{Competences, EvaluationLinguistique, evaluer, lecture};
use crate::allocataire;
use crate::erreur::Panne;
use crate::parcours::acte::francais;
use crate::parcours::proposition::RegleEvaluee;
use crate::session::Session;
use crate::session_formation::{self, SessionFormation};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug)]
pub struct Proposition {
    pub session: Arc<SessionFormation>,
    pub rang: i64,
    pub regles: Vec<RegleEvaluee>,
}

/// Sessions that are shown.
const AU_PLUS: usize = 20;
/// Days within which a training that is to begin soon begins.
const BIENTOT: u64 = 60;

/// `None` unless the caller makes that evaluation. Nothing is proposed before a need is known.
pub async fn proposer(session: &Session, id: Uuid) -> Result<Option<Vec<Proposition>>, Panne> {
    let lue = lecture::par_ids(session, &[id]).await?.remove(&id);
    let tenue = |e: &Arc<EvaluationLinguistique>| {
        let perimetre = &session.perimetre;
        e.evaluateur == perimetre.partenaire && perimetre.qui_portent(evaluer()).any(|o| o.departements.contains(&e.departement))
    };
    let Some(e) = lue.filter(tenue) else { return Ok(None) };
    let Some(besoin) = e.besoin else { return Ok(Some(Vec::new())) };
    let lieu = lieu(session, &e).await?;
    let candidates = session_formation::lecture::a_venir(session, &e.departement, besoin).await?;
    let mut propositions: Vec<Proposition> =
        candidates.into_iter().map(|s| Proposition { rang: 0, regles: regles(session, &e, &lieu, &s), session: s }).collect();
    // Stable: where as much is satisfied, the soonest stays first.
    propositions.sort_by_key(|p| Reverse(poids(&p.regles)));
    propositions.truncate(AU_PLUS);
    (1..).zip(&mut propositions).for_each(|(rang, p)| p.rang = rang);
    Ok(Some(propositions))
}

/// The first rules weigh more than all those after them.
fn poids(regles: &[RegleEvaluee]) -> u32 {
    regles.iter().fold(0, |poids, r| poids << 1 | u32::from(r.satisfaite))
}

/// Communes around the person: her own first, then those of her territory; empty where the caller does not read it.
struct Lieu {
    commune: Option<String>,
    alentour: Vec<String>,
}

async fn lieu(session: &Session, e: &EvaluationLinguistique) -> Result<Lieu, Panne> {
    let personne = allocataire::lecture::par_ids(session, &[e.allocataire_id]).await?.remove(&e.allocataire_id);
    let referentiel = session.referentiel();
    let territoire = personne.as_ref().and_then(|p| p.territoire).and_then(|id| referentiel.territoires.par_id(id));
    Ok(Lieu { alentour: territoire.map(|t| t.communes.clone()).unwrap_or_default(), commune: personne.and_then(|p| p.commune.clone()) })
}

fn regles(session: &Session, e: &EvaluationLinguistique, lieu: &Lieu, s: &SessionFormation) -> Vec<RegleEvaluee> {
    vec![besoin(s), accueil(session, s), niveau(e, s), places(s), commune(session, lieu, s), date(session, s)]
}

fn regle(code: &str, enonce: &str, satisfaite: bool, constat: String) -> RegleEvaluee {
    RegleEvaluee { code: code.to_owned(), enonce: enonce.to_owned(), satisfaite, constat }
}

fn besoin(s: &SessionFormation) -> RegleEvaluee {
    regle("BESOIN", "La session répond au besoin évalué.", true, format!("Besoin : {}.", s.besoin.code()))
}

fn accueil(session: &Session, s: &SessionFormation) -> RegleEvaluee {
    let constat = format!("Session {}.", s.statut(session.perimetre.jour).code());
    regle("ENTREE", "On peut encore y entrer.", s.accueille(session.perimetre.jour), constat)
}

fn niveau(e: &EvaluationLinguistique, s: &SessionFormation) -> RegleEvaluee {
    let niveau = e.niveaux.last().map(|n| &n.competences).and_then(Competences::globale);
    let accueillis: Vec<&str> = s.niveaux.valeurs().map(Enumeration::code).collect();
    let constat = match niveau {
        Some(niveau) => format!("Niveau {} ; accueillis : {}.", niveau.code(), accueillis.join(", ")),
        None => format!("Niveau évalué par degrés ; accueillis : {}.", accueillis.join(", ")),
    };
    regle("NIVEAU", "La session accueille ce niveau.", niveau.is_none_or(|n| s.niveaux.contient(n)), constat)
}

fn places(s: &SessionFormation) -> RegleEvaluee {
    let libres = s.restantes() > 0 && s.en_attente == 0;
    let constat = if libres { format!("{} places restantes.", s.restantes()) } else { format!("{} en liste d'attente.", s.en_attente) };
    regle("PLACES", "Une place est libre.", libres, constat)
}

fn commune(session: &Session, lieu: &Lieu, s: &SessionFormation) -> RegleEvaluee {
    let Some(code) = &s.commune else {
        return regle("LIEU", "La session est près de la personne.", false, "Lieu de la session non précisé.".to_owned());
    };
    let nom = session.referentiel().commune(code).map_or_else(|| code.clone(), |c| c.nom.clone());
    let (proche, ou) = match () {
        () if lieu.commune.as_ref() == Some(code) => (true, "la commune de la personne"),
        () if lieu.alentour.contains(code) => (true, "le territoire de la personne"),
        () => (false, "une autre commune que celle de la personne"),
    };
    regle("LIEU", "La session est près de la personne.", proche, format!("{nom} : {ou}."))
}

fn date(session: &Session, s: &SessionFormation) -> RegleEvaluee {
    let horizon = session.perimetre.jour.checked_add_days(Days::new(BIENTOT)).unwrap_or(s.debut);
    let constat = format!("Du {} au {}, {} heures.", francais(s.debut), francais(s.fin), s.duree_heures);
    regle("DATE", "La session a commencé, ou commence bientôt.", s.debut <= horizon, constat)
}
