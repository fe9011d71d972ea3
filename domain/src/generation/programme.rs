//! Dispositifs of the pactes: whom they take, with what they go, how long, and how many people an agent follows.

use std::sync::Arc;

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::calendrier::{age, apres};
use super::personne::Personne;
use super::publics;
use crate::allocataire::PublicCible as P;
use crate::allocataire::lecture::mois;
use crate::dispositif::Dispositif;
use crate::pacte::Regle;
use crate::pacte::delai::Delai;
use crate::prescription::TypePrescription as T;
use crate::referentiel::Referentiel;
use crate::vocabulaire::Ensemble;

pub(super) struct Programme {
    pub dispositif: Arc<Dispositif>,
    /// Rules whose figure bounds a public.
    pub bornes: Vec<(P, Regle)>,
    /// How long its partner goes on after a way out.
    pub suivi: Option<Delai>,
    /// How often its partner sees the person.
    pub contact: Option<Delai>,
    /// Professionals of its operators, where it bounds what each of them follows; in the order of their ids.
    pub agents: Vec<(Uuid, Uuid)>,
}

/// The beginning of the code of the dispositifs that answer a type of referral.
const PAR_TYPE: [(T, &str); 6] = [
    (T::AccompagnementGlobal, "accompagnement-global"),
    (T::AccompagnementSocial, "accompagnement-social"),
    (T::AccompagnementProfessionnel, "accompagnement-professionnel"),
    (T::Coaching, "coaching"),
    (T::Parrainage, "parrainage"),
    (T::CreationActivite, "tns"),
];

/// One rank in this many may have a place where places are counted.
const RANGS_PAR_PLACE: usize = 8;

pub(super) fn lire(referentiel: &Referentiel, departement: &str) -> Vec<Programme> {
    let dispositifs = referentiel.pactes_du(departement).flat_map(|p| referentiel.dispositifs_du(p.id));
    // Aids to mobility are drawn for themselves: nobody is accompanied by a fund or a garage.
    dispositifs.filter(|d| d.contenu.mobilite.is_none()).map(|d| Programme::de(referentiel, d)).collect()
}

impl Programme {
    fn de(referentiel: &Referentiel, d: &Arc<Dispositif>) -> Self {
        let delai = |usage: &str| d.regle(referentiel, usage).and_then(Delai::lire);
        let bornes = d.contenu.bornes.keys().filter_map(|p| Some((*p, d.borne(referentiel, *p)?.clone())));
        let mut agents: Vec<_> = d.contenu.operateurs.iter().flat_map(|p| referentiel.agents_de(*p)).filter(|a| a.actif).collect();
        agents.sort_by_key(|a| a.id);
        Self {
            bornes: bornes.collect(),
            suivi: delai("Accompagnement.suiviJusquAu"),
            contact: delai("Echeance.REPRENDRE_CONTACT"),
            agents: agents.iter().filter(|_| d.contenu.capacite_par_referent.is_some()).map(|a| (a.partenaire, a.id)).collect(),
            dispositif: Arc::clone(d),
        }
    }

    pub fn mene_par(&self, partenaire: Uuid) -> bool {
        self.dispositif.contenu.operateurs.contains(&partenaire)
    }

    pub fn exclut(&self, autre: Uuid) -> bool {
        self.dispositif.exclut(autre)
    }

    /// Its places are counted, agent by agent.
    pub fn borne(&self) -> bool {
        self.dispositif.contenu.capacite_par_referent.is_some()
    }

    /// Welcomes newcomers and follows nobody.
    pub fn accueille(&self) -> bool {
        self.dispositif.contenu.publics.contient(P::PrimoEntrantRsa)
    }

    /// Made for that kind of referral, or for none in particular.
    pub fn repond(&self, type_: T) -> bool {
        let code = self.dispositif.code.as_str();
        match PAR_TYPE.iter().find(|(_, debut)| code.starts_with(debut)) {
            Some((attendu, _)) => *attendu == type_,
            None => matches!(type_, T::AccompagnementProfessionnel | T::AccompagnementSocial),
        }
    }

    /// Whether it takes that person that day: narrow publics first, as services do, and figures of the pacte where they decide.
    pub fn convient(&self, personne: &Personne, le: NaiveDate) -> bool {
        let publics = self.effectifs(personne, le);
        let contenu = &self.dispositif.contenu;
        publics::vise(contenu.publics, publics) && !contenu.publics_exclus.valeurs().any(|p| publics.contient(p))
    }

    fn effectifs(&self, personne: &Personne, le: NaiveDate) -> Ensemble<P> {
        let ecartes = |p: &P| self.bornes.iter().any(|(public, regle)| public == p && !admet(regle, *public, personne, le));
        let admis = self.bornes.iter().filter(|(p, regle)| admet(regle, *p, personne, le)).map(|(p, _)| *p);
        personne.publics.valeurs().filter(|p| !ecartes(p)).chain(admis).collect()
    }

    /// The last day that the pacte allows.
    pub fn fin_au_plus_tard(&self, debut: NaiveDate) -> Option<NaiveDate> {
        let mois = u32::try_from(self.dispositif.contenu.duree_maximale_mois?).ok()?;
        debut.checked_add_months(Months::new(mois)).map(|terme| apres(terme, -1))
    }

    /// The partner and the agent that have a place for the person of that rank: no agent has more ranks than places, so
    /// that nobody's place depends on who else was drawn.
    pub fn place(&self, rang: usize) -> Option<(Uuid, Uuid)> {
        let limite = usize::try_from(self.dispositif.contenu.capacite_par_referent?).ok()?;
        let place = rang / RANGS_PAR_PLACE;
        let libre = rang % RANGS_PAR_PLACE == 1 && place < limite * self.agents.len();
        libre.then(|| self.agents[place % self.agents.len()])
    }
}

/// Whether a figure of the pacte holds for the person that day.
fn admet(regle: &Regle, public: P, personne: &Personne, le: NaiveDate) -> bool {
    match public {
        P::RsaLongueDuree => {
            personne.droit.ouvert_le.filter(|_| personne.droit.percu()).is_some_and(|ouvert| regle.admet(mois(ouvert, le), 12))
        }
        _ => regle.admet(age(personne.naissance, le), 1),
    }
}
