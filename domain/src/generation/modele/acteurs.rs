//! Who follows people in the model: dispositifs with their operators, and the counsellors of the accompagnement global.

use std::sync::Arc;

use uuid::Uuid;

use super::fiche::Profil;
use crate::agent::FonctionAgent;
use crate::base::Base;
use crate::erreur::Panne;
use crate::generation::insertion::{Tampon, executer};
use crate::parcours::ModaliteAccompagnement as M;
use crate::referentiel::Referentiel;
use crate::referentiel::chargement::identifiant;
use crate::requete::Requete;
use crate::session::commencer_systeme;
use crate::vocabulaire::Enumeration;

/// Where an orientation or an accompaniment leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filiere {
    Actipro,
    Diplomes,
    Global,
    Voyage,
    Residence,
    AccelAir,
    /// The Maisons des solidarités, and Pôle Emploi, by themselves.
    Maison,
    Emploi,
    Parrainage,
    PremiereHeure,
    ReferentParcours,
}

/// Dispositif, operators, modality of the orientation, and whom it takes.
type Ligne = (Filiere, Option<&'static str>, &'static [&'static str], M, Profil);

const FILIERES: [Ligne; 11] = {
    use Filiere as F;
    use Profil as P;
    [
        (F::Actipro, Some("actipro-31"), &["actipro-31", "agence-3i-31", "video-34"], M::Socioprofessionnel, P::Ordinaire),
        (F::Diplomes, Some("diplomes-31"), &["praxis-31"], M::Professionnel, P::Diplome),
        (F::Global, Some("accompagnement-global-31"), &["pole-emploi-31"], M::Socioprofessionnel, P::DemandeurEmploi),
        (F::Voyage, Some("gens-du-voyage-31"), &["espoir-31"], M::Social, P::GensDuVoyage),
        (F::Residence, Some("sans-residence-stable-31"), &["ccas-toulouse"], M::Social, P::SansResidence),
        (F::AccelAir, Some("accel-air-31"), &["forum-refugies-31"], M::Socioprofessionnel, P::Refugie),
        (F::Maison, None, &["departement-31"], M::Social, P::Ordinaire),
        (F::Emploi, None, &["pole-emploi-31"], M::Professionnel, P::DemandeurEmploi),
        (
            F::Parrainage,
            Some("parrainage-31"),
            &["cbe-nord-31", "face-grand-toulouse", "entente-generations-31", "nqt-31", "apsem-31"],
            M::Professionnel,
            P::Ordinaire,
        ),
        (F::PremiereHeure, Some("premiere-heure-31"), &["arpade-confluence", "cocagne-31"], M::Social, P::SansResidence),
        (F::ReferentParcours, Some("referent-parcours-31"), &["departement-31"], M::Social, P::Ordinaire),
    ]
};

/// « 86 personnes par conseiller » for 1,548 people.
const CONSEILLERS: usize = 18;
const PRENOMS: [&str; CONSEILLERS] = [
    "Agathe", "Baptiste", "Camille", "Driss", "Élodie", "Fabien", "Gaëlle", "Hakim", "Irène", "Jules", "Khadija", "Lucas", "Mathilde",
    "Noé", "Oriane", "Paul", "Rosa", "Samir",
];

fn cle(rang: usize) -> String {
    format!("modele-haute-garonne-2021/conseiller-{:02}", rang + 1)
}

pub(super) struct Acteurs {
    dispositifs: Vec<(Filiere, Option<Uuid>, Vec<Uuid>)>,
    /// Of Pôle Emploi, in the accompagnement global.
    pub conseillers: Vec<Uuid>,
    pub plateformes: Vec<(Uuid, Option<Uuid>)>,
    pub evaluateur: (Uuid, Option<Uuid>),
    pub organismes: Vec<(Uuid, Option<Uuid>)>,
}

impl Filiere {
    pub fn profil(self) -> Profil {
        self.ligne().4
    }

    pub fn modalite(self) -> M {
        self.ligne().3
    }

    fn ligne(self) -> &'static Ligne {
        FILIERES.iter().find(|l| l.0 == self).unwrap_or(&FILIERES[0])
    }
}

impl Acteurs {
    pub fn lire(referentiel: &Referentiel) -> Result<Self, Panne> {
        let partenaire = |cle: &str| referentiel.partenaire(cle).map(|p| p.id).ok_or(Panne::Donnee("model partner"));
        let dispositif = |code: &str| referentiel.dispositif(code).map(|d| d.id).ok_or(Panne::Donnee("model dispositif"));
        let service = |id: Uuid, type_: &str| {
            referentiel.services_de(id).find(|s| s.types_prescription.valeurs().any(|t| t.code() == type_)).map(|s| s.id)
        };
        let mut dispositifs = Vec::new();
        for (filiere, code, operateurs, ..) in FILIERES {
            let operateurs = operateurs.iter().map(|cle| partenaire(cle)).collect::<Result<_, _>>()?;
            dispositifs.push((filiere, code.map(dispositif).transpose()?, operateurs));
        }
        let evaluateur = partenaire("cosmopolitaine-31")?;
        let forment = ["apsem-31", "ligue-enseignement-31", "ams-grand-sud"].map(partenaire);
        let forment = forment.into_iter().collect::<Result<Vec<_>, _>>()?;
        let plateformes = [partenaire("wimoov-31")?, partenaire("emcp-31")?];
        Ok(Self {
            dispositifs,
            conseillers: (0..CONSEILLERS).map(|rang| identifiant("agent", &cle(rang))).collect(),
            plateformes: plateformes.into_iter().map(|id| (id, service(id, "DIAGNOSTIC_MOBILITE"))).collect(),
            evaluateur: (evaluateur, service(evaluateur, "EVALUATION_LINGUISTIQUE")),
            organismes: forment.into_iter().map(|id| (id, service(id, "FORMATION_LINGUISTIQUE"))).collect(),
        })
    }

    pub fn dispositif(&self, filiere: Filiere) -> Option<Uuid> {
        self.de(filiere).and_then(|(_, dispositif, _)| *dispositif)
    }

    /// The operators take turns.
    pub fn operateur(&self, filiere: Filiere, rang: usize) -> Uuid {
        self.de(filiere).map_or_else(Uuid::nil, |(_, _, operateurs)| operateurs[rang % operateurs.len()])
    }

    fn de(&self, filiere: Filiere) -> Option<&(Filiere, Option<Uuid>, Vec<Uuid>)> {
        self.dispositifs.iter().find(|(f, ..)| *f == filiere)
    }
}

/// The directory names few counsellors: the model brings its own, who do not exist.
pub(super) async fn engager(base: &Arc<Base>, departement: &str) -> Result<(), Panne> {
    let referentiel = base.referentiel().await?;
    let Some(employeur) = referentiel.partenaire("pole-emploi-31").filter(|p| p.departements.iter().any(|d| d == departement)) else {
        return Ok(());
    };
    if referentiel.agents_de(employeur.id).any(|a| a.id == identifiant("agent", &cle(0))) {
        return Ok(());
    }
    let tx = commencer_systeme(base).await?;
    let mut agents = Tampon::nouveau("agent", "id, partenaire_id, cle, nom, prenom, fonction, actif, version", 8);
    for (rang, prenom) in PRENOMS.into_iter().enumerate() {
        agents.ligne([
            identifiant("agent", &cle(rang)).into(),
            employeur.id.into(),
            cle(rang).into(),
            format!("Modèle-{:02}", rang + 1).into(),
            prenom.into(),
            FonctionAgent::ConseillerEmploi.code().into(),
            true.into(),
            1_i64.into(),
        ]);
    }
    agents.ecrire(&tx).await?;
    executer(&tx, Requete::nouvelle(base.moteur(), "update version_referentiel set version = version + 1")).await?;
    tx.commit().await?;
    base.oublier_referentiel(-1);
    Ok(())
}
