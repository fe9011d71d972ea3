//! Why a document is refused, and how the refusal is said.

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};
use domain::portee::Portees;

use super::limites::Limite;

/// Bytes that the list of refused fields may take in an answer, well under the 64 KiB of a whole refusal.
const OCTETS_DES_MANQUES: usize = 40 * 1024;
/// Refused fields that the sentence itself names; the list has them all.
const NOMMES_DANS_LA_PHRASE: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusPorte {
    PorteeInsuffisante(Vec<Manque>),
    LimiteDepassee { limite: Limite, mesure: u64, maximum: u64, lieu: Option<Pos> },
    RequeteInvalide { message: String, lieux: Vec<Pos> },
}

/// A field, argument, input field or enum value, with the scopes that it takes and the bearer lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manque {
    pub champ: Box<str>,
    pub portees: Portees,
    pub lieu: Option<Pos>,
}

impl RefusPorte {
    pub(super) fn invalide(message: impl Into<String>, lieu: Option<Pos>) -> Self {
        Self::RequeteInvalide { message: message.into(), lieux: lieu.into_iter().collect() }
    }

    /// Refuses a measure above its bound.
    pub(super) fn borner(limite: Limite, mesure: impl TryInto<u64>, maximum: impl TryInto<u64>, lieu: Option<Pos>) -> Result<(), Self> {
        let mesure = mesure.try_into().unwrap_or(u64::MAX);
        let maximum = maximum.try_into().unwrap_or(u64::MAX);
        if mesure > maximum { Err(Self::LimiteDepassee { limite, mesure, maximum, lieu }) } else { Ok(()) }
    }

    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PorteeInsuffisante(_) => "PORTEE_INSUFFISANTE",
            Self::LimiteDepassee { .. } => "LIMITE_DEPASSEE",
            Self::RequeteInvalide { .. } => "REQUETE_INVALIDE",
        }
    }

    #[must_use]
    pub const fn statut(&self) -> u16 {
        match self {
            Self::PorteeInsuffisante(_) => 403,
            Self::LimiteDepassee { .. } | Self::RequeteInvalide { .. } => 400,
        }
    }

    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::PorteeInsuffisante(manques) => phrase_des_manques(manques),
            Self::LimiteDepassee { limite: Limite::Page, maximum, .. } => {
                format!("La taille de page (first, last) va de 1 à {maximum}.")
            }
            Self::LimiteDepassee { limite, mesure, maximum, .. } => {
                format!("Limite dépassée : {limite} atteint {mesure} pour un maximum de {maximum}.")
            }
            Self::RequeteInvalide { message, .. } => message.clone(),
        }
    }

    /// The GraphQL error to answer, with its code and its facts as data.
    #[must_use]
    pub fn en_erreur(&self) -> ServerError {
        let mut erreur = ServerError::new(self.message(), None);
        let mut faits = ErrorExtensionValues::default();
        faits.set("code", self.code());
        match self {
            Self::PorteeInsuffisante(manques) => {
                let (champs, lieux) = lister(manques);
                faits.set("champs", Value::List(champs.clone()));
                if champs.len() < manques.len() {
                    faits.set("champsTus", manques.len() - champs.len());
                }
                erreur.locations = lieux;
            }
            Self::LimiteDepassee { limite, mesure, maximum, lieu } => {
                faits.set("limite", limite.nom());
                faits.set("mesure", *mesure);
                faits.set("maximum", *maximum);
                erreur.locations = lieu.iter().copied().collect();
            }
            Self::RequeteInvalide { lieux, .. } => erreur.locations.clone_from(lieux),
        }
        erreur.extensions = Some(faits);
        erreur
    }
}

fn phrase_des_manques(manques: &[Manque]) -> String {
    let nommes = manques
        .iter()
        .take(NOMMES_DANS_LA_PHRASE)
        .map(|manque| format!("{} ({})", manque.champ, manque.portees.noms().collect::<Vec<_>>().join(", ")));
    let reste = manques.len().saturating_sub(NOMMES_DANS_LA_PHRASE);
    let suite = if reste == 0 { String::new() } else { format!(" et {reste} autres") };
    format!("Portées insuffisantes : {}{suite}.", nommes.collect::<Vec<_>>().join(", "))
}

fn lister(manques: &[Manque]) -> (Vec<Value>, Vec<Pos>) {
    let mut octets = 0;
    let tenus = manques.iter().take_while(|manque| {
        octets += poids(manque);
        octets <= OCTETS_DES_MANQUES
    });
    tenus.map(|manque| (manque.en_valeur(), manque.lieu)).fold((Vec::new(), Vec::new()), |(mut champs, mut lieux), (champ, lieu)| {
        champs.push(champ);
        lieux.extend(lieu);
        (champs, lieux)
    })
}

/// Bytes of the entry and of its location, written as JSON.
fn poids(manque: &Manque) -> usize {
    64 + manque.champ.len() + manque.portees.noms().map(|nom| nom.len() + 3).sum::<usize>()
}

impl Manque {
    fn en_valeur(&self) -> Value {
        let portees = self.portees.noms().map(Value::from).collect();
        Value::Object(
            [("champ", Value::from(&*self.champ)), ("portees", Value::List(portees))]
                .into_iter()
                .map(|(cle, valeur)| (async_graphql::Name::new(cle), valeur))
                .collect(),
        )
    }
}
