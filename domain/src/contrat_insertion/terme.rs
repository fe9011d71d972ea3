//! Ending a contract: why, of what kind, and what ends with it.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{ContratInsertion, acte};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::etape::{self, StatutEtape};
use crate::lien::{self, Fin};
use crate::parcours::acte::francais;
use crate::parcours::sortie::{CategorieSortie, MotifSortie as M};
use crate::poste_iae::place;
use crate::prescription::MotifRefus;
use crate::prescription::couplage::{self, Etat};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Terminaison {
    pub id: Uuid,
    pub version: i64,
    pub le: NaiveDate,
    pub motif: M,
}

pub async fn terminer(session: &Session, cle: Option<Uuid>, terminaison: Terminaison) -> Result<Issue, Panne> {
    session.ecrire("terminerContratInsertion", cle, terminaison, |tx, t| Box::pin(conclure(tx, t))).await
}

async fn conclure(tx: &mut Ecriture, t: Terminaison) -> Result<Uuid, Refus> {
    let c = acte::prendre(tx, (t.id, t.version), "id").await?;
    verifier(tx, &c, &t)?;
    let (le, categorie) = (tx.base.horloge.instant(), t.motif.categorie());
    acte::changer(tx, &c, |q| {
        q.texte(", sortie_le = ").valeur(t.le).texte(", sortie_motif = ").valeur(t.motif.code());
        q.texte(", sortie_categorie = ").valeur(categorie.code()).texte(", termine_le = ").valeur(le);
    })
    .await?;
    place::liberer(tx, c.poste, "id").await?;
    lien::fermer(tx, c.id, Fin { le: tx.perimetre.jour, jours: tx.base.reglages.jours_apres_cloture }).await?;
    let abandon = abandonne(t.motif);
    etape::terminer(tx, &c, (if abandon { StatutEtape::Abandonnee } else { StatutEtape::Realisee }, t.le)).await?;
    if let Some(prescription) = prescription(tx, &c).await? {
        let leve = (categorie == CategorieSortie::EmploiDurable).then_some(true);
        let etat = if abandon { Etat::Ecarte(MotifRefus::SituationChangee) } else { Etat::Resolu(leve) };
        couplage::suivre(tx, prescription, etat, (t.le, tx.perimetre.partenaire)).await?;
    }
    Ok(c.id)
}

fn verifier(tx: &Ecriture, c: &ContratInsertion, t: &Terminaison) -> Result<(), Refus> {
    let dernier = c.fin_prevue.min(tx.perimetre.jour);
    if t.le < c.debut || t.le > dernier {
        let message = format!("La sortie se date entre le {} et le {}.", francais(c.debut), francais(dernier.max(c.debut)));
        return Err(ErreurMetier::saisie("le", message).into());
    }
    if M::VALEURS[t.motif.rang()].sensible {
        crate::allocataire::accueil::sensible_ouvert(tx, "motif")?;
    }
    Ok(())
}

/// The contract did not go where it was to lead.
const fn abandonne(motif: M) -> bool {
    matches!(motif, M::Abandon | M::PerteDeContact | M::Demission | M::Licenciement | M::Demenagement | M::Deces)
}

/// The referral that the application was made on.
async fn prescription(tx: &Ecriture, c: &ContratInsertion) -> Result<Option<Uuid>, Panne> {
    let mut q = tx.requete("select prescription_id from candidature where departement = ");
    q.valeur(c.departement.as_str()).texte(" and id = ").valeur(c.candidature);
    tx.lignes(q).await?.first().map_or(Ok(None), |l| l.lire(0))
}
