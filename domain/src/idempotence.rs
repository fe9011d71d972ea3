//! Answers kept for repeated requests: one row a key, written in the transaction of the act.

use uuid::Uuid;

use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne};
use crate::session::{Ecriture, Issue};

/// What makes two requests the same one.
pub struct Cle {
    pub partenaire: Uuid,
    pub operation: &'static str,
    pub cle: Uuid,
    pub empreinte: String,
}

/// The first answer: the object is read again with today's rights, so only its id is kept.
pub struct Reponse {
    pub objet: Option<Uuid>,
    pub erreurs: Vec<ErreurMetier>,
}

impl Reponse {
    pub fn issue(self) -> Issue {
        self.objet.ok_or(self.erreurs)
    }
}

/// Keeps the answer, or returns the one that the key already has.
///
/// On PostgreSQL the insertion waits for a concurrent holder of the key; on SQLite writers take turns.
pub(crate) async fn garder(tx: &Ecriture, cle: &Cle, reponse: &Reponse) -> Result<Option<Reponse>, Panne> {
    let erreurs = serde_json::to_string(&reponse.erreurs).map_err(|_| Panne::Donnee("errors"))?;
    let mut q = tx.requete("insert into idempotence (partenaire_id, operation, cle, empreinte, objet_id, erreurs, cree_le) values (");
    q.valeurs([
        cle.partenaire.into(),
        cle.operation.into(),
        cle.cle.into(),
        cle.empreinte.clone().into(),
        reponse.objet.into(),
        erreurs.into(),
        tx.base.horloge.reelle().into(),
    ]);
    q.texte(") on conflict do nothing");
    if tx.executer(q).await? == 1 { Ok(None) } else { premiere(tx, cle).await.map(Some) }
}

async fn premiere(tx: &Ecriture, cle: &Cle) -> Result<Reponse, Panne> {
    let mut q = tx.requete("select empreinte, objet_id, erreurs from idempotence where partenaire_id = ");
    q.valeur(cle.partenaire).texte(" and operation = ").valeur(cle.operation).texte(" and cle = ").valeur(cle.cle);
    let lignes = tx.lignes(q).await?;
    let ligne = lignes.first().ok_or(Panne::Donnee("idempotency"))?;
    if ligne.lire::<String>(0)? != cle.empreinte {
        let message = "Cette clé d'idempotence a déjà servi à une autre demande : prenez-en une nouvelle.";
        let erreur = ErreurMetier::nouvelle(CodeErreurMetier::CleIdempotenceReutilisee, "cleIdempotence", message);
        return Ok(Reponse { objet: None, erreurs: vec![erreur] });
    }
    let erreurs = serde_json::from_str(&ligne.lire::<String>(2)?).map_err(|_| Panne::Donnee("errors"))?;
    Ok(Reponse { objet: ligne.lire(1)?, erreurs })
}
