//! Whether a person is of the public of a dispositif, from what was stated of her and from the facts that imply it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::refus;
use crate::allocataire::lecture::mois;
use crate::allocataire::{Civilite, NiveauFormation, PublicCible as P, SituationFamiliale, SituationProfessionnelle as S, StatutDroitRsa};
use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne};
use crate::referentiel::Referentiel;
use crate::requete::Ligne;
use crate::session::Ecriture;
use crate::vocabulaire::{Ensemble, Enumeration};

/// What of a person a dispositif asks about.
pub(crate) struct Faits {
    publics: Ensemble<P>,
    /// Publics that a known fact says she is not of; of the others nothing is known.
    ecartes: Ensemble<P>,
    age: Option<i64>,
    /// Whole months since the running right opened.
    mois_de_rsa: Option<i64>,
}

const MOIS_PAR_AN: i64 = 12;

/// Reads them whatever the caller sees of the person: the pacte's rules hold for everybody.
pub(crate) async fn lire(tx: &Ecriture, departement: &str, personne: Uuid) -> Result<Faits, Panne> {
    let mut q = tx.requete("select publics, date_naissance, droit_statut, droit_ouvert_le, inscrit_pole_emploi, situation_professionnelle, niveau_formation, civilite, situation_familiale from allocataire where departement = ");
    q.valeur(departement).texte(" and id = ").valeur(personne);
    let lignes = tx.hors_perimetre(q).await?;
    lignes.first().ok_or(Panne::Donnee("allocataire")).and_then(|l| Faits::de(l, tx.perimetre.jour))
}

impl Faits {
    fn de(l: &Ligne, jour: NaiveDate) -> Result<Self, Panne> {
        let (naissance, ouvert_le): (NaiveDate, Option<NaiveDate>) = (l.lire(1)?, l.lire(3)?);
        let percu = matches!(l.code::<StatutDroitRsa>(2)?, StatutDroitRsa::Ouvert | StatutDroitRsa::Suspendu);
        // Rights and registrations come with the flow of the month: what they lack today excludes nobody.
        let (rsa, inscrite) = (percu.then_some(true), l.lire::<Option<bool>>(4)?.filter(|oui| *oui));
        let situation: Option<S> = l.code_ou_nul(5)?;
        let niveau: Option<NiveauFormation> = l.code_ou_nul(6)?;
        let famille: Option<SituationFamiliale> = l.code_ou_nul(8)?;
        let faits = [
            (P::BeneficiaireRsa, rsa),
            (P::BeneficiaireMinimaSociaux, rsa),
            (P::DemandeurEmploi, inscrite),
            (P::TravailleurNonSalarie, situation.map(|s| matches!(s, S::TravailleurIndependant | S::ExploitantAgricole))),
            (P::Agriculteur, situation.map(|s| s == S::ExploitantAgricole)),
            (P::SalarieEnInsertion, situation.map(|s| s == S::SalarieEnInsertion)),
            (P::Diplome, niveau.map(|n| matches!(n, NiveauFormation::BacPlus3 | NiveauFormation::BacPlus5))),
            (P::Femme, l.code_ou_nul::<Civilite>(7)?.map(|c| c == Civilite::Madame)),
            (P::ParentIsole, famille.map(|f| f == SituationFamiliale::ParentIsole)),
        ];
        let declares = l.ensemble::<P>(0)?;
        let etablis = |vrai: bool| faits.into_iter().filter_map(move |(public, est)| (est == Some(vrai)).then_some(public));
        Ok(Self {
            publics: declares.valeurs().chain(etablis(true)).collect(),
            ecartes: etablis(false).filter(|p| !declares.contient(*p)).collect(),
            age: jour.years_since(naissance).map(i64::from),
            mois_de_rsa: ouvert_le.filter(|le| percu && *le <= jour).map(|le| mois(le, jour)),
        })
    }

    /// Whether a service for these publics may take the person: for all that is known, she is of one of them.
    pub(crate) fn vises(&self, publics: Ensemble<P>) -> bool {
        publics.valeurs().any(|p| !self.ecartes.contient(p))
    }

    /// A figure of the pacte decides where the fact is known; elsewhere what was stated does.
    fn relevent(&self, d: &Dispositif, referentiel: &Referentiel, public: P) -> bool {
        let mesure = match public {
            P::Jeune | P::Senior => self.age.map(|ans| (ans, 1)),
            P::RsaLongueDuree => self.mois_de_rsa.map(|mois| (mois, MOIS_PAR_AN)),
            _ => None,
        };
        match (d.borne(referentiel, public), mesure) {
            (Some(regle), Some((mesure, par_unite))) => regle.admet(mesure, par_unite),
            _ => self.publics.contient(public),
        }
    }
}

/// An excluded public is refused whatever else the person is. A dispositif for everybody, or for a public that reveals what
/// few may read, refuses nobody on this account: its operator decides.
pub(crate) fn verifier(d: &Dispositif, faits: &Faits, referentiel: &Referentiel) -> Result<(), ErreurMetier> {
    let c = &d.contenu;
    let non_eligible = |message, regle| Err(refus(CodeErreurMetier::PublicNonEligible, "dispositifCode", message, regle));
    if c.publics_exclus.valeurs().any(|p| faits.relevent(d, referentiel, p)) {
        return non_eligible(
            "Ce dispositif écarte un public dont cette personne relève.",
            d.regle(referentiel, "Dispositif.publicsExclus"),
        );
    }
    let ouvert = |p: P| p == P::ToutPublic || P::VALEURS[p.rang()].sensible || faits.relevent(d, referentiel, p);
    if c.publics.valeurs().next().is_none() || c.publics.valeurs().any(ouvert) {
        return Ok(());
    }
    let bornes = c.publics.valeurs().find_map(|p| d.borne(referentiel, p));
    non_eligible("Cette personne n'est pas du public de ce dispositif.", bornes.or_else(|| d.regle(referentiel, "Dispositif.publics")))
}
