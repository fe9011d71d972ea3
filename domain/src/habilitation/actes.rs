//! Giving and revoking conventions. Nobody habilitates itself, another département, or beyond the profile's ceiling.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{BaseLegale, FinaliteTraitement, Habilitation, LienDossier, Liens, Ouverte, Perimetre};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::politique::Profil;
use crate::portee::Portees;
use crate::saisie::{self, COURT, Controle, LONG};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Serialize)]
pub struct Demande {
    pub partenaire: Uuid,
    pub convention: String,
    pub finalite: FinaliteTraitement,
    pub base_legale: BaseLegale,
    pub portees: Vec<String>,
    pub departements: Vec<String>,
    pub territoires: Vec<Uuid>,
    pub liens: Vec<LienDossier>,
    pub debut: NaiveDate,
    pub fin: Option<NaiveDate>,
}

pub async fn habiliter(session: &Session, cle: Option<Uuid>, demande: Demande) -> Result<Issue, Panne> {
    session.ecrire("habiliter", cle, demande, |tx, d| Box::pin(accorder(tx, d))).await
}

async fn accorder(tx: &mut Ecriture, d: Demande) -> Result<Uuid, Refus> {
    let convention = saisie::obligatoire("convention", &d.convention, COURT)?;
    let portees = verifier(&tx.perimetre, &tx.referentiel, &d)?;
    let id = tx.base.id();
    let siret = tx.referentiel.partenaires.par_id(d.partenaire).and_then(|p| p.siret.clone());
    let mut q = tx.requete("insert into habilitation (id, partenaire_id, convention, finalite, base_legale, siret, portees, liens, departements, territoires, debut, fin, accordee_par) values (");
    q.valeurs([
        id.into(),
        d.partenaire.into(),
        convention.into(),
        d.finalite.code().into(),
        d.base_legale.code().into(),
        siret.into(),
        portees.0.cast_signed().into(),
        d.liens.iter().copied().collect::<Liens>().bits.into(),
        d.departements.join(" ").into(),
        d.territoires.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ").into(),
        d.debut.into(),
        d.fin.into(),
        tx.perimetre.partenaire.into(),
    ]);
    q.texte(")");
    tx.executer(q).await?;
    changer(tx, id, d.partenaire).await?;
    Ok(id)
}

/// Every rule on what a convention may open, all refusals at once; the scopes when there is none.
fn verifier(perimetre: &Perimetre, referentiel: &crate::referentiel::Referentiel, d: &Demande) -> Result<Portees, Refus> {
    let mut c = Controle::default();
    let partenaire = referentiel.partenaires.par_id(d.partenaire).ok_or_else(|| ErreurMetier::introuvable("partenaireId"))?;
    let profil = Profil::de(partenaire.type_);
    if d.partenaire == perimetre.partenaire {
        let message = "Un partenaire ne s'habilite pas lui-même.";
        c.refuser(ErreurMetier::nouvelle(CodeErreurMetier::PrescripteurNonHabilite, "partenaireId", message));
    }
    let portees = Portees::lire(&d.portees.join(" ")).unwrap_or_else(|inconnue| {
        c.refuser(ErreurMetier::saisie("portees", format!("Portée inconnue : {inconnue}.")));
        Portees::AUCUNE
    });
    let exces = portees.sans(profil.plafond());
    if !exces.vide() {
        c.refuser(ErreurMetier::saisie("portees", format!("Au-delà de ce que la politique ouvre à ce type de partenaire : {exces}.")));
    }
    if d.liens.is_empty() || d.liens.iter().any(|l| !profil.liens_possibles().contient(*l)) {
        c.refuser(ErreurMetier::saisie("liens", "Ce type de partenaire ne peut pas tenir ces liens."));
    }
    lieux(perimetre, referentiel, d, &mut c);
    if d.fin.is_some_and(|fin| fin < d.debut) {
        c.refuser(ErreurMetier::saisie("fin", "Une convention finit après avoir commencé."));
    }
    c.conclure()?;
    Ok(portees)
}

fn lieux(perimetre: &Perimetre, referentiel: &crate::referentiel::Referentiel, d: &Demande, c: &mut Controle) {
    let siens = perimetre.departements(LienDossier::Departement);
    if d.departements.is_empty() || d.departements.iter().any(|code| !siens.contains(code)) {
        c.refuser(ErreurMetier::saisie("departements", "Une convention n'ouvre que le département qui l'accorde."));
    }
    let dedans = |id: &Uuid| referentiel.territoires.par_id(*id).is_some_and(|t| d.departements.contains(&t.departement));
    if !d.territoires.iter().all(dedans) {
        c.refuser(ErreurMetier::introuvable("territoires"));
    }
}

