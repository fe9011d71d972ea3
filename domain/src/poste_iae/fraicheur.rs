//! Posts that nobody of their structure touched for too long: the delay is the pacte's, or a setting where it states none.

use chrono::{DateTime, Days, Utc};

use super::{PosteIae, StatutPosteIae};
use crate::pacte::delai::Delai;
use crate::requete::Requete;
use crate::session::Session;

/// What a rule of a pacte says that it applies to when it gives this delay.
pub const USAGE: &str = "PosteIae.aActualiser";

/// The last instant before which a post of the département is to be confirmed.
fn limite(session: &Session, departement: &str) -> DateTime<Utc> {
    let maintenant = session.base.horloge.instant();
    let delai = Delai::de(&session.referentiel(), departement, USAGE);
    let jours = Days::new(session.base.reglages.actualiser_poste_jours.unsigned_abs());
    delai.map_or_else(|| maintenant.checked_sub_days(jours), |d| d.avant(maintenant)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// It is offered, and nobody touched it since.
#[must_use]
pub fn a_actualiser(session: &Session, p: &PosteIae) -> bool {
    p.statut == StatutPosteIae::Ouvert && p.touche_le < limite(session, &p.departement)
}

/// ` and …`: the predicate of [`a_actualiser`] on post `p`, or its contrary.
pub(super) fn restreindre(session: &Session, q: &mut Requete, voulu: Option<bool>) {
    let Some(voulu) = voulu else { return };
    q.texte(if voulu { " and (" } else { " and not (" }).texte("p.statut = 'OUVERT' and (false");
    for departement in session.perimetre.tous_departements() {
        let limite = limite(session, &departement);
        q.texte(" or (p.departement = ").valeur(departement).texte(" and p.touche_le < ").valeur(limite).texte(")");
    }
    q.texte("))");
}
