//! What waits, as its readers see it.

use uuid::Uuid;

use super::{CodeEcheance, Echeance};
use crate::erreur::Panne;
use crate::habilitation::LienDossier;
use crate::identifiant::Genre;
use crate::page::{Page, Position, Tranche, Tri, TypeTri};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::prescription::LIGNE;
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::vocabulaire::Enumeration;

#[derive(Clone, Debug, Default)]
pub struct Filtre {
    pub responsable: Option<Uuid>,
    pub agent: Option<Uuid>,
    pub territoire: Option<Uuid>,
    pub codes: Vec<CodeEcheance>,
    pub retard_minimum_jours: Option<i64>,
}

const TRI: Tri = Tri { colonne: Some(("e.due, e.code, e.responsable_id", TypeTri::JourCodeEtPartenaire)), id: "e.objet_id" };

/// What waits, the most urgent first. A deadline is seen by who sees its object.
pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Echeance>, Panne> {
    let mut q = session
        .requete("select e.departement, e.code, e.objet_id, e.allocataire_id, e.responsable_id, e.agent_id, e.depuis, e.due, e.regle");
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    let lues = session.lignes(q).await?;
    let position = |e: &Echeance| Position { valeur: Some(format!("{} {} {}", e.due, e.code.code(), e.responsable)), id: e.objet };
    let lignes = lues.iter().map(|l| depuis(l).map(|e| (position(&e), e)));
    let mut tranche = page.trancher(lignes.collect::<Result<Vec<_>, _>>()?);
    if total {
        let mut q = session.requete("select count(*)");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

/// Codes of what waits on a type of object.
fn codes_de(genre: Genre) -> Vec<CodeEcheance> {
    CodeEcheance::VALEURS.iter().map(|v| v.valeur).filter(|c| c.genre() == Some(genre)).collect()
}

fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    q.texte(" from echeance e left join allocataire a on a.departement = e.departement and a.id = e.allocataire_id left join prescription p on p.departement = e.departement and p.id = e.objet_id where (false");
    let portees = |noms: &str| Portees::lire(noms).unwrap_or_default();
    let prescriptions = portees("echeances:lire prescriptions:lire");
    // By its code and not by the row that was joined: one that row security hides would pass for a deadline of another kind.
    let de_prescription = codes_de(Genre::Prescription);
    q.texte(" or (e.code").parmi_codes(&de_prescription);
    session.perimetre.ligne(q, prescriptions, LIGNE);
    crate::prescription::sensible(session, q, prescriptions);
    q.texte(") or not (e.code").parmi_codes(&de_prescription).texte(") and (e.responsable_id = ").valeur(session.perimetre.partenaire);
    q.texte(" or (true");
    session.perimetre.personne(q, portees("echeances:lire parcours:lire parcours.detail:lire"), Classes::DOSSIER);
    q.texte(" and case when e.code = 'RELEVER_PRESENCE' then");
    crate::rendez_vous::lecture::objet(session, q);
    q.texte(" when e.code in ('CONVOQUER_EVALUATION', 'EVALUER_FINAL') then");
    crate::evaluation_linguistique::lecture::objet(session, q);
    q.texte(" when e.code = 'SUIVRE_INSCRIPTION' then");
    crate::inscription_formation::lecture::objet(session, q);
    q.texte(" when e.code = 'REPONDRE_CANDIDATURE' then");
    crate::candidature::lecture::objet(session, q);
    q.texte(" else (not (e.code").parmi_codes(&codes_de(Genre::AideMobilite)).texte(") or");
    crate::aide_mobilite::lecture::objet(session, q);
    q.texte(") end)");
    // What is due about nobody is the Département's to see, besides whoever must do it.
    let indicateurs = portees("echeances:lire indicateurs:lire");
    let entiers = session.perimetre.qui_portent(indicateurs).filter(|o| o.liens.contient(LienDossier::Departement));
    q.texte(" or (e.allocataire_id is null and e.departement").parmi_textes(&entiers.flat_map(|o| &o.departements).collect::<Vec<_>>());
    q.texte(")))");
    filtrer(session, q, f);
}

fn filtrer(session: &Session, q: &mut Requete, f: &Filtre) {
    for (colonne, id) in [("e.responsable_id", f.responsable), ("e.agent_id", f.agent)] {
        if let Some(id) = id {
            q.texte(" and ").texte(colonne).texte(" = ").valeur(id);
        }
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
        session.perimetre.personne(q, Portees::AUCUNE, Classes::LIEU);
    }
    if !f.codes.is_empty() {
        q.texte(" and e.code").parmi_codes(&f.codes);
    }
    if let Some(jours) = f.retard_minimum_jours {
        let limite = session.perimetre.jour.checked_sub_signed(chrono::TimeDelta::try_days(jours).unwrap_or_default());
        q.texte(" and e.due <= ").valeur(limite.unwrap_or(session.perimetre.jour));
    }
}

fn depuis(l: &Ligne) -> Result<Echeance, Panne> {
    Ok(Echeance {
        departement: l.lire(0)?,
        code: l.code(1)?,
        objet: l.lire(2)?,
        allocataire: l.lire(3)?,
        responsable: l.lire(4)?,
        agent: l.lire(5)?,
        depuis: l.lire(6)?,
        due: l.lire(7)?,
        regle: l.lire(8)?,
    })
}
