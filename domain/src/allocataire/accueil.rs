//! Receiving a person: an exact match in the département attaches, anything else creates, and the answer is the same.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{Civilite, NiveauFormation, OrganismePayeur, PublicCible, SituationFamiliale, SituationProfessionnelle, StatutDroitRsa};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Lien, Nature};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::saisie::{self, COURT, Controle};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Ensemble, Enumeration};

#[derive(Clone, Debug, Serialize)]
pub struct Accueil {
    pub departement: String,
    pub matricule: Option<String>,
    pub organisme_payeur: Option<OrganismePayeur>,
    pub civilite: Option<Civilite>,
    pub nom: String,
    pub nom_naissance: Option<String>,
    pub prenom: String,
    pub date_naissance: NaiveDate,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub voie: Option<String>,
    pub code_postal: Option<String>,
    pub commune: Option<String>,
    pub territoire: Option<Uuid>,
    pub domiciliation: Option<Uuid>,
    pub situation_familiale: Option<SituationFamiliale>,
    pub situation_professionnelle: Option<SituationProfessionnelle>,
    pub enfants_a_charge: Option<i64>,
    pub niveau_formation: Option<NiveauFormation>,
    pub inscrit_pole_emploi: Option<bool>,
    pub publics: Vec<PublicCible>,
    pub statut_droit_rsa: Option<StatutDroitRsa>,
    pub demande_rsa_le: Option<NaiveDate>,
    pub droit_ouvert_le: Option<NaiveDate>,
    pub droit_clos_le: Option<NaiveDate>,
    pub soumis_droits_devoirs: Option<bool>,
    pub reconnaissance_handicap: Option<bool>,
    pub reference_externe: Option<String>,
}

pub async fn creer(session: &Session, cle: Option<Uuid>, accueil: Accueil) -> Result<Issue, Panne> {
    session.ecrire("creerAllocataire", cle, accueil, |tx, a| Box::pin(recevoir(tx, a))).await
}

async fn recevoir(tx: &mut Ecriture, saisi: Accueil) -> Result<Uuid, Refus> {
    let mut a = verifier(tx, saisi)?;
    let id = match connu(tx, &a).await? {
        Connu::Une(id) => id,
        Connu::Aucune => inserer(tx, &a).await?,
        Connu::Douteuse => {
            // Somebody else bears this number: saying so would tell that they are here. The doubt is settled by the Département.
            a.matricule = None;
            inserer(tx, &a).await?
        }
    };
    accueillir(tx, &a.departement, id).await?;
    if let Some(reference) = &a.reference_externe {
        referencer(tx, &a.departement, id, Some(reference)).await?;
    }
    Ok(id)
}

/// The input in its normal form, or every refusal at once.
fn verifier(tx: &Ecriture, a: Accueil) -> Result<Accueil, Refus> {
    let mut c = Controle::default();
    let creer = const { Portees::de("allocataires:creer") };
    if !tx.perimetre.qui_portent(creer).any(|o| o.departements.contains(&a.departement)) {
        c.refuser(ErreurMetier::saisie("departement", "Votre convention n'ouvre pas ce département."));
    }
    let net = Accueil {
        nom: c.lire(saisie::obligatoire("nom", &a.nom, COURT)),
        prenom: c.lire(saisie::obligatoire("prenom", &a.prenom, COURT)),
        nom_naissance: c.lire(saisie::facultatif("nomNaissance", a.nom_naissance.as_deref(), COURT)),
        date_naissance: c.lire(saisie::naissance("dateNaissance", a.date_naissance, tx.perimetre.jour)),
        matricule: c.lire(saisie::facultatif("matricule", a.matricule.as_deref(), 20)),
        telephone: c.lire(a.telephone.as_deref().map_or(Ok(None), |t| saisie::telephone("telephone", t))),
        courriel: c.lire(a.courriel.as_deref().map_or(Ok(None), |t| saisie::courriel("courriel", t))),
        voie: c.lire(saisie::facultatif("voie", a.voie.as_deref(), COURT)),
        code_postal: c.lire(a.code_postal.as_deref().map_or(Ok(None), |t| saisie::code_postal("codePostal", t))),
        commune: c.lire(a.commune.as_deref().map_or(Ok(None), |t| super::modification::commune(tx, &a.departement, t).map(Some))),
        reference_externe: c.lire(saisie::facultatif("referenceExterne", a.reference_externe.as_deref(), COURT)),
        ..a
    };
    c.lire(enfants(net.enfants_a_charge));
    c.lire(territoire(tx, net.territoire));
    c.lire(domiciliation(tx, net.domiciliation));
    if net.reconnaissance_handicap.is_some() {
        c.lire(sensible_actif(tx, "reconnaissanceHandicap"));
    }
    if net.matricule.is_some() != net.organisme_payeur.is_some() && net.matricule.is_some() {
        c.refuser(ErreurMetier::saisie("organismePayeur", "Un matricule se donne avec l'organisme qui l'a attribué."));
    }
    c.conclure()?;
    Ok(net)
}

