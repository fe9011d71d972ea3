//! Posts as any partner of their département reads them; a draft, its structure and the Département alone.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{PosteIae, StatutPosteIae, fraicheur};
use crate::allocataire::PublicCible;
use crate::erreur::Panne;
use crate::habilitation::LienDossier;
use crate::page::imbriquee::{Imbriquee, P};
use crate::page::{Page, Position, Tranche, Tri, totaliser};
use crate::requete::{Ligne, Requete};
use crate::session::Session;
use crate::structure_iae::TypeStructureIae;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    pub structure: Option<Uuid>,
    pub types: Vec<TypeStructureIae>,
    pub code_rome: Option<String>,
    pub departement: Option<String>,
    /// With all that it contains; an intercommunality is one.
    pub territoire: Option<Uuid>,
    pub commune: Option<String>,
    pub publics: Vec<PublicCible>,
    pub statuts: Vec<StatutPosteIae>,
    /// Beginnings of words.
    pub recherche: Option<String>,
    /// Nobody of the structure touched it for too long; or somebody did.
    pub a_actualiser: Option<bool>,
}

const TRI: Tri = Tri::par_id("p.id");
pub(super) const COLONNES: &str = "departement, id, version, structure_id, partenaire_id, intitule, code_rome, type_contrat, heures_hebdomadaires, commune, nombre_postes, pourvus, publics, description, profil_recherche, statut, publie_le, ferme_le, touche_le";
const SELECTION: &str = "p.departement, p.id, p.version, p.structure_id, p.partenaire_id, p.intitule, p.code_rome, p.type_contrat, p.heures_hebdomadaires, p.commune, p.nombre_postes, p.pourvus, p.publics, p.description, p.profil_recherche, p.statut, p.publie_le, p.ferme_le, p.touche_le";

pub async fn page(session: &Session, filtre: &Filtre, page: &Page, total: bool) -> Result<Tranche<Arc<PosteIae>>, Panne> {
    let mut q = session.requete("select ");
    q.texte(SELECTION).texte(" from poste_iae p where true");
    restreindre(session, &mut q, filtre);
    page.bornes(&mut q, &TRI)?;
    page.ordre(&mut q, &TRI);
    let lus = session.lignes(q).await?;
    let lignes = lus.iter().map(|l| depuis(l).map(|p| (Position { valeur: None, id: p.id }, Arc::new(p))));
    let mut tranche = page.trancher(lignes.collect::<Result<Vec<_>, _>>()?);
    if total {
        let mut q = session.requete("select count(*) from poste_iae p where true");
        restreindre(session, &mut q, filtre);
        tranche.total = Some(session.nombre(q).await?);
    }
    Ok(tranche)
}

/// A page of the posts of each of these structures.
pub async fn de_structures(
    session: &Session,
    structures: &[Uuid],
    (filtre, page, total): (&Filtre, &Page, bool),
) -> Result<HashMap<Uuid, Tranche<Arc<PosteIae>>>, Panne> {
    let liste = Imbriquee { colonnes: &|q| _ = q.texte(SELECTION), source: " from poste_iae p", lignes: P, parent: "p.structure_id", page };
    let mut q = session.requete("");
    liste.ecrire(&mut q, structures, |q| restreindre(session, q, filtre))?;
    let lus = session.lignes(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    let mut tranches = page.repartir(structures.iter().copied(), lus.into_iter().map(|p| (p.structure, p.id, Arc::new(p))));
    if total {
        let mut q = session.requete("select p.structure_id, count(*) from poste_iae p where p.structure_id");
        q.parmi_ids(structures);
        restreindre(session, &mut q, filtre);
        q.texte(" group by p.structure_id");
        totaliser(&mut tranches, &session.lignes(q).await?)?;
    }
    Ok(tranches)
}

pub async fn par_ids(session: &Session, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<PosteIae>>, Panne> {
    let mut q = session.requete("select ");
    q.texte(SELECTION).texte(" from poste_iae p where p.id").parmi_ids(ids);
    visible(session, &mut q);
    session.lignes(q).await?.iter().map(|l| depuis(l).map(|p| (p.id, Arc::new(p)))).collect()
}

/// ` and …`: post `p` is of a département of the caller, and published unless it is the caller's to prepare.
fn visible(session: &Session, q: &mut Requete) {
    session.departements(q, "p.departement");
    q.texte(" and (p.statut <> 'BROUILLON' or p.partenaire_id = ").valeur(session.perimetre.partenaire);
    q.texte(" or p.departement").parmi_textes(&session.perimetre.departements(LienDossier::Departement)).texte(")");
}

fn restreindre(session: &Session, q: &mut Requete, f: &Filtre) {
    visible(session, q);
    if let Some(structure) = f.structure {
        q.texte(" and p.structure_id = ").valeur(structure);
    }
    for (colonne, texte) in [("p.code_rome", &f.code_rome), ("p.commune", &f.commune), ("p.departement", &f.departement)] {
        if let Some(texte) = texte {
            q.texte(" and ").texte(colonne).texte(" = ").valeur(texte.as_str());
        }
    }
    if !f.publics.is_empty() {
        q.croise("p.publics", &f.publics);
    }
    if !f.statuts.is_empty() {
        q.texte(" and p.statut").parmi_codes(&f.statuts);
    }
    for mot in f.recherche.iter().flat_map(|r| crate::saisie::mots(&[r])) {
        q.texte(" and p.mots like ").valeur(format!("% {mot}%"));
    }
    par_reference(session, q, f);
    fraicheur::restreindre(session, q, f.a_actualiser);
}

/// What the reference data answers: structures of a kind, communes of a territory.
fn par_reference(session: &Session, q: &mut Requete, f: &Filtre) {
    let referentiel = session.referentiel();
    if !f.types.is_empty() {
        let siennes = referentiel.structures_iae.toutes().filter(|s| f.types.contains(&s.type_)).map(|s| s.id);
        q.texte(" and p.structure_id").parmi_ids(&siennes.collect::<Vec<_>>());
    }
    if let Some(territoire) = f.territoire {
        let contenus = referentiel.descendants(territoire);
        let communes = contenus.iter().filter_map(|id| referentiel.territoires.par_id(*id)).flat_map(|t| t.communes.iter());
        q.texte(" and p.commune").parmi_textes(&communes.collect::<Vec<_>>());
    }
}

pub(super) fn depuis(l: &Ligne) -> Result<PosteIae, Panne> {
    Ok(PosteIae {
        departement: l.lire(0)?,
        id: l.lire(1)?,
        version: l.lire(2)?,
        structure: l.lire(3)?,
        partenaire: l.lire(4)?,
        intitule: l.lire(5)?,
        code_rome: l.lire(6)?,
        type_contrat: l.code(7)?,
        heures_hebdomadaires: l.lire(8)?,
        commune: l.lire(9)?,
        nombre_postes: l.lire(10)?,
        pourvus: l.lire(11)?,
        publics: l.ensemble(12)?,
        description: l.lire(13)?,
        profil_recherche: l.lire(14)?,
        statut: l.code(15)?,
        publie_le: l.lire(16)?,
        ferme_le: l.lire(17)?,
        touche_le: l.lire(18)?,
    })
}
