//! A workbook: the table on one sheet, and what it holds told on another.

use std::fs::File;
use std::io;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::colonne::{COLONNES, Valeur};
use super::ecrivain::EchecEcriture;
use super::ligne::Ligne;
use super::texte::passe_pour_formule;

/// Lines of a sheet, its header included.
const LIGNES: u32 = 1_048_576;

/// Characters of a cell.
const CARACTERES: usize = 32_767;

pub struct Xlsx {
    classeur: Workbook,
    formes: Formes,
    fichier: File,
    lignes: u32,
    etabli_le: Option<DateTime<Utc>>,
    notice: Vec<(String, String)>,
}

struct Formes {
    titre: Format,
    texte: Format,
    jour: Format,
    instant: Format,
    notice: Format,
}

impl Formes {
    fn nouvelles() -> Self {
        Self {
            titre: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            // Stays a text when somebody edits the cell and leaves it.
            texte: Format::new().set_quote_prefix(),
            jour: Format::new().set_num_format("dd/mm/yyyy"),
            instant: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"),
            notice: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

impl Xlsx {
    /// `notice` says what was asked; the rest of the second sheet is the same for all.
    pub fn nouveau(fichier: File, notice: Vec<(String, String)>) -> Result<Self, EchecEcriture> {
        let (mut classeur, formes) = (Workbook::new(), Formes::nouvelles());
        entete(classeur.add_worksheet_with_constant_memory()?, &formes)?;
        Ok(Self { classeur, formes, fichier, lignes: 1, etabli_le: None, notice })
    }

    pub fn ecrire(&mut self, ligne: &Ligne<'_>) -> Result<(), EchecEcriture> {
        if self.lignes == LIGNES {
            return Err(EchecEcriture::TropDeLignes(LIGNES - 1));
        }
        let feuille = self.classeur.worksheet_from_index(0)?;
        for (rang, colonne) in (0..).zip(&COLONNES) {
            if let Some(valeur) = (colonne.lire)(ligne) {
                cellule(feuille, (self.lignes, rang), valeur, &self.formes)?;
            }
        }
        self.lignes += 1;
        self.etabli_le = self.etabli_le.max(Some(ligne.valeur.etabli_le));
        Ok(())
    }

    pub fn finir(mut self) -> Result<File, EchecEcriture> {
        let derniere = u16::try_from(COLONNES.len() - 1).unwrap_or(u16::MAX);
        self.classeur.worksheet_from_index(0)?.autofilter(0, 0, self.lignes - 1, derniere)?;
        notice(self.classeur.add_worksheet(), &self.notice, &self.formes)?;
        self.classeur.set_properties(&proprietes(self.etabli_le)?);
        let copie = self.fichier.try_clone()?;
        self.classeur.save_to_writer(io::BufWriter::new(copie))?;
        Ok(self.fichier)
    }
}

/// The date of the values and not of the moment: the same table is the same bytes.
fn proprietes(etabli_le: Option<DateTime<Utc>>) -> Result<DocProperties, XlsxError> {
    let date = ExcelDateTime::from_timestamp(etabli_le.unwrap_or(DateTime::UNIX_EPOCH).timestamp())?;
    Ok(DocProperties::new().set_title("Indicateurs").set_author("Passerelle").set_creation_datetime(&date))
}

fn entete(feuille: &mut Worksheet, formes: &Formes) -> Result<(), XlsxError> {
    feuille.set_name("Indicateurs")?.set_freeze_panes(1, 0)?;
    for (rang, colonne) in (0..).zip(&COLONNES) {
        feuille.set_column_width(rang, f64::from(colonne.largeur))?;
        feuille.write_string_with_format(0, rang, colonne.titre, &formes.titre)?;
    }
    Ok(())
}

fn cellule(feuille: &mut Worksheet, (ligne, rang): (u32, u16), valeur: Valeur<'_>, formes: &Formes) -> Result<(), XlsxError> {
    match valeur {
        Valeur::Texte(texte) if passe_pour_formule(texte) => feuille.write_string_with_format(ligne, rang, tenant(texte), &formes.texte),
        Valeur::Texte(texte) => feuille.write_string(ligne, rang, tenant(texte)),
        #[expect(clippy::cast_precision_loss, reason = "a version is small")]
        Valeur::Entier(entier) => feuille.write_number(ligne, rang, entier as f64),
        #[expect(clippy::cast_precision_loss, reason = "numbers of a sheet are floats: exact to nine hundred thousand billions")]
        Valeur::Decimal(nombre) => feuille.write_number(ligne, rang, nombre.0 as f64 / 100.0),
        Valeur::Jour(jour) => feuille.write_datetime_with_format(ligne, rang, jour, &formes.jour),
        Valeur::Instant(le) => feuille.write_datetime_with_format(ligne, rang, le.naive_utc(), &formes.instant),
        Valeur::Booleen(vrai) => feuille.write_boolean(ligne, rang, vrai),
    }
    .map(drop)
}

/// What a cell can hold of a text; an ellipsis says that it goes on.
fn tenant(texte: &str) -> String {
    if texte.chars().count() <= CARACTERES {
        return texte.to_owned();
    }
    texte.chars().take(CARACTERES - 1).chain(['…']).collect()
}

fn notice(feuille: &mut Worksheet, dites: &[(String, String)], formes: &Formes) -> Result<(), XlsxError> {
    feuille.set_name("Notice")?.set_column_width(0, 28.0)?.set_column_width(1, 110.0)?;
    let colonnes = COLONNES.iter().map(|c| (c.titre.to_owned(), c.description.to_owned()));
    let lignes = dites.iter().cloned().chain([("Colonnes".to_owned(), "Une ligne par valeur.".to_owned())]).chain(colonnes);
    for (rang, (nom, dit)) in (0..).zip(lignes) {
        feuille.write_string_with_format(rang, 0, nom, &formes.titre)?;
        feuille.write_string_with_format(rang, 1, tenant(&dit), &formes.notice)?;
    }
    Ok(())
}
