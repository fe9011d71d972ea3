//! Isolation, proved from outside: what each partner reaches through every edge of the schema is exactly what the causes
//! of its relations open, and no value of anyone else is in anything that it hears.
//!
//! What is expected never comes from the product's predicates: [`causes`] reads the designations, the referrals and the
//! receptions, [`regles`] holds the table of the policy as data, [`attendu`] applies one to the others.

mod appuis;
mod attendu;
mod canaris;
mod causes;
mod champs;
mod chemin;
mod cloture;
mod comptes;
mod documents;
mod dossier;
mod etats;
mod fins;
mod iae;
mod ingerence;
mod jugement;
mod langue;
mod liens;
mod marche;
mod mobilite;
mod ombre;
mod passage;
mod personas;
mod pieces;
mod regles;
mod suivis;
mod textes;
mod vie;
mod voile;
mod vus;

use crate::harnais::sur_les_deux_moteurs;

use cloture::seconde_cloture;
use fins::{convention_revoquee, fin_de_relation, reference_achevee};
use ingerence::non_ingerence;
use liens::liens_reconstruits;
use passage::chaque_arete_de_chaque_profil;

sur_les_deux_moteurs!(
    chaque_arete_de_chaque_profil,
    liens_reconstruits,
    non_ingerence,
    seconde_cloture,
    convention_revoquee,
    fin_de_relation,
    reference_achevee,
);
