//! Starting an accompaniment: what the pacte's data allow, and what the start opens.

use std::sync::Arc;

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::cause::Cause;
use super::{Intervenant, charge, contact, cumul, eligibilite, refus};
use crate::dispositif::Dispositif;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::lien::{self, Lien, Nature};
use crate::parcours::acte::francais;
use crate::parcours::designation::verifier_agent;
use crate::politique::Profil;
use crate::session::{Ecriture, Issue, Session};

#[derive(Clone, Debug, Serialize)]
pub struct Demarrage {
    pub parcours: Option<Uuid>,
    pub prescription: Option<Uuid>,
    pub dispositif: String,
    pub partenaire: Uuid,
    pub agent: Option<Uuid>,
    pub co_intervenants: Vec<Intervenant>,
    pub debut: Option<NaiveDate>,
}

/// Partners beside the main one.
const INTERVENANTS_AU_PLUS: usize = 10;

pub async fn demarrer(session: &Session, cle: Option<Uuid>, demarrage: Demarrage) -> Result<Issue, Panne> {
    session.ecrire("demarrerAccompagnement", cle, demarrage, |tx, d| Box::pin(ouvrir(tx, d))).await
}

async fn ouvrir(tx: &mut Ecriture, d: Demarrage) -> Result<Uuid, Refus> {
    let cause = Cause::de(tx, &d).await?;
    let dispositif = dispositif(tx, &d, &cause)?;
    verifier_agent(tx, d.partenaire, d.agent)?;
    intervenants(tx, &d, &cause)?;
    let debut = debut(tx, &d, &cause)?;
    cause.serialiser(tx).await?;
    let personne = (cause.departement.as_str(), cause.personne);
    let faits = eligibilite::lire(tx, personne.0, personne.1).await?;
    eligibilite::verifier(&dispositif, &faits, &tx.referentiel)?;
    cumul::verifier(tx, &dispositif, personne, debut).await?;
    charge::prendre(tx, &dispositif, d.agent).await?;
    let id = inserer(tx, &d, (&cause, &dispositif), debut).await?;
    ouvrir_relations(tx, &d, &cause, id).await?;
    if let Some(dossier) = &cause.dossier {
        let objet = (personne.0, personne.1, dossier.parcours.id);
        contact::ouvrir(tx, &dispositif, objet, (d.partenaire, d.agent), debut).await?;
    }
    cause.avancer(tx, debut).await?;
    let evenement = Evenement::sur_dossier(tx, TypeEvenement::AccompagnementChange, (Genre::Accompagnement, id), personne);
    tx.signaler(evenement);
    Ok(id)
}

/// A dispositif of the département's pactes, run by that partner, and that the caller may start.
fn dispositif(tx: &Ecriture, d: &Demarrage, cause: &Cause) -> Result<Arc<Dispositif>, ErreurMetier> {
    let trouve = tx.referentiel.dispositif_de(&cause.departement, &d.dispositif);
    let trouve = trouve.ok_or_else(|| ErreurMetier::introuvable("dispositifCode"))?;
    let inadapte = |message: &str| ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "partenaireId", message);
    if !trouve.contenu.operateurs.contains(&d.partenaire) {
        return Err(inadapte("Ce partenaire ne met pas ce dispositif en œuvre."));
    }
    if cause.prescription.is_some() && d.partenaire != tx.perimetre.partenaire {
        return Err(inadapte("Sur une prescription, son destinataire démarre son propre accompagnement."));
    }
    if trouve.contenu.accord_prealable && tx.perimetre.profil != Profil::Departement {
        let regle = trouve.regle(&tx.referentiel, "Dispositif.accordPrealable");
        let message = "Le Département donne son accord à cet accompagnement en le démarrant lui-même.";
        return Err(refus(CodeErreurMetier::PrescripteurNonHabilite, "dispositifCode", message, regle));
    }
    Ok(Arc::clone(trouve))
}

