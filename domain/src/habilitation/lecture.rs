//! Reads the conventions of a partner and cuts them to one request.

use std::sync::{Arc, PoisonError};

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{Habilitation, LienDossier, Liens, Ouverte, Perimetre};
use crate::allocataire::OrganismePayeur;
use crate::base::Base;
use crate::erreur::Panne;
use crate::partenaire::TypePartenaire;
use crate::politique::{Profil, selon_fonction};
use crate::portee::Portees;
use crate::referentiel::Referentiel;
use crate::requete::{Ligne, Requete};
use crate::session::Appelant;

/// All the conventions of a partner, with the version that changes with any of them.
pub struct Conventions {
    pub version: i64,
    pub habilitations: Vec<Habilitation>,
}

/// Conventions that one request may combine.
const AU_PLUS: usize = 8;

pub(crate) const COLONNES: &str = "id, partenaire_id, convention, finalite, base_legale, siret, seuil_consultation, portees, liens, departements, territoires, debut, fin, revoquee_le, motif_revocation";

impl Base {
    /// The cached conventions; a request learns from its snapshot whether they are still current.
    pub async fn conventions(&self, partenaire: Uuid) -> Result<Arc<Conventions>, Panne> {
        let garde = self.conventions.read().unwrap_or_else(PoisonError::into_inner).get(&partenaire).cloned();
        if let Some(conventions) = garde {
            return Ok(conventions);
        }
        let lues = Arc::new(lire(self, partenaire).await?);
        self.conventions.write().unwrap_or_else(PoisonError::into_inner).insert(partenaire, Arc::clone(&lues));
        Ok(lues)
    }
}

async fn lire(base: &Base, partenaire: Uuid) -> Result<Conventions, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select version_habilitation from partenaire where id = ");
    q.valeur(partenaire);
    let version = lignes(base, q).await?.first().map_or(Ok(0), |l| l.lire(0))?;
    let mut q = Requete::nouvelle(base.moteur(), "select ");
    q.texte(COLONNES).texte(" from habilitation where partenaire_id = ").valeur(partenaire).texte(" order by id");
    let habilitations = lignes(base, q).await?.iter().map(depuis).collect::<Result<_, _>>()?;
    Ok(Conventions { version, habilitations })
}

async fn lignes(base: &Base, mut q: Requete) -> Result<Vec<Ligne>, Panne> {
    let valeurs = q.vers_values();
    let texte = Statement { sql: q.sql, values: Some(valeurs), db_backend: q.base };
    Ok(base.lecteurs.query_all_raw(texte).await?.into_iter().map(Ligne).collect())
}

pub(crate) fn depuis(l: &Ligne) -> Result<Habilitation, Panne> {
    let mots = |colonne| l.lire::<String>(colonne).map(|t| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    Ok(Habilitation {
        id: l.lire(0)?,
        partenaire: l.lire(1)?,
        convention: l.lire(2)?,
        finalite: l.code(3)?,
        base_legale: l.code(4)?,
        siret: l.lire(5)?,
        seuil_consultation: l.lire(6)?,
        portees: Portees(l.lire::<i64>(7)?.cast_unsigned()),
        liens: Liens::de_bits(l.lire(8)?),
        departements: mots(9)?,
        territoires: mots(10)?.iter().filter_map(|t| t.parse().ok()).collect(),
        debut: l.lire(11)?,
        fin: l.lire(12)?,
        revoquee_le: l.lire(13)?,
        motif_revocation: l.lire(14)?,
    })
}

impl Conventions {
    /// The perimeter of a caller today.
    #[must_use]
    pub fn perimetre(&self, appelant: &Appelant, referentiel: &Referentiel, jour: NaiveDate) -> Perimetre {
        let partenaire = referentiel.partenaires.par_id(appelant.partenaire);
        let profil = partenaire.map_or(Profil::Aucun, |p| Profil::de(p.type_));
        let agent = appelant.agent.and_then(|id| referentiel.agents.par_id(id));
        let fonction = selon_fonction(profil, agent.map(|a| a.fonction));
        let portees = appelant.portees & fonction & profil.plafond();
        let en_vigueur = self.habilitations.iter().filter(|h| h.en_vigueur(jour)).take(AU_PLUS);
        let territoire = agent.and_then(|a| a.territoire);
        Perimetre {
            partenaire: appelant.partenaire,
            profil,
            agent: appelant.agent,
            territoires_agent: territoire.filter(|_| profil == Profil::Departement).map_or_else(Vec::new, |t| referentiel.descendants(t)),
            agence: territoire,
            organisme: partenaire.and_then(|p| organisme(p.type_)),
            jour,
            ouvertes: en_vigueur.map(|h| ouverte(h, profil, portees, referentiel)).collect(),
        }
    }
}

fn ouverte(h: &Habilitation, profil: Profil, portees: Portees, referentiel: &Referentiel) -> Ouverte {
    let possibles = profil.liens_possibles();
    let liens: Vec<LienDossier> = h.liens.valeurs().filter(|l| possibles.contient(*l)).collect();
    Ouverte {
        id: h.id,
        liens: liens.into_iter().collect(),
        departements: h.departements.clone(),
        territoires: h.territoires.iter().flat_map(|t| referentiel.descendants(*t)).collect(),
        portees: h.portees & portees,
        finalite: h.finalite,
        seuil_consultation: h.seuil_consultation,
    }
}

pub(super) const fn organisme(type_: TypePartenaire) -> Option<OrganismePayeur> {
    match type_ {
        TypePartenaire::Caf => Some(OrganismePayeur::Caf),
        TypePartenaire::Msa => Some(OrganismePayeur::Msa),
        _ => None,
    }
}
