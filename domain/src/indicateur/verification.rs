//! The rules that a declaration keeps. Every refusal names the field and the rule.

use chrono::NaiveDate;

use super::saisie::Saisie;
use super::{Indicateur, ModeIndicateur, QualiteValeur};
use crate::erreur::{ErreurMetier, Refus};
use crate::mesure::{Centiemes, PasTemporel, Periode};
use crate::pacte::UniteIndicateur;
use crate::referentiel::Referentiel;
use crate::saisie::{self, Controle, LONG};

/// What is written of a declaration that keeps them all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verifiee {
    pub valeur: Option<Centiemes>,
    pub numerateur: Option<Centiemes>,
    pub denominateur: Option<Centiemes>,
    pub texte: Option<String>,
    pub qualite: QualiteValeur,
    pub justification: Option<String>,
}

pub(super) fn verifier(referentiel: &Referentiel, i: &Indicateur, s: &Saisie, jour: NaiveDate) -> Result<Verifiee, Refus> {
    let mut c = Controle::default();
    if i.mode() == ModeIndicateur::Calcule {
        c.refuser(ErreurMetier::saisie("indicateurId", "Cet indicateur est calculé par la plateforme : il ne se déclare pas."));
    }
    c.lire(periode(i, s.periode, jour));
    let etranger = |id| referentiel.territoires.par_id(id).is_none_or(|t| t.departement != i.departement);
    if s.territoire.is_some_and(etranger) {
        c.refuser(ErreurMetier::introuvable("territoireId"));
    }
    let verifiee = Verifiee {
        qualite: c.lire(qualite(s, jour)),
        justification: c.lire(saisie::facultatif("justification", s.justification.as_deref(), LONG)),
        texte: c.lire(saisie::facultatif("texte", s.texte.as_deref(), LONG)),
        numerateur: c.lire(nombre("numerateur", s.numerateur.as_deref())),
        denominateur: c.lire(nombre("denominateur", s.denominateur.as_deref())),
        valeur: c.lire(nombre("valeur", s.valeur.as_deref())),
    };
    // What does not read has no sense to agree with.
    c.conclure()?;
    let mut c = Controle::default();
    let verifiee = coherente(&mut c, i.document.unite, verifiee);
    c.conclure().map(|()| verifiee)
}

/// A declaration is of a whole period of the indicator's rhythm, begun already.
fn periode(i: &Indicateur, p: Periode, jour: NaiveDate) -> Result<(), ErreurMetier> {
    saisie::depuis_1900("periode", p.du)?;
    if p.du > p.au {
        return Err(ErreurMetier::saisie("periode", "Une période finit après avoir commencé."));
    }
    if p.du > jour {
        return Err(ErreurMetier::saisie("periode", "Une période à venir ne se déclare pas."));
    }
    let Some(pas) = i.document.periodicite.filter(|pas| !p.est_un_pas(*pas)) else { return Ok(()) };
    let rythme = match pas {
        PasTemporel::Mois => "mois civil entier",
        PasTemporel::Trimestre => "trimestre civil entier",
        PasTemporel::Annee => "année civile entière",
        PasTemporel::Periode => "période",
    };
    Err(ErreurMetier::saisie("periode", format!("Cet indicateur se déclare par {rythme}.")))
}

/// A value of a period that is not over is provisional; secrecy is the platform's to say.
fn qualite(s: &Saisie, jour: NaiveDate) -> Result<QualiteValeur, ErreurMetier> {
    let en_cours = s.periode.au >= jour;
    match s.qualite {
        None => Ok(if en_cours { QualiteValeur::Provisoire } else { QualiteValeur::Observee }),
        Some(QualiteValeur::Observee) if en_cours => {
            Err(ErreurMetier::saisie("qualite", "La période n'est pas finie : sa valeur est PROVISOIRE."))
        }
        Some(QualiteValeur::SecretStatistique) => {
            Err(ErreurMetier::saisie("qualite", "Le secret statistique est tenu par la plateforme : déclarez la valeur."))
        }
        Some(qualite) => Ok(qualite),
    }
}

/// Two decimals at most, and less than what a decimal scalar holds.
fn nombre(champ: &str, texte: Option<&str>) -> Result<Option<Centiemes>, ErreurMetier> {
    const AU_PLUS: i64 = 100_000_000_000_000;
    let Some(texte) = texte else { return Ok(None) };
    let lu = Centiemes::lire(texte).filter(|n| n.0.abs() < AU_PLUS);
    lu.map(Some).ok_or_else(|| ErreurMetier::saisie(champ, "Un nombre a deux décimales au plus, et moins de treize chiffres."))
}

