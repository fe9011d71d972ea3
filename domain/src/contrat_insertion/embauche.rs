//! Hiring: a place of the post, the contract, and everything that goes with it, in one transaction.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{ContratInsertion, acte, ligne, regles};
use crate::allocataire::StatutDroitRsa;
use crate::candidature::mouvement::{self, Passage};
use crate::candidature::transition::EMBAUCHER;
use crate::candidature::{Candidature, Partie, StatutCandidature, caducite};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::etape;
use crate::lien::{self, Lien, Nature};
use crate::parcours::acte::francais;
use crate::poste_iae::{PosteIae, place};
use crate::rendez_vous::jour;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Embauche {
    pub candidature: Uuid,
    pub version: i64,
    pub debut: NaiveDate,
    pub fin_prevue: NaiveDate,
    pub heures: i64,
}

/// Days ahead for which a hire is said: further is a typing error.
const HORIZON: u64 = 92;

pub async fn embaucher(session: &Session, cle: Option<Uuid>, embauche: Embauche) -> Result<Issue, Panne> {
    session.ecrire("embaucher", cle, embauche, |tx, e| Box::pin(conclure(tx, e))).await
}

async fn conclure(tx: &mut Ecriture, e: Embauche) -> Result<Uuid, Refus> {
    let c = mouvement::prendre(tx, (e.candidature, e.version), Partie::Employeur, "candidatureId").await?;
    mouvement::verifier(&c, StatutCandidature::Embauchee, EMBAUCHER)?;
    let poste = place::lire(tx, c.poste).await?.ok_or(Panne::Donnee("poste"))?;
    verifier(tx, &c, &poste, &e)?;
    let beneficiaire = tenir(tx, &c, e.debut).await?;
    libre(tx, &c).await?;
    mouvement::avancer(tx, &c, Passage::vers(Some(c.statut), StatutCandidature::Embauchee), |_| {}).await?;
    place::prendre(tx, c.poste, "candidatureId").await?;
    let contrat = neuf(tx, (&c, &poste), &e, beneficiaire);
    ligne::inserer(tx, &contrat, tx.perimetre.agent).await?;
    acte::palier(tx, &contrat, (e.debut, e.heures)).await?;
    ouvrir_relation(tx, &contrat).await?;
    etape::embaucher(tx, &contrat).await?;
    caducite::prononcer(tx, (&c.departement, c.allocataire_id), c.id).await?;
    acte::signaler(tx, &contrat);
    Ok(contrat.id)
}

fn verifier(tx: &Ecriture, c: &Candidature, poste: &PosteIae, e: &Embauche) -> Result<(), ErreurMetier> {
    let (deposee, loin) = (jour(c.deposee_le), tx.perimetre.jour.checked_add_days(Days::new(HORIZON)).unwrap_or(NaiveDate::MAX));
    if e.debut < deposee || e.debut > loin {
        let message = format!("Un contrat commence entre la candidature, du {}, et le {}.", francais(deposee), francais(loin));
        return Err(ErreurMetier::saisie("debut", message));
    }
    if e.fin_prevue < e.debut {
        return Err(ErreurMetier::saisie("finPrevue", "Un contrat finit après avoir commencé."));
    }
    let ou = (c.departement.as_str(), c.employeur);
    regles::duree_minimale(&tx.referentiel, ou, poste.type_contrat, (e.debut, e.fin_prevue))?;
    if let Some(mois) = regles::depasse(poste.type_contrat, (e.debut, e.fin_prevue)) {
        let message = format!("Un tel contrat dure au plus {mois} mois ; il se renouvelle au-delà par une dérogation motivée.");
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::DureeMaximaleDepassee, "finPrevue", message));
    }
    regles::heures(&tx.referentiel, ou, (poste.type_contrat, e.heures), "heuresHebdomadaires")
}

