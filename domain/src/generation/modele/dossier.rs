//! One person's whole file, with the rows that every other synthetic person has.

use chrono::{DateTime, Months, TimeDelta, Utc};
use uuid::Uuid;

use super::acteurs::Acteurs;
use super::fiche::{Fiche, Fin, Prise, Profil, Voie};
use super::{Partages, renvoi};
use crate::accompagnement::IssueAccompagnement as I;
use crate::aide_mobilite::{AideMobilite, Montants, MotifAideMobilite, NatureAideMobilite, StatutAideMobilite as A};
use crate::allocataire::{NiveauFormation, PublicCible as P, SituationProfessionnelle, StatutDroitRsa};
use crate::candidature::StatutCandidature;
use crate::contrat::TypeContratEngagement;
use crate::generation::calendrier::{age, apres, ouvre};
use crate::generation::dossier::Dossier;
use crate::generation::droit::Droit;
use crate::generation::emploi::{Emploi, contrat as embauche, postulation};
use crate::generation::mobilite::{AideVecue, Mobilite, renvoi as deplacement};
use crate::generation::monde::Monde;
use crate::generation::personne::{Personne, Traits};
use crate::generation::suivi::{Choix, Suivi};
use crate::generation::tirage::Tirage;
use crate::generation::vecu::accompagnement::{self, Soutien};
use crate::generation::vecu::contrat::{Engagement, engagements};
use crate::generation::vecu::invitation::Invitation;
use crate::generation::vecu::orientation::Orientation;
use crate::generation::vecu::rendez_vous::Entrevue;
use crate::generation::vecu::{Cadre, Vecu, fait};
use crate::generation::{attente, fil, publics, relation};
use crate::parcours::{Designation, ModeDesignation, MotifSortie, Parcours, Regard, StatutParcours};
use crate::rendez_vous::{ModeRendezVous, ObjetRendezVous, Presence, RendezVous};

pub(super) struct Vie {
    pub dossier: Dossier,
    pub mobilite: Mobilite,
    pub emploi: Emploi,
}

/// From the opening of the right to the file; what a meeting decides of one person; what follows an act of the same day.
const ENTREE: i64 = 3;
const DECISION: TimeDelta = TimeDelta::minutes(40);
const SUITE: TimeDelta = TimeDelta::minutes(30);
/// Years of age from which one has a right of one's own.
const MAJEURE: u32 = 25;

pub(super) fn vivre(monde: &Monde, acteurs: &Acteurs, graine: u64, (rang, f): (usize, &Fiche), partages: &mut Partages) -> Vie {
    let mut tirage = Tirage::de(graine, &format!("{}/modele", monde.departement), rang);
    let personne = personne(monde, &mut tirage, rang, f);
    let mut suivi = suivre(monde, acteurs, &mut tirage, (&personne, f));
    let envois = renvoi::envoyer(monde, acteurs, &mut tirage, (rang, f), &suivi);
    let apprentissage = renvoi::apprendre(monde, graine, (rang, f), &envois);
    let cadre = Cadre { monde, personne: &personne, rang, besoins: &[], suivi: &suivi, envois: &envois };
    let vecu = raconter(&cadre, acteurs, &mut tirage, f);
    suivi.conclure(&vecu);
    let (suivis, vecus) = (vec![suivi], vec![vecu]);
    let relations = relation::tirer(monde, &suivis, &vecus, (&envois, &apprentissage));
    let attentes = attente::tirer(monde, (&personne, &suivis), &vecus, (&envois, &apprentissage));
    let mut dossier =
        Dossier { personne, suivis, vecus, besoins: Vec::new(), envois, apprentissage, relations, attentes, evenements: Vec::new() };
    dossier.evenements = fil::tirer(monde, &mut tirage, &dossier);
    let mobilite = bouger(monde, acteurs, &mut tirage, (rang, f, &dossier), partages);
    let emploi = employer(monde, &mut tirage, (rang, f, &dossier), partages);
    Vie { dossier, mobilite, emploi }
}

