//! Orienting: a decision of a day, which designates the référent from that day.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use crate::echeance::{self, CodeEcheance};
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::TypeEvenement;
use crate::pacte::delai::regle_appliquee;
use crate::parcours::acte::{Dossier, charger, francais};
use crate::parcours::designation::{self, Referent};
use crate::parcours::proposition::Diagnostic;
use crate::parcours::{ModaliteAccompagnement, ModeDesignation, delai};
use crate::politique::{Acte, Classes};
use crate::rendez_vous::Presence;
use crate::saisie::{self, Controle};
use crate::session::{Ecriture, Issue, Session};
use crate::vocabulaire::{Ensemble, Enumeration};
use crate::{allocataire, rencontre};

#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    pub parcours: Uuid,
    pub version: Option<i64>,
    pub modalite: ModaliteAccompagnement,
    pub vers: Uuid,
    pub agent: Option<Uuid>,
    pub territoire: Option<Uuid>,
    pub dispositif: Option<String>,
    pub decidee_le: Option<NaiveDate>,
    pub mode: ModeDesignation,
    pub choix_personne: Option<bool>,
    pub diagnostic: Option<Diagnostic>,
    pub motif: Option<String>,
    pub rencontre: Option<Uuid>,
}

/// Days that an orientation runs at least, unless it is corrected on its own day.
const DUREE_MINIMALE: u64 = 7;

pub async fn orienter(session: &Session, cle: Option<Uuid>, decision: Decision) -> Result<Issue, Panne> {
    session.ecrire("orienter", cle, decision, |tx, o| Box::pin(decider(tx, o))).await
}

async fn decider(tx: &mut Ecriture, o: Decision) -> Result<Uuid, Refus> {
    let d = charger(tx, Acte::Orienter, o.parcours, o.version).await?;
    d.avancer(tx, Acte::Orienter).await?;
    appliquer(tx, &d, o).await?;
    Ok(d.parcours.id)
}

/// Writes the orientation, the designation that goes with it, and the deadlines that begin.
pub(super) async fn appliquer(tx: &mut Ecriture, d: &Dossier, o: Decision) -> Result<(), Refus> {
    let net = verifier(tx, d, &o).await?;
    let derniere = derniere(tx, d).await?;
    let correction = periode(derniere.as_ref().map(|d| d.debut), net.le)?;
    let corrigee = derniere.filter(|_| correction);
    let id = corrigee.as_ref().map_or_else(|| tx.base.id(), |d| d.id);
    ecrire(tx, d, &o, &net, (id, correction)).await?;
    let referent = Referent { partenaire: o.vers, agent: o.agent, debut: net.le, champ: "decideeLe", mode: o.mode, motif_fin: None };
    let precedent = d.parcours.designations.last();
    if !precedent.is_some_and(|p| referent.est_en_charge(p)) {
        designation::designer(tx, d, &referent).await?;
    }
    let mut q = tx.requete("update parcours set modalite = ");
    q.valeur(o.modalite.code());
    d.cible(&mut q);
    tx.executer(q).await?;
    echeances(tx, d, &o, net.le).await?;
    let quittee = corrigee.and_then(|d| d.rencontre).filter(|r| Some(*r) != o.rencontre);
    for rencontre in quittee.into_iter().chain(o.rencontre) {
        rencontre::compter_orientation(tx, rencontre).await?;
    }
    d.signaler(tx, TypeEvenement::ParcoursOriente, Classes::PARCOURS);
    Ok(())
}

/// What the checks leave of the input.
struct Net {
    le: NaiveDate,
    dispositif: Option<Uuid>,
    motif: Option<String>,
    projet: Option<String>,
    synthese: Option<String>,
}

