//! The change feed: an outbox written with the change, read by position once the sequencer has ordered it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::erreur::Panne;
use crate::identifiant::Genre;
use crate::politique::Classes;
use crate::portee::Portees;
use crate::requete::{Ligne, Requete};
use crate::session::{Ecriture, Session};
use crate::vocabulaire::enumeration;
use crate::{
    accompagnement, aide_mobilite, candidature, contrat_insertion, diagnostic_mobilite, etape, evaluation_linguistique,
    inscription_formation, rendez_vous,
};

enumeration! {
    /// Fait survenu sur un objet.
    TypeEvenement {
        AllocataireCree "ALLOCATAIRE_CREE",
        AllocataireModifie "ALLOCATAIRE_MODIFIE",
        ParcoursOuvert "PARCOURS_OUVERT",
        ParcoursOriente "PARCOURS_ORIENTE",
        ReferentDesigne "REFERENT_DESIGNE",
        ContratSigne "CONTRAT_SIGNE",
        EtapeAjoutee "ETAPE_AJOUTEE",
        ParcoursClos "PARCOURS_CLOS",
        ParcoursChange "PARCOURS_CHANGE",
        PrescriptionEmise "PRESCRIPTION_EMISE",
        PrescriptionChangee "PRESCRIPTION_CHANGEE",
        EvaluationLinguistiqueChangee "EVALUATION_LINGUISTIQUE_CHANGEE",
        InscriptionFormationChangee "INSCRIPTION_FORMATION_CHANGEE",
        SessionFormationChangee "SESSION_FORMATION_CHANGEE",
        AideMobiliteChangee "AIDE_MOBILITE_CHANGEE",
        PosteIaePublie "POSTE_IAE_PUBLIE",
        PosteIaeChange "POSTE_IAE_CHANGE",
        CandidatureChangee "CANDIDATURE_CHANGEE",
        ContratInsertionChange "CONTRAT_INSERTION_CHANGE",
        ValeurIndicateurPubliee "VALEUR_INDICATEUR_PUBLIEE",
        HabilitationChangee "HABILITATION_CHANGEE",
        EcheanceDepassee "ECHEANCE_DEPASSEE",
        ObjetRetire "OBJET_RETIRE",
        AccompagnementChange "ACCOMPAGNEMENT_CHANGE",
        RendezVousChange "RENDEZ_VOUS_CHANGE",
        RencontreChangee "RENCONTRE_CHANGEE",
        ReorientationDemandee "REORIENTATION_DEMANDEE",
        ReorientationDecidee "REORIENTATION_DECIDEE",
        DiagnosticMobiliteEnregistre "DIAGNOSTIC_MOBILITE_ENREGISTRE",
        FicheActionChangee "FICHE_ACTION_CHANGEE",
        ServiceChange "SERVICE_CHANGE",
        DemandeDroitChangee "DEMANDE_DROIT_CHANGEE",
        WebhookSuspendu "WEBHOOK_SUSPENDU",
        AlerteAcces "ALERTE_ACCES",
    }
}

/// A fact, before or after it has its place in the order.
#[derive(Clone, Debug)]
pub struct Evenement {
    pub id: Uuid,
    pub position: i64,
    pub genre: Genre,
    pub type_: TypeEvenement,
    pub objet: Uuid,
    pub departement: Option<String>,
    pub allocataire: Option<Uuid>,
    /// Named when the right to know cannot be told from the object any more.
    pub destinataire: Option<Uuid>,
    pub par: Option<Uuid>,
    /// Classes that changed: an event is delivered to who may read one of them.
    pub classes: Classes,
    pub le: DateTime<Utc>,
}

impl Evenement {
    /// An event about a row of a person's file, by the caller, now.
    pub(crate) fn sur_dossier(
        tx: &Ecriture,
        type_: TypeEvenement,
        (genre, objet): (Genre, Uuid),
        (departement, allocataire): (&str, Uuid),
    ) -> Self {
        Self {
            id: tx.base.id(),
            position: 0,
            genre,
            type_,
            objet,
            departement: Some(departement.to_owned()),
            allocataire: Some(allocataire),
            destinataire: None,
            par: Some(tx.appelant.partenaire),
            classes: Classes::DOSSIER,
            le: tx.base.horloge.instant(),
        }
    }

    /// An event about an object that any authenticated partner reads.
    pub(crate) fn public(tx: &Ecriture, type_: TypeEvenement, genre: Genre, objet: Uuid) -> Self {
        Self { departement: None, allocataire: None, classes: Classes::AUCUNE, ..Self::sur_dossier(tx, type_, (genre, objet), ("", objet)) }
    }

    #[must_use]
    pub const fn changeant(mut self, classes: Classes) -> Self {
        self.classes = classes;
        self
    }

    #[must_use]
    pub const fn pour(mut self, partenaire: Uuid) -> Self {
        self.destinataire = Some(partenaire);
        self
    }
}

pub(crate) const COLONNES: &str = "id, type, genre, objet_id, departement, allocataire_id, destinataire_id, par_partenaire_id, classes, le";