fn personne(monde: &Monde, tirage: &mut Tirage, rang: usize, f: &Fiche) -> Personne {
    let (centre, ccas) = monde.domiciliation();
    let sans_residence = f.profil == Profil::SansResidence;
    let lieu = if sans_residence { centre } else { monde.lieu(tirage) };
    let mut traits = Traits::tirer(&monde.calendrier, tirage, lieu, sans_residence);
    traits.droit = Droit {
        statut: StatutDroitRsa::Ouvert,
        demande_le: Some(f.demande),
        ouvert_le: Some(f.ouvert),
        clos_le: None,
        motif_cloture: None,
        soumis: true,
    };
    let limite = f.demande.checked_sub_months(Months::new(MAJEURE * 12)).unwrap_or(f.demande);
    if traits.naissance > limite {
        traits.naissance = apres(limite, -tirage.entre(10, 3_000));
        traits.age = age(traits.naissance, monde.calendrier.au);
    }
    match f.profil {
        Profil::DemandeurEmploi => (traits.inscrit, traits.situation) = (true, SituationProfessionnelle::SansEmploi),
        Profil::Diplome => traits.niveau = NiveauFormation::BacPlus5,
        _ => {}
    }
    let tires = publics::tirer(tirage, &monde.calendrier, &traits);
    let siens = tires.valeurs().chain(propres(f.profil).iter().copied()).collect();
    Personne::decrire(monde, tirage, rang, (lieu, ccas), (traits, siens))
}

const fn propres(profil: Profil) -> &'static [P] {
    match profil {
        Profil::GensDuVoyage => &[P::GensDuVoyage],
        Profil::Refugie => &[P::Refugie, P::Allophone],
        Profil::Allophone => &[P::Allophone],
        _ => &[],
    }
}

fn suivre(monde: &Monde, acteurs: &Acteurs, tirage: &mut Tirage, (personne, f): (&Personne, &Fiche)) -> Suivi {
    let du = ouvre(apres(f.ouvert, ENTREE)).min(monde.calendrier.veille());
    let ouvert_le = monde.calendrier.instant(tirage, du).max(personne.cree_le);
    let id = tirage.id(ouvert_le);
    let oriente_le = f.voie.as_ref().map(|v| orientee_le(monde, tirage, v).max(ouvert_le));
    let designation = |v: &Voie| Designation {
        partenaire: acteurs.operateur(v.filiere, v.operateur),
        agent: None,
        debut: v.debut,
        fin: None,
        mode: v.mode,
        motif_fin: None,
    };
    let choix = |v: &Voie| Choix { rang: 0, modalite: v.filiere.modalite(), seance: v.seance };
    Suivi {
        modifie_le: oriente_le.unwrap_or(ouvert_le),
        parcours: Parcours {
            id,
            departement: monde.departement.clone(),
            version: 1,
            allocataire_id: personne.id,
            statut: StatutParcours::AOrienter,
            modalite: f.voie.as_ref().map(|v| v.filiere.modalite()),
            ouvert_le: du,
            clos_le: None,
            sortie: None,
            designations: f.voie.iter().map(designation).collect(),
            regard: Regard::default(),
        },
        ouvert_le,
        clos_le: None,
        designes_le: oriente_le.into_iter().collect(),
        choix: f.voie.iter().map(choix).collect(),
    }
}

/// What a meeting decides is written once it has begun.
fn orientee_le(monde: &Monde, tirage: &mut Tirage, v: &Voie) -> DateTime<Utc> {
    let seance = v.seance.map(|rang| &monde.agenda.seances[rang]);
    seance.map_or_else(|| monde.calendrier.instant(tirage, v.debut), |s| s.prevue_le + DECISION)
}

fn raconter(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, f: &Fiche) -> Vecu {
    let mut vecu = Vecu::default();
    vecu.orientations.extend(f.voie.as_ref().map(|v| orienter(cadre, acteurs, tirage, v)));
    vecu.invitations.extend(f.invitation.map(|i| inviter(cadre, tirage, i)));
    vecu.rendez_vous.extend(f.rendez_vous.and_then(|jours| recevoir(cadre, tirage, jours)));
    vecu.contrats.extend(f.contrat.and_then(|contrat| signer(cadre, tirage, contrat)));
    vecu.accompagnements.extend(f.soutiens.iter().filter_map(|prise| soutenir(cadre, acteurs, tirage, prise)));
    vecu.faits = fait::relever(cadre, &vecu);
    vecu
}

fn orienter(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, v: &Voie) -> Orientation {
    let cree_le = cadre.suivi.designes_le.first().copied().unwrap_or(cadre.suivi.ouvert_le);
    Orientation {
        id: tirage.id(cree_le),
        debut: v.debut,
        modalite: v.filiere.modalite(),
        partenaire: acteurs.operateur(v.filiere, v.operateur),
        agent: None,
        territoire: cadre.personne.territoire,
        dispositif: acteurs.dispositif(v.filiere),
        mode: v.mode,
        motif: None,
        choix_personne: matches!(v.mode, ModeDesignation::Kiosque | ModeDesignation::TeleKiosque).then_some(true),
        rencontre: v.seance.map(|rang| cadre.monde.agenda.seances[rang].id),
        par_agent: None,
        diagnostic: None,
        cree_le,
    }
}

