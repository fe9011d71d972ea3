//! Alerts of a parcours: its deadlines that have passed or come near, each with the rule that gives it.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Parcours, StatutParcours};
use crate::echeance::CodeEcheance;
use crate::erreur::Panne;
use crate::pacte::delai::regle_appliquee;
use crate::requete::Requete;
use crate::session::Session;
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Ce qu'une échéance dépassée ou proche fait craindre pour un parcours.
    CodeAlerte {
        OrientationEnRetard "ORIENTATION_EN_RETARD",
        PremierRendezVousEnRetard "PREMIER_RENDEZ_VOUS_EN_RETARD",
        ContractualisationEnRetard "CONTRACTUALISATION_EN_RETARD",
        ContratBientotEchu "CONTRAT_BIENTOT_ECHU",
        SansReferent "SANS_REFERENT",
        SansContact "SANS_CONTACT",
        ReorientationEnRetard "REORIENTATION_EN_RETARD",
        AbsenceRendezVous "ABSENCE_RENDEZ_VOUS",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerte {
    pub code: CodeAlerte,
    pub echeance: NaiveDate,
    /// Code of the pacte's rule, or the name of the setting that stands where the pacte is silent.
    pub regle: String,
}

/// The rule that says that everybody has a référent.
const REFERENT_DU: &str = "AlerteParcours.SANS_REFERENT";

/// Which deadline makes which alert, from when (the day after it, unless told before), and what stands for a rule.
const TABLE: [(CodeEcheance, CodeAlerte, Quand, &str); 7] = [
    (CodeEcheance::Orienter, CodeAlerte::OrientationEnRetard, Quand::Passee, ""),
    (CodeEcheance::FixerPremierRendezVous, CodeAlerte::PremierRendezVousEnRetard, Quand::Passee, ""),
    (CodeEcheance::Contractualiser, CodeAlerte::ContractualisationEnRetard, Quand::Passee, ""),
    (CodeEcheance::RenouvelerContrat, CodeAlerte::ContratBientotEchu, Quand::Proche, "parcours.preavis_contrat_jours"),
    (CodeEcheance::ReprendreContact, CodeAlerte::SansContact, Quand::Passee, ""),
    (CodeEcheance::DeciderReorientation, CodeAlerte::ReorientationEnRetard, Quand::Passee, "parcours.reorientation_jours"),
    (CodeEcheance::TraiterAbsence, CodeAlerte::AbsenceRendezVous, Quand::Ouverte, ""),
];

#[derive(Clone, Copy)]
enum Quand {
    Passee,
    Proche,
    /// As soon as it exists.
    Ouverte,
}

impl Quand {
    /// The first day whose deadlines are not told yet.
    fn borne(self, session: &Session) -> NaiveDate {
        let jour = session.perimetre.jour;
        match self {
            Self::Passee => jour,
            Self::Proche => jour + Days::new(session.base.reglages.preavis_contrat_jours.unsigned_abs() + 1),
            Self::Ouverte => crate::lien::sans_fin(),
        }
    }
}

/// Alerts of these parcours, one statement whatever their number; none where the caller reads no detail.
pub async fn de(session: &Session, parcours: &[&Parcours]) -> Result<HashMap<Uuid, Vec<Alerte>>, Panne> {
    let ouverts: Vec<&Parcours> = parcours.iter().copied().filter(|p| p.regard.detail).collect();
    let mut lues: HashMap<Uuid, Vec<Alerte>> = parcours.iter().map(|p| (p.id, Vec::new())).collect();
    for p in &ouverts {
        lues.entry(p.id).or_default().extend(sans_referent(session, p));
    }
    let mut q = session.requete("select e.objet_id, e.code, e.due, e.regle from echeance e where e.objet_id");
    q.parmi_ids(&ouverts.iter().map(|p| p.id).collect::<Vec<_>>());
    session.departements(&mut q, "e.departement");
    q.texte(" order by e.objet_id, e.due, e.code");
    for l in session.lignes(q).await? {
        let (code, due): (CodeEcheance, NaiveDate) = (l.code(1)?, l.lire(2)?);
        let regle: Option<String> = l.lire(3)?;
        lues.entry(l.lire(0)?).or_default().extend(alerte(session, code, due, regle));
    }
    Ok(lues)
}

fn alerte(session: &Session, code: CodeEcheance, due: NaiveDate, regle: Option<String>) -> Option<Alerte> {
    let (_, code, quand, reglage) = TABLE.iter().find(|(echeance, ..)| *echeance == code)?;
    (due < quand.borne(session)).then(|| Alerte { code: *code, echeance: due, regle: regle.unwrap_or_else(|| (*reglage).to_owned()) })
}

/// Nobody in charge today, where the pacte says that everybody has a référent.
fn sans_referent(session: &Session, p: &Parcours) -> Option<Alerte> {
    if p.statut == StatutParcours::Clos || p.referent(session.perimetre.jour).is_some() {
        return None;
    }
    let regle = regle_appliquee(&session.referentiel(), &p.departement, REFERENT_DU)?.code.clone();
    Some(Alerte { code: CodeAlerte::SansReferent, echeance: p.ouvert_le, regle })
}

/// ` and ( … )`: parcours `c` has one of these alerts.
pub(super) fn filtrer(session: &Session, q: &mut Requete, codes: &[CodeAlerte]) {
    q.texte(" and (false");
    for (echeance, _, quand, _) in TABLE.iter().filter(|(_, alerte, ..)| codes.contains(alerte)) {
        q.texte(" or exists (select 1 from echeance e where e.objet_id = c.id and e.code = ").valeur(echeance.code());
        q.texte(" and e.due < ").valeur(quand.borne(session)).texte(")");
    }
    if codes.contains(&CodeAlerte::SansReferent) {
        let referentiel = session.referentiel();
        let dus = referentiel.departements.iter().filter(|d| regle_appliquee(&referentiel, &d.code, REFERENT_DU).is_some());
        q.texte(" or (c.clos_le is null and c.departement").parmi_textes(&dus.map(|d| d.code.as_str()).collect::<Vec<_>>());
        q.texte(
            " and not exists (select 1 from designation n where n.departement = c.departement and n.parcours_id = c.id and n.debut <= ",
        );
        q.valeur(session.perimetre.jour).texte("))");
    }
    q.texte(")");
}
