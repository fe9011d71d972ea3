//! Changes to a person's file, each on a row that the door authorised for one act.

use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use serde::Serialize;
use uuid::Uuid;

use super::{Civilite, NiveauFormation, OrganismePayeur, PublicCible, SituationFamiliale, SituationProfessionnelle, StatutDroitRsa};
use crate::erreur::{ErreurMetier, Panne, Refus};
use crate::evenement::{Evenement, TypeEvenement};
use crate::habilitation::{Relation, Situation};
use crate::identifiant::Genre;
use crate::lien::Natures;
use crate::politique::{Acte, Classes};
use crate::portee::Portees;
use crate::saisie::{self, Controle};
use crate::session::{Autorise, Ecriture, Issue, Session};
use crate::vocabulaire::{Ensemble, Enumeration};

/// What a write needs to know of the person it is about.
#[derive(Clone, Debug)]
pub struct Personne {
    pub id: Uuid,
    pub departement: String,
    pub version: i64,
    pub commune: Option<String>,
    pub territoire: Option<Uuid>,
    nom: String,
    nom_naissance: Option<String>,
    prenom: String,
}

/// Loads and authorises in one call. Absent, foreign and not allowed are one answer.
pub(crate) async fn charger(tx: &Ecriture, acte: Acte, id: Uuid, champ: &str) -> Result<Autorise<Personne>, Refus> {
    let portees = acte.portees();
    let mut q = tx.requete("select a.id, a.departement, a.version, a.commune, a.territoire_id, a.nom, a.nom_naissance, a.prenom, a.organisme_payeur, a.droit_clos_le, ");
    tx.perimetre.colonne_relation(&mut q);
    q.texte(" from allocataire a where a.id = ").valeur(id);
    tx.perimetre.personne(&mut q, portees, Classes::PRESENCE);
    let lignes = tx.lignes(q).await?;
    let Some(l) = lignes.first() else { return Err(ErreurMetier::introuvable(champ).into()) };
    let departement: String = l.lire(1)?;
    let territoire: Option<Uuid> = l.lire(4)?;
    let situation = Situation { departement: departement.clone(), territoire, organisme: l.code_ou_nul(8)?, droit_clos_le: l.lire(9)? };
    let relation = Relation::de_colonne(l.lire(10)?);
    if !tx.perimetre.permet(acte.natures(), portees, relation, &situation) {
        return Err(ErreurMetier::introuvable(champ).into());
    }
    let personne = Personne {
        id: l.lire(0)?,
        version: l.lire(2)?,
        commune: l.lire(3)?,
        territoire,
        nom: l.lire(5)?,
        nom_naissance: l.lire(6)?,
        prenom: l.lire(7)?,
        departement,
    };
    Ok(Ecriture::autoriser(acte, personne))
}

/// In a changing input an absent field is unchanged and null erases.
pub type Change<T> = Option<Option<T>>;

/// Fields of `modifierAllocataire` and `modifierCoordonnees`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Changements {
    pub id: Uuid,
    pub version: i64,
    pub telephone: Change<String>,
    pub courriel: Change<String>,
    pub voie: Change<String>,
    pub code_postal: Change<String>,
    pub commune: Change<String>,
    pub reference_externe: Change<String>,
    pub situation_familiale: Change<SituationFamiliale>,
    pub enfants_a_charge: Change<i64>,
    pub niveau_formation: Change<NiveauFormation>,
    pub inscrit_pole_emploi: Change<bool>,
    pub publics: Option<Vec<PublicCible>>,
    pub statut_droit_rsa: Option<StatutDroitRsa>,
    pub soumis_droits_devoirs: Option<bool>,
    pub matricule: Change<String>,
    pub organisme_payeur: Change<OrganismePayeur>,
    pub civilite: Change<Civilite>,
    pub nom: Option<String>,
    pub nom_naissance: Change<String>,
    pub prenom: Option<String>,
    pub date_naissance: Option<NaiveDate>,
    pub territoire: Change<Uuid>,
    pub domiciliation: Change<Uuid>,
    pub situation_professionnelle: Change<SituationProfessionnelle>,
    pub demande_rsa_le: Change<NaiveDate>,
    pub droit_ouvert_le: Change<NaiveDate>,
    pub droit_clos_le: Change<NaiveDate>,
    pub reconnaissance_handicap: Change<bool>,
}

/// Changes any field; for the Département and the payer.
pub async fn modifier(session: &Session, cle: Option<Uuid>, changements: Changements) -> Result<Issue, Panne> {
    session.ecrire("modifierAllocataire", cle, changements, |tx, c| Box::pin(appliquer(tx, Acte::ModifierAllocataire, c))).await
}

/// Corrects contact details; for whoever works with the person.
pub async fn modifier_coordonnees(session: &Session, cle: Option<Uuid>, changements: Changements) -> Result<Issue, Panne> {
    session.ecrire("modifierCoordonnees", cle, changements, |tx, c| Box::pin(appliquer(tx, Acte::ModifierCoordonnees, c))).await
}

