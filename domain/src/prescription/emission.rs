//! Prescribing.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{LIGNE, StatutPrescription, TypePrescription};
use crate::accompagnement::eligibilite;
use crate::allocataire::modification::{Personne, charger};
use crate::allocataire::{PublicCible, ThemeBesoin};
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Lien, Nature};
use crate::partenaire::TypePartenaire;
use crate::politique::Acte;
use crate::saisie;
use crate::service::Service;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Emission {
    pub allocataire: Uuid,
    pub type_: TypePrescription,
    pub destinataire: Uuid,
    pub service: Option<Uuid>,
    pub besoin: Option<ThemeBesoin>,
    pub suite_de: Option<Uuid>,
    pub accord_personne: bool,
    pub motif: Option<String>,
}

/// Emissions of one agent in a day beyond which the Département is told.
const ALERTE_PAR_JOUR: i64 = 30;

pub async fn prescrire(session: &Session, cle: Option<Uuid>, emission: Emission) -> Result<Issue, Panne> {
    session.ecrire("prescrire", cle, emission, |tx, e| Box::pin(emettre(tx, e))).await
}

async fn emettre(tx: &mut Ecriture, e: Emission) -> Result<Uuid, Refus> {
    let motif = saisie::facultatif("motif", e.motif.as_deref(), saisie::LONG)?;
    verifier_sensible(tx, &e)?;
    let personne = charger(tx, Acte::Prescrire, e.allocataire, "allocataireId").await?.objet;
    let service = service(tx, &e, &personne).await?;
    verifier_suite(tx, &e).await?;
    verifier_doublon(tx, &e).await?;
    let id = inserer(tx, &e, &personne, &service, motif).await?;
    ouvrir_relations(tx, &e, &personne, id).await?;
    let evenement =
        Evenement::sur_dossier(tx, TypeEvenement::PrescriptionEmise, (Genre::Prescription, id), (&personne.departement, personne.id));
    tx.signaler(evenement);
    alerter(tx, &personne).await?;
    Ok(id)
}

fn verifier_sensible(tx: &Ecriture, e: &Emission) -> Result<(), ErreurMetier> {
    let sensibles = [TypePrescription::VALEURS[e.type_.rang()].sensible, e.besoin.is_some_and(|b| ThemeBesoin::VALEURS[b.rang()].sensible)];
    if sensibles.contains(&true) { crate::allocataire::accueil::sensible_ouvert(tx, "type") } else { Ok(()) }
}

fn inadapte(champ: &'static str, message: &str) -> ErreurMetier {
    ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, champ, message)
}

/// The recipient's service: the one named, or its first that takes this type, where the person lives, and her.
async fn service(tx: &Ecriture, e: &Emission, personne: &Personne) -> Result<Arc<Service>, Refus> {
    verifier_destinataire(tx, e.destinataire, personne)?;
    let recoit = |s: &&Arc<Service>| s.actif && s.types_prescription.contient(e.type_) && e.service.is_none_or(|id| id == s.id);
    let mut services: Vec<_> = tx.referentiel.services_de(e.destinataire).filter(recoit).collect();
    let champ = if e.service.is_some() { "serviceId" } else { "destinataireId" };
    if services.is_empty() {
        return Err(inadapte(champ, "Aucun service de ce partenaire ne reçoit ce type de prescription.").into());
    }
    services.retain(|s| s.dessert(&tx.referentiel, personne.commune.as_deref()));
    if services.is_empty() {
        return Err(inadapte(champ, "Le service de ce partenaire ne couvre pas la commune de la personne.").into());
    }
    let sans_condition = services.iter().find(|s| s.publics.bits == 0 || s.publics.contient(PublicCible::ToutPublic));
    if let Some(service) = sans_condition {
        return Ok(Arc::clone(service));
    }
    let faits = eligibilite::lire(tx, &personne.departement, personne.id).await?;
    let convient = services.into_iter().find(|s| faits.vises(s.publics)).cloned();
    convient.ok_or_else(|| inadapte(champ, "Ce service s'adresse à un public dont la personne ne relève pas, d'après son dossier.").into())
}

fn verifier_destinataire(tx: &Ecriture, destinataire: Uuid, personne: &Personne) -> Result<(), ErreurMetier> {
    if destinataire == tx.perimetre.partenaire {
        return Err(inadapte("destinataireId", "Une prescription s'adresse à un autre partenaire que soi."));
    }
    let destinataire = tx.referentiel.partenaires.par_id(destinataire).ok_or_else(|| ErreurMetier::introuvable("destinataireId"))?;
    if destinataire.departements.contains(&personne.departement) {
        return Ok(());
    }
    Err(inadapte("destinataireId", "Ce partenaire n'intervient pas dans le département de la personne."))
}

async fn verifier_suite(tx: &Ecriture, e: &Emission) -> Result<(), Refus> {
    let Some(suite) = e.suite_de else { return Ok(()) };
    let mut q = visible(tx, e);
    q.texte(" and p.id = ").valeur(suite).texte(" limit 1");
    if tx.lignes(q).await?.is_empty() { Err(ErreurMetier::introuvable("suiteDeId").into()) } else { Ok(()) }
}

