//! What the platform writes besides: relations, deadlines, events.

use sea_orm::sea_query::Value;

use crate::generation::attente::Attente;
use crate::generation::dossier::Dossier;
use crate::generation::insertion::Tampon;
use crate::generation::relation::Relation;
use crate::vocabulaire::Enumeration;
use crate::{echeance, evenement, lien};

pub(super) fn tampons(dossiers: &[Dossier]) -> [Tampon; 3] {
    let mut relations = Tampon::nouveau("lien_dossier", lien::COLONNES, 10);
    let mut attentes = Tampon::nouveau("echeance", format!("{}, signalee_le", echeance::COLONNES), 10);
    for d in dossiers {
        d.relations.iter().for_each(|r| relations.ligne(relation(r)));
        d.attentes.iter().for_each(|a| attentes.ligne(attente(a)));
    }
    [relations, attentes, evenements(dossiers.iter().flat_map(|d| &d.evenements))]
}

/// Relations, deadlines and events of one file.
type Suite<'a> = (&'a [Relation], &'a [Attente], &'a [evenement::Evenement]);

/// The same of what is added to files once they are there.
pub(super) fn suites<'a>(parts: impl Iterator<Item = Suite<'a>> + Clone) -> [Tampon; 3] {
    let mut relations = Tampon::nouveau("lien_dossier", lien::COLONNES, 10);
    let mut attentes = Tampon::nouveau("echeance", format!("{}, signalee_le", echeance::COLONNES), 10);
    for (siennes, attendues, _) in parts.clone() {
        for r in siennes {
            relations.ligne(relation(r));
        }
        for a in attendues {
            attentes.ligne(attente(a));
        }
    }
    [relations, attentes, evenements(parts.flat_map(|(.., faits)| faits))]
}

/// Without a position: the sequencer gives one.
pub(in crate::generation) fn evenements<'a>(signales: impl Iterator<Item = &'a evenement::Evenement>) -> Tampon {
    let mut evenements = Tampon::nouveau("evenement", evenement::COLONNES, 10);
    signales.for_each(|e| evenements.ligne(evenement(e)));
    evenements
}

/// The one writer of relations besides `lien.rs`: a file is born here with those that its history left.
fn relation(r: &Relation) -> [Value; 10] {
    let l = &r.lien;
    [
        l.departement.as_str().into(),
        l.allocataire.into(),
        l.partenaire.into(),
        (l.nature as i64).into(),
        l.objet.into(),
        l.agent.into(),
        r.ouvert_le.into(),
        l.contact_jusquau.into(),
        l.identite_jusquau.into(),
        r.retrait_signale.into(),
    ]
}

fn attente(a: &Attente) -> [Value; 10] {
    let e = &a.echeance;
    [
        e.departement.as_str().into(),
        e.code.code().into(),
        e.objet.into(),
        e.allocataire.into(),
        e.responsable.into(),
        e.agent.into(),
        e.depuis.into(),
        e.due.into(),
        e.regle.clone().into(),
        a.signalee_le.into(),
    ]
}

fn evenement(e: &evenement::Evenement) -> [Value; 10] {
    [
        e.id.into(),
        e.type_.code().into(),
        e.genre.etiquette().into(),
        e.objet.into(),
        e.departement.clone().into(),
        e.allocataire.into(),
        e.destinataire.into(),
        e.par.into(),
        i64::from(e.classes.0).into(),
        e.le.into(),
    ]
}
