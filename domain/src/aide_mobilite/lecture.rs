//! Aids as the caller may read them: its own, those of the people it follows, those that its referrals became.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::ligne::{COLONNES, LARGEUR, depuis};
use super::{AideMobilite, LIGNE, NatureAideMobilite, StatutAideMobilite, lecture_requise};
use crate::allocataire;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::lien::jamais;
use crate::page::imbriquee::{Imbriquee, P};
use crate::page::{Page, Position, Tranche, Tri};
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    pub dispositif: Option<Uuid>,
    pub natures: Vec<NatureAideMobilite>,
    pub statuts: Vec<StatutAideMobilite>,
    pub territoire: Option<Uuid>,
    pub demandee_entre: Option<(NaiveDate, NaiveDate)>,
    pub modifie_depuis: Option<DateTime<Utc>>,
}

/// What the document asks of a list of aids beyond its own columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demande {
    pub allocataire: bool,
    pub total: bool,
}

const TRI: Tri = Tri::par_id("p.id");

const SOURCE: &str = " from aide_mobilite p left join allocataire a on a.departement = p.departement and a.id = p.allocataire_id";

/// A page of the aids that the caller may read, with the person in the same statement when asked.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, demande: Demande) -> Result<Tranche<Arc<AideMobilite>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, demande);
    q.texte(SOURCE).texte(" where p.id in (");
    // The last way is the prescriber's.
    let voies: Vec<_> = session.perimetre.voies(lecture_requise(), LIGNE).into_iter().map(Some).chain([None]).collect();
    page.union(&mut q, SOURCE, voies.into_iter(), |q, voie| {
        if let Some(voie) = voie {
            session.perimetre.par_voie(q, voie, LIGNE);
        } else {
            q.texte(" and ");
            prescripteur(&session.perimetre, q);
        }
        filtrer(session, q, filtre);
    })?;
    q.texte(")");
    page.ordre(&mut q, &TRI);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let mut tranche = page.assembler(decoder(session, &lues, demande)?, encore);
    if demande.total {
        tranche.total = Some(compter(session, filtre).await?);
    }
    Ok(tranche)
}

/// `( … )`: row `p` was born of a referral that the caller made, and that one of its conventions lets it read.
pub(crate) fn prescripteur(perimetre: &Perimetre, q: &mut Requete) {
    let portees = lecture_requise() | const { Portees::de("prescriptions:lire") };
    q.texte("(false");
    for o in perimetre.qui_portent(portees) {
        q.texte(" or (p.departement").parmi_textes(&o.departements);
        q.texte(" and p.prescription_id in (select r.id from prescription r where r.prescripteur_id = ");
        q.valeur(perimetre.partenaire).texte("))");
    }
    q.texte(")");
}

/// ` and ( … )`: aid `p` of person `a` is the caller's to read.
pub(super) fn lisible(perimetre: &Perimetre, q: &mut Requete) {
    q.texte(" and ((true");
    perimetre.ligne(q, lecture_requise(), LIGNE);
    q.texte(") or ");
    prescripteur(perimetre, q);
    q.texte(")");
}

/// ` exists ( … )`: the aid that row `e` names is the caller's to read.
pub(crate) fn objet(session: &Session, q: &mut Requete) {
    q.texte(" exists (select 1").texte(SOURCE).texte(" where p.departement = e.departement and p.id = e.objet_id");
    lisible(&session.perimetre, q);
    q.texte(")");
}

/// ` and exists ( … )`: person `a` has an aid that was granted so many days ago or more, of which nothing is paid, and that the
/// caller reads.
pub(crate) fn accordee_sans_versement(session: &Session, q: &mut Requete, jours: i64, portees: Portees) {
    let depuis = chrono::TimeDelta::try_days(jours).and_then(|d| session.perimetre.jour.checked_sub_signed(d));
    let depuis = depuis.and_then(|jour| jour.succ_opt()).map_or_else(jamais, |jour| jour.max(jamais()));
    q.texte(" and exists (select 1 from aide_mobilite p where p.departement = a.departement and p.allocataire_id = a.id and p.statut = 'ACCORDEE' and p.montant_verse = 0 and p.decidee_le < ");
    q.valeur(depuis.and_time(chrono::NaiveTime::MIN).and_utc());
    session.perimetre.ligne(q, portees | lecture_requise(), LIGNE);
    q.texte(")");
}

/// How many, under the very predicate of the page.
pub async fn compter(session: &Session, filtre: &Filtre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*)");
    q.texte(SOURCE).texte(" where true");
    lisible(&session.perimetre, &mut q);
    filtrer(session, &mut q, filtre);
    session.nombre(q).await
}