/// Hires of one person take turns: what the others read of her is what this one leaves. Says whether she was on RSA that day.
async fn tenir(tx: &Ecriture, c: &Candidature, le: NaiveDate) -> Result<bool, Refus> {
    let mut q = tx.requete("update allocataire set version = version where departement = ");
    q.valeur(c.departement.as_str()).texte(" and id = ").valeur(c.allocataire_id);
    q.texte(" returning droit_statut, droit_ouvert_le, droit_clos_le");
    let lignes = tx.hors_perimetre(q).await?;
    let l = lignes.first().ok_or(Panne::Donnee("allocataire"))?;
    let (statut, ouvert, clos): (StatutDroitRsa, Option<NaiveDate>, Option<NaiveDate>) = (l.code(0)?, l.lire(1)?, l.lire(2)?);
    Ok(beneficie(statut, (ouvert, clos), le))
}

/// The right had opened by then and had not closed. A day that nobody knows is no reason against the state of today.
fn beneficie(statut: StatutDroitRsa, (ouvert, clos): (Option<NaiveDate>, Option<NaiveDate>), le: NaiveDate) -> bool {
    let depuis = ouvert.is_none_or(|ouvert| ouvert <= le);
    match statut {
        StatutDroitRsa::Ouvert | StatutDroitRsa::Suspendu => depuis,
        StatutDroitRsa::Clos => ouvert.is_some() && depuis && clos.is_some_and(|clos| clos >= le),
        StatutDroitRsa::Demande | StatutDroitRsa::NonBeneficiaire | StatutDroitRsa::Refuse => false,
    }
}

/// One running insertion contract of a person, and nothing said of whose it is.
async fn libre(tx: &Ecriture, c: &Candidature) -> Result<(), Refus> {
    let mut q = tx.requete("select 1 from contrat_insertion where termine_le is null and departement = ");
    q.valeur(c.departement.as_str()).texte(" and allocataire_id = ").valeur(c.allocataire_id);
    if tx.hors_perimetre(q).await?.is_empty() {
        return Ok(());
    }
    let message = "Un contrat d'insertion de cette personne est déjà en cours.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "candidatureId", message).into())
}

fn neuf(tx: &Ecriture, (c, poste): (&Candidature, &PosteIae), e: &Embauche, beneficiaire_rsa: bool) -> ContratInsertion {
    ContratInsertion {
        id: tx.base.id(),
        departement: c.departement.clone(),
        version: 1,
        allocataire_id: c.allocataire_id,
        structure: c.structure,
        poste: c.poste,
        employeur: c.employeur,
        candidature: c.id,
        pass: None,
        type_: poste.type_contrat,
        debut: e.debut,
        fin_prevue: e.fin_prevue,
        beneficiaire_rsa,
        sortie: None,
        cree_le: tx.base.horloge.instant(),
        allocataire: None,
    }
}

/// The contract opens the person to the structure for as long as it runs.
async fn ouvrir_relation(tx: &Ecriture, c: &ContratInsertion) -> Result<(), Panne> {
    let lien = Lien {
        departement: c.departement.clone(),
        allocataire: c.allocataire_id,
        partenaire: c.employeur,
        nature: Nature::ContratIae,
        objet: c.id,
        agent: None,
        contact_jusquau: lien::sans_fin(),
        identite_jusquau: lien::sans_fin(),
    };
    lien::ouvrir(tx, &[lien], c.cree_le).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_is_looked_at_on_the_day_of_the_hire() {
        use StatutDroitRsa::{Clos, Demande, Ouvert};
        let jour = |texte: &str| texte.parse::<NaiveDate>().unwrap();
        let le = jour("2026-06-15");
        let dates = |ouvert: &str, clos: Option<&str>| (Some(jour(ouvert)), clos.map(jour));
        assert!(beneficie(Ouvert, dates("2026-06-15", None), le));
        assert!(!beneficie(Ouvert, dates("2026-06-16", None), le));
        assert!(beneficie(Ouvert, (None, None), le));
        assert!(beneficie(Clos, dates("2025-01-01", Some("2026-06-15")), le));
        assert!(!beneficie(Clos, dates("2025-01-01", Some("2026-06-14")), le));
        assert!(!beneficie(Demande, (None, None), le));
    }
}
