//! One person as rows of the database become it, masked while decoding.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::champs::{Ouverture, ouverture};
use super::{Adresse, Allocataire, DroitRsa, StatutDroitRsa};
use crate::erreur::Panne;
use crate::habilitation::{Relation, Situation};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

/// Columns of a person, before the column of the relation. [`depuis`] reads them in this order.
pub(crate) const COLONNES: &str = "a.departement, a.id, a.version, a.territoire_id, a.commune, a.organisme_payeur, a.matricule, a.civilite, a.nom, a.nom_naissance, a.prenom, a.date_naissance, a.telephone, a.courriel, a.voie, a.code_postal, a.situation_familiale, a.enfants_a_charge, a.niveau_formation, a.inscrit_pole_emploi, a.publics, a.situation_professionnelle, a.domiciliation_id, a.reconnaissance_handicap, a.droit_statut, a.droit_demande_le, a.droit_ouvert_le, a.droit_clos_le, a.droit_motif_cloture, a.soumis_droits_devoirs, ";
const RELATION: usize = 30;
/// How many columns a person takes, its relation included.
pub(crate) const LARGEUR: usize = RELATION + 1;

/// Writes the columns of a person and of its relation with the caller.
pub(crate) fn colonnes(session: &Session, q: &mut Requete) {
    q.texte(COLONNES);
    session.perimetre.colonne_relation(q);
}

/// The person that was joined from column `d` on to a row about her, when she was. The journal hears of the row where she is
/// not shown.
pub(crate) fn jointe(
    session: &Session,
    l: &Ligne,
    d: Option<usize>,
    (personne, portees): (Uuid, Portees),
) -> Result<Option<Option<Arc<Allocataire>>>, Panne> {
    let lue = d.map(|d| depuis(session, l, d)).transpose()?.map(|a| a.map(Arc::new));
    if lue.as_ref().is_none_or(Option::is_none) {
        session.ligne_lue(personne, portees);
    }
    Ok(lue)
}

/// The person that starts at column `d`, or `None` when it does not exist for the caller.
pub(crate) fn depuis(session: &Session, l: &Ligne, d: usize) -> Result<Option<Allocataire>, Panne> {
    let Some(departement) = l.lire::<Option<String>>(d)? else { return Ok(None) };
    let relation = Relation::de_colonne(l.lire(d + RELATION)?);
    let situation = Situation {
        departement: departement.clone(),
        territoire: l.lire(d + 3)?,
        organisme: l.code_ou_nul(d + 5)?,
        droit_clos_le: l.lire(d + 27)?,
    };
    let Some(o) = ouverture(&session.perimetre, relation, &situation, session.base.reglages.donnees_sensibles) else { return Ok(None) };
    let id = l.lire(d + 1)?;
    session.lu(id, &o.par);
    decoder(session, l, d, (id, departement, (relation, situation), o)).map(Some)
}

/// A closed column is not read: its value never enters the process's objects.
fn decoder(
    session: &Session,
    l: &Ligne,
    d: usize,
    (id, departement, (relation, situation), o): (Uuid, String, (Relation, Situation), Ouverture),
) -> Result<Allocataire, Panne> {
    Ok(Allocataire {
        id,
        departement,
        relation,
        situation,
        version: si(o.rang(0), || l.lire(d + 2))?,
        territoire: si(o.rang(1), || l.lire(d + 3))?,
        commune: si(o.rang(2), || l.lire(d + 4))?,
        organisme_payeur: si(o.rang(3), || l.code_ou_nul(d + 5))?,
        civilite: si(o.rang(4), || l.code_ou_nul(d + 7))?,
        nom: si(o.rang(5), || l.lire(d + 8))?,
        nom_naissance: si(o.rang(6), || l.lire(d + 9))?,
        prenom: si(o.rang(7), || l.lire(d + 10))?,
        date_naissance: si(o.rang(8), || l.lire(d + 11))?,
        matricule: si(o.rang(9), || l.lire(d + 6))?,
        telephone: si(o.rang(10), || l.lire(d + 12))?,
        courriel: si(o.rang(11), || l.lire(d + 13))?,
        adresse: if o.rang(12) { adresse(l, d)? } else { None },
        situation_familiale: si(o.rang(13), || l.code_ou_nul(d + 16))?,
        enfants_a_charge: si(o.rang(14), || l.lire(d + 17))?,
        domiciliation: si(o.rang(15), || l.lire(d + 22))?,
        niveau_formation: si(o.rang(16), || l.code_ou_nul(d + 18))?,
        publics: if o.rang(17) { Some(publics(l, d, &o)?) } else { None },
        situation_professionnelle: si(o.rang(18), || l.code_ou_nul(d + 21))?,
        inscrit_pole_emploi: si(o.rang(19), || l.lire(d + 19))?,
        droit_rsa: if o.rang(20) { Some(droit(session, l, d)?) } else { None },
        reconnaissance_handicap: si(o.sensible && o.rang(22), || l.lire(d + 23))?,
        ouverture: o,
    })
}

