//! Partners and agents as the reference data in memory knows them.
//!
//! Most requests learn from their own snapshot of the database that the reference data moved; a caller who is not in it yet
//! would be refused before that, hence the second look.

use domain::erreur::Panne;
use domain::referentiel::Referentiel;
use domain::session::Appelant;

use super::{Authentification, RefusAuth};

impl Authentification {
    /// Finds something, after loading the reference data again when it is absent, at most every thirty seconds.
    pub(super) async fn annuaire<R>(&self, trouver: impl Fn(&Referentiel) -> Option<R>) -> Result<Option<R>, Panne> {
        let trouve = trouver(&*self.base.referentiel().await?);
        if trouve.is_some() {
            return Ok(trouve);
        }
        let oublier = async {
            self.base.oublier_referentiel(-1);
            Ok(())
        };
        self.relecture.rafraichir(self.base.horloge.reelle(), oublier).await?;
        Ok(trouver(&*self.base.referentiel().await?))
    }

    /// The partner is known, and the agent is one of its own, in office.
    pub(super) async fn admettre(&self, appelant: &Appelant) -> Result<(), RefusAuth> {
        self.annuaire(|referentiel| connu(referentiel, appelant).then_some(())).await?.ok_or(RefusAuth::Jeton)
    }
}

fn connu(referentiel: &Referentiel, appelant: &Appelant) -> bool {
    let agent = appelant.agent.is_none_or(|id| {
        let agent = referentiel.agents.par_id(id);
        agent.is_some_and(|agent| agent.partenaire == appelant.partenaire && agent.actif)
    });
    agent && referentiel.partenaires.par_id(appelant.partenaire).is_some()
}
