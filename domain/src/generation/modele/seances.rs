//! The meetings of the model: the kiosques of 2021, those by telephone, and the commissions of référents de parcours.

use chrono::TimeDelta;
use uuid::Uuid;

use super::cible::{Chiffres, Cible};
use super::jours::{Jours, entre, etaler, jour};
use crate::erreur::Panne;
use crate::generation::agenda::{Agenda, Seance};
use crate::generation::calendrier::apres;
use crate::generation::monde::Monde;
use crate::generation::reglement::Fiche;
use crate::generation::tirage::Tirage;
use crate::referentiel::Referentiel;
use crate::rencontre::{StatutRencontre, TypeRencontre as T};
use crate::territoire::{Territoire, TypeTerritoire};

/// Days before a meeting at which it is announced.
const ANNONCE: i64 = 30;

/// In the place of the drawn ones. The histories of the model begin with its oldest claims.
pub(super) fn installer(monde: &mut Monde, referentiel: &Referentiel, cibles: &[Cible]) -> Result<(), Panne> {
    let n = Chiffres(cibles);
    monde.calendrier.debut = jour(2018, 1, 1);
    let series = [
        (T::KiosqueInsertion, "Kiosque insertion", n.nombre("4.1.01/kiosques insertion", 2021)?, entre(2021, (1, 19), (10, 21))),
        (T::TeleKiosque, "Télé-kiosque insertion", n.nombre("4.1.01/télé-kiosques", 2021)?, entre(2021, (1, 14), (10, 14))),
        (T::CommissionSuiviParcours, "Commission de suivi des parcours", n.nombre("3.1.05", 2021)?, entre(2021, (3, 8), (11, 30))),
    ];
    let directions = directions(referentiel, &monde.departement);
    let venus: Vec<Uuid> =
        ["pole-emploi-31", "actipro-31"].into_iter().filter_map(|cle| referentiel.partenaire(cle)).map(|p| p.id).collect();
    let mut seances = Vec::new();
    for (type_, titre, nombre, jours) in series {
        let mut tirage = Tirage::de(0, titre, nombre);
        seances.extend((0..nombre).map(|rang| {
            let lieu = directions.get(rang % directions.len().max(1)).copied();
            tenir(monde, &mut tirage, (type_, titre), (rang, nombre, jours), (lieu, &venus))
        }));
    }
    monde.agenda = Agenda::de(seances);
    Ok(())
}

/// Where kiosques go round, in the order of their codes.
fn directions<'a>(referentiel: &'a Referentiel, departement: &str) -> Vec<&'a Territoire> {
    let siens = referentiel.territoires.toutes().map(|t| &**t).filter(|t| t.departement == departement);
    let mut directions: Vec<&Territoire> = siens.filter(|t| t.type_ == TypeTerritoire::DirectionTerritoriale).collect();
    directions.sort_by(|a, b| a.code.cmp(&b.code));
    directions
}

fn tenir(
    monde: &Monde,
    tirage: &mut Tirage,
    (type_, titre): (T, &'static str),
    (rang, nombre, jours): (usize, usize, Jours),
    (lieu, venus): (Option<&Territoire>, &[Uuid]),
) -> Seance {
    let jour = etaler(rang, nombre, jours);
    let prevue_le = monde.calendrier.heure(tirage, jour);
    let convoquee_le = monde.calendrier.instant(tirage, apres(jour, -ANNONCE));
    Seance {
        id: tirage.id(convoquee_le),
        version: 2,
        type_,
        titre,
        jour,
        prevue_le,
        territoire: lieu.map(|t| t.id),
        lieu: lieu.map_or_else(|| "Hôtel du Département".to_owned(), |t| t.nom.clone()),
        fiche: fiche(monde, type_),
        statut: StatutRencontre::Tenue,
        participants: None,
        partenaires: venus.to_vec(),
        convoquee_le,
        modifie_le: prevue_le + TimeDelta::hours(2),
    }
}

fn fiche(monde: &Monde, type_: T) -> Fiche {
    if type_.kiosque() { monde.reglement.kiosques.flatten() } else { monde.reglement.commissions.flatten() }
}
