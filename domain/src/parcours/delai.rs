//! The delays of a parcours: what the pacte gives to each step, and what each step took. Computed here and nowhere else.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::Parcours;
use crate::echeance::{self, CodeEcheance, Echeance};
use crate::erreur::Panne;
use crate::pacte::delai::Delai;
use crate::partenaire::TypePartenaire;
use crate::session::{Ecriture, Session};

/// Opens the deadline of a step, counted from `depuis` by the rule of the pacte; nothing where the pacte gives no delay.
pub(crate) async fn ouvrir(
    tx: &Ecriture,
    code: CodeEcheance,
    (departement, allocataire, objet): (&str, Uuid, Uuid),
    depuis: NaiveDate,
    responsable: Option<(Uuid, Option<Uuid>)>,
) -> Result<(), Panne> {
    let delai = Delai::de(&tx.referentiel, departement, &code.usage());
    let (Some(delai), Some((responsable, agent))) = (delai, responsable) else { return Ok(()) };
    let attente = Echeance {
        departement: departement.to_owned(),
        code,
        objet,
        allocataire: Some(allocataire),
        responsable,
        agent,
        depuis: debut(depuis),
        due: delai.apres(depuis),
        regle: Some(delai.regle.clone()),
    };
    echeance::remplacer(tx, &attente).await
}

/// The day's first instant, where the département is: the delay is counted again from it when the pacte changes.
pub(crate) fn debut(jour: NaiveDate) -> DateTime<Utc> {
    let minuit = jour.and_time(NaiveTime::MIN);
    Tz::Europe__Paris.from_local_datetime(&minuit).earliest().map_or_else(|| minuit.and_utc(), |le| le.with_timezone(&Utc))
}

/// The Département itself, which answers for what no other partner has been given.
pub(crate) fn conseil(tx: &Ecriture, departement: &str) -> Option<Uuid> {
    let conseil = |p: &&std::sync::Arc<crate::partenaire::Partenaire>| {
        p.type_ == TypePartenaire::Departement && p.departements.iter().any(|d| d == departement)
    };
    tx.referentiel.partenaires.toutes().find(conseil).map(|p| p.id)
}

/// Days that the steps took; null while one of the two ends is missing, or closed to the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delais {
    pub orientation: Option<i64>,
    pub premier_rendez_vous: Option<i64>,
    pub contractualisation: Option<i64>,
}

/// One statement whatever the number of parcours.
pub async fn de(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Delais>, Panne> {
    let par_id: HashMap<Uuid, &Parcours> = parcours.iter().map(|p| (p.id, *p)).collect();
    let mut q = session.requete("select c.id, a.droit_demande_le, (select min(o.debut) from orientation o where o.departement = c.departement and o.parcours_id = c.id), (select min(r.fixe_le) from rendez_vous r where r.departement = c.departement and r.parcours_id = c.id and r.objet = 'ACCOMPAGNEMENT' and not r.sensible), (select min(k.signe_le) from contrat k where k.departement = c.departement and k.parcours_id = c.id) from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id where c.id");
    q.parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    session.departements(&mut q, "c.departement");
    let mut lus = HashMap::new();
    for l in session.lignes(q).await? {
        let id: Uuid = l.lire(0)?;
        let (orientation, rendez_vous): (Option<NaiveDate>, _) = (l.lire(2)?, l.lire(3)?);
        // It tells of a day that who follows since a later one does not read: not even that there was such a day.
        let suivi = par_id.get(&id).zip(orientation).is_some_and(|(p, le)| p.regard.ouvre_jour(&[], le));
        let delais = Delais {
            orientation: jours(l.lire(1)?, orientation),
            premier_rendez_vous: jours(orientation, rendez_vous).filter(|_| suivi),
            contractualisation: jours(orientation, l.lire(4)?),
        };
        lus.insert(id, delais);
    }
    Ok(lus)
}

fn jours(du: Option<NaiveDate>, au: Option<NaiveDate>) -> Option<i64> {
    Some((au? - du?).num_days())
}
