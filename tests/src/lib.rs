//! Proofs that run over the whole: the API on a database of its own.

#[cfg(test)]
mod accompagnement;
#[cfg(test)]
mod annuaire;
#[cfg(test)]
mod aretes;
#[cfg(test)]
mod candidature;
#[cfg(test)]
mod courses;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod harnais;
#[cfg(test)]
mod iae;
#[cfg(test)]
mod indicateur;
pub mod jetons;
#[cfg(test)]
mod linguistique;
#[cfg(test)]
mod mesure;
#[cfg(test)]
mod mobilite;
#[cfg(test)]
mod modele;
#[cfg(test)]
mod parcours;
#[cfg(test)]
mod prescription;
#[cfg(test)]
mod protocole;
#[cfg(test)]
mod rencontre;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tableau;
#[cfg(test)]
mod valeur_figee;
