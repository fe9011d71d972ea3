//! What the pactes of the département offer for mobility: dispositifs of platforms, and funds with what they may spend.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::agent::FonctionAgent;
use crate::aide_mobilite::eligibilite::{self, Faits, Projet};
use crate::aide_mobilite::{MotifAideMobilite as M, NatureAideMobilite as N};
use crate::dispositif::{Dispositif, Mobilite};
use crate::partenaire::TypePartenaire;
use crate::politique::Profil;
use crate::referentiel::Referentiel;

#[derive(Default)]
pub(in crate::generation) struct Offres {
    pub actions: Vec<Action>,
    pub fonds: Vec<Fonds>,
}

/// A dispositif whose operators bring aids, those that may by their own kind.
pub(in crate::generation) struct Action {
    pub dispositif: Uuid,
    pub operateurs: Vec<(String, Uuid)>,
    pub mobilite: Mobilite,
}

pub(in crate::generation) struct Fonds {
    pub dispositif: Uuid,
    pub instructeur: Uuid,
    pub mobilite: Mobilite,
    /// Cents that its fiche-action plans: the envelope of each year.
    pub vote: i64,
    /// The rules on a request that they all admit, as its row keeps them.
    regles: HashMap<(N, M), String>,
}

impl Offres {
    pub fn lire(referentiel: &Referentiel, departement: &str) -> Self {
        let dispositifs = referentiel.pactes_du(departement).flat_map(|p| referentiel.dispositifs_du(p.id));
        let offerts: Vec<(&Arc<Dispositif>, &Mobilite)> = dispositifs.filter_map(|d| d.contenu.mobilite.as_ref().map(|m| (d, m))).collect();
        let actions = offerts.iter().filter(|(_, m)| !m.fonds).map(|(d, m)| Action::de(referentiel, d, m));
        let fonds = offerts.iter().filter(|(_, m)| m.fonds).filter_map(|(d, m)| Fonds::de(referentiel, d, m));
        Self { actions: actions.filter(|a| !a.operateurs.is_empty()).collect(), fonds: fonds.collect() }
    }

    /// A dispositif of this platform; the one that begins with an interview first.
    pub fn action(&self, plateforme: Uuid) -> Option<&Action> {
        let siennes = || self.actions.iter().filter(|a| a.operateurs.iter().any(|(_, id)| *id == plateforme));
        siennes().find(|a| !a.mobilite.diagnostic_prealable).or_else(|| siennes().next())
    }
}

impl Action {
    fn de(referentiel: &Referentiel, d: &Dispositif, m: &Mobilite) -> Self {
        let operateurs = d.contenu.operateurs.iter().filter_map(|id| referentiel.partenaires.par_id(*id));
        let apportent = operateurs.filter(|p| Profil::de(p.type_) == Profil::de(TypePartenaire::PlateformeMobilite));
        Self { dispositif: d.id, operateurs: apportent.map(|p| (p.cle.clone(), p.id)).collect(), mobilite: m.clone() }
    }
}

impl Fonds {
    fn de(referentiel: &Referentiel, d: &Dispositif, m: &Mobilite) -> Option<Self> {
        let fiche = referentiel.fiches_action.par_id(d.contenu.fiche_action?)?;
        let projets = m.natures.iter().flat_map(|n| m.motifs.iter().map(move |motif| (*n, *motif)));
        let regles = projets.map(|(nature, motif)| {
            let projet = Projet { nature, motif, obligation_tiers: Some(false) };
            let evaluees = eligibilite::evaluer(referentiel, d, projet, FAITS);
            ((nature, motif), serde_json::to_string(&evaluees).unwrap_or_default())
        });
        Some(Self {
            dispositif: d.id,
            instructeur: *d.contenu.operateurs.first()?,
            mobilite: m.clone(),
            vote: fiche.budget.previsionnel?,
            regles: regles.collect(),
        })
    }

    pub fn regles(&self, nature: N, motif: M) -> Option<String> {
        self.regles.get(&(nature, motif)).cloned()
    }
}

/// Those of a person whom the fund admits.
const FAITS: Faits = Faits {
    fonction: Some(FonctionAgent::AssistantServiceSocial),
    droit_ouvert: Some(true),
    suivie: Some(true),
    dispositif_admis: Some(false),
};