/// How many a perimeter opens.
pub(crate) async fn compter_sous(session: &Session, perimetre: &Perimetre) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*)");
    q.texte(SOURCE).texte(" where true");
    lisible(perimetre, &mut q);
    session.nombre(q).await
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<AideMobilite>>, Panne> {
    Ok(lire(session, "p.id", ids).await?.into_iter().map(|a| (a.id, a)).collect())
}

/// Those brought on each of these referrals, oldest first.
pub async fn de_prescriptions(session: &Session, prescriptions: &[Uuid]) -> Result<HashMap<Uuid, Vec<Arc<AideMobilite>>>, Panne> {
    let mut lues: HashMap<Uuid, Vec<_>> = HashMap::new();
    for a in lire(session, "p.prescription_id", prescriptions).await? {
        if let Some(id) = a.prescription {
            lues.entry(id).or_default().push(a);
        }
    }
    Ok(lues)
}

async fn lire(session: &Session, colonne: &str, ids: &[Uuid]) -> Result<Vec<Arc<AideMobilite>>, Panne> {
    let mut q = session.requete("");
    selection(session, &mut q, Demande::default());
    q.texte(SOURCE).texte(" where ").texte(colonne).parmi_ids(ids);
    session.departements(&mut q, "p.departement");
    lisible(&session.perimetre, &mut q);
    q.texte(" order by p.id");
    Ok(decoder(session, &session.lignes(q).await?, Demande::default())?.into_iter().map(|(_, a)| a).collect())
}

/// Aids of each of these people, a page a person, one statement a level; `total` counts each list.
pub async fn de_personnes(
    session: &Session,
    personnes: &[Uuid],
    page: &Page,
    total: bool,
) -> Result<HashMap<Uuid, Tranche<Arc<AideMobilite>>>, Panne> {
    let liste = Imbriquee { colonnes: &|q| _ = q.texte(COLONNES), source: SOURCE, lignes: P, parent: "p.allocataire_id", page };
    let lues = liste.lire(session, personnes, |q| lisible(&session.perimetre, q)).await?;
    let lues = decoder(session, &lues, Demande::default())?;
    let mut tranches = page.repartir(personnes.iter().copied(), lues.into_iter().map(|(_, a)| (a.allocataire_id, a.id, a)));
    if total {
        liste.totaliser(session, personnes, &mut tranches, |q| lisible(&session.perimetre, q)).await?;
    }
    Ok(tranches)
}

fn selection(session: &Session, q: &mut Requete, demande: Demande) {
    q.texte("select ").texte(COLONNES);
    if demande.allocataire {
        q.texte(", ");
        allocataire::lecture::colonnes(session, q);
    }
}

fn filtrer(session: &Session, q: &mut Requete, f: &Filtre) {
    if let Some(dispositif) = f.dispositif {
        q.texte(" and p.dispositif_id = ").valeur(dispositif);
    }
    if !f.natures.is_empty() {
        q.texte(" and p.nature").parmi_codes(&f.natures);
    }
    if !f.statuts.is_empty() {
        q.texte(" and p.statut").parmi_codes(&f.statuts);
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
        session.perimetre.personne(q, lecture_requise(), crate::politique::Classes::LIEU);
    }
    if let Some(jours) = f.demandee_entre {
        q.entre("p.demandee_le", jours);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and p.modifie_le >= ").valeur(depuis);
    }
}

fn decoder(session: &Session, lignes: &[Ligne], demande: Demande) -> Result<Vec<(Position, Arc<AideMobilite>)>, Panne> {
    lignes
        .iter()
        .map(|l| {
            let mut a = depuis(l)?;
            let joint = demande.allocataire.then_some(LARGEUR);
            a.allocataire = allocataire::lecture::jointe(session, l, joint, (a.allocataire_id, lecture_requise()))?;
            Ok((Position { valeur: None, id: a.id }, Arc::new(a)))
        })
        .collect()
}

/// The aid that one of its parties is about to move, as it stands in the transaction.
pub(super) async fn pour_acte(tx: &Ecriture, id: Uuid) -> Result<Option<AideMobilite>, Panne> {
    let soi = tx.perimetre.partenaire;
    let mut q = tx.requete("select ");
    q.texte(COLONNES).texte(" from aide_mobilite p where p.id = ").valeur(id);
    q.texte(" and (p.demandeur_id = ").valeur(soi).texte(" or p.instructeur_id = ").valeur(soi).texte(")");
    tx.lignes(q).await?.first().map(depuis).transpose()
}
