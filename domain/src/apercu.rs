//! What a perimeter sees: rows a type, and the fields that none of its relations opens.

use crate::allocataire::champs::CHAMPS;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::prescription::LIGNE;
use crate::requete::Requete;
use crate::session::Session;
use crate::{aide_mobilite, diagnostic_mobilite, evaluation_linguistique, inscription_formation};

/// Rows of each type that belongs to a person's file, counted under the predicates that the reads use. Row security bounds
/// a simulated perimeter to what the caller sees itself.
pub async fn compter(session: &Session, perimetre: &Perimetre) -> Result<[(Genre, i64); 7], Panne> {
    Ok([
        (Genre::Allocataire, personnes(session, perimetre).await?),
        (Genre::Parcours, session.nombre(parcours(session, perimetre)).await?),
        (Genre::Prescription, session.nombre(prescriptions(session, perimetre)).await?),
        (Genre::EvaluationLinguistique, evaluation_linguistique::lecture::compter(session, perimetre).await?),
        (Genre::InscriptionFormation, inscription_formation::lecture::compter(session, perimetre).await?),
        (Genre::DiagnosticMobilite, diagnostic_mobilite::compter(session, perimetre).await?),
        (Genre::AideMobilite, aide_mobilite::lecture::compter_sous(session, perimetre).await?),
    ])
}

/// People alone.
pub async fn personnes(session: &Session, perimetre: &Perimetre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*) from allocataire a where true");
    perimetre.personne(&mut q, const { Portees::de("allocataires:lire") }, Classes::PRESENCE);
    session.nombre(q).await
}

fn parcours(session: &Session, perimetre: &Perimetre) -> Requete {
    let mut q = session.requete(
        "select count(*) from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where true",
    );
    perimetre.personne(&mut q, const { Portees::de("parcours:lire") }, Classes::PARCOURS);
    q
}

fn prescriptions(session: &Session, perimetre: &Perimetre) -> Requete {
    let mut q = session.requete("select count(*) from prescription p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id where true");
    perimetre.ligne(&mut q, crate::prescription::lecture_requise(), LIGNE);
    crate::prescription::sensible(session, &mut q, crate::prescription::lecture_requise());
    q
}

/// Fields of a person that the profile's relations never open, whatever the row.
#[must_use]
pub fn champs_jamais_ouverts(perimetre: &Perimetre) -> Vec<&'static str> {
    let ouvertes = perimetre.ouvertes.iter().fold(Classes::AUCUNE, |c, o| c.et(o.classes(perimetre.profil, o.natures())));
    CHAMPS.iter().filter(|(_, classe, _)| !ouvertes.contient(*classe)).map(|(nom, ..)| *nom).collect()
}
