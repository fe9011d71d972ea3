//! How busy a service is, told to its own partner alone: to others the counts would tell who is followed.

use chrono::Months;

use crate::erreur::Panne;
use crate::service::Service;
use crate::session::Session;

/// Capacity less the referrals accepted or under way.
pub async fn places(session: &Session, service: &Service) -> Result<Option<i64>, Panne> {
    let Some(capacite) = service.capacite.filter(|_| service.partenaire == session.perimetre.partenaire) else { return Ok(None) };
    let mut q = session.requete("select count(*) from prescription p where p.statut in ('ACCEPTEE', 'EN_COURS') and p.destinataire_id = ");
    q.valeur(service.partenaire).texte(" and p.service_id = ").valeur(service.id);
    Ok(Some(capacite - session.nombre(q).await?))
}

/// Mean of whole days between emission and first answer, over the last twelve months.
pub async fn delai_moyen(session: &Session, service: &Service) -> Result<Option<i64>, Panne> {
    if service.partenaire != session.perimetre.partenaire {
        return Ok(None);
    }
    let depuis = session.perimetre.jour.checked_sub_months(Months::new(12)).unwrap_or(session.perimetre.jour);
    let mut q =
        session.requete("select p.emise_le, p.repondue_le from prescription p where p.repondue_le is not null and p.destinataire_id = ");
    q.valeur(service.partenaire).texte(" and p.service_id = ").valeur(service.id);
    q.texte(" and p.emise_le >= ").valeur(depuis.and_time(chrono::NaiveTime::MIN).and_utc());
    let mut jours = Vec::new();
    for l in session.lignes(q).await? {
        let (emise, repondue): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>) = (l.lire(0)?, l.lire(1)?);
        jours.push((repondue - emise).num_days());
    }
    let nombre = i64::try_from(jours.len()).unwrap_or(i64::MAX);
    Ok(jours.iter().sum::<i64>().checked_div(nombre))
}