fn inviter(cadre: &Cadre<'_>, tirage: &mut Tirage, (rang, presence): (usize, Presence)) -> Invitation {
    let seance = &cadre.monde.agenda.seances[rang];
    let jour = apres(seance.jour, -tirage.entre(8, 14)).max(cadre.suivi.parcours.ouvert_le);
    let invitee_le = cadre.monde.calendrier.instant(tirage, jour).max(cadre.suivi.ouvert_le).max(seance.convoquee_le);
    let relevee_le = Some(seance.prevue_le + TimeDelta::minutes(tirage.entre(5, 30)));
    Invitation { seance: rang, id: tirage.id(invitee_le), invitee_le, presence, relevee_le, decision: None }
}

/// Fixed by the référent, honoured or not.
fn recevoir(cadre: &Cadre<'_>, tirage: &mut Tirage, (fixe, prevu): (chrono::NaiveDate, chrono::NaiveDate)) -> Option<Entrevue> {
    let referent = cadre.suivi.parcours.designations.first()?;
    let calendrier = &cadre.monde.calendrier;
    let cree_le = calendrier.instant(tirage, fixe).max(apres_orientation(cadre)?);
    let prevu_le = calendrier.heure(tirage, prevu);
    let presence = tirage.selon(&[(Presence::Present, 80), (Presence::Absent, 15), (Presence::Excuse, 5)])?;
    let rendez_vous = RendezVous {
        id: tirage.id(cree_le),
        departement: cadre.monde.departement.clone(),
        version: 2,
        allocataire_id: cadre.personne.id,
        parcours: Some(cadre.suivi.parcours.id),
        prescription: None,
        objet: ObjetRendezVous::Accompagnement,
        mode: ModeRendezVous::Physique,
        lieu: Some("Accueil du partenaire".to_owned()),
        fixe_le: fixe,
        prevu_le,
        partenaire: referent.partenaire,
        agent: None,
        presence,
        reporte: None,
    };
    Some(Entrevue { rendez_vous, par: referent.partenaire, cree_le, releve_le: Some(prevu_le + DECISION), sensible: false })
}

fn apres_orientation(cadre: &Cadre<'_>) -> Option<DateTime<Utc>> {
    cadre.suivi.designes_le.first().map(|le| *le + SUITE)
}

fn signer(cadre: &Cadre<'_>, tirage: &mut Tirage, (signe_le, mois): (chrono::NaiveDate, u32)) -> Option<Engagement> {
    let referent = cadre.suivi.parcours.designations.first()?;
    let cree_le = cadre.monde.calendrier.instant(tirage, signe_le).max(apres_orientation(cadre)?);
    Some(Engagement {
        id: tirage.id(cree_le),
        type_: TypeContratEngagement::Cer,
        signe_le,
        debut: signe_le,
        fin: signe_le.checked_add_months(Months::new(mois)).map_or(signe_le, |terme| apres(terme, -1)),
        engagements: engagements(tirage),
        partenaire: referent.partenaire,
        agent: None,
        renouvelle: None,
        remplace_le: None,
        rompu: None,
        cree_le,
    })
}

fn soutenir(cadre: &Cadre<'_>, acteurs: &Acteurs, tirage: &mut Tirage, prise: &Prise) -> Option<Soutien> {
    let programme = cadre.monde.reglement.programme(acteurs.dispositif(prise.filiere)?)?;
    let calendrier = &cadre.monde.calendrier;
    let oriente = cadre.suivi.parcours.designations.first().filter(|d| d.debut <= prise.debut);
    let depuis = oriente.and_then(|_| apres_orientation(cadre)).unwrap_or(cadre.suivi.ouvert_le);
    let le = calendrier.instant(tirage, prise.debut).max(depuis);
    let qui = (acteurs.operateur(prise.filiere, prise.operateur), prise.agent);
    let mut soutien = accompagnement::commencer(cadre, tirage, programme, qui, (prise.debut, le));
    soutien.par = oriente.map_or(qui.0, |d| d.partenaire);
    let fin = prise.fin.map(|fin| (fin.le, calendrier.instant(tirage, fin.le), issue(fin), fin.motif));
    accompagnement::terminer(cadre, programme, &mut soutien, fin);
    Some(soutien)
}

