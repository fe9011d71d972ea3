//! Posts that come from a file of structures: written once, whatever the number of times that the file is read.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::lecture::{COLONNES, depuis};
use super::modification::{contenir, fait, mise_a_jour};
use super::publication::{dater, insertion};
use super::saisie::Saisie;
use super::{PosteIae, StatutPosteIae, annonce, transition};
use crate::base::Base;
use crate::erreur::{CodeErreurMetier, ErreurMetier, Panne, Refus};
use crate::evenement::{self, Evenement, TypeEvenement};
use crate::identifiant::Genre;
use crate::referentiel::Referentiel;
use crate::saisie::{COURT, obligatoire, plier};
use crate::session::Plateforme;
use crate::structure_iae::StructureIae;

/// One line of a file.
#[derive(Clone, Debug, Serialize)]
pub struct LignePoste {
    /// What the structure calls the post: its line is found again by it.
    pub reference: String,
    /// Name of the structure, or its id.
    pub structure: String,
    pub statut: Option<StatutPosteIae>,
    pub saisie: Saisie,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    Cree,
    Modifie,
    /// The same line was read before.
    Inchange,
}

/// A file being read, in one transaction that is kept or undone whole.
pub struct Importation {
    plateforme: Plateforme,
    referentiel: Arc<Referentiel>,
    departement: String,
    lues: HashSet<(Uuid, String)>,
    evenements: Vec<Evenement>,
}

/// Events written by one statement.
const EVENEMENTS: usize = 500;

impl Importation {
    /// `None` when nothing is known of the département.
    pub async fn ouvrir(base: &Arc<Base>, departement: &str) -> Result<Option<Self>, Panne> {
        let referentiel = base.referentiel().await?;
        if referentiel.departement(departement).is_none() {
            return Ok(None);
        }
        let (departement, lues) = (departement.to_owned(), HashSet::new());
        Ok(Some(Self { plateforme: Plateforme::ouvrir(base).await?, referentiel, departement, lues, evenements: Vec::new() }))
    }

    pub async fn ligne(&mut self, l: &LignePoste) -> Result<Suite, Refus> {
        let reference = obligatoire("reference", &l.reference, COURT)?;
        let structure = self.structure(&l.structure)?;
        if !self.lues.insert((structure.id, reference.clone())) {
            return Err(ErreurMetier::nouvelle(CodeErreurMetier::Doublon, "reference", "Une ligne d'avant porte cette référence.").into());
        }
        let empreinte = empreinte(l)?;
        let origine = (reference.as_str(), empreinte.as_str());
        match self.connu(&structure, &reference).await? {
            None => self.creer(&structure, l, origine).await,
            Some((_, connue)) if connue.as_ref() == Some(&empreinte) => Ok(Suite::Inchange),
            Some((avant, _)) => self.changer(&structure, l, (avant, &empreinte)).await,
        }
    }

    /// The structure of the département that has this name or this id.
    fn structure(&self, texte: &str) -> Result<Arc<StructureIae>, ErreurMetier> {
        let (nom, id) = (plier(texte.trim()), Genre::StructureIae.lire(texte.trim()));
        let du_departement = self.referentiel.structures_iae.toutes().filter(|s| s.departement == self.departement);
        let mut trouvees = du_departement.filter(|s| id.map_or_else(|| plier(&s.nom) == nom, |id| s.id == id));
        let refus = |message| ErreurMetier::nouvelle(CodeErreurMetier::Introuvable, "structure", message);
        let premiere = trouvees.next().ok_or_else(|| refus("Aucune structure du département ne porte ce nom ou cet identifiant."))?;
        if trouvees.next().is_some() {
            return Err(refus("Plusieurs structures portent ce nom : donnez l'identifiant."));
        }
        Ok(Arc::clone(premiere))
    }

    /// The post of that reference, held until the end, and the digest of the line that wrote it last.
    async fn connu(&self, s: &StructureIae, reference: &str) -> Result<Option<(PosteIae, Option<String>)>, Panne> {
        let mut q = self.plateforme.requete("update poste_iae set pourvus = pourvus where structure_id = ");
        q.valeur(s.id).texte(" and reference = ").valeur(reference).texte(" returning ").texte(COLONNES).texte(", empreinte");
        self.plateforme.lignes(q).await?.first().map(|l| Ok((depuis(l)?, l.lire(19)?))).transpose()
    }

    async fn creer(&mut self, s: &StructureIae, l: &LignePoste, origine: (&str, &str)) -> Result<Suite, Refus> {
        let statut = transition::naissance(l.statut)?;
        let base = Arc::clone(&self.plateforme.base);
        let poste = l.saisie.poste(&self.referentiel, s, (base.id(), statut, base.horloge.instant()))?;
        self.plateforme.executer(insertion(self.plateforme.requete(""), &poste, &s.nom, Some(origine))).await?;
        self.evenements.push(annonce(&base, TypeEvenement::PosteIaePublie, &poste));
        Ok(Suite::Cree)
    }

    /// The line says the whole post again; hires and the day of publication are not the file's.
    async fn changer(&mut self, s: &StructureIae, l: &LignePoste, (avant, empreinte): (PosteIae, &str)) -> Result<Suite, Refus> {
        let base = Arc::clone(&self.plateforme.base);
        let statut = voulu(avant.statut, l.statut)?;
        let ecrit = l.saisie.poste(&self.referentiel, s, (avant.id, statut, base.horloge.instant()))?;
        let (publie_le, ferme_le) = (avant.publie_le, avant.ferme_le);
        let mut apres = PosteIae { pourvus: avant.pourvus, publie_le, ferme_le, ..ecrit };
        contenir(&apres)?;
        apres.recaler();
        dater(&mut apres, avant.statut, base.horloge.instant());
        self.plateforme.executer(mise_a_jour(self.plateforme.requete(""), &apres, &s.nom)).await?;
        let mut q = self.plateforme.requete("update poste_iae set empreinte = ");
        q.valeur(empreinte).texte(" where id = ").valeur(apres.id);
        self.plateforme.executer(q).await?;
        self.evenements.push(annonce(&base, fait(avant.statut, apres.statut), &apres));
        Ok(Suite::Modifie)
    }

    pub async fn valider(self) -> Result<(), Panne> {
        for lot in self.evenements.chunks(EVENEMENTS) {
            self.plateforme.executer(evenement::insertion(self.plateforme.requete(""), lot)).await?;
        }
        self.plateforme.valider().await
    }

    /// Nothing of the file is kept.
    pub async fn abandonner(self) -> Result<(), Panne> {
        self.plateforme.defaire().await
    }
}

/// A file says OUVERT of a post that its hires have filled: it stays so.
fn voulu(avant: StatutPosteIae, dit: Option<StatutPosteIae>) -> Result<StatutPosteIae, ErreurMetier> {
    let rempli = avant == StatutPosteIae::Pourvu && dit == Some(StatutPosteIae::Ouvert);
    let vers = dit.filter(|_| !rempli).unwrap_or(avant);
    transition::verifier(avant, vers)?;
    Ok(vers)
}

fn empreinte(l: &LignePoste) -> Result<String, Panne> {
    let octets = serde_json::to_vec(l).map_err(|_| Panne::Donnee("line"))?;
    let mut texte = String::with_capacity(64);
    for octet in Sha256::digest(&octets) {
        // Writing to a text cannot fail.
        let _ = write!(texte, "{octet:02x}");
    }
    Ok(texte)
}