pub(super) fn enfants(nombre: Option<i64>) -> Result<(), ErreurMetier> {
    if nombre.is_none_or(|n| (0..=20).contains(&n)) { Ok(()) } else { Err(ErreurMetier::saisie("enfantsACharge", "De 0 à 20 enfants.")) }
}

pub(crate) fn territoire(tx: &Ecriture, id: Option<Uuid>) -> Result<(), ErreurMetier> {
    let connu = id.is_none_or(|id| tx.referentiel.territoires.par_id(id).is_some());
    if connu { Ok(()) } else { Err(ErreurMetier::introuvable("territoireId")) }
}

pub(super) fn domiciliation(tx: &Ecriture, id: Option<Uuid>) -> Result<(), ErreurMetier> {
    let connu = id.is_none_or(|id| tx.referentiel.partenaires.par_id(id).is_some());
    if connu { Ok(()) } else { Err(ErreurMetier::introuvable("domiciliationId")) }
}

/// A value that reveals health, origin or detention is written by who may read it.
pub(crate) fn sensible_ouvert(tx: &Ecriture, champ: &str) -> Result<(), ErreurMetier> {
    if tx.base.reglages.donnees_sensibles && tx.perimetre.porte("allocataires.sensible:lire") {
        return Ok(());
    }
    Err(ErreurMetier::saisie(champ, "Cette valeur révèle une donnée sensible que votre habilitation n'ouvre pas."))
}

pub(crate) fn sensible_actif(tx: &Ecriture, champ: &str) -> Result<(), ErreurMetier> {
    if tx.base.reglages.donnees_sensibles {
        Ok(())
    } else {
        Err(ErreurMetier::saisie(champ, "Les données sensibles ne sont pas activées sur cette plateforme."))
    }
}

/// What the département already knows of who was received.
enum Connu {
    Une(Uuid),
    Aucune,
    Douteuse,
}

/// The one person with this name and birth date, or this payer, matricule and birth date.
///
/// The search leaves the perimeter: the caller cannot tell its answers apart.
async fn connu(tx: &Ecriture, a: &Accueil) -> Result<Connu, Panne> {
    let mut q = tx.requete("select id, date_naissance from allocataire where departement = ");
    q.valeur(a.departement.as_str()).texte(" and ((date_naissance = ").valeur(a.date_naissance);
    q.texte(" and cle_nom = ").valeur(cle_nom(a)).texte(")");
    if let (Some(organisme), Some(matricule)) = (a.organisme_payeur, &a.matricule) {
        q.texte(" or (organisme_payeur = ").valeur(organisme.code()).texte(" and matricule = ").valeur(matricule.as_str()).texte(")");
    }
    q.texte(") order by id limit 3");
    let lignes = tx.hors_perimetre(q).await?;
    let lues = lignes.iter().map(|l| Ok((l.lire::<Uuid>(0)?, l.lire::<NaiveDate>(1)?))).collect::<Result<Vec<_>, Panne>>()?;
    Ok(match lues.as_slice() {
        [] => Connu::Aucune,
        [(id, naissance)] if *naissance == a.date_naissance => Connu::Une(*id),
        // Two namesakes born the same day, or one number for two people: attaching would be a guess.
        _ => Connu::Douteuse,
    })
}

fn cle_nom(a: &Accueil) -> String {
    saisie::plier(&format!("{} {}", a.nom, a.prenom))
}