const fn issue(fin: Fin) -> I {
    match (fin.positive, fin.motif) {
        (true, _) => I::SortiePositive,
        (false, Some(MotifSortie::Abandon | MotifSortie::PerteDeContact)) => I::Abandon,
        (false, _) => I::SortieSansSolution,
    }
}

/// Diagnoses go with their referral; a platform also helps who comes by herself.
fn bouger(
    monde: &Monde,
    acteurs: &Acteurs,
    tirage: &mut Tirage,
    (rang, f, d): (usize, &Fiche, &Dossier),
    partages: &mut Partages,
) -> Mobilite {
    let mut lue = Mobilite::default();
    for envoi in &d.envois {
        deplacement::traiter(monde, tirage, envoi, (&mut lue, &mut partages.ressources));
    }
    if let Some(jour) = f.aide {
        let (plateforme, _) = acteurs.plateformes[rang % acteurs.plateformes.len()];
        let aide = aider(monde, tirage, (d.personne.id, plateforme), jour);
        lue.relations.extend(aide.as_ref().map(|a| deplacement::lier(monde, a)));
        lue.aides.extend(aide);
    }
    lue.conclure(monde, tirage, d);
    lue
}

/// Weeks of coaching to get about.
fn aider(monde: &Monde, tirage: &mut Tirage, (personne, plateforme): (Uuid, Uuid), jour: chrono::NaiveDate) -> Option<AideVecue> {
    let action = monde.mobilite.action(plateforme)?;
    let demandee_le = monde.calendrier.instant(tirage, jour);
    let aide = AideMobilite {
        id: tirage.id(demandee_le),
        departement: monde.departement.clone(),
        version: 1,
        allocataire_id: personne,
        dispositif: action.dispositif,
        nature: NatureAideMobilite::Accompagnement,
        motif: MotifAideMobilite::RechercheEmploi,
        statut: A::EnCours,
        demandeur: plateforme,
        agent_demandeur: None,
        instructeur: plateforme,
        prescription: None,
        montants: Montants::default(),
        obligation_tiers: None,
        activite: None,
        eligibilite: Vec::new(),
        motif_refus: None,
        recours: None,
        pret: None,
        debut: Some(jour),
        fin: None,
        solution_perenne: None,
        demandee_le,
        decidee_le: None,
        versee_le: None,
        allocataire: None,
    };
    let mut vecue = AideVecue { aide, regles: None, pieces: Vec::new(), versements: Vec::new(), passages: Vec::new() };
    vecue.passer(A::EnCours, demandee_le, (plateforme, None));
    let fin = ouvre(apres(jour, tirage.entre(20, 45)));
    vecue.passer(A::Terminee, monde.calendrier.soir(fin), (plateforme, None));
    (vecue.aide.fin, vecue.aide.solution_perenne) = (Some(fin), Some(tirage.chance(600)));
    Some(vecue)
}

/// Hired by a chantier on the proposal of the référent.
fn employer(monde: &Monde, tirage: &mut Tirage, (rang, f, d): (usize, &Fiche, &Dossier), partages: &mut Partages) -> Emploi {
    let mut lu = Emploi::default();
    let Some((debut, fin)) = f.cddi else { return lu };
    let Some(poste) = monde.iae.postes.get(rang % monde.iae.postes.len().max(1)) else { return lu };
    let depose = monde.calendrier.instant(tirage, ouvre(apres(debut, -24)));
    let mut neuve = postulation::neuve(monde, tirage, (d.personne.id, poste), (monde.conseil, None), depose);
    let vues = [(StatutCandidature::ALEtude, -18), (StatutCandidature::Acceptee, -8), (StatutCandidature::Embauchee, 0)];
    for (vers, jours) in vues {
        let le = monde.calendrier.instant(tirage, apres(debut, jours));
        neuve.passer(vers, le, (poste.partenaire, None), None);
    }
    let terme = fin.map(|fin| (monde.calendrier.soir(fin), tirage.chance(500)));
    if terme.is_none() {
        partages.places.prendre(poste);
    }
    lu.contrats.push(embauche::signer(monde, tirage, (d, poste), (&neuve.candidature, neuve.dernier()), terme));
    lu.candidatures.push(neuve);
    lu.conclure(monde, tirage, d);
    lu
}
