//! What a perimeter sees: rows a type, and the fields that none of its relations opens.

use crate::allocataire::champs::CHAMPS;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::prescription::LIGNE;
use crate::requete::Requete;
use crate::session::Session;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lignes {
    pub allocataires: i64,
    pub parcours: i64,
    pub prescriptions: i64,
}

/// Counts under the predicates that the reads use. Row security bounds a simulated perimeter to what the caller sees itself.
pub async fn compter(session: &Session, perimetre: &Perimetre) -> Result<Lignes, Panne> {
    let portee = |nom| Portees::nommee(nom).unwrap_or_default();
    let mut personnes = session.requete("select count(*) from allocataire a where true");
    perimetre.personne(&mut personnes, portee("allocataires:lire"), Classes::PRESENCE);
    let mut parcours = session.requete(
        "select count(*) from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where true",
    );
    perimetre.personne(&mut parcours, portee("parcours:lire"), Classes::PARCOURS);
    Ok(Lignes {
        allocataires: session.nombre(personnes).await?,
        parcours: session.nombre(parcours).await?,
        prescriptions: session.nombre(prescriptions(session, perimetre)).await?,
    })
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
