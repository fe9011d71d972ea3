//! Keeping in touch, where the rule of a dispositif says how often.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::dispositif::Dispositif;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::Panne;
use crate::pacte::delai::Delai;
use crate::parcours::delai::debut;
use crate::referentiel::Referentiel;
use crate::session::Ecriture;

fn delai(referentiel: &Referentiel, d: &Dispositif) -> Option<Delai> {
    d.regle(referentiel, "Echeance.REPRENDRE_CONTACT").and_then(Delai::lire)
}

/// Opens the deadline on the parcours, counted from the first day.
pub(super) async fn ouvrir(
    tx: &Ecriture,
    d: &Dispositif,
    (departement, allocataire, parcours): (&str, Uuid, Uuid),
    (responsable, agent): (Uuid, Option<Uuid>),
    depuis: NaiveDate,
) -> Result<(), Panne> {
    let Some(delai) = delai(&tx.referentiel, d) else { return Ok(()) };
    let attente = Echeance {
        departement: departement.to_owned(),
        code: CodeEcheance::ReprendreContact,
        objet: parcours,
        allocataire: Some(allocataire),
        responsable,
        agent,
        depuis: debut(depuis),
        due: delai.apres(depuis),
        regle: Some(delai.regle),
    };
    echeance::remplacer(tx, &attente).await
}

/// The person came to this partner that day: the next contact is counted from there.
pub(crate) async fn reporter(
    tx: &Ecriture,
    (departement, personne): (&str, Uuid),
    (parcours, partenaire): (Uuid, Uuid),
    venue: NaiveDate,
) -> Result<(), Panne> {
    let mut q = tx.requete("select dispositif_id from accompagnement where fin is null and departement = ");
    q.valeur(departement).texte(" and allocataire_id = ").valeur(personne).texte(" and partenaire_id = ").valeur(partenaire);
    for l in tx.lignes(q).await? {
        let dispositif = tx.referentiel.dispositifs.par_id(l.lire(0)?);
        if let Some(delai) = dispositif.and_then(|d| delai(&tx.referentiel, d)) {
            echeance::recompter(tx, parcours, CodeEcheance::ReprendreContact, (debut(venue), delai.apres(venue))).await?;
        }
    }
    Ok(())
}

/// The dispositif has ended: nobody is to call any more.
pub(super) async fn clore(tx: &Ecriture, d: &Dispositif, parcours: Uuid) -> Result<(), Panne> {
    match delai(&tx.referentiel, d) {
        Some(_) => echeance::clore(tx, parcours, CodeEcheance::ReprendreContact).await,
        None => Ok(()),
    }
}
