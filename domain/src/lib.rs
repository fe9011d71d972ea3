//! The rules and the data of Passerelle. Knows no GraphQL, no HTTP, no environment.
//!
//! Start at [`session`], the door to personal data; [`politique`] says who may do what, [`habilitation`] turns it into
//! the perimeter of a request, and each aggregate (one file or folder of its name) reads and writes through both.

pub mod accompagnement;
pub mod agent;
pub mod aide_mobilite;
pub mod allocataire;
pub mod apercu;
pub mod base;
pub mod candidature;
pub mod contrat;
pub mod contrat_insertion;
pub mod diagnostic_mobilite;
pub mod dispositif;
pub mod echeance;
pub mod enveloppe;
pub mod erreur;
pub mod etape;
pub mod evaluation_linguistique;
pub mod evenement;
pub mod fiche_action;
pub mod generation;
pub mod habilitation;
pub mod horloge;
pub mod idempotence;
pub mod identifiant;
pub mod identite;
pub mod inscription_formation;
pub mod installation;
pub mod journal;
pub mod lien;
pub(crate) mod moisson;
pub mod orientation;
pub mod pacte;
pub mod page;
pub mod parcours;
pub mod partenaire;
pub mod pass_iae;
pub mod politique;
pub mod portee;
pub mod poste_iae;
pub mod prescription;
pub mod referentiel;
pub mod rencontre;
pub mod rendez_vous;
pub mod requete;
pub mod saisie;
pub mod secret;
pub mod service;
pub mod session;
pub mod session_formation;
pub mod structure_iae;
pub mod taches;
pub mod territoire;
pub mod vehicule;
pub mod vocabulaire;