async fn verifier(tx: &Ecriture, d: &Dossier, o: &Decision) -> Result<Net, Refus> {
    let mut c = Controle::default();
    let diagnostic = o.diagnostic.clone().unwrap_or_default();
    let net = Net {
        le: c.lire(d.jour(tx, "decideeLe", o.decidee_le.unwrap_or(tx.perimetre.jour))),
        motif: c.lire(saisie::facultatif("motif", o.motif.as_deref(), saisie::LONG)),
        projet: c.lire(saisie::facultatif("diagnostic", diagnostic.projet.as_deref(), saisie::LONG)),
        synthese: c.lire(saisie::facultatif("diagnostic", diagnostic.synthese.as_deref(), saisie::LONG)),
        dispositif: c.lire(dispositif(tx, d, o)),
    };
    c.lire(designation::verifier_referent(tx, d, o.vers, o.agent, "versPartenaireId"));
    c.lire(allocataire::accueil::territoire(tx, o.territoire));
    if o.modalite == ModaliteAccompagnement::VeilleSociale && net.motif.is_none() {
        c.refuser(ErreurMetier::nouvelle(CodeErreurMetier::DossierIncomplet, "motif", "Une veille sociale se motive."));
    }
    if diagnostic.freins.iter().any(|f| allocataire::ThemeBesoin::VALEURS[f.rang()].sensible) {
        c.lire(allocataire::accueil::sensible_ouvert(tx, "diagnostic"));
    }
    c.conclure()?;
    mode(tx, d, o).await?;
    Ok(net)
}

/// A dispositif of the département's pactes, that the partner runs.
fn dispositif(tx: &Ecriture, d: &Dossier, o: &Decision) -> Result<Option<Uuid>, ErreurMetier> {
    let Some(code) = &o.dispositif else { return Ok(None) };
    let trouve = tx.referentiel.dispositif_de(&d.parcours.departement, code);
    let trouve = trouve.ok_or_else(|| ErreurMetier::introuvable("dispositifCode"))?;
    if trouve.contenu.operateurs.contains(&o.vers) {
        return Ok(Some(trouve.id));
    }
    let message = "Ce partenaire n'est pas opérateur de ce dispositif.";
    Err(ErreurMetier::nouvelle(CodeErreurMetier::DestinataireInadapte, "dispositifCode", message))
}

/// A designation by default follows a no-show, where the pacte provides for it; an automatic one, what the pacte allows.
async fn mode(tx: &Ecriture, d: &Dossier, o: &Decision) -> Result<(), Refus> {
    let prevue = |usage| regle_appliquee(&tx.referentiel, &d.parcours.departement, usage).is_some();
    let invitation = match o.rencontre {
        Some(id) => Some(rencontre::invitation(tx, id, d.personne.id).await?.ok_or_else(|| ErreurMetier::introuvable("rencontreId"))?),
        None => None,
    };
    let absente = invitation.is_some_and(|(_, presence)| presence == Presence::Absent);
    match o.mode {
        ModeDesignation::Automatique if !prevue("Orientation.AUTOMATIQUE") => {
            Err(ErreurMetier::saisie("mode", "Aucune règle du pacte n'autorise une orientation automatique.").into())
        }
        ModeDesignation::Office if !prevue("ModeDesignation.OFFICE") || !absente => {
            let message = "Une désignation d'office suit l'absence à une rencontre, là où le pacte la prévoit : donnez-la par rencontreId.";
            Err(ErreurMetier::nouvelle(CodeErreurMetier::DossierIncomplet, "rencontreId", message).into())
        }
        _ => Ok(()),
    }
}

/// The orientation that runs, and the meeting at which it was made.
struct Derniere {
    id: Uuid,
    debut: NaiveDate,
    rencontre: Option<Uuid>,
}

async fn derniere(tx: &Ecriture, d: &Dossier) -> Result<Option<Derniere>, Panne> {
    let mut q = tx.requete("select id, debut, rencontre_id from orientation where departement = ");
    q.valeur(d.parcours.departement.as_str()).texte(" and parcours_id = ").valeur(d.parcours.id).texte(" order by debut desc limit 1");
    tx.lignes(q).await?.first().map(|l| Ok(Derniere { id: l.lire(0)?, debut: l.lire(1)?, rencontre: l.lire(2)? })).transpose()
}