fn coherente(c: &mut Controle, unite: UniteIndicateur, v: Verifiee) -> Verifiee {
    let absente = matches!(v.qualite, QualiteValeur::NonDisponible | QualiteValeur::NonRenseignee);
    if absente {
        manquante(c, &v);
    } else if unite == UniteIndicateur::Texte {
        en_toutes_lettres(c, &v);
    } else {
        return chiffree(c, unite, v);
    }
    v
}

fn manquante(c: &mut Controle, v: &Verifiee) {
    if v.valeur.is_some() || v.texte.is_some() || v.numerateur.is_some() || v.denominateur.is_some() {
        c.refuser(ErreurMetier::saisie("qualite", "Une valeur donnée n'est ni NON_DISPONIBLE ni NON_RENSEIGNEE."));
    }
    if v.justification.is_none() {
        c.refuser(ErreurMetier::saisie("justification", "Dites pourquoi la valeur manque."));
    }
}

fn en_toutes_lettres(c: &mut Controle, v: &Verifiee) {
    if v.texte.is_none() {
        c.refuser(ErreurMetier::saisie("texte", "Cet indicateur se déclare en toutes lettres."));
    }
    if v.valeur.is_some() || v.numerateur.is_some() || v.denominateur.is_some() {
        c.refuser(ErreurMetier::saisie("valeur", "Cet indicateur se déclare en toutes lettres, sans nombre."));
    }
}

/// The value may be left to its two terms, and is their ratio where it is given.
fn chiffree(c: &mut Controle, unite: UniteIndicateur, v: Verifiee) -> Verifiee {
    let rapport = match (v.numerateur, v.denominateur) {
        (None, None) => None,
        (Some(numerateur), Some(denominateur)) => c.lire(rapport(unite, numerateur, denominateur).map(Some)),
        _ => {
            c.refuser(ErreurMetier::saisie("denominateur", "Le numérateur et le dénominateur se donnent ensemble."));
            return v;
        }
    };
    match (v.valeur, rapport) {
        (None, None) if v.numerateur.is_none() => {
            c.refuser(ErreurMetier::saisie("valeur", "Donnez la valeur, ou dites pourquoi elle manque."))
        }
        // Half a unit: what rounding to the unit may change.
        (Some(valeur), Some(rapport)) if (valeur.0 - rapport.0).abs() > 50 => {
            let message = format!("Le numérateur rapporté au dénominateur donne {rapport}.");
            c.refuser(ErreurMetier::saisie("valeur", message));
        }
        (Some(valeur), _) => c.lire(bornee(unite, valeur)),
        _ => {}
    }
    Verifiee { valeur: v.valeur.or(rapport), ..v }
}

fn rapport(unite: UniteIndicateur, numerateur: Centiemes, denominateur: Centiemes) -> Result<Centiemes, ErreurMetier> {
    if denominateur.0 <= 0 || numerateur.0 < 0 {
        return Err(ErreurMetier::saisie("denominateur", "Un dénominateur est positif, et un numérateur n'est pas négatif."));
    }
    let pourcentage = unite == UniteIndicateur::Pourcentage;
    if pourcentage && numerateur > denominateur {
        return Err(ErreurMetier::saisie("numerateur", "Le numérateur d'une part ne dépasse pas son dénominateur."));
    }
    let echelle = if pourcentage { 10_000 } else { 100 };
    let (haut, bas) = (i128::from(numerateur.0) * echelle, i128::from(denominateur.0));
    let arrondi = (2 * haut + bas).div_euclid(2 * bas);
    Ok(Centiemes(i64::try_from(arrondi).unwrap_or(i64::MAX)))
}

/// A rate of change may be negative or above one hundred; a count, a delay and a sum are not negative.
fn bornee(unite: UniteIndicateur, valeur: Centiemes) -> Result<(), ErreurMetier> {
    if unite == UniteIndicateur::Pourcentage {
        let tenue = valeur.0.abs() <= Centiemes::entier(1000).0;
        return tenue.then_some(()).ok_or_else(|| ErreurMetier::saisie("valeur", "Un pourcentage va de -1 000 à 1 000."));
    }
    (valeur.0 >= 0).then_some(()).ok_or_else(|| ErreurMetier::saisie("valeur", "Cette valeur n'est pas négative."))
}
