//! Who may do what: each profile, by each relation, at each act on a person. Refused, an act says one thing and writes
//! nothing; beside it the same act is done by who may.

use domain::politique::Acte;
use serde_json::{Value, json};

use super::scene::{MUTATIONS, Scene};
use crate::harnais::{Banc, Reponse, sur_les_deux_moteurs};

sur_les_deux_moteurs!(chacun_fait_ce_que_sa_relation_permet);

/// What binds a caller to the person of the scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Aucune,
    /// The person lives in the Département that calls.
    Departement,
    Payeur,
    Referent,
    /// Référent until yesterday.
    Acheve,
    /// Runs an accompaniment of a person that another follows.
    Accompagnement,
    /// The same, by a platform that follows nobody.
    Appui,
    Recue,
    ContratIae,
}

use Relation as R;

/// Callers, and their relation with the person.
const SITUATIONS: [(&str, Relation); 20] = [
    ("departement-31/ass", R::Departement),
    ("departement-82", R::Aucune),
    ("pole-emploi-31", R::Aucune),
    ("pole-emploi-31", R::Referent),
    ("pole-emploi-31", R::Acheve),
    ("pole-emploi-31", R::Accompagnement),
    ("pole-emploi-31", R::Recue),
    ("caf-31", R::Payeur),
    ("msa-31", R::Aucune),
    ("wimoov-31", R::Aucune),
    ("wimoov-31", R::Recue),
    ("wimoov-31", R::Appui),
    ("cosmopolitaine-31", R::Recue),
    ("formation-82", R::Recue),
    ("cocagne-31", R::Aucune),
    ("cocagne-31", R::Recue),
    ("cocagne-31", R::ContratIae),
    ("region-occitanie", R::Aucune),
    ("cidff-82", R::Aucune),
    ("bi-31", R::Aucune),
];

/// Scopes of acts that each partner's convention holds.
const PORTEES: [(&str, &str); 10] = [
    // Without an agent it asks no fund.
    (
        "departement-82",
        "allocataires:ecrire allocataires.coordonnees:ecrire parcours:ecrire parcours:orienter prescriptions:emettre rendezvous:tenir rencontres:organiser iae:candidater",
    ),
    (
        "departement",
        "allocataires:ecrire allocataires.coordonnees:ecrire parcours:ecrire parcours:orienter prescriptions:emettre rendezvous:tenir rencontres:organiser mobilite:demander iae:candidater",
    ),
    (
        "pole-emploi",
        "allocataires.coordonnees:ecrire parcours:ecrire prescriptions:emettre rendezvous:tenir rencontres:organiser iae:candidater",
    ),
    ("caf", "allocataires:ecrire rencontres:organiser"),
    ("msa", "allocataires:ecrire rencontres:organiser"),
    ("wimoov", "allocataires.coordonnees:ecrire rendezvous:tenir mobilite:diagnostiquer mobilite:apporter"),
    ("cosmopolitaine", "allocataires.coordonnees:ecrire rendezvous:tenir"),
    ("formation", "rendezvous:tenir"),
    ("cocagne", "prescriptions:emettre rendezvous:tenir"),
    // An association without a convention, a Région, a team of analysts.
    ("", ""),
];

const CONSEIL: &[Relation] = &[R::Departement];
const REFERENT: &[Relation] = &[R::Departement, R::Referent];
const SUIVI: &[Relation] = &[R::Departement, R::Referent, R::Accompagnement];

const AIDE: &[Relation] = &[R::Recue, R::Appui, R::Accompagnement];

