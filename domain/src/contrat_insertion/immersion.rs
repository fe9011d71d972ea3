//! Immersions: some days in a company while the contract runs.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{ContratInsertion, ObjetImmersion, acte, detail, regles};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::parcours::acte::francais;
use crate::saisie::{self, Controle, plier};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Declaration {
    pub contrat: Uuid,
    pub version: i64,
    pub employeur: String,
    pub siret: Option<String>,
    pub code_rome: Option<String>,
    pub du: NaiveDate,
    pub au: NaiveDate,
    pub objet: ObjetImmersion,
    pub bilan: Option<String>,
}

pub async fn declarer(session: &Session, cle: Option<Uuid>, declaration: Declaration) -> Result<Issue, Panne> {
    session.ecrire("declarerImmersion", cle, declaration, |tx, d| Box::pin(inscrire(tx, d))).await
}

/// The same days at the same employer's are the same immersion: what is said of it is written on it.
async fn inscrire(tx: &mut Ecriture, mut d: Declaration) -> Result<Uuid, Refus> {
    let c = acte::prendre(tx, (d.contrat, d.version), "contratId").await?;
    let mut controle = Controle::default();
    d.employeur = controle.lire(saisie::obligatoire("employeur", &d.employeur, saisie::COURT));
    d.bilan = controle.lire(saisie::facultatif("bilan", d.bilan.as_deref(), saisie::LONG));
    controle.conclure()?;
    periode(&c, &d)?;
    let connues = detail::immersions_pour_acte(tx, &c).await?;
    let meme = connues.iter().find(|i| (i.du, i.au) == (d.du, d.au) && plier(&i.employeur) == plier(&d.employeur));
    if meme.is_none() && connues.iter().any(|i| i.du <= d.au && d.du <= i.au) {
        let message = "Une immersion de ce contrat couvre déjà un de ces jours.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "du", message).into());
    }
    acte::changer(tx, &c, |_| {}).await?;
    match meme {
        Some(i) => completer(tx, &c, i.id, &d).await?,
        None => inserer(tx, &c, d).await?,
    }
    Ok(c.id)
}

fn periode(c: &ContratInsertion, d: &Declaration) -> Result<(), ErreurMetier> {
    if d.au < d.du {
        return Err(ErreurMetier::saisie("au", "Une immersion finit après avoir commencé."));
    }
    if d.du < c.debut || d.au > c.fin_prevue {
        let message = format!("Une immersion se tient pendant le contrat, du {} au {}.", francais(c.debut), francais(c.fin_prevue));
        return Err(ErreurMetier::saisie("du", message));
    }
    let mois = regles::droit().map(|d| d.immersion.duree_maximale_mois);
    match mois.filter(|mois| d.au >= regles::mois_apres(d.du, *mois)) {
        Some(mois) => {
            Err(ErreurMetier::nouvelle(CodeErreurMetier::DureeMaximaleDepassee, "au", format!("Une immersion dure {mois} mois au plus.")))
        }
        None => Ok(()),
    }
}

async fn completer(tx: &Ecriture, c: &ContratInsertion, id: Uuid, d: &Declaration) -> Result<(), Panne> {
    let mut q = tx.requete("update immersion set objet = ");
    q.valeur(d.objet.code());
    for (colonne, texte) in [("siret", &d.siret), ("code_rome", &d.code_rome), ("bilan", &d.bilan)] {
        if let Some(texte) = texte {
            q.texte(", ").texte(colonne).texte(" = ").valeur(texte.as_str());
        }
    }
    q.texte(" where departement = ").valeur(c.departement.as_str()).texte(" and id = ").valeur(id);
    tx.executer(q).await.map(drop)
}

async fn inserer(tx: &Ecriture, c: &ContratInsertion, d: Declaration) -> Result<(), Panne> {
    let mut q = tx.requete("insert into immersion (departement, id, contrat_id, allocataire_id, employeur, siret, code_rome, du, au, objet, bilan, cree_le) values (");
    q.valeurs([
        c.departement.as_str().into(),
        tx.base.id().into(),
        c.id.into(),
        c.allocataire_id.into(),
        d.employeur.into(),
        d.siret.into(),
        d.code_rome.into(),
        d.du.into(),
        d.au.into(),
        d.objet.code().into(),
        d.bilan.into(),
        tx.base.horloge.instant().into(),
    ]);
    q.texte(")");
    tx.executer(q).await.map(drop)
}
