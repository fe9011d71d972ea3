//! What the caller may read of a parcours and of each of its rows.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::allocataire::Allocataire;
use crate::allocataire::champs::Ouverture;
use crate::erreur::Panne;
use crate::habilitation::{LienDossier, Perimetre, Relation, Situation};
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
    relation: Relation,
    situation: Situation,
}

const LECTURE: Portees = Portees::de("parcours:lire");

/// Writes the columns that [`Regard::lire`] reads: where the person is, who pays, the relation, since when the caller follows.
pub(super) fn colonnes(session: &Session, q: &mut Requete) {
    q.texte("a.territoire_id, a.organisme_payeur, a.droit_clos_le, ");
    session.perimetre.colonne_relation(q);
    q.texte(", ");
    colonne_depuis(&session.perimetre, q);
}

/// Since when the caller follows the person of parcours `c`.
pub(super) fn colonne_depuis(perimetre: &Perimetre, q: &mut Requete) {
    if !perimetre.ouvertes.iter().any(|o| o.liens.contient(LienDossier::Reference)) {
        q.texte("case when 1 = 0 then c.modifie_le end");
        return;
    }
    q.texte("(select min(l.ouvert_le) from lien_dossier l where l.departement = c.departement and l.allocataire_id = c.allocataire_id");
    perimetre.liens_du_porteur(q, Natures::SUIVI);
    q.texte(" and l.identite_jusquau >= ").valeur(perimetre.jour).texte(")");
}

impl Regard {
    /// `None` when the parcours does not exist for the caller.
    pub(super) fn lire(session: &Session, l: &Ligne, d: usize, (departement, personne): (&str, Uuid)) -> Result<Option<Self>, Panne> {
        let situation = Situation {
            departement: departement.to_owned(),
            territoire: l.lire(d)?,
            organisme: l.code_ou_nul(d + 1)?,
            droit_clos_le: l.lire(d + 2)?,
        };
        let relation = Relation::de_colonne(l.lire(d + 3)?);
        Ok(Self::former(session, personne, (relation, situation), l.lire(d + 4)?))
    }

    /// The same through the person, who was read in this snapshot.
    pub(super) fn de(session: &Session, a: &Allocataire, depuis: Option<DateTime<Utc>>) -> Option<Self> {
        Self::former(session, a.id, (a.relation, a.situation.clone()), depuis)
    }

    fn former(
        session: &Session,
        personne: Uuid,
        (relation, situation): (Relation, Situation),
        depuis: Option<DateTime<Utc>>,
    ) -> Option<Self> {
        let champs = session.perimetre.ouverture(relation, &situation);
        let par = champs.iter().find(|c| c.classes.contient(Classes::PARCOURS) && c.portees.contient(LECTURE))?;
        let o = Ouverture::de(&champs, session.base.reglages.donnees_sensibles)?;
        session.lu(personne, par);
        let entier = o.classes.contient(Classes::TOUTES);
        Some(Self { moi: session.perimetre.partenaire, entier, detail: o.detail, sensible: o.sensible, depuis, relation, situation })
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

    /// Rows of the parcours are open whoever made them: the whole département is, or the caller follows the person.
    #[must_use]
    pub(crate) fn lit_les_lignes(&self, perimetre: &Perimetre, portees: Portees) -> bool {
        perimetre.lit_les_lignes(portees, self.relation, &self.situation, self.depuis.is_some())
    }

    /// The relations of the day allow the act, whatever the state of the object.
    #[must_use]
    pub fn permet(&self, perimetre: &Perimetre, acte: Acte) -> bool {
        perimetre.permet(acte.natures(), acte.portees(), self.relation, &self.situation)
    }
}