fn si<T>(ouvert: bool, lire: impl FnOnce() -> Result<Option<T>, Panne>) -> Result<Option<T>, Panne> {
    if ouvert { lire() } else { Ok(None) }
}

fn adresse(l: &Ligne, d: usize) -> Result<Option<Adresse>, Panne> {
    let adresse = Adresse { voie: l.lire(d + 14)?, code_postal: l.lire(d + 15)?, commune: l.lire(d + 4)? };
    let vide = adresse.voie.is_none() && adresse.code_postal.is_none() && adresse.commune.is_none();
    Ok((!vide).then_some(adresse))
}

/// Without the class of eligibility only one public is told: on RSA, yes or no.
fn publics(l: &Ligne, d: usize, o: &Ouverture) -> Result<crate::vocabulaire::Ensemble<super::PublicCible>, Panne> {
    let tous = l.ensemble::<super::PublicCible>(d + 20)?;
    let lus = if o.sensible { tous } else { tous.sans_sensibles() };
    let seul = super::PublicCible::BeneficiaireRsa;
    Ok(if o.classes.contient(Classes::ELIGIBILITE) { lus } else { lus.valeurs().filter(|p| *p == seul).collect() })
}

fn droit(session: &Session, l: &Ligne, d: usize) -> Result<DroitRsa, Panne> {
    let statut: StatutDroitRsa = l.code(d + 24)?;
    let ouvert_le: Option<chrono::NaiveDate> = l.lire(d + 26)?;
    let clos_le: Option<chrono::NaiveDate> = l.lire(d + 27)?;
    let fin = clos_le.unwrap_or(session.perimetre.jour);
    Ok(DroitRsa {
        statut,
        demande_le: l.lire(d + 25)?,
        ouvert_le,
        clos_le,
        soumis_droits_devoirs: l.lire(d + 29)?,
        anciennete_mois: ouvert_le.and_then(|debut| fin.years_since(debut).map(|_| mois(debut, fin))),
        motif_cloture: l.lire(d + 28)?,
    })
}

/// Whole months between two days.
pub(crate) fn mois(debut: chrono::NaiveDate, fin: chrono::NaiveDate) -> i64 {
    use chrono::Datelike;
    let entiers = i64::from(fin.year() - debut.year()) * 12 + i64::from(fin.month()) - i64::from(debut.month());
    if fin.day() < debut.day() { entiers - 1 } else { entiers }
}

/// The persons of these ids that exist for the caller: one statement whatever their number.
pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Allocataire>>, Panne> {
    let mut q = session.requete("select ");
    colonnes(session, &mut q);
    q.texte(" from allocataire a where a.id").parmi_ids(ids);
    session.departements(&mut q, "a.departement");
    session.perimetre.personne(&mut q, lecture(), Classes::PRESENCE);
    let lignes = session.lignes(q).await?;
    let lus = lignes.iter().filter_map(|l| depuis(session, l, 0).transpose());
    lus.map(|a| a.map(|a| (a.id, Arc::new(a)))).collect()
}

/// The scope of the type itself.
pub(crate) fn lecture() -> Portees {
    const { Portees::de("allocataires:lire") }
}

/// The caller's own references for these people.
pub async fn references(session: &Session, personnes: &[&Allocataire]) -> Result<HashMap<Uuid, String>, Panne> {
    let ids: Vec<Uuid> = personnes.iter().map(|a| a.id).collect();
    let mut q = session.requete("select r.allocataire_id, r.reference from reference_externe r where r.partenaire_id = ");
    q.valeur(session.perimetre.partenaire).texte(" and r.allocataire_id").parmi_ids(&ids);
    session.departements(&mut q, "r.departement");
    session.lignes(q).await?.iter().map(|l| Ok((l.lire(0)?, l.lire(1)?))).collect()
}
