//! Structures that the documents do not name, the posts agreed each year, and the posts that structures offer.

use chrono::{DateTime, Utc};

use crate::generation::iae::Iae;
use crate::generation::insertion::Tampon;
use crate::poste_iae::publication;
use crate::structure_iae::StructureIae;
use crate::vocabulaire::Enumeration;

pub(in crate::generation) fn de(iae: &Iae, le: DateTime<Utc>) -> [Tampon; 3] {
    let colonnes = "departement, id, version, partenaire_id, nom, type, activites, commune";
    let mut structures = Tampon::nouveau("structure_iae", colonnes, 8);
    iae.nouvelles().iter().for_each(|s| structure(&mut structures, s));
    let mut conventions = Tampon::nouveau("convention_iae", "structure_id, annee, postes, modifie_le", 4);
    for (structure, annee, postes) in &iae.conventions {
        conventions.ligne([(*structure).into(), (*annee).into(), (*postes).into(), le.into()]);
    }
    let mut postes = Tampon::nouveau("poste_iae", publication::COLONNES, 24);
    for p in &iae.postes {
        let structure = iae.structures.iter().find(|s| s.id == p.structure).map_or("", |s| &s.nom);
        postes.ligne(publication::valeurs(p, structure, None));
    }
    [structures, conventions, postes]
}

fn structure(table: &mut Tampon, s: &StructureIae) {
    table.ligne([
        s.departement.as_str().into(),
        s.id.into(),
        s.version.into(),
        s.partenaire.into(),
        s.nom.as_str().into(),
        s.type_.code().into(),
        serde_json::json!(s.activites).to_string().into(),
        s.commune.clone().into(),
    ]);
}
