//! What the reference data of a département hold for a proposal, and which partners are near the person.

use std::collections::HashSet;

use uuid::Uuid;

use super::Faits;
use super::epreuves::Vers;
use crate::dispositif::Dispositif;
use crate::pacte::Regle;
use crate::partenaire::Partenaire;
use crate::referentiel::Referentiel;
use crate::territoire::Territoire;

pub(super) struct Cadre<'a> {
    pub regles: Vec<&'a Regle>,
    pub partenaires: Vec<&'a Partenaire>,
    pub dispositifs: Vec<&'a Dispositif>,
    /// Partners known to work where the person lives.
    pub sur_place: HashSet<Uuid>,
    pub domiciliation: Option<Uuid>,
}

impl<'a> Cadre<'a> {
    pub fn du(referentiel: &'a Referentiel, departement: &str, faits: &Faits) -> Self {
        let territoires: Vec<&Territoire> = referentiel.territoires.toutes().map(|t| &**t).collect();
        let lieux = lieux(&territoires, faits);
        let services = referentiel.services.toutes().flat_map(|s| s.territoires.iter().map(|t| (s.partenaire, *t)));
        let agences = referentiel.agents.toutes().filter_map(|a| Some((a.partenaire, a.territoire?)));
        Self {
            regles: referentiel.pactes_du(departement).flat_map(|p| &p.contenu.regles).collect(),
            partenaires: referentiel
                .partenaires
                .toutes()
                .map(|p| &**p)
                .filter(|p| p.departements.iter().any(|d| d == departement))
                .collect(),
            dispositifs: referentiel.pactes_du(departement).flat_map(|p| referentiel.dispositifs_du(p.id)).map(|d| &**d).collect(),
            sur_place: services.chain(agences).filter(|(_, t)| lieux.contains(t)).map(|(p, _)| p).collect(),
            domiciliation: faits.domiciliation,
        }
    }

    pub fn regle(&self, code: &str) -> Option<&'a Regle> {
        self.regles.iter().find(|r| r.code == code).copied()
    }

    pub fn dispositif(&self, code: &str) -> Option<&'a Dispositif> {
        self.dispositifs.iter().find(|d| d.code == code).copied()
    }

    pub fn partenaire(&self, id: Uuid) -> Option<&'a Partenaire> {
        self.partenaires.iter().find(|p| p.id == id).copied()
    }

    /// Who domiciles the person first, then who works near, then as the document lists them.
    pub fn partenaires(&self, vers: &Vers) -> Vec<&'a Partenaire> {
        let mut trouves = match vers {
            Vers::Type(type_) => self.partenaires.iter().copied().filter(|p| p.type_ == *type_).collect(),
            Vers::Operateurs(dispositif) => self.operateurs(dispositif),
        };
        if let Vers::Type(_) = vers {
            trouves.sort_by(|a, b| a.cle.cmp(&b.cle));
        }
        trouves.sort_by_key(|p| (Some(p.id) != self.domiciliation, !self.sur_place.contains(&p.id)));
        trouves
    }

    fn operateurs(&self, dispositif: &str) -> Vec<&'a Partenaire> {
        let ids = self.dispositif(dispositif).map_or(&[][..], |d| &d.contenu.operateurs);
        ids.iter().filter_map(|id| self.partenaire(*id)).collect()
    }
}

/// Territories where the person is: hers, those that map her commune, and all that contain these.
pub(super) fn lieux(territoires: &[&Territoire], faits: &Faits) -> HashSet<Uuid> {
    let habite = |t: &Territoire| Some(t.id) == faits.territoire || faits.commune.as_ref().is_some_and(|c| t.communes.contains(c));
    let mut lieux: HashSet<Uuid> = territoires.iter().filter(|t| habite(t)).map(|t| t.id).collect();
    let mut a_monter: Vec<Uuid> = lieux.iter().copied().collect();
    while let Some(id) = a_monter.pop() {
        let parent = territoires.iter().find(|t| t.id == id).and_then(|t| t.parent);
        a_monter.extend(parent.filter(|p| lieux.insert(*p)));
    }
    lieux
}