pub(crate) fn insertion(mut q: Requete, evenements: &[Evenement]) -> Requete {
    q.texte("insert into evenement (").texte(COLONNES).texte(") values ");
    for (rang, e) in evenements.iter().enumerate() {
        q.texte(if rang == 0 { "(" } else { ", (" });
        q.valeurs([
            e.id.into(),
            crate::vocabulaire::Enumeration::code(e.type_).into(),
            e.genre.etiquette().into(),
            e.objet.into(),
            e.departement.clone().into(),
            e.allocataire.into(),
            e.destinataire.into(),
            e.par.into(),
            i64::from(e.classes.0).into(),
            e.le.into(),
        ]);
        q.texte(")");
    }
    q
}

pub(crate) async fn inserer(tx: &mut Ecriture) -> Result<(), Panne> {
    let evenements = tx.prendre_evenements();
    if evenements.is_empty() {
        return Ok(());
    }
    tx.executer(insertion(tx.requete(""), &evenements)).await.map(drop)
}

/// The next events that the caller may read, oldest first, and whether more wait.
pub async fn lire(session: &Session, apres: i64, types: &[TypeEvenement], nombre: usize) -> Result<(Vec<Evenement>, bool), Panne> {
    let mut q = session.requete("select e.id, e.position, e.type, e.genre, e.objet_id, e.departement, e.allocataire_id, e.destinataire_id, e.par_partenaire_id, e.classes, e.le from evenement e left join allocataire a on a.departement = e.departement and a.id = e.allocataire_id left join prescription p on p.departement = e.departement and p.id = e.objet_id where e.position > ");
    q.valeur(apres);
    if !types.is_empty() {
        q.texte(" and e.type").parmi_codes(types);
    }
    livrable(session, &mut q);
    q.texte(" order by e.position limit ").valeur(i64::try_from(nombre).unwrap_or(100) + 1);
    let mut lus = session.lignes(q).await?.iter().map(depuis).collect::<Result<Vec<_>, _>>()?;
    let encore = lus.len() > nombre;
    lus.truncate(nombre);
    Ok((lus, encore))
}

/// Addressed to the caller; or about nobody; or about a file that the caller reads now and read already then.
fn livrable(session: &Session, q: &mut Requete) {
    let perimetre = &session.perimetre;
    q.texte(" and (e.destinataire_id = ")
        .valeur(perimetre.partenaire)
        .texte(" or (e.destinataire_id is null and (e.allocataire_id is null");
    let lecture = const { Portees::de("allocataires:lire evenements:lire") };
    q.texte(" or (e.genre <> 'prs' and e.allocataire_id is not null");
    perimetre.personne_depuis(q, lecture, "e.le", "e.classes");
    objet_lisible(session, q);
    q.texte(")");
    let prescriptions = const { Portees::de("prescriptions:lire evenements:lire") };
    q.texte(" or (e.genre = 'prs'");
    perimetre.ligne(q, prescriptions, crate::prescription::LIGNE);
    crate::prescription::sensible(session, q, prescriptions);
    q.texte("))))");
}

/// ` and …`: the row of the file is open now, its days at least. A row from before the caller followed says nothing by moving.
fn objet_lisible(session: &Session, q: &mut Requete) {
    let portees = |noms: &str| Portees::lire(noms).unwrap_or_default();
    q.texte(" and case e.genre when 'prc' then (e.classes <> ").valeur(i64::from(Classes::DOSSIER.0));
    session.perimetre.personne(q, portees("parcours:lire evenements:lire"), Classes::PARCOURS);
    q.texte(") or (true");
    session.perimetre.personne(q, portees("parcours:lire parcours.detail:lire evenements:lire"), Classes::DOSSIER);
    q.texte(") when 'eta' then");
    etape::objet(session, q);
    q.texte(" when 'acm' then");
    accompagnement::lecture::objet(session, q);
    q.texte(" when 'rdv' then");
    rendez_vous::lecture::objet(session, q);
    q.texte(" when 'evl' then");
    evaluation_linguistique::lecture::objet(session, q);
    q.texte(" when 'ins' then");
    inscription_formation::lecture::objet(session, q);
    q.texte(" when 'aid' then");
    aide_mobilite::lecture::objet(session, q);
    q.texte(" when 'dgm' then");
    diagnostic_mobilite::objet(session, q);
    q.texte(" when 'cnd' then");
    candidature::lecture::objet(session, q);
    q.texte(" when 'cti' then");
    contrat_insertion::lecture::objet(session, q);
    q.texte(" else true end");
}

fn depuis(ligne: &Ligne) -> Result<Evenement, Panne> {
    let classes: i64 = ligne.lire(9)?;
    Ok(Evenement {
        id: ligne.lire(0)?,
        position: ligne.lire(1)?,
        type_: ligne.code(2)?,
        genre: Genre::etiquete(&ligne.lire::<String>(3)?).ok_or(Panne::Donnee("genre"))?,
        objet: ligne.lire(4)?,
        departement: ligne.lire(5)?,
        allocataire: ligne.lire(6)?,
        destinataire: ligne.lire(7)?,
        par: ligne.lire(8)?,
        classes: Classes(u32::try_from(classes).unwrap_or_default()),
        le: ligne.lire(10)?,
    })
}

/// The caller reads who made the event only when it is itself, or follows everything of the person.
#[must_use]
pub fn auteur(session: &Session, evenement: &Evenement) -> Option<Uuid> {
    let perimetre = &session.perimetre;
    let departement = evenement.departement.as_ref()?;
    let entier = perimetre.departements(crate::habilitation::LienDossier::Departement).contains(departement);
    evenement.par.filter(|par| entier || *par == perimetre.partenaire)
}
