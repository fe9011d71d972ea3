//! Lists of people: filters and orders, each behind the class and the scope of what it speaks of.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Allocataire, OrganismePayeur, PublicCible, StatutDroitRsa, ThemeBesoin, lecture};
use crate::erreur::Panne;
use crate::evaluation_linguistique::{self, NiveauCecrl};
use crate::page::{Page, Tranche, Tri, TypeTri};
use crate::politique::Classes;
use crate::portee::Portees;
use crate::prescription::TypePrescription;
use crate::requete::Requete;
use crate::saisie;
use crate::session::Session;
use crate::vocabulaire::enumeration;

enumeration! {
    /// Ordre d'une liste de personnes ; sans tri, l'ordre est celui des identifiants.
    AllocataireTri {
        Nom "NOM",
        DateDemandeRsa "DATE_DEMANDE_RSA",
        Anciennete "ANCIENNETE",
        Modification "MODIFICATION",
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    pub recherche: Option<String>,
    pub departement: Option<String>,
    pub territoire: Option<Uuid>,
    pub commune: Option<String>,
    pub organisme_payeur: Option<OrganismePayeur>,
    pub soumis_droits_devoirs: Option<bool>,
    pub statut_droit_rsa: Option<StatutDroitRsa>,
    pub demande_rsa_entre: Option<(NaiveDate, NaiveDate)>,
    pub droit_ouvert_entre: Option<(NaiveDate, NaiveDate)>,
    pub publics: Vec<PublicCible>,
    pub besoins: Vec<ThemeBesoin>,
    pub sans_referent: Option<bool>,
    pub modifie_depuis: Option<DateTime<Utc>>,
    pub sans_prescription: Option<TypePrescription>,
    pub oriente_sans_contrat_depuis_jours: Option<i64>,
    /// By their latest linguistic evaluations.
    pub niveau_linguistique_maximum: Option<NiveauCecrl>,
    pub aide_accordee_sans_versement_depuis_jours: Option<i64>,
    pub refus_candidature: Option<crate::candidature::MotifRefusCandidature>,
    pub reference_externe: Option<String>,
}

/// A page of people in the caller's perimeter.
pub async fn page(
    session: &Session,
    filtre: &Filtre,
    tri: Option<AllocataireTri>,
    page: &Page,
    total: bool,
) -> Result<Tranche<Arc<Allocataire>>, Panne> {
    let ordre = ordre(tri);
    let mut q = session.requete("select ");
    lecture::colonnes(session, &mut q);
    q.texte(", ").texte(ordre.colonne.map_or("a.cle_nom", |(colonne, _)| colonne));
    q.texte(" from allocataire a where true");
    restreindre(session, &mut q, filtre, tri);
    page.bornes(&mut q, &ordre)?;
    page.ordre(&mut q, &ordre);
    let mut lues = session.lignes(q).await?;
    let encore = page.ecourter(&mut lues);
    let mut lignes = Vec::with_capacity(lues.len());
    for l in lues {
        let position = ordre.position(&l, l.lire(1)?, lecture::LARGEUR)?;
        lignes.extend(lecture::depuis(session, &l, 0)?.map(|a| (position, Arc::new(a))));
    }
    let mut tranche = page.assembler(lignes, encore);
    if total {
        tranche.total = Some(compter(session, filtre, tri).await?);
    }
    Ok(tranche)
}

/// How many, under the very predicate of the page.
pub async fn compter(session: &Session, filtre: &Filtre, tri: Option<AllocataireTri>) -> Result<i64, Panne> {
    let mut q = session.requete("select count(*) from allocataire a where true");
    restreindre(session, &mut q, filtre, tri);
    session.nombre(q).await
}

const fn ordre(tri: Option<AllocataireTri>) -> Tri {
    let colonne = match tri {
        None => None,
        Some(AllocataireTri::Nom) => Some(("a.cle_nom", TypeTri::Texte)),
        Some(AllocataireTri::DateDemandeRsa) => Some(("coalesce(a.droit_demande_le, '9999-12-31')", TypeTri::Jour)),
        Some(AllocataireTri::Anciennete) => Some(("coalesce(a.droit_ouvert_le, '9999-12-31')", TypeTri::Jour)),
        Some(AllocataireTri::Modification) => Some(("a.modifie_le", TypeTri::Instant)),
    };
    Tri { colonne, id: "a.id" }
}

fn restreindre(session: &Session, q: &mut Requete, filtre: &Filtre, tri: Option<AllocataireTri>) {
    let (portees, classes) = exigences(filtre, tri);
    session.perimetre.personne(q, portees, classes);
    lieu(session, q, filtre);
    droits(q, filtre);
    if let Some(texte) = &filtre.recherche {
        rechercher(q, texte, session.perimetre.profil.ouvre_matricule());
    }
    suivi(session, q, filtre, portees);
}

/// What the filters and the order speak of: the conventions that hold these scopes, the relations that open these classes.
fn exigences(f: &Filtre, tri: Option<AllocataireTri>) -> (Portees, Classes) {
    use AllocataireTri as T;
    let eligibilite = f.soumis_droits_devoirs.is_some()
        || f.statut_droit_rsa.is_some()
        || f.demande_rsa_entre.is_some()
        || f.droit_ouvert_entre.is_some()
        || !f.publics.is_empty();
    let regles = [
        (true, "allocataires:lire", Classes::PRESENCE),
        (f.recherche.is_some(), "allocataires.identite:lire", Classes::IDENTITE),
        (tri == Some(T::Nom), "allocataires.identite:lire", Classes::NOM),
        (f.territoire.is_some() || f.commune.is_some() || f.organisme_payeur.is_some(), "allocataires:lire", Classes::LIEU),
        (eligibilite, "allocataires.eligibilite:lire", Classes::ELIGIBILITE),
        (matches!(tri, Some(T::DateDemandeRsa | T::Anciennete)), "allocataires.situation:lire", Classes::ELIGIBILITE),
        (!f.besoins.is_empty(), "allocataires.besoins:lire", Classes::BESOIN_CONCERNE),
        (f.sans_referent.is_some() || f.oriente_sans_contrat_depuis_jours.is_some(), "parcours:lire", Classes::PARCOURS),
        (f.modifie_depuis.is_some() || tri == Some(T::Modification), "allocataires:lire", Classes::VERSION),
        (f.sans_prescription.is_some(), "prescriptions:lire", Classes::PRESENCE),
        (f.niveau_linguistique_maximum.is_some(), "linguistique:lire", Classes::PRESENCE),
        (f.aide_accordee_sans_versement_depuis_jours.is_some(), "mobilite:lire", Classes::PRESENCE),
        (f.refus_candidature.is_some(), "iae:lire", Classes::PRESENCE),
    ];
    let actives = regles.into_iter().filter(|(active, ..)| *active);
    actives.fold((Portees::AUCUNE, Classes::AUCUNE), |(p, c), (_, portee, classe)| {
        (p | Portees::nommee(portee).unwrap_or_default(), c.et(classe))
    })
}

fn lieu(session: &Session, q: &mut Requete, f: &Filtre) {
    if let Some(departement) = &f.departement {
        q.texte(" and a.departement = ").valeur(departement.as_str());
    }
    if let Some(territoire) = f.territoire {
        q.texte(" and a.territoire_id").parmi_ids(&session.referentiel().descendants(territoire));
    }
    if let Some(commune) = &f.commune {
        q.texte(" and a.commune = ").valeur(commune.as_str());
    }
    if let Some(organisme) = f.organisme_payeur {
        q.texte(" and a.organisme_payeur = ").valeur(crate::vocabulaire::Enumeration::code(organisme));
    }
}

fn droits(q: &mut Requete, f: &Filtre) {
    if let Some(soumis) = f.soumis_droits_devoirs {
        q.texte(" and a.soumis_droits_devoirs = ").valeur(soumis);
    }
    if let Some(statut) = f.statut_droit_rsa {
        q.texte(" and a.droit_statut = ").valeur(crate::vocabulaire::Enumeration::code(statut));
    }
    for (colonne, entre) in [("a.droit_demande_le", f.demande_rsa_entre), ("a.droit_ouvert_le", f.droit_ouvert_entre)] {
        let Some((du, au)) = entre else { continue };
        q.texte(" and ").texte(colonne).texte(" >= ").valeur(du).texte(" and ").texte(colonne).texte(" <= ").valeur(au);
    }
    if !f.publics.is_empty() {
        q.croise("a.publics", &f.publics);
    }
    if let Some(depuis) = f.modifie_depuis {
        q.texte(" and a.modifie_le >= ").valeur(depuis);
    }
}

/// Every word typed begins a word of the person; or the whole is its matricule.
fn rechercher(q: &mut Requete, texte: &str, matricule: bool) {
    q.texte(" and ((true");
    for mot in saisie::mots(&[texte]) {
        q.texte(" and exists (select 1 from mot m where m.departement = a.departement and m.allocataire_id = a.id and m.mot >= ");
        let fin = format!("{mot}\u{10ffff}");
        q.valeur(mot).texte(" and m.mot < ").valeur(fin).texte(")");
    }
    q.texte(")");
    if matricule {
        q.texte(" or a.matricule = ").valeur(texte.trim());
    }
    q.texte(")");
}

/// Filters that cross to another aggregate count only rows that the caller may read.
fn suivi(session: &Session, q: &mut Requete, f: &Filtre, portees: Portees) {
    if !f.besoins.is_empty() {
        besoins(session, q, &f.besoins);
    }
    if let Some(sans) = f.sans_referent {
        q.texte(if sans { " and not" } else { " and" });
        q.texte(" exists (select 1 from parcours c join designation d on d.departement = c.departement and d.parcours_id = c.id where c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null and d.debut <= ");
        q.valeur(session.perimetre.jour).texte(")");
    }
    if let Some(jours) = f.oriente_sans_contrat_depuis_jours {
        sans_contrat(session, q, jours);
    }
    if let Some(type_) = f.sans_prescription {
        q.texte(
            " and not exists (select 1 from prescription p where p.departement = a.departement and p.allocataire_id = a.id and p.type = ",
        );
        q.valeur(crate::vocabulaire::Enumeration::code(type_));
        session.perimetre.ligne(q, portees, crate::prescription::LIGNE);
        q.texte(")");
    }
    if let Some(niveau) = f.niveau_linguistique_maximum {
        evaluation_linguistique::lecture::au_plus(session, q, niveau);
    }
    if let Some(motif) = f.refus_candidature {
        crate::candidature::lecture::refusee(session, q, motif, portees);
    }
    if let Some(jours) = f.aide_accordee_sans_versement_depuis_jours {
        crate::aide_mobilite::lecture::accordee_sans_versement(session, q, jours, portees);
    }
    if let Some(reference) = &f.reference_externe {
        q.texte(" and exists (select 1 from reference_externe r where r.departement = a.departement and r.allocataire_id = a.id and r.partenaire_id = ");
        q.valeur(session.perimetre.partenaire).texte(" and r.reference = ").valeur(reference.as_str()).texte(")");
    }
}

/// Oriented for that long in a parcours that runs, where no contract is in force.
fn sans_contrat(session: &Session, q: &mut Requete, jours: i64) {
    let jour = session.perimetre.jour;
    let depuis = chrono::TimeDelta::try_days(jours).and_then(|d| jour.checked_sub_signed(d)).unwrap_or(NaiveDate::MIN);
    q.texte(" and exists (select 1 from parcours c where c.departement = a.departement and c.allocataire_id = a.id and c.clos_le is null and (select min(o.debut) from orientation o where o.departement = c.departement and o.parcours_id = c.id) <= ");
    q.valeur(depuis);
    q.texte(" and not exists (select 1 from contrat k where k.departement = c.departement and k.parcours_id = c.id and k.rompu_le is null and k.remplace_le is null and k.fin >= ");
    q.valeur(jour).texte("))");
}

/// A need that the caller may not read on a person does not make it appear.
fn besoins(session: &Session, q: &mut Requete, themes: &[ThemeBesoin]) {
    let perimetre = &session.perimetre;
    q.texte(" and exists (select 1 from besoin b where b.departement = a.departement and b.allocataire_id = a.id and b.leve_le is null and b.theme").parmi_codes(themes);
    if !perimetre.porte("allocataires.sensible:lire") || !session.base.reglages.donnees_sensibles {
        q.texte(" and b.theme <> 'SANTE'");
    }
    q.texte(" and (b.theme").parmi_codes(perimetre.profil.themes()).texte(" or (true");
    perimetre.personne(q, const { Portees::de("allocataires.besoins:lire") }, Classes::BESOINS);
    q.texte("))");
    q.texte(")");
}