/// The scope of each act, and the relations that allow it.
const ACTES: [(&str, &str, &[Relation]); 25] = [
    ("modifierAllocataire", "allocataires:ecrire", &[R::Departement, R::Payeur]),
    (
        "modifierCoordonnees",
        "allocataires.coordonnees:ecrire",
        &[R::Departement, R::Payeur, R::Referent, R::Accompagnement, R::Appui, R::Recue, R::ContratIae],
    ),
    ("repererBesoin", "parcours:ecrire", SUIVI),
    ("prescrire", "prescriptions:emettre", &[R::Departement, R::Referent, R::Accompagnement, R::ContratIae]),
    ("ouvrirParcours", "parcours:orienter", CONSEIL),
    ("organiserRencontre", "rencontres:organiser", &[R::Departement, R::Payeur, R::Referent, R::Accompagnement]),
    ("orienter", "parcours:orienter", CONSEIL),
    ("designerReferent", "parcours:orienter", CONSEIL),
    ("deciderReorientation", "parcours:orienter", CONSEIL),
    ("demanderReorientation", "parcours:ecrire", REFERENT),
    ("demarrerAccompagnement", "parcours:ecrire", REFERENT),
    ("terminerAccompagnement", "parcours:ecrire", SUIVI),
    ("signerContrat", "parcours:ecrire", REFERENT),
    ("rompreContrat", "parcours:ecrire", REFERENT),
    ("ajouterEtape", "parcours:ecrire", SUIVI),
    ("modifierEtape", "parcours:ecrire", SUIVI),
    ("suspendreParcours", "parcours:ecrire", REFERENT),
    ("reprendreParcours", "parcours:ecrire", REFERENT),
    ("cloturerParcours", "parcours:ecrire", REFERENT),
    ("fixerRendezVous", "rendezvous:tenir", &[R::Departement, R::Referent, R::Accompagnement, R::Appui, R::Recue, R::ContratIae]),
    // Of an appointment that the Département holds: who follows the person reads it.
    ("releverRendezVous", "rendezvous:tenir", SUIVI),
    // Done by who may in the stories of mobility: the Département does none of the first two.
    ("enregistrerDiagnosticMobilite", "mobilite:diagnostiquer", AIDE),
    ("apporterAide", "mobilite:apporter", AIDE),
    ("demanderAideMobilite", "mobilite:demander", CONSEIL),
    // Done by who may in the stories of the IAE.
    ("candidater", "iae:candidater", SUIVI),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Issue {
    Permis,
    Introuvable,
    SansPortee,
}

async fn chacun_fait_ce_que_sa_relation_permet(banc: &Banc) {
    let connus: Vec<&str> = Acte::tous().map(Acte::mutation).collect();
    assert_eq!(connus, ACTES.map(|(nom, ..)| nom), "every act is told here");
    for (rang, (cle, relation)) in SITUATIONS.into_iter().enumerate() {
        let scene = Scene::monter(banc, (cle, relation), rang).await;
        let qui = format!("{cle} {relation:?}");
        for (acte, portee, relations) in ACTES {
            let attendue = attendue((cle, relation), portee, relations);
            if attendue != Issue::Permis {
                refuser(&scene, &qui, acte, attendue).await;
            }
        }
        for acte in MUTATIONS {
            let (_, portee, relations) = ACTES.iter().find(|(nom, ..)| *nom == acte).expect("an act");
            let permis = attendue((cle, relation), portee, relations) == Issue::Permis;
            let reponse = scene.agir(if permis { &scene.appelant } else { &scene.conseil }, acte).await;
            assert_eq!(
                erreurs(&reponse),
                json!([]),
                "{qui} {acte} par {} : {}",
                if permis { cle } else { "le Département" },
                reponse.corps
            );
        }
    }
}

fn attendue((cle, relation): (&str, Relation), portee: &str, relations: &[Relation]) -> Issue {
    let (_, tenues) = PORTEES.iter().find(|(debut, _)| cle.starts_with(debut)).expect("a line for the rest");
    match tenues.split(' ').any(|p| p == portee) {
        false => Issue::SansPortee,
        true if relations.contains(&relation) => Issue::Permis,
        true => Issue::Introuvable,
    }
}

/// One answer, whatever the state of the person's file, and nothing written.
async fn refuser(scene: &Scene<'_>, qui: &str, acte: &str, attendue: Issue) {
    let avant = scene.empreinte().await;
    let reponse = scene.agir(&scene.appelant, acte).await;
    match attendue {
        Issue::SansPortee => {
            assert_eq!((reponse.statut, reponse.codes()), (403, vec!["PORTEE_INSUFFISANTE"]), "{qui} {acte} {}", reponse.corps);
        }
        _ => assert_eq!(
            erreurs(&reponse).as_array().map(|e| e.iter().map(|e| &e["code"]).collect()),
            Some(vec![&json!("INTROUVABLE")]),
            "{qui} {acte} {}",
            reponse.corps
        ),
    }
    assert_eq!(scene.empreinte().await, avant, "{qui} {acte} est refusé et écrit");
}

fn erreurs(reponse: &Reponse) -> Value {
    reponse.donnees().as_object().and_then(|d| d.values().next()).map(|charge| charge["erreurs"].clone()).unwrap_or_default()
}