/// Other partners of the département, each once, with an agent of its own.
fn intervenants(tx: &Ecriture, d: &Demarrage, cause: &Cause) -> Result<(), ErreurMetier> {
    let invalide = |message: &str| Err(ErreurMetier::saisie("coIntervenants", message));
    if d.co_intervenants.len() > INTERVENANTS_AU_PLUS {
        return invalide("Dix autres intervenants au plus.");
    }
    for (rang, i) in d.co_intervenants.iter().enumerate() {
        let connu = tx.referentiel.partenaires.par_id(i.partenaire).is_some_and(|p| p.departements.contains(&cause.departement));
        if !connu {
            return Err(ErreurMetier::introuvable("coIntervenants"));
        }
        if i.partenaire == d.partenaire || d.co_intervenants[..rang].iter().any(|autre| autre.partenaire == i.partenaire) {
            return invalide("Chaque partenaire intervient une fois.");
        }
        verifier_agent(tx, i.partenaire, i.agent).map_err(|e| ErreurMetier::saisie("coIntervenants", e.message))?;
    }
    Ok(())
}

/// A past day of what it is started on.
fn debut(tx: &Ecriture, d: &Demarrage, cause: &Cause) -> Result<NaiveDate, ErreurMetier> {
    let debut = d.debut.unwrap_or(tx.perimetre.jour);
    if debut >= cause.depuis && debut <= tx.perimetre.jour {
        return Ok(debut);
    }
    Err(ErreurMetier::saisie("debut", format!("Le début se prend entre le {} et aujourd'hui.", francais(cause.depuis))))
}

/// The last day that the pacte allows.
fn fin_au_plus_tard(d: &Dispositif, debut: NaiveDate) -> Option<NaiveDate> {
    let mois = u32::try_from(d.contenu.duree_maximale_mois?).ok()?;
    debut.checked_add_months(Months::new(mois))?.checked_sub_days(Days::new(1))
}

async fn inserer(tx: &Ecriture, d: &Demarrage, (cause, dispositif): (&Cause, &Dispositif), debut: NaiveDate) -> Result<Uuid, Panne> {
    let (id, le) = (tx.base.id(), tx.base.horloge.instant());
    let mut q = tx.requete("insert into accompagnement (departement, id, version, allocataire_id, parcours_id, prescription_id, dispositif_id, partenaire_id, agent_id, debut, fin_au_plus_tard, suivi_clos, cree_le, modifie_le) values (");
    q.valeurs([
        cause.departement.as_str().into(),
        id.into(),
        1_i64.into(),
        cause.personne.into(),
        cause.dossier.as_ref().map(|d| d.parcours.id).into(),
        cause.prescription.into(),
        dispositif.id.into(),
        d.partenaire.into(),
        d.agent.into(),
        debut.into(),
        fin_au_plus_tard(dispositif, debut).into(),
        false.into(),
        le.into(),
        le.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    for i in &d.co_intervenants {
        let mut q =
            tx.requete("insert into intervenant (departement, accompagnement_id, partenaire_id, agent_id, allocataire_id) values (");
        q.valeurs([cause.departement.as_str().into(), id.into(), i.partenaire.into(), i.agent.into(), cause.personne.into()]);
        q.texte(")");
        tx.executer(q).await?;
    }
    Ok(id)
}

/// Whoever takes part in it follows the person while it lasts.
async fn ouvrir_relations(tx: &Ecriture, d: &Demarrage, cause: &Cause, id: Uuid) -> Result<(), Panne> {
    let principal = Intervenant { partenaire: d.partenaire, agent: d.agent };
    let lien = |i: &Intervenant| Lien {
        departement: cause.departement.clone(),
        allocataire: cause.personne,
        partenaire: i.partenaire,
        nature: Nature::Accompagnement,
        objet: id,
        agent: i.agent,
        contact_jusquau: lien::sans_fin(),
        identite_jusquau: lien::sans_fin(),
    };
    let liens: Vec<Lien> = std::iter::once(&principal).chain(&d.co_intervenants).map(lien).collect();
    lien::ouvrir(tx, &liens, tx.base.horloge.instant()).await
}
