//! What the caller may read of a parcours and of each of its rows.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::OrganismePayeur;
use crate::allocataire::champs::Ouverture;
use crate::erreur::Panne;
use crate::habilitation::{LienDossier, Perimetre, Relation, Situation};
use crate::identifiant::Genre;
use crate::lien::Natures;
use crate::politique::{Acte, Classes};
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::Session;

/// Computed once a parcours; the masks of its rows derive from it and never from what they hold.
#[derive(Clone, Debug, Default)]
pub struct Regard {
    pub moi: Uuid,
    /// Everything of the person is open: the Département.
    pub entier: bool,
    /// What was done for the person is open, in detail; without it, dates only.
    pub detail: bool,
    pub sensible: bool,
    /// Since when the caller follows the person.
    depuis: Option<DateTime<Utc>>,
    permis: Vec<Acte>,
}

/// Writes the columns that [`Regard::lire`] reads: where the person is, who pays, the relation, since when the caller follows.
pub(super) fn colonnes(session: &Session, q: &mut Requete) {
    let perimetre = &session.perimetre;
    q.texte("a.territoire_id, a.organisme_payeur, a.droit_clos_le, ");
    perimetre.colonne_relation(q);
    let suit = perimetre.ouvertes.iter().any(|o| o.liens.contient(LienDossier::Reference));
    if !suit {
        q.texte(", case when 1 = 0 then a.cree_le end");
        return;
    }
    q.texte(", (select min(l.ouvert_le) from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id");
    perimetre.liens_du_porteur(q, Natures::SUIVI);
    q.texte(" and l.identite_jusquau >= ").valeur(perimetre.jour).texte(")");
}

impl Regard {
    /// `None` when the parcours does not exist for the caller.
    pub(super) fn lire(session: &Session, l: &Ligne, d: usize, personne: (&str, Uuid)) -> Result<Option<Self>, Panne> {
        let perimetre = &session.perimetre;
        let organisme: Option<OrganismePayeur> = l.code_ou_nul(d + 1)?;
        let clos: Option<NaiveDate> = l.lire(d + 2)?;
        let situation = Situation { departement: personne.0, territoire: l.lire(d)?, organisme, droit_clos_le: clos };
        let relation = Relation::de_colonne(l.lire(d + 3)?);
        let champs = perimetre.ouverture(relation, &situation);
        let lecture = Portees::nommee("parcours:lire").unwrap_or_default();
        let lisible = champs.iter().find(|c| c.classes.contient(Classes::PARCOURS) && c.portees.contient(lecture));
        let (Some(par), Some(o)) = (lisible, Ouverture::de(&champs, session.base.reglages.donnees_sensibles)) else { return Ok(None) };
        session.lu(personne.1, par);
        Ok(Some(Self {
            moi: perimetre.partenaire,
            entier: o.classes.contient(Classes::TOUTES),
            detail: o.detail,
            sensible: o.sensible,
            depuis: l.lire(d + 4)?,
            permis: permis(perimetre, relation, &situation),
        }))
    }

    /// A row of the parcours that happened then, made by one of these partners, is open with its texts.
    #[must_use]
    pub fn ouvre(&self, parties: &[Uuid], le: DateTime<Utc>) -> bool {
        self.detail && (self.entier || parties.contains(&self.moi) || self.depuis.is_some_and(|depuis| depuis <= le))
    }

    /// The same for what is known by its day.
    #[must_use]
    pub fn ouvre_jour(&self, parties: &[Uuid], le: NaiveDate) -> bool {
        self.ouvre(parties, le.succ_opt().unwrap_or(le).and_time(chrono::NaiveTime::MIN).and_utc())
    }

    #[must_use]
    pub fn permet(&self, acte: Acte) -> bool {
        self.permis.contains(&acte)
    }
}

/// Acts that the relations of the day allow, whatever the state of the object.
fn permis(perimetre: &Perimetre, relation: Relation, situation: &Situation<'_>) -> Vec<Acte> {
    let actes = [Genre::Parcours, Genre::Accompagnement, Genre::RendezVous].into_iter().flat_map(Acte::sur);
    let permis = actes.filter(|acte| {
        let portees = Portees::nommee(acte.portee()).unwrap_or_default();
        perimetre.permet(acte.natures(), portees, relation, situation)
    });
    permis.collect()
}
