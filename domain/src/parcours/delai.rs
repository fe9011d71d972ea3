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
        allocataire,
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
    let mut q = session.requete("select c.id, a.droit_demande_le, (select min(o.debut) from orientation o where o.departement = c.departement and o.parcours_id = c.id), r.fixe_le, r.partenaire_id, r.cree_le, (select min(k.signe_le) from contrat k where k.departement = c.departement and k.parcours_id = c.id) from parcours c join allocataire a on a.departement = c.departement and a.id = c.allocataire_id left join rendez_vous r on r.departement = c.departement and r.id = (select m.id from rendez_vous m where m.departement = c.departement and m.parcours_id = c.id and m.objet = 'ACCOMPAGNEMENT' and not m.sensible order by m.fixe_le, m.id limit 1) where c.id");
    q.parmi_ids(&par_id.keys().copied().collect::<Vec<_>>());
    let mut lus = HashMap::new();
    for l in session.lignes(q).await? {
        let id: Uuid = l.lire(0)?;
        let (demande, orientation, rendez_vous, contrat) = (l.lire(1)?, l.lire(2)?, l.lire(3)?, l.lire(6)?);
        let (tenu, fixe): (Option<Uuid>, Option<DateTime<Utc>>) = (l.lire(4)?, l.lire(5)?);
        let lisible = par_id.get(&id).zip(tenu.zip(fixe)).is_some_and(|(p, (tenu, fixe))| p.regard.ouvre(&[tenu], fixe));
        let delais = Delais {
            orientation: jours(demande, orientation),
            premier_rendez_vous: jours(orientation, rendez_vous).filter(|_| lisible),
            contractualisation: jours(orientation, contrat),
        };
        lus.insert(id, delais);
    }
    Ok(lus)
}

fn jours(du: Option<NaiveDate>, au: Option<NaiveDate>) -> Option<i64> {
    Some((au? - du?).num_days())
}