async fn appliquer(tx: &mut Ecriture, acte: Acte, c: Changements) -> Result<Uuid, Refus> {
    let personne = charger(tx, acte, c.id, "id").await?.objet;
    let (colonnes, classes) = colonnes(tx, &c, &personne)?;
    let version_lue = c.version;
    let mut q = tx.requete("update allocataire set version = version + 1, modifie_le = ");
    q.valeur(tx.base.horloge.instant());
    for (colonne, valeur) in colonnes {
        q.texte(", ").texte(colonne).texte(" = ").valeur(valeur);
    }
    q.texte(" where departement = ").valeur(personne.departement.as_str()).texte(" and id = ").valeur(personne.id);
    // Who may not read the version may still correct contact details: the last writer wins, and the journal keeps both.
    if acte == Acte::ModifierAllocataire {
        q.texte(" and version = ").valeur(version_lue);
    }
    if tx.executer(q).await? == 0 {
        return Err(ErreurMetier::conflit().into());
    }
    super::residence::suivre(tx, &personne, &c).await?;
    if c.nom.is_some() || c.prenom.is_some() || c.nom_naissance.is_some() {
        reindexer(tx, &personne, &c).await?;
    }
    if let Some(reference) = &c.reference_externe {
        super::accueil::referencer(tx, &personne.departement, personne.id, reference.as_deref()).await?;
    }
    let evenement = Evenement::sur_dossier(
        tx,
        TypeEvenement::AllocataireModifie,
        (Genre::Allocataire, personne.id),
        (&personne.departement, personne.id),
    );
    tx.signaler(evenement.changeant(classes));
    Ok(personne.id)
}

