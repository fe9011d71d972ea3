//! Relations between a partner and a person, as rows: the only writer of `lien_dossier`.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::requete::Requete;
use crate::session::Ecriture;

/// Why a partner sees a person. The first nine are rows; the last two are read on the person itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Nature {
    Referent = 1,
    Accompagnement = 1 << 1,
    PrescriptionRecue = 1 << 2,
    PrescriptionEmise = 1 << 3,
    Inscription = 1 << 4,
    Candidature = 1 << 5,
    ContratIae = 1 << 6,
    Aide = 1 << 7,
    Accueil = 1 << 8,
    Departement = 1 << 9,
    Payeur = 1 << 10,
}

impl Nature {
    pub const TOUTES: [Self; 11] = [
        Self::Referent,
        Self::Accompagnement,
        Self::PrescriptionRecue,
        Self::PrescriptionEmise,
        Self::Inscription,
        Self::Candidature,
        Self::ContratIae,
        Self::Aide,
        Self::Accueil,
        Self::Departement,
        Self::Payeur,
    ];
}

/// A set of natures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Natures(pub i64);

impl Natures {
    #[must_use]
    pub const fn de(natures: &[Nature]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < natures.len() {
            bits |= natures[i] as i64;
            i += 1;
        }
        Self(bits)
    }

    /// Followers of the person: what third parties do for it is theirs to read.
    pub const SUIVI: Self = Self::de(&[Nature::Referent, Nature::Accompagnement]);

    #[must_use]
    pub const fn croise(self, autres: Self) -> Self {
        Self(self.0 & autres.0)
    }

    #[must_use]
    pub const fn et(self, autres: Self) -> Self {
        Self(self.0 | autres.0)
    }

    #[must_use]
    pub const fn contient(self, nature: Nature) -> bool {
        self.0 & nature as i64 != 0
    }

    #[must_use]
    pub const fn vide(self) -> bool {
        self.0 == 0
    }

    pub fn liste(self) -> impl Iterator<Item = Nature> {
        Nature::TOUTES.into_iter().filter(move |n| self.contient(*n))
    }
}

/// An open relation has no end: this day stands for it, so that one comparison serves.
#[must_use]
pub fn sans_fin() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The day of a part that was never opened.
#[must_use]
pub fn jamais() -> NaiveDate {
    NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// The row to open: whose file, to whom, why, and whether contact opens with it.
pub struct Lien {
    pub departement: String,
    pub allocataire: Uuid,
    pub partenaire: Uuid,
    pub nature: Nature,
    pub objet: Uuid,
    pub agent: Option<Uuid>,
    pub contact_jusquau: NaiveDate,
    pub identite_jusquau: NaiveDate,
}

/// Opens relations born with their object. No conflict is looked for: row security would refuse the reading of another's.
pub(crate) async fn ouvrir(tx: &Ecriture, liens: &[Lien], le: DateTime<Utc>) -> Result<(), Panne> {
    tx.executer(insertion(tx, liens, le)).await.map(drop)
}

/// Opens one's own relation, or prolongs it: while it runs it is as old as it was, after its end it begins anew.
pub(crate) async fn prolonger(tx: &Ecriture, lien: Lien, le: DateTime<Utc>) -> Result<(), Panne> {
    let mut q = insertion(tx, &[lien], le);
    q.texte(" on conflict (departement, allocataire_id, partenaire_id, nature, objet_id) do update set contact_jusquau = excluded.contact_jusquau, identite_jusquau = excluded.identite_jusquau, retrait_signale = excluded.retrait_signale");
    for colonne in ["ouvert_le", "agent_id"] {
        q.texte(", ").texte(colonne).texte(" = case when lien_dossier.identite_jusquau < ").valeur(tx.perimetre.jour);
        q.texte(" then excluded.").texte(colonne).texte(" else lien_dossier.").texte(colonne).texte(" end");
    }
    tx.executer(q).await.map(drop)
}

pub(crate) const COLONNES: &str =
    "departement, allocataire_id, partenaire_id, nature, objet_id, agent_id, ouvert_le, contact_jusquau, identite_jusquau, retrait_signale";

fn insertion(tx: &Ecriture, liens: &[Lien], le: DateTime<Utc>) -> Requete {
    let mut q = tx.requete("insert into lien_dossier (");
    q.texte(COLONNES).texte(") values ");
    for (rang, lien) in liens.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([
            lien.departement.clone().into(),
            lien.allocataire.into(),
            lien.partenaire.into(),
            (lien.nature as i64).into(),
            lien.objet.into(),
            lien.agent.into(),
            le.into(),
            lien.contact_jusquau.into(),
            lien.identite_jusquau.into(),
            false.into(),
        ]);
        q.texte(")");
    }
    q
}

/// Contact opens to the recipient when it accepts.
pub(crate) async fn ouvrir_contact(tx: &mut Ecriture, objet: Uuid, partenaire: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update lien_dossier set contact_jusquau = ");
    q.valeur(sans_fin()).texte(" where objet_id = ").valeur(objet).texte(" and partenaire_id = ").valeur(partenaire);
    tx.executer(q).await.map(drop)
}

/// How a relation ends: at once, or with days during which identity (and reading) stays.
#[derive(Clone, Copy)]
pub struct Fin {
    pub le: NaiveDate,
    pub jours: i64,
}

/// Ends every relation born of an object, for all its partners.
pub(crate) async fn fermer(tx: &Ecriture, objet: Uuid, fin: Fin) -> Result<(), Panne> {
    tx.hors_perimetre(fermeture(tx.requete(""), objet, fin)).await.map(drop)
}

/// Ends the relation that one partner has through an object; the others' go on.
pub(crate) async fn fermer_pour(tx: &Ecriture, objet: Uuid, partenaire: Uuid, fin: Fin) -> Result<(), Panne> {
    let mut q = fermeture(tx.requete(""), objet, fin);
    q.texte(" and partenaire_id = ").valeur(partenaire);
    tx.hors_perimetre(q).await.map(drop)
}

/// A relation that has ended already keeps its own end.
pub(crate) fn fermeture(mut q: Requete, objet: Uuid, fin: Fin) -> Requete {
    let veille = fin.le.checked_sub_days(Days::new(1)).unwrap_or(fin.le);
    let identite = veille.checked_add_days(Days::new(fin.jours.unsigned_abs())).unwrap_or(veille);
    q.texte("update lien_dossier set contact_jusquau = ").valeur(veille).texte(", identite_jusquau = ").valeur(identite);
    q.texte(" where objet_id = ").valeur(objet).texte(" and identite_jusquau = ").valeur(sans_fin());
    q
}

/// Another agent of the same partner holds the relation.
pub(crate) async fn confier(tx: &Ecriture, objet: Uuid, partenaire: Uuid, agent: Option<Uuid>) -> Result<(), Panne> {
    let mut q = tx.requete("update lien_dossier set agent_id = ");
    q.valeur(agent).texte(" where objet_id = ").valeur(objet).texte(" and partenaire_id = ").valeur(partenaire);
    tx.hors_perimetre(q).await.map(drop)
}
