//! The facts that the rules of a fund ask, for a read and for the act: one statement, the same text.

use uuid::Uuid;

use super::Faits;
use crate::agent::FonctionAgent;
use crate::allocataire::modification::Personne;
use crate::allocataire::{Allocataire, StatutDroitRsa};
use crate::dispositif::Mobilite;
use crate::erreur::Panne;
use crate::habilitation::Perimetre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::referentiel::Referentiel;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};

/// `None` when the person is not one for whom the caller may ask.
pub(in super::super) async fn pour_lecture(session: &Session, a: &Allocataire, m: &Mobilite) -> Result<Option<Faits>, Panne> {
    let q = selection(session.requete(""), &session.perimetre, (&a.departement, a.id), m);
    let lignes = session.lignes(q).await?;
    lignes.first().map(|l| lire(l, &session.perimetre, &session.referentiel(), &a.departement)).transpose()
}

pub(in super::super) async fn pour_acte(tx: &Ecriture, p: &Personne, m: &Mobilite) -> Result<Faits, Panne> {
    let lignes = tx.lignes(selection(tx.requete(""), &tx.perimetre, (&p.departement, p.id), m)).await?;
    let l = lignes.first().ok_or(Panne::Donnee("allocataire"))?;
    lire(l, &tx.perimetre, &tx.referentiel, &p.departement)
}

/// Relations of the partner that run today: its agent's own, or those that it gave to none of them yet.
fn selection(mut q: Requete, perimetre: &Perimetre, (departement, personne): (&str, Uuid), m: &Mobilite) -> Requete {
    q.texte("select a.droit_statut, cast((select count(*) from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id and l.nature in (1, 2) and l.partenaire_id = ");
    q.valeur(perimetre.partenaire).texte(" and l.contact_jusquau >= ").valeur(perimetre.jour);
    q.texte(" and (l.agent_id is null or l.agent_id = ").valeur(perimetre.agent);
    q.texte(")) as bigint), cast((select count(*) from accompagnement m where m.departement = a.departement and m.allocataire_id = a.id and m.fin is null and m.dispositif_id");
    q.parmi_ids(&m.etendu_a).texte(") as bigint) from allocataire a where a.departement = ").valeur(departement);
    q.texte(" and a.id = ").valeur(personne);
    perimetre.personne(&mut q, const { Portees::de("mobilite:demander") }, Classes::PRESENCE);
    q
}

fn lire(l: &Ligne, perimetre: &Perimetre, referentiel: &Referentiel, departement: &str) -> Result<Faits, Panne> {
    let portees = const { Portees::de("mobilite:demander allocataires.eligibilite:lire") };
    let lisible = perimetre.qui_portent(portees).any(|o| o.departements.iter().any(|d| d == departement));
    let droit: StatutDroitRsa = l.code(0)?;
    Ok(Faits {
        fonction: fonction(perimetre, referentiel),
        droit_ouvert: lisible.then_some(matches!(droit, StatutDroitRsa::Ouvert | StatutDroitRsa::Suspendu)),
        suivie: Some(l.lire::<i64>(1)? > 0),
        dispositif_admis: Some(l.lire::<i64>(2)? > 0),
    })
}

fn fonction(perimetre: &Perimetre, referentiel: &Referentiel) -> Option<FonctionAgent> {
    perimetre.agent.and_then(|id| referentiel.agents.par_id(id)).map(|a| a.fonction)
}