async fn changer(tx: &mut Ecriture, id: Uuid, partenaire: Uuid) -> Result<(), Panne> {
    let mut q = tx.requete("update partenaire set version_habilitation = version_habilitation + 1 where id = ");
    q.valeur(partenaire);
    tx.executer(q).await?;
    let evenement = Evenement::public(tx, TypeEvenement::HabilitationChangee, Genre::Habilitation, id);
    tx.signaler(evenement.pour(partenaire));
    Ok(())
}

#[derive(Clone, Debug, Serialize)]
pub struct Revocation {
    pub id: Uuid,
    pub motif: String,
}

pub async fn revoquer(session: &Session, cle: Option<Uuid>, revocation: Revocation) -> Result<Issue, Panne> {
    session.ecrire("revoquerHabilitation", cle, revocation, |tx, r| Box::pin(retirer(tx, r))).await
}

async fn retirer(tx: &mut Ecriture, r: Revocation) -> Result<Uuid, Refus> {
    let motif = saisie::obligatoire("motif", &r.motif, LONG)?;
    let mut q = tx.requete("select departements, partenaire_id from habilitation where id = ");
    q.valeur(r.id);
    let lignes = tx.lignes(q).await?;
    let ligne = lignes.first().ok_or_else(|| ErreurMetier::introuvable("id"))?;
    let (departements, partenaire): (String, Uuid) = (ligne.lire(0)?, ligne.lire(1)?);
    let siens = tx.perimetre.departements(LienDossier::Departement);
    if partenaire == tx.perimetre.partenaire || !departements.split_whitespace().all(|d| siens.iter().any(|s| s == d)) {
        return Err(ErreurMetier::introuvable("id").into());
    }
    let mut q = tx.requete("update habilitation set motif_revocation = ");
    q.valeur(motif).texte(", revoquee_le = ").valeur(tx.base.horloge.instant()).texte(" where revoquee_le is null and id = ").valeur(r.id);
    if tx.executer(q).await? == 0 {
        let message = "Cette habilitation est déjà révoquée.";
        return Err(ErreurMetier::nouvelle(CodeErreurMetier::TransitionInterdite, "id", message).into());
    }
    changer(tx, r.id, partenaire).await?;
    Ok(r.id)
}

/// Conventions that the caller administers: those of its départements, of one partner or of all.
pub async fn liste(session: &Session, partenaire: Option<Uuid>) -> Result<Vec<Habilitation>, Panne> {
    let mut q = session.requete("select ");
    q.texte(super::lecture::COLONNES).texte(" from habilitation where true");
    if let Some(id) = partenaire {
        q.texte(" and partenaire_id = ").valeur(id);
    }
    q.texte(" order by id");
    let siens = session.perimetre.departements(LienDossier::Departement);
    let lues = session.lignes(q).await?.iter().map(super::lecture::depuis).collect::<Result<Vec<_>, _>>()?;
    Ok(lues.into_iter().filter(|h| h.departements.iter().any(|d| siens.contains(d))).collect())
}

/// The perimeter that a partner would have with this convention alone, nothing being written.
pub fn simuler(session: &Session, d: &Demande) -> Result<Perimetre, Refus> {
    let portees = verifier(&session.perimetre, &session.referentiel(), d)?;
    let profil = session.referentiel().partenaires.par_id(d.partenaire).map_or(Profil::Aucun, |p| Profil::de(p.type_));
    let ouverte = Ouverte {
        id: Uuid::nil(),
        liens: d.liens.iter().copied().collect(),
        departements: d.departements.clone(),
        territoires: d.territoires.iter().flat_map(|t| session.referentiel().descendants(*t)).collect(),
        portees,
        finalite: d.finalite,
        seuil_consultation: None,
    };
    let organisme = session.referentiel().partenaires.par_id(d.partenaire).and_then(|p| super::lecture::organisme(p.type_));
    Ok(Perimetre {
        partenaire: d.partenaire,
        profil,
        agent: None,
        territoires_agent: Vec::new(),
        agence: None,
        organisme,
        jour: session.perimetre.jour,
        ouvertes: vec![ouverte],
    })
}