/// Whether the day corrects the last orientation, or the refusal when it comes too soon after it.
fn periode(derniere: Option<NaiveDate>, le: NaiveDate) -> Result<bool, ErreurMetier> {
    let Some(derniere) = derniere else { return Ok(false) };
    if le == derniere {
        return Ok(true);
    }
    if le >= derniere + Days::new(DUREE_MINIMALE) {
        return Ok(false);
    }
    let message = format!("L'orientation du {} court {DUREE_MINIMALE} jours au moins ; le jour même, elle se corrige.", francais(derniere));
    Err(ErreurMetier::nouvelle(CodeErreurMetier::PeriodeChevauchante, "decideeLe", message))
}

const COLONNES: [&str; 19] = [
    "modalite",
    "partenaire_id",
    "agent_id",
    "territoire_id",
    "dispositif_id",
    "mode",
    "motif",
    "choix_personne",
    "rencontre_id",
    "par_id",
    "par_agent_id",
    "diagnostic_le",
    "situation",
    "autonome",
    "disponible",
    "freins",
    "projet",
    "synthese",
    "cree_le",
];

/// A new row, or the same one corrected: either way every column is written.
async fn ecrire(tx: &Ecriture, d: &Dossier, o: &Decision, net: &Net, (id, correction): (Uuid, bool)) -> Result<(), Panne> {
    let p = &d.parcours;
    let diagnostic = o.diagnostic.as_ref();
    let freins = diagnostic.map(|g| g.freins.iter().copied().collect::<Ensemble<_>>().bits);
    let valeurs: [sea_orm::Value; COLONNES.len()] = [
        o.modalite.code().into(),
        o.vers.into(),
        o.agent.into(),
        o.territoire.into(),
        net.dispositif.into(),
        o.mode.code().into(),
        net.motif.clone().into(),
        o.choix_personne.into(),
        o.rencontre.into(),
        tx.perimetre.partenaire.into(),
        tx.perimetre.agent.into(),
        diagnostic.map(|_| net.le).into(),
        diagnostic.and_then(|g| g.situation).map(Enumeration::code).into(),
        diagnostic.and_then(|g| g.autonome).into(),
        diagnostic.and_then(|g| g.disponible).into(),
        freins.into(),
        net.projet.clone().into(),
        net.synthese.clone().into(),
        tx.base.horloge.instant().into(),
    ];
    let mut q = tx.requete("");
    if correction {
        q.texte("update orientation set id = ").valeur(id);
        for (colonne, valeur) in COLONNES.into_iter().zip(valeurs) {
            q.texte(", ").texte(colonne).texte(" = ").valeur(valeur);
        }
        q.texte(" where departement = ").valeur(p.departement.as_str()).texte(" and id = ").valeur(id);
    } else {
        q.texte("insert into orientation (departement, parcours_id, debut, id, allocataire_id, ")
            .texte(&COLONNES.join(", "))
            .texte(") values (");
        q.valeurs([p.departement.as_str().into(), p.id.into(), net.le.into(), id.into(), p.allocataire_id.into()]).texte(", ");
        q.valeurs(valeurs).texte(")");
    }
    tx.executer(q).await.map(drop)
}

/// The first appointment and the contract are due by who is now in charge; an absence until then is dealt with.
async fn echeances(tx: &Ecriture, d: &Dossier, o: &Decision, le: NaiveDate) -> Result<(), Refus> {
    let p = &d.parcours;
    let objet = (p.departement.as_str(), p.allocataire_id, p.id);
    echeance::clore(tx, p.id, CodeEcheance::Orienter).await?;
    echeance::clore(tx, p.id, CodeEcheance::TraiterAbsence).await?;
    delai::ouvrir(tx, CodeEcheance::FixerPremierRendezVous, objet, le, Some((o.vers, o.agent))).await?;
    if !crate::contrat::en_vigueur(tx, d).await? {
        delai::ouvrir(tx, CodeEcheance::Contractualiser, objet, le, Some((o.vers, o.agent))).await?;
    }
    Ok(())
}