type Colonnes = Vec<(&'static str, Value)>;

/// The columns to change and the classes that they belong to; gathers every refusal of the input.
fn colonnes(tx: &Ecriture, c: &Changements, personne: &Personne) -> Result<(Colonnes, Classes), Refus> {
    let mut controle = Controle::default();
    let mut colonnes = Vec::new();
    let coordonnees = coordonnees(tx, c, &personne.departement, &mut controle);
    let identite = identite(tx, c, personne, &mut controle);
    let situation = situation(tx, c, &mut controle);
    let droit = droit(c, &mut controle);
    let mut classes = Classes::AUCUNE;
    // Who reads the place and not the contact yet is not told that a telephone changed.
    let lieu = if c.commune.is_some() { Classes::LIEU } else { Classes::AUCUNE };
    let parts = [
        (coordonnees, Classes::CONTACT.et(lieu)),
        (identite, Classes::IDENTITE),
        (situation, Classes::SITUATION),
        (droit, Classes::ELIGIBILITE),
    ];
    for (part, classe) in parts {
        classes = if part.is_empty() { classes } else { classes.et(classe) };
        colonnes.extend(part);
    }
    controle.conclure()?;
    Ok((colonnes, classes))
}

fn coordonnees(tx: &Ecriture, c: &Changements, departement: &str, controle: &mut Controle) -> Colonnes {
    let mut colonnes = Colonnes::new();
    let mut poser = |colonne, change: &Change<String>, lire: &dyn Fn(&str) -> Result<Option<String>, ErreurMetier>| {
        if let Some(valeur) = change {
            let net = valeur.as_deref().map_or(Ok(None), lire);
            colonnes.push((colonne, Value::from(controle.lire(net))));
        }
    };
    poser("telephone", &c.telephone, &|t| saisie::telephone("telephone", t));
    poser("courriel", &c.courriel, &|t| saisie::courriel("courriel", t));
    poser("voie", &c.voie, &|t| saisie::texte("voie", t, saisie::COURT));
    poser("code_postal", &c.code_postal, &|t| saisie::code_postal("codePostal", t));
    poser("commune", &c.commune, &|t| commune(tx, departement, t).map(Some));
    colonnes
}

/// A commune of the person's own département; elsewhere the person is transferred.
pub(super) fn commune(tx: &Ecriture, departement: &str, code: &str) -> Result<String, ErreurMetier> {
    let connue = tx.referentiel.commune(code).filter(|c| c.departement == departement);
    connue
        .map(|c| c.code_insee.clone())
        .ok_or_else(|| ErreurMetier::saisie("commune", "Cette commune n'est pas du département de la personne."))
}

fn identite(tx: &Ecriture, c: &Changements, personne: &Personne, controle: &mut Controle) -> Colonnes {
    let mut colonnes = Colonnes::new();
    if let Some(nom) = &c.nom {
        colonnes.push(("nom", controle.lire(saisie::obligatoire("nom", nom, saisie::COURT)).into()));
    }
    if let Some(prenom) = &c.prenom {
        colonnes.push(("prenom", controle.lire(saisie::obligatoire("prenom", prenom, saisie::COURT)).into()));
    }
    if c.nom.is_some() || c.prenom.is_some() {
        let (nom, prenom) = (c.nom.as_deref().unwrap_or(&personne.nom), c.prenom.as_deref().unwrap_or(&personne.prenom));
        colonnes.push(("cle_nom", saisie::plier(&format!("{} {}", nom.trim(), prenom.trim())).into()));
    }
    if let Some(nom) = &c.nom_naissance {
        colonnes.push(("nom_naissance", controle.lire(saisie::facultatif("nomNaissance", nom.as_deref(), saisie::COURT)).into()));
    }
    if let Some(date) = c.date_naissance {
        colonnes.push(("date_naissance", controle.lire(saisie::naissance("dateNaissance", date, tx.perimetre.jour)).into()));
    }
    if let Some(matricule) = &c.matricule {
        colonnes.push(("matricule", controle.lire(saisie::facultatif("matricule", matricule.as_deref(), 20)).into()));
    }
    code(&mut colonnes, "civilite", c.civilite);
    code(&mut colonnes, "organisme_payeur", c.organisme_payeur);
    colonnes
}

fn code<T: Enumeration>(colonnes: &mut Colonnes, colonne: &'static str, change: Change<T>) {
    if let Some(valeur) = change {
        colonnes.push((colonne, valeur.map(T::code).into()));
    }
}

fn situation(tx: &Ecriture, c: &Changements, controle: &mut Controle) -> Colonnes {
    let mut colonnes = Colonnes::new();
    code(&mut colonnes, "situation_familiale", c.situation_familiale);
    code(&mut colonnes, "niveau_formation", c.niveau_formation);
    code(&mut colonnes, "situation_professionnelle", c.situation_professionnelle);
    if let Some(enfants) = c.enfants_a_charge {
        controle.lire(super::accueil::enfants(enfants));
        colonnes.push(("enfants_a_charge", enfants.into()));
    }
    if let Some(inscrit) = c.inscrit_pole_emploi {
        colonnes.push(("inscrit_pole_emploi", inscrit.into()));
    }
    if let Some(handicap) = c.reconnaissance_handicap {
        controle.lire(super::accueil::sensible_actif(tx, "reconnaissanceHandicap"));
        colonnes.push(("reconnaissance_handicap", handicap.into()));
    }
    if let Some(territoire) = c.territoire {
        controle.lire(super::accueil::territoire(tx, territoire));
        colonnes.push(("territoire_id", territoire.into()));
    }
    if let Some(domiciliation) = c.domiciliation {
        controle.lire(super::accueil::domiciliation(tx, domiciliation));
        colonnes.push(("domiciliation_id", domiciliation.into()));
    }
    colonnes
}

fn droit(c: &Changements, controle: &mut Controle) -> Colonnes {
    let mut colonnes = Colonnes::new();
    if let Some(publics) = &c.publics {
        colonnes.push(("publics", publics.iter().copied().collect::<Ensemble<PublicCible>>().bits.into()));
    }
    if let Some(statut) = c.statut_droit_rsa {
        colonnes.push(("droit_statut", statut.code().into()));
    }
    if let Some(soumis) = c.soumis_droits_devoirs {
        colonnes.push(("soumis_droits_devoirs", soumis.into()));
    }
    for (colonne, champ, change) in [
        ("droit_demande_le", "demandeRsaLe", c.demande_rsa_le),
        ("droit_ouvert_le", "droitOuvertLe", c.droit_ouvert_le),
        ("droit_clos_le", "droitClosLe", c.droit_clos_le),
    ] {
        if let Some(date) = change {
            controle.lire(date.map_or(Ok(()), |d| saisie::depuis_1900(champ, d).map(drop)));
            colonnes.push((colonne, date.into()));
        }
    }
    colonnes
}

/// The words by which the person is found follow its names.
async fn reindexer(tx: &Ecriture, personne: &Personne, c: &Changements) -> Result<(), Panne> {
    let mut q = tx.requete("delete from mot where departement = ");
    q.valeur(personne.departement.as_str()).texte(" and allocataire_id = ").valeur(personne.id);
    tx.executer(q).await?;
    let naissance = c.nom_naissance.clone().unwrap_or_else(|| personne.nom_naissance.clone());
    let noms = [
        c.nom.as_deref().unwrap_or(&personne.nom),
        c.prenom.as_deref().unwrap_or(&personne.prenom),
        naissance.as_deref().unwrap_or_default(),
    ];
    super::accueil::indexer(tx, &personne.departement, personne.id, &noms).await
}

/// Relations that must run today for an act: ended ones read, they do not write.
impl crate::habilitation::Perimetre {
    #[must_use]
    pub fn permet(&self, natures: Natures, portees: Portees, relation: Relation, situation: &Situation) -> bool {
        self.qui_portent(portees).any(|o| {
            let dedans = o.departements.contains(&situation.departement);
            dedans && !self.natures_en_cours(o, situation, relation).croise(o.natures()).croise(natures).vide()
        })
    }
}
