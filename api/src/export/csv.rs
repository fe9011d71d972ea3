//! CSV: RFC 4180 in UTF-8 for programs, or the dialect that a French spreadsheet opens by a double click.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};

use ::csv::{Terminator, Writer, WriterBuilder};
use chrono::SecondsFormat;
use domain::mesure::Centiemes;

use super::colonne::{COLONNES, Valeur};
use super::format::Profil;
use super::ligne::Ligne;
use super::texte::passe_pour_formule;

const BOM: &[u8] = b"\xEF\xBB\xBF";

pub struct Csv {
    profil: Profil,
    table: Writer<File>,
}

impl Csv {
    pub fn nouveau(mut fichier: File, profil: Profil) -> io::Result<Self> {
        let separateur = match profil {
            Profil::Standard => b',',
            Profil::Excel => {
                fichier.write_all(BOM)?;
                b';'
            }
        };
        let mut table = WriterBuilder::new().delimiter(separateur).terminator(Terminator::CRLF).from_writer(fichier);
        table.write_record(COLONNES.iter().map(|c| if profil == Profil::Excel { c.titre } else { c.nom }))?;
        Ok(Self { profil, table })
    }

    pub fn ecrire(&mut self, ligne: &Ligne<'_>) -> io::Result<()> {
        for colonne in &COLONNES {
            let texte = (colonne.lire)(ligne).map(|valeur| cellule(valeur, self.profil)).unwrap_or_default();
            self.table.write_field(texte.as_bytes())?;
        }
        Ok(self.table.write_record(None::<&[u8]>)?)
    }

    pub fn finir(self) -> io::Result<File> {
        self.table.into_inner().map_err(|echec| io::Error::other(echec.to_string()))
    }
}

fn cellule(valeur: Valeur<'_>, profil: Profil) -> Cow<'_, str> {
    match (valeur, profil) {
        (Valeur::Texte(texte), _) => neutre(texte),
        (Valeur::Entier(entier), _) => entier.to_string().into(),
        (Valeur::Decimal(nombre), Profil::Standard) => nombre.to_string().into(),
        (Valeur::Decimal(nombre), Profil::Excel) => a_virgule(nombre).into(),
        (Valeur::Jour(jour), Profil::Standard) => jour.to_string().into(),
        (Valeur::Jour(jour), Profil::Excel) => jour.format("%d/%m/%Y").to_string().into(),
        (Valeur::Instant(le), Profil::Standard) => le.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
        (Valeur::Instant(le), Profil::Excel) => le.format("%d/%m/%Y %H:%M:%S").to_string().into(),
        (Valeur::Booleen(vrai), Profil::Standard) => if vrai { "true" } else { "false" }.into(),
        (Valeur::Booleen(vrai), Profil::Excel) => if vrai { "oui" } else { "non" }.into(),
    }
}

/// An apostrophe, which spreadsheets take for the mark of a text, before what they would run; before another too, so that
/// taking one away always gives the text back.
fn neutre(texte: &str) -> Cow<'_, str> {
    if passe_pour_formule(texte) || texte.starts_with('\'') { format!("'{texte}").into() } else { texte.into() }
}

fn a_virgule(nombre: Centiemes) -> String {
    nombre.to_string().replace('.', ",")
}
