//! The end of a parcours: why, of what kind, and whether the person leaves RSA.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::acte::{Dossier, charger};
use super::regard::Regard;
use super::statut;
use crate::accompagnement;
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::etape;
use crate::evenement::TypeEvenement;
use crate::lien::{self, Fin};
use crate::politique::{Acte, Classes};
use crate::rendez_vous;
use crate::requete::Ligne;
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Enumeration, enumeration};

enumeration! {
    /// Raison d'une sortie.
    MotifSortie {
        Cdi "CDI",
        CddPlus6Mois "CDD_PLUS_6_MOIS",
        CddMoins6Mois "CDD_MOINS_6_MOIS",
        ContratInsertion "CONTRAT_INSERTION",
        ContratAide "CONTRAT_AIDE",
        Interim "INTERIM",
        CreationActivite "CREATION_ACTIVITE",
        FormationQualifiante "FORMATION_QUALIFIANTE",
        FormationAutre "FORMATION_AUTRE",
        Retraite "RETRAITE",
        Aah "AAH" sensible,
        Demenagement "DEMENAGEMENT",
        FinDeDroits "FIN_DE_DROITS",
        PerteDeContact "PERTE_DE_CONTACT",
        Abandon "ABANDON",
        Deces "DECES",
        Autre "AUTRE",
        AutreSiae "AUTRE_SIAE",
        FonctionPublique "FONCTION_PUBLIQUE",
        Licenciement "LICENCIEMENT",
        Demission "DEMISSION",
        FinDeContrat "FIN_DE_CONTRAT",
        Invalidite "INVALIDITE" sensible,
        Incarceration "INCARCERATION" sensible,
        LongueMaladie "LONGUE_MALADIE" sensible,
    }
}

enumeration! {
    /// EMPLOI_DURABLE : CDI, CDD de plus de 6 mois, création d'activité. AUTRE_POSITIVE : CDD de moins de 6 mois, formation, contrat aidé, retraite.
    CategorieSortie {
        EmploiDurable "EMPLOI_DURABLE",
        EmploiTransition "EMPLOI_TRANSITION",
        AutrePositive "AUTRE_POSITIVE",
        Autre "AUTRE",
    }
}

impl MotifSortie {
    #[must_use]
    pub const fn categorie(self) -> CategorieSortie {
        match self {
            Self::Cdi | Self::CddPlus6Mois | Self::CreationActivite | Self::FonctionPublique => CategorieSortie::EmploiDurable,
            Self::ContratInsertion | Self::Interim | Self::AutreSiae => CategorieSortie::EmploiTransition,
            Self::CddMoins6Mois | Self::ContratAide | Self::FormationQualifiante | Self::FormationAutre | Self::Retraite => {
                CategorieSortie::AutrePositive
            }
            _ => CategorieSortie::Autre,
        }
    }

    /// A value that reveals health or detention reads AUTRE to who may not read it.
    #[must_use]
    pub fn montre(self, sensible: bool) -> Self {
        if Self::VALEURS[self.rang()].sensible && !sensible { Self::Autre } else { self }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sortie {
    pub le: NaiveDate,
    pub motif: MotifSortie,
    pub categorie: CategorieSortie,
    pub sortie_du_rsa: bool,
}

impl Sortie {
    pub(super) fn lire(l: &Ligne, d: usize, le: Option<NaiveDate>, regard: &Regard) -> Result<Option<Self>, Panne> {
        let (Some(le), true) = (le, regard.detail) else { return Ok(None) };
        let motif: MotifSortie = l.code(d)?;
        Ok(Some(Self { le, motif: motif.montre(regard.sensible), categorie: l.code(d + 1)?, sortie_du_rsa: l.lire(d + 2)? }))
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Cloture {
    pub parcours: Uuid,
    pub version: i64,
    pub le: NaiveDate,
    pub motif: MotifSortie,
    pub sortie_du_rsa: bool,
}

pub async fn cloturer(session: &Session, cle: Option<Uuid>, cloture: Cloture) -> Result<Issue, Panne> {
    session.ecrire("cloturerParcours", cle, cloture, |tx, c| Box::pin(clore(tx, c))).await
}

async fn clore(tx: &mut Ecriture, c: Cloture) -> Result<Uuid, Refus> {
    let d = charger(tx, Acte::CloturerParcours, c.parcours, Some(c.version)).await?;
    let vers = statut::passage(Acte::CloturerParcours, d.parcours.statut)?;
    verifier(tx, &d, &c).await?;
    let mut q = tx.requete("update parcours set statut = ");
    q.valeur(vers.code()).texte(", clos_le = ").valeur(c.le).texte(", sortie_motif = ").valeur(c.motif.code());
    q.texte(", sortie_categorie = ").valeur(c.motif.categorie().code()).texte(", sortie_du_rsa = ").valeur(c.sortie_du_rsa);
    d.cible(&mut q);
    tx.executer(q).await?;
    let apres = c.le.succ_opt().unwrap_or(c.le);
    lien::fermer(tx, d.parcours.id, Fin { le: apres, jours: tx.base.reglages.jours_apres_reference }).await?;
    accompagnement::fin::interrompre(tx, &d, c.le, c.motif).await?;
    etape::abandonner(tx, &d, c.le).await?;
    rendez_vous::suite::annuler(tx, &d.parcours.departement, d.parcours.id).await?;
    super::suspension::lever(tx, &d, c.le).await?;
    crate::echeance::clore_toutes(tx, d.parcours.id).await?;
    d.signaler(tx, TypeEvenement::ParcoursClos, Classes::PARCOURS);
    Ok(d.parcours.id)
}

/// Days that the parcours has dated: an exit comes after all of them.
const DATES: [(&str, &str); 4] = [("designation", "debut"), ("orientation", "debut"), ("contrat", "signe_le"), ("suspension", "du")];

async fn dernier_jour(tx: &Ecriture, d: &Dossier) -> Result<NaiveDate, Panne> {
    let mut q = tx.requete("select max(le) from (");
    for (rang, (table, colonne)) in DATES.into_iter().enumerate() {
        q.texte(if rang == 0 { "select max(" } else { " union all select max(" }).texte(colonne).texte(") as le from ").texte(table);
        q.texte(" where departement = ").valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id);
    }
    q.texte(") dates");
    let dernier: Option<NaiveDate> = tx.lignes(q).await?.first().map_or(Ok(None), |l| l.lire(0))?;
    Ok(dernier.unwrap_or(d.parcours.ouvert_le).max(d.parcours.ouvert_le))
}

/// The end comes after everything that the parcours has dated, and not in the future.
async fn verifier(tx: &Ecriture, d: &Dossier, c: &Cloture) -> Result<(), Refus> {
    let dernier = dernier_jour(tx, d).await?;
    if c.le < dernier || c.le > tx.perimetre.jour {
        let message = format!("La sortie se date entre le {} et aujourd'hui.", dernier.format("%d/%m/%Y"));
        return Err(ErreurMetier::saisie("le", message).into());
    }
    if MotifSortie::VALEURS[c.motif.rang()].sensible {
        crate::allocataire::accueil::sensible_ouvert(tx, "motif")?;
    }
    Ok(())
}