async fn inserer(tx: &mut Ecriture, a: &Accueil) -> Result<Uuid, Panne> {
    let (id, le) = (tx.base.id(), tx.base.horloge.instant());
    let mut q = tx.requete("insert into allocataire (departement, id, version, cree_le, modifie_le, territoire_id, commune, organisme_payeur, matricule, civilite, nom, nom_naissance, prenom, cle_nom, date_naissance, telephone, courriel, voie, code_postal, situation_familiale, enfants_a_charge, niveau_formation, inscrit_pole_emploi, publics, situation_professionnelle, domiciliation_id, reconnaissance_handicap, droit_statut, droit_demande_le, droit_ouvert_le, droit_clos_le, soumis_droits_devoirs, synthetique) values (");
    q.valeurs([
        a.departement.clone().into(),
        id.into(),
        1_i64.into(),
        le.into(),
        le.into(),
        a.territoire.into(),
        a.commune.clone().into(),
        a.organisme_payeur.map(Enumeration::code).into(),
        a.matricule.clone().into(),
        a.civilite.map(Enumeration::code).into(),
        a.nom.clone().into(),
        a.nom_naissance.clone().into(),
        a.prenom.clone().into(),
        cle_nom(a).into(),
        a.date_naissance.into(),
        a.telephone.clone().into(),
        a.courriel.clone().into(),
        a.voie.clone().into(),
        a.code_postal.clone().into(),
        a.situation_familiale.map(Enumeration::code).into(),
        a.enfants_a_charge.into(),
        a.niveau_formation.map(Enumeration::code).into(),
        a.inscrit_pole_emploi.into(),
        a.publics.iter().copied().collect::<Ensemble<PublicCible>>().bits.into(),
        a.situation_professionnelle.map(Enumeration::code).into(),
        a.domiciliation.into(),
        a.reconnaissance_handicap.into(),
        a.statut_droit_rsa.unwrap_or(StatutDroitRsa::NonBeneficiaire).code().into(),
        a.demande_rsa_le.into(),
        a.droit_ouvert_le.into(),
        a.droit_clos_le.into(),
        a.soumis_droits_devoirs.unwrap_or_default().into(),
        false.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    super::residence::premiere(tx, (&a.departement, id), (a.territoire, a.commune.clone())).await?;
    indexer(tx, &a.departement, id, &[&a.nom, &a.prenom, a.nom_naissance.as_deref().unwrap_or_default()]).await?;
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::AllocataireCree, (Genre::Allocataire, id), (&a.departement, id));
    tx.signaler(evenement.changeant(Classes::PRESENCE));
    Ok(id)
}

/// Opens the relation of reception: what was typed, and the right to prescribe, for a month.
async fn accueillir(tx: &mut Ecriture, departement: &str, allocataire: Uuid) -> Result<(), Panne> {
    let fin = tx.perimetre.jour.checked_add_days(Days::new(tx.base.reglages.jours_accueil.unsigned_abs())).unwrap_or_else(lien::sans_fin);
    let lien = Lien {
        departement: departement.to_owned(),
        allocataire,
        partenaire: tx.perimetre.partenaire,
        nature: Nature::Accueil,
        objet: allocataire,
        agent: tx.perimetre.agent,
        contact_jusquau: fin,
        identite_jusquau: fin,
    };
    let le = tx.base.horloge.instant();
    lien::prolonger(tx, lien, le).await
}

pub(super) async fn indexer(tx: &Ecriture, departement: &str, id: Uuid, noms: &[&str]) -> Result<(), Panne> {
    let mut q = tx.requete("insert into mot (departement, mot, allocataire_id) values ");
    for (rang, mot) in saisie::mots(noms).into_iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" }).valeurs([departement.into(), mot.into(), id.into()]).texte(")");
    }
    tx.executer(q).await.map(drop)
}

/// The caller's own reference for the person; an empty one erases it.
pub(super) async fn referencer(tx: &Ecriture, departement: &str, id: Uuid, reference: Option<&str>) -> Result<(), Panne> {
    let partenaire = tx.perimetre.partenaire;
    let mut q = tx.requete("");
    if let Some(reference) = reference.map(str::trim).filter(|r| !r.is_empty()) {
        q.texte("insert into reference_externe (departement, allocataire_id, partenaire_id, reference) values (");
        q.valeurs([departement.into(), id.into(), partenaire.into(), reference.into()]);
        q.texte(") on conflict (departement, allocataire_id, partenaire_id) do update set reference = excluded.reference");
    } else {
        q.texte("delete from reference_externe where departement = ").valeur(departement);
        q.texte(" and allocataire_id = ").valeur(id).texte(" and partenaire_id = ").valeur(partenaire);
    }
    tx.executer(q).await.map(drop)
}