/// The same referral still runs, as far as the caller may know.
async fn verifier_doublon(tx: &Ecriture, e: &Emission) -> Result<(), Refus> {
    let mut q = visible(tx, e);
    q.texte(" and p.type = ").valeur(e.type_.code()).texte(" and p.destinataire_id = ").valeur(e.destinataire);
    q.texte(" and p.statut in ('EMISE', 'RECUE', 'LISTE_ATTENTE', 'ACCEPTEE', 'EN_COURS') limit 1");
    if tx.lignes(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Une prescription de ce type vers ce partenaire est déjà en cours pour cette personne.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "type", message).into())
}

/// Referrals of that person that the caller reads.
fn visible(tx: &Ecriture, e: &Emission) -> crate::requete::Requete {
    let mut q = tx.requete("select p.id from prescription p join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where p.allocataire_id = ");
    q.valeur(e.allocataire);
    tx.perimetre.ligne(&mut q, super::lecture_requise(), LIGNE);
    q
}

async fn inserer(tx: &mut Ecriture, e: &Emission, personne: &Personne, service: &Service, motif: Option<String>) -> Result<Uuid, Panne> {
    let (id, le) = (tx.base.id(), tx.base.horloge.instant());
    let jours = service.delai_reponse_jours.unwrap_or(tx.base.reglages.repondre_sous_jours);
    let repondre_avant = apres(tx.perimetre.jour, jours);
    let mut q = tx.requete("insert into prescription (departement, id, version, allocataire_id, type, statut, prescripteur_id, agent_prescripteur_id, destinataire_id, service_id, besoin, suite_de_id, accord_personne, motif, emise_le, modifie_le, repondre_avant, expire_le) values (");
    q.valeurs([
        personne.departement.clone().into(),
        id.into(),
        1_i64.into(),
        personne.id.into(),
        e.type_.code().into(),
        StatutPrescription::Emise.code().into(),
        tx.perimetre.partenaire.into(),
        tx.perimetre.agent.into(),
        e.destinataire.into(),
        service.id.into(),
        e.besoin.map(Enumeration::code).into(),
        e.suite_de.into(),
        e.accord_personne.into(),
        motif.into(),
        le.into(),
        le.into(),
        repondre_avant.into(),
        apres(repondre_avant, tx.base.reglages.expirer_apres_jours).into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    let passage = super::reponse::Passage { de: None, vers: StatutPrescription::Emise, motif: None, commentaire: None, par: None };
    super::reponse::inscrire(tx, (&personne.departement, id, personne.id), 1, passage).await?;
    let attente = Echeance {
        departement: personne.departement.clone(),
        code: CodeEcheance::RepondrePrescription,
        objet: id,
        allocataire: Some(personne.id),
        responsable: e.destinataire,
        agent: None,
        depuis: le,
        due: repondre_avant,
        regle: None,
    };
    echeance::ouvrir(tx, &attente).await?;
    Ok(id)
}

pub(crate) fn apres(jour: NaiveDate, jours: i64) -> NaiveDate {
    jour.checked_add_days(Days::new(jours.unsigned_abs())).unwrap_or(jour)
}

/// The recipient reads what deciding needs, and no contact before it accepts; the prescriber reads who it sent.
async fn ouvrir_relations(tx: &Ecriture, e: &Emission, personne: &Personne, id: Uuid) -> Result<(), Panne> {
    let lien = |partenaire, nature, agent, contact_jusquau| Lien {
        departement: personne.departement.clone(),
        allocataire: personne.id,
        partenaire,
        nature,
        objet: id,
        agent,
        contact_jusquau,
        identite_jusquau: lien::sans_fin(),
    };
    let liens = [
        lien(e.destinataire, Nature::PrescriptionRecue, None, lien::jamais()),
        lien(tx.perimetre.partenaire, Nature::PrescriptionEmise, tx.perimetre.agent, lien::sans_fin()),
    ];
    lien::ouvrir(tx, &liens, tx.base.horloge.instant()).await
}

/// An agent that prescribes without measure may be harvesting: its Département hears of it once a day.
async fn alerter(tx: &mut Ecriture, personne: &Personne) -> Result<(), Panne> {
    let Some(agent) = tx.perimetre.agent else { return Ok(()) };
    let debut = tx.perimetre.jour.and_time(chrono::NaiveTime::MIN).and_utc();
    let mut q = tx.requete("select count(*) from prescription where prescripteur_id = ");
    q.valeur(tx.perimetre.partenaire).texte(" and agent_prescripteur_id = ").valeur(agent).texte(" and emise_le >= ").valeur(debut);
    let emises: i64 = tx.lignes(q).await?.first().map_or(Ok(0), |l| l.lire(0))?;
    if emises != ALERTE_PAR_JOUR + 1 {
        return Ok(());
    }
    let departement = tx
        .referentiel
        .partenaires
        .toutes()
        .find(|p| p.type_ == TypePartenaire::Departement && p.departements.contains(&personne.departement))
        .map(|p| p.id);
    if let Some(departement) = departement {
        let alerte = Evenement::public(tx, TypeEvenement::AlerteAcces, Genre::Agent, agent);
        tx.signaler(alerte.pour(departement));
    }
    Ok(())
}
