//! `passerelle orienter`: the orientations that the pacte lets be made without an interview.

use clap::Args;
use domain::identifiant::Genre;
use domain::orientation::automatique::{self, Ligne, Suite};
use domain::referentiel::Referentiel;
use domain::vocabulaire::Enumeration;

use super::{Contexte, Echec};

#[derive(Args)]
pub(super) struct Orienter {
    /// Code du département, dont un pacte autorise l'orientation automatique
    #[arg(long, value_name = "CODE")]
    departement: String,
    /// Montre ce qui serait décidé, et n'écrit rien
    #[arg(long)]
    simulation: bool,
}

impl Orienter {
    pub async fn executer(self, contexte: &Contexte) -> Result<(), Echec> {
        let base = contexte.base().await?;
        let lignes = automatique::passer(&base, &self.departement, self.simulation).await?;
        let referentiel = base.referentiel().await?;
        println!("parcours;suite;partenaire");
        for ligne in &lignes {
            println!("{}", ecrire(ligne, &referentiel));
        }
        eprintln!("{}", bilan(&lignes));
        Ok(())
    }
}

fn ecrire(l: &Ligne, referentiel: &Referentiel) -> String {
    let vers = l.vers.and_then(|id| referentiel.partenaires.par_id(id)).map_or("", |p| p.cle.as_str());
    let suite = match &l.issue {
        Suite::Proposee => "PROPOSEE".to_owned(),
        Suite::Orientee => "ORIENTEE".to_owned(),
        Suite::ADecider => "A_DECIDER".to_owned(),
        Suite::Refusee(erreurs) => erreurs.iter().map(|e| e.code.code()).collect::<Vec<_>>().join(" "),
    };
    format!("{};{suite};{vers}", Genre::Parcours.ecrire(l.parcours))
}

fn bilan(lignes: &[Ligne]) -> String {
    let compte = |voulue: &[Suite]| lignes.iter().filter(|l| voulue.contains(&l.issue)).count();
    let (orientees, proposees, a_decider) = (compte(&[Suite::Orientee]), compte(&[Suite::Proposee]), compte(&[Suite::ADecider]));
    let refusees = lignes.len() - orientees - proposees - a_decider;
    format!("{orientees} parcours orientés, {proposees} proposés, {a_decider} à décider, {refusees} refusés.")
}
