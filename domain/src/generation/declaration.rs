//! Values that the partners of a département declared for the last years: most of them, some corrected, some missing.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::insertion::Tampon;
use super::tirage::Tirage;
use super::{Demande, compte};
use crate::base::Base;
use crate::erreur::Panne;
use crate::indicateur::{Declaration, Indicateur, ModeIndicateur, QualiteValeur};
use crate::mesure::{Centiemes, PasTemporel, Periode};
use crate::pacte::UniteIndicateur;
use crate::referentiel::Referentiel;
use crate::requete::Requete;
use crate::vocabulaire::Enumeration;

/// Years that were declared, the last one ended included.
const ANNEES: i32 = 3;

const APPRECIATIONS: [&str; 4] = [
    "Échanges réguliers entre les équipes ; les situations bloquées se règlent plus vite.",
    "Démarche connue des professionnels, encore peu des usagers.",
    "Deux réunions de bilan dans l'année ; les participants en redemandent.",
    "Progrès inégaux selon les territoires.",
];

/// Written once: what a département declared does not depend on how many people were invented.
pub(super) async fn generer(base: &Arc<Base>, tx: &DatabaseTransaction, demande: &Demande) -> Result<usize, Panne> {
    let mut q = Requete::nouvelle(base.moteur(), "select count(*) from valeur_declaree where departement = ");
    q.valeur(demande.departement.as_str());
    if compte(tx, q).await? > 0 {
        return Ok(0);
    }
    let referentiel = base.referentiel().await?;
    let declarations = tirer(&referentiel, demande);
    let mut tampon = Tampon::nouveau("valeur_declaree", COLONNES, 15);
    declarations.iter().for_each(|d| ligne(&mut tampon, &demande.departement, d));
    let nombre = tampon.lignes();
    tampon.ecrire(tx).await?;
    Ok(nombre)
}

fn tirer(referentiel: &Referentiel, demande: &Demande) -> Vec<Declaration> {
    let siens = referentiel.indicateurs.toutes().filter(|i| i.departement == demande.departement);
    let rythmes = siens.filter(|i| i.mode() == ModeIndicateur::Declare && i.document.periodicite == Some(PasTemporel::Annee));
    rythmes.flat_map(|i| d_un_indicateur(i, demande)).collect()
}

/// A figure moves little from one year to the next.
fn d_un_indicateur(i: &Indicateur, demande: &Demande) -> Vec<Declaration> {
    let mut des = Tirage::de(demande.graine, i.code(), 0);
    let base = habituelle(&mut des, i);
    let premiere = (demande.au.year() - ANNEES).max(i.document.annee + 1);
    let mut declarees = Vec::new();
    for annee in premiere..demande.au.year() {
        let periode = Periode::annee(annee);
        let Some(le) = instant(periode.au, des.entre(12, 110), demande.au).filter(|_| des.chance(800)) else { continue };
        let Some(par) = des.parmi(&i.document.responsables).copied() else { continue };
        let neuve = declaration(&mut des, i, (periode, base), (par, le));
        if let Some(corrigee) = instant(periode.au, 140, demande.au).filter(|_| des.chance(60)) {
            let juste = declaration(&mut des, i, (periode, base), (par, corrigee));
            declarees.push(Declaration { remplacee_le: Some(corrigee), ..neuve });
            declarees.push(juste);
        } else {
            declarees.push(neuve);
        }
    }
    declarees
}

/// That many days after the end of the period, once there.
fn instant(fin: NaiveDate, jours: i64, au: NaiveDate) -> Option<DateTime<Utc>> {
    let jour = fin.checked_add_signed(TimeDelta::days(jours)).filter(|jour| *jour < au)?;
    Some((jour.and_time(NaiveTime::MIN) + TimeDelta::hours(9)).and_utc())
}

/// Around what the document prints, where it prints a figure.
fn habituelle(des: &mut Tirage, i: &Indicateur) -> i64 {
    let imprimee = i.document.valeurs.iter().rev().find_map(|v| v.valeur).map(|v| v.0 / 100).filter(|v| *v > 0);
    imprimee.unwrap_or_else(|| match i.document.unite {
        UniteIndicateur::Pourcentage => des.entre(35, 85),
        UniteIndicateur::Jours => des.entre(8, 60),
        UniteIndicateur::Mois => des.entre(3, 18),
        UniteIndicateur::Euros => des.entre(2, 90) * 1_000,
        UniteIndicateur::Nombre | UniteIndicateur::Heures | UniteIndicateur::Texte => des.plutot_pres(3, 240),
    })
}

fn declaration(des: &mut Tirage, i: &Indicateur, (periode, base): (Periode, i64), (par, le): (Uuid, DateTime<Utc>)) -> Declaration {
    let vide = Declaration {
        id: des.id(le),
        indicateur: i.id,
        periode,
        territoire: None,
        valeur: None,
        numerateur: None,
        denominateur: None,
        texte: None,
        qualite: QualiteValeur::Observee,
        justification: None,
        partenaire: par,
        le,
        remplacee_le: None,
    };
    if des.chance(50) {
        let justification = Some("Le système d'information ne permet pas encore ce compte.".to_owned());
        return Declaration { qualite: QualiteValeur::NonDisponible, justification, ..vide };
    }
    match i.document.unite {
        UniteIndicateur::Texte => Declaration { texte: Some(des.mot(&APPRECIATIONS).to_owned()), ..vide },
        UniteIndicateur::Pourcentage => part(des, base, vide),
        _ => Declaration { valeur: Some(Centiemes::entier(base + des.entre(-base / 5, base / 5))), ..vide },
    }
}

/// The rate is that of its terms, rounded half up to the hundredth.
fn part(des: &mut Tirage, base: i64, vide: Declaration) -> Declaration {
    let denominateur = des.entre(40, 900);
    let numerateur = (denominateur * (base + des.entre(-8, 8)).clamp(1, 99) / 100).clamp(0, denominateur);
    let valeur = (20_000 * numerateur + denominateur) / (2 * denominateur);
    Declaration {
        valeur: Some(Centiemes(valeur)),
        numerateur: Some(Centiemes::entier(numerateur)),
        denominateur: Some(Centiemes::entier(denominateur)),
        ..vide
    }
}

const COLONNES: &str = "departement, id, indicateur_id, du, au, territoire_id, valeur, numerateur, denominateur, texte, qualite, justification, partenaire_id, declaree_le, remplacee_le";

fn ligne(tampon: &mut Tampon, departement: &str, d: &Declaration) {
    let nombre = |n: Option<Centiemes>| n.map(|n| n.0).into();
    tampon.ligne([
        departement.into(),
        d.id.into(),
        d.indicateur.into(),
        d.periode.du.into(),
        d.periode.au.into(),
        d.territoire.into(),
        nombre(d.valeur),
        nombre(d.numerateur),
        nombre(d.denominateur),
        d.texte.clone().into(),
        d.qualite.code().into(),
        d.justification.clone().into(),
        d.partenaire.into(),
        d.le.into(),
        d.remplacee_le.into(),
    ]);
}
