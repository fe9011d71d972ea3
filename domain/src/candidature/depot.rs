//! Proposing a person to a post: who may, to which post, on which referral.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{Candidature, StatutCandidature as S, couplage, ligne, mouvement};
use crate::allocataire::modification::{Personne, charger};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::lien::{self, Lien, Nature};
use crate::pacte::delai::Delai;
use crate::politique::Acte;
use crate::poste_iae::{PosteIae, StatutPosteIae, place};
use crate::prescription::emission::apres;
use crate::saisie;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Depot {
    pub allocataire: Uuid,
    pub poste: Uuid,
    pub prescription: Option<Uuid>,
    pub message: Option<String>,
}

/// What a rule of the pacte says that it applies to when it gives the delay after which a silence is a refusal.
const SILENCE: &str = "Candidature.sansReponse";

pub async fn candidater(session: &Session, cle: Option<Uuid>, depot: Depot) -> Result<Issue, Panne> {
    session.ecrire("candidater", cle, depot, |tx, d| Box::pin(deposer(tx, d))).await
}

async fn deposer(tx: &mut Ecriture, d: Depot) -> Result<Uuid, Refus> {
    let message = saisie::facultatif("message", d.message.as_deref(), saisie::LONG)?;
    let personne = charger(tx, Acte::Candidater, d.allocataire, "allocataireId").await?.objet;
    let poste = poste(tx, &personne, d.poste).await?;
    if let Some(id) = d.prescription {
        couplage::verifier(tx, id, (&personne, &poste)).await?;
    }
    verifier_doublon(tx, &personne, &d).await?;
    let c = neuve(tx, &personne, (&poste, d.prescription), message);
    ligne::inserer(tx, &c).await?;
    ouvrir_relations(tx, &c).await?;
    mouvement::inscrire(tx, &c, mouvement::Passage::vers(None, S::Nouvelle), (1, c.deposee_le)).await?;
    mouvement::attendre(tx, &c, S::Nouvelle).await?;
    mouvement::signaler(tx, &c);
    Ok(c.id)
}

/// An open post of the person's département, of another partner. A draft is nobody else's.
async fn poste(tx: &Ecriture, personne: &Personne, id: Uuid) -> Result<PosteIae, Refus> {
    let inadapte = |message: &str| ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "posteId", message);
    let lu = place::lire(tx, id).await?.filter(|p| p.departement == personne.departement && p.statut != StatutPosteIae::Brouillon);
    let lu = lu.ok_or_else(|| ErreurMetier::introuvable("posteId"))?;
    if lu.partenaire == tx.perimetre.partenaire {
        return Err(inadapte("Une candidature s'adresse à un autre partenaire que soi.").into());
    }
    if lu.statut != StatutPosteIae::Ouvert {
        return Err(inadapte("On ne candidate pas à ce poste : il est suspendu, pourvu ou fermé.").into());
    }
    Ok(lu)
}

/// The same application is alive, as far as the caller may know: another prescriber's tells by the constraint alone.
async fn verifier_doublon(tx: &Ecriture, personne: &Personne, d: &Depot) -> Result<(), Refus> {
    let mut q = tx.requete("select p.id from candidature p join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.departement = ");
    q.valeur(personne.departement.as_str()).texte(" and p.allocataire_id = ").valeur(personne.id);
    q.texte(" and p.poste_id = ").valeur(d.poste).texte(" and p.close_le is null");
    tx.perimetre.ligne(&mut q, super::lecture_requise(), super::LIGNE);
    if tx.lignes(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Une candidature de cette personne à ce poste est déjà en cours.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "posteId", message).into())
}

fn neuve(tx: &Ecriture, personne: &Personne, (poste, prescription): (&PosteIae, Option<Uuid>), message: Option<String>) -> Candidature {
    Candidature {
        id: tx.base.id(),
        departement: personne.departement.clone(),
        version: 1,
        allocataire_id: personne.id,
        structure: poste.structure,
        poste: poste.id,
        employeur: poste.partenaire,
        prescripteur: tx.perimetre.partenaire,
        agent_prescripteur: tx.perimetre.agent,
        prescription,
        statut: S::Nouvelle,
        message,
        entretien_le: None,
        deposee_le: tx.base.horloge.instant(),
        expire_le: expiration(tx, &personne.departement),
        allocataire: None,
    }
}

/// By the pacte, or by the settings of the platform where no pacte says.
fn expiration(tx: &Ecriture, departement: &str) -> NaiveDate {
    let (jour, r) = (tx.perimetre.jour, &tx.base.reglages);
    let delai = Delai::de(&tx.referentiel, departement, SILENCE);
    delai.map_or_else(|| apres(jour, r.repondre_sous_jours + r.expirer_apres_jours), |d| d.apres(jour))
}

/// The structure reads what deciding needs, and no contact before it looks at the application; the prescriber reads whom it
/// proposed.
async fn ouvrir_relations(tx: &Ecriture, c: &Candidature) -> Result<(), Panne> {
    let lien = |partenaire, agent, contact_jusquau| Lien {
        departement: c.departement.clone(),
        allocataire: c.allocataire_id,
        partenaire,
        nature: Nature::Candidature,
        objet: c.id,
        agent,
        contact_jusquau,
        identite_jusquau: lien::sans_fin(),
    };
    let liens = [lien(c.employeur, None, lien::jamais()), lien(c.prescripteur, c.agent_prescripteur, lien::sans_fin())];
    lien::ouvrir(tx, &liens, c.deposee_le).await
}
