//! The perimeter of a request: which rows, and on each row which fields.

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::{LienDossier, Ouverte};
use crate::allocataire::OrganismePayeur;
use crate::lien::{Nature, Natures, sans_fin};
use crate::politique::{Classes, Profil};
use crate::portee::Portees;
use crate::requete::Requete;
use crate::vocabulaire::Enumeration;

mod ligne;
pub use ligne::{LigneDossier, Voie};

/// Months during which a payer still sees a person whose right has closed.
const MOIS_APRES_CLOTURE: u32 = 6;

/// Computed once a request from the conventions in force; every read of personal data takes it.
#[derive(Clone, Debug)]
pub struct Perimetre {
    pub partenaire: Uuid,
    pub profil: Profil,
    pub agent: Option<Uuid>,
    /// The acting agent's territory with its descendants; empty without one.
    pub territoires_agent: Vec<Uuid>,
    pub agence: Option<Uuid>,
    pub organisme: Option<OrganismePayeur>,
    pub jour: NaiveDate,
    pub ouvertes: Vec<Ouverte>,
}

/// What binds the caller to one person today, as the page statement returns it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Relation {
    /// Those whose identity part is open.
    pub natures: Natures,
    /// Those whose contact part is open.
    pub contact: Natures,
    /// Those that have not ended.
    pub vivantes: Natures,
}

impl Relation {
    /// Reads the column that [`Perimetre::colonne_relation`] writes.
    #[must_use]
    pub const fn de_colonne(bits: i64) -> Self {
        Self { natures: Natures(bits & 0xffff), contact: Natures(bits >> 16 & 0xffff), vivantes: Natures(bits >> 32 & 0xffff) }
    }
}

/// Fields open on one row, one bit a field of the aggregate, and the convention that opened it first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Champs {
    pub classes: Classes,
    pub portees: Portees,
    pub habilitation: usize,
}

/// What decides whether a convention reaches a row besides the relations: where the person is, and who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    pub departement: String,
    pub territoire: Option<Uuid>,
    pub organisme: Option<OrganismePayeur>,
    pub droit_clos_le: Option<NaiveDate>,
}

impl Perimetre {
    /// Scopes held by at least one convention: what the gate asks with.
    #[must_use]
    pub fn portees(&self) -> Portees {
        self.ouvertes.iter().fold(Portees::AUCUNE, |p, o| p | o.portees)
    }

    /// Conventions that hold all of these scopes: those whose rows a read that asks for them may return.
    pub fn qui_portent(&self, portees: Portees) -> impl Iterator<Item = &Ouverte> {
        self.ouvertes.iter().filter(move |o| o.portees.contient(portees))
    }

    #[must_use]
    pub fn departements(&self, lien: LienDossier) -> Vec<String> {
        let mut codes: Vec<_> = self.ouvertes.iter().filter(|o| o.liens.contient(lien)).flat_map(|o| o.departements.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    #[must_use]
    pub fn tous_departements(&self) -> Vec<String> {
        let mut codes: Vec<_> = self.ouvertes.iter().flat_map(|o| o.departements.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// The first day of a closed right that a payer still sees.
    pub(crate) fn clos_depuis(&self) -> NaiveDate {
        self.jour.checked_sub_months(Months::new(MOIS_APRES_CLOTURE)).unwrap_or(self.jour)
    }

    /// What is open on one person, for each convention on its own: scopes of one never meet rows of another.
    #[must_use]
    pub fn ouverture(&self, relation: Relation, situation: &Situation) -> Vec<Champs> {
        self.ouvertes.iter().enumerate().filter_map(|(rang, o)| self.par(rang, o, relation, situation)).collect()
    }

    fn par(&self, rang: usize, o: &Ouverte, relation: Relation, situation: &Situation) -> Option<Champs> {
        if !o.departements.contains(&situation.departement) {
            return None;
        }
        let propres = self.natures_propres(o, situation, relation);
        let courantes = o.classes(self.profil, relation.vivantes.et(propres));
        let classes = courantes.et(o.restes(self.profil, relation.natures));
        let contact = o.classes(self.profil, relation.contact.et(propres));
        let classes = if contact.contient(Classes::CONTACT) { classes } else { classes.sauf(Classes::CONTACT).sauf(Classes::VERSION) };
        classes.contient(Classes::PRESENCE).then_some(Champs { classes, portees: o.portees, habilitation: rang })
    }

    /// The two natures that are no rows: the Département's, and the payer's.
    fn natures_propres(&self, o: &Ouverte, situation: &Situation, relation: Relation) -> Natures {
        let mut natures = Natures::default();
        if o.liens.contient(LienDossier::Departement) && self.territoire_ouvert(o, situation.territoire, relation) {
            natures = natures.et(Natures::de(&[Nature::Departement]));
        }
        let clos = situation.droit_clos_le.is_some_and(|le| le < self.clos_depuis());
        if o.liens.contient(LienDossier::OrganismePayeur) && self.organisme.is_some() && self.organisme == situation.organisme && !clos {
            natures = natures.et(Natures::de(&[Nature::Payeur]));
        }
        natures
    }

    /// Natures that run today, the Département's and the payer's included: what an act may rest on.
    #[must_use]
    pub fn natures_en_cours(&self, o: &Ouverte, situation: &Situation, relation: Relation) -> Natures {
        relation.contact.et(self.natures_propres(o, situation, relation))
    }

    /// Whether some convention holds this scope.
    #[must_use]
    pub fn porte(&self, portee: &str) -> bool {
        self.portees().contient(Portees::nommee(portee).unwrap_or_default())
    }

    /// Neither the convention nor the agent is bound to a part of the département.
    const fn sans_territoire(&self, o: &Ouverte) -> bool {
        o.territoires.is_empty() && self.territoires_agent.is_empty()
    }

    /// The convention opens the whole département to the caller.
    pub(crate) fn departement_entier(&self, o: &Ouverte) -> bool {
        o.liens.contient(LienDossier::Departement) && self.sans_territoire(o)
    }

    fn territoire_ouvert(&self, o: &Ouverte, territoire: Option<Uuid>, relation: Relation) -> bool {
        let dans = |liste: &[Uuid]| liste.is_empty() || territoire.is_some_and(|t| liste.contains(&t));
        dans(&o.territoires) && (dans(&self.territoires_agent) || relation.natures.contient(Nature::Referent))
    }

    /// ` and ( … )`: the person `a` is in the perimeter of one of the conventions that hold `portees`.
    ///
    /// The relations that count are those that open `classes`: a filter or a sort asks for the classes that it speaks of,
    /// so that no answer depends on a field that the caller may not read on that row.
    pub fn personne(&self, q: &mut Requete, portees: Portees, classes: Classes) {
        let depuis = Depuis { le: None, classes };
        self.personne_selon(q, portees, depuis);
    }

    /// The same for an event of `classes` (a column) at `le`: the class is open, and the relation already was.
    pub fn personne_depuis(&self, q: &mut Requete, portees: Portees, le: &'static str, classes: &'static str) {
        let depuis = Depuis { le: Some((le, classes)), classes: Classes::PRESENCE };
        self.personne_selon(q, portees, depuis);
    }

    fn personne_selon(&self, q: &mut Requete, portees: Portees, depuis: Depuis) {
        q.texte(" and (false");
        for o in self.qui_portent(portees) {
            if depuis.ouvre(self.profil, Nature::Departement) {
                self.par_departement(q, o);
            }
            if depuis.ouvre(self.profil, Nature::Payeur) {
                self.par_organisme(q, o, depuis);
            }
            self.par_lien(q, o, depuis);
        }
        q.texte(")");
    }

    fn par_departement(&self, q: &mut Requete, o: &Ouverte) {
        if !o.liens.contient(LienDossier::Departement) {
            return;
        }
        q.texte(" or (a.departement").parmi_textes(&o.departements);
        if !o.territoires.is_empty() {
            q.texte(" and a.territoire_id").parmi_ids(&o.territoires);
        }
        if !self.territoires_agent.is_empty() {
            q.texte(" and (a.territoire_id").parmi_ids(&self.territoires_agent);
            q.texte(" or exists (select 1 from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id and l.nature = 1 and l.partenaire_id = ");
            q.valeur(self.partenaire)
                .texte(" and l.agent_id = ")
                .valeur(self.agent)
                .texte(" and l.identite_jusquau >= ")
                .valeur(self.jour)
                .texte("))");
        }
        q.texte(")");
    }

    fn par_organisme(&self, q: &mut Requete, o: &Ouverte, depuis: Depuis) {
        let (true, Some(organisme)) = (o.liens.contient(LienDossier::OrganismePayeur), self.organisme) else { return };
        q.texte(" or (a.departement").parmi_textes(&o.departements);
        q.texte(" and a.organisme_payeur = ").valeur(organisme.code());
        q.texte(" and (a.droit_clos_le is null or a.droit_clos_le >= ").valeur(self.clos_depuis()).texte(")");
        if let Some((_, classes)) = depuis.le {
            q.texte(" and (").texte(classes).texte(" & ").valeur(i64::from(self.profil.ouvre(Nature::Payeur).0)).texte(") <> 0");
        }
        q.texte(")");
    }

    fn par_lien(&self, q: &mut Requete, o: &Ouverte, depuis: Depuis) {
        let natures = self.natures_ouvrantes(o, depuis.classes);
        if natures.vide() {
            return;
        }
        q.texte(" or (a.departement").parmi_textes(&o.departements);
        q.texte(" and exists (select 1 from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id");
        self.liens_du_porteur(q, natures);
        if let Some((le, classes)) = depuis.le {
            q.texte(" and l.ouvert_le <= ").texte(le);
            self.changement_lisible(q, natures, classes);
        } else {
            self.encore_ouverte(q, natures, depuis.classes);
        }
        q.texte(" and l.identite_jusquau >= ").valeur(self.jour).texte("))");
    }

    /// ` and …`: relation `l` opens these classes today, running or by what it keeps after its end.
    fn encore_ouverte(&self, q: &mut Requete, natures: Natures, classes: Classes) {
        let durables = natures.liste().filter(|n| self.profil.conserve(*n).contient(classes));
        let durables = durables.fold(Natures::default(), |t, n| t.et(Natures::de(&[n])));
        if durables != natures {
            q.texte(" and ((l.nature & ").valeur(durables.0).texte(") <> 0 or l.identite_jusquau = ").valeur(sans_fin()).texte(")");
        }
        if classes.croise(Self::AVEC_CONTACT) != Classes::AUCUNE {
            q.texte(" and l.contact_jusquau >= ").valeur(self.jour);
        }
    }

    /// Classes that open with contact and close with it.
    const AVEC_CONTACT: Classes = Classes::CONTACT.et(Classes::VERSION);

    /// ` and ( … )`: one of the classes that changed (a column) is open today through relation `l`.
    fn changement_lisible(&self, q: &mut Requete, natures: Natures, colonne: &'static str) {
        q.texte(" and (false");
        for nature in natures.liste() {
            let (ouvertes, restes) = (self.profil.ouvre(nature), self.profil.conserve(nature));
            let bits = |classes: Classes| i64::from(classes.0);
            q.texte(" or (l.nature = ")
                .valeur(nature as i64)
                .texte(" and ((")
                .texte(colonne)
                .texte(" & ")
                .valeur(bits(restes))
                .texte(") <> 0");
            q.texte(" or (l.identite_jusquau = ").valeur(sans_fin()).texte(" and (").texte(colonne);
            q.texte(" & ").valeur(bits(ouvertes.sauf(Self::AVEC_CONTACT))).texte(") <> 0)");
            q.texte(" or (l.contact_jusquau >= ").valeur(self.jour).texte(" and (").texte(colonne);
            q.texte(" & ").valeur(bits(ouvertes.croise(Self::AVEC_CONTACT))).texte(") <> 0)))");
        }
        q.texte(")");
    }

    /// Natures of the convention that open these classes to this profile, as rows.
    fn natures_ouvrantes(&self, o: &Ouverte, classes: Classes) -> Natures {
        let lignes = o.natures().liste().filter(|n| !matches!(n, Nature::Departement | Nature::Payeur));
        let classes = classes.et(Classes::PRESENCE);
        lignes.filter(|n| self.profil.ouvre(*n).contient(classes)).fold(Natures::default(), |t, n| t.et(Natures::de(&[n])))
    }

    /// The caller's own rows of `l`, of these natures; an agent follows its portfolio and its agency, not the whole partner,
    /// and the agent of a territory its own portfolio.
    pub(crate) fn liens_du_porteur(&self, q: &mut Requete, natures: Natures) {
        q.texte(" and l.partenaire_id = ").valeur(self.partenaire);
        q.texte(" and (l.nature & ").valeur(natures.0).texte(") <> 0");
        if !self.territoires_agent.is_empty() {
            q.texte(" and ((l.nature & ").valeur(Natures::SUIVI.0).texte(") = 0 or l.agent_id = ").valeur(self.agent).texte(")");
        }
        let Some(agent) = self.agent.filter(|_| self.profil == Profil::Referent) else { return };
        q.texte(" and ((l.nature & ").valeur(Natures::SUIVI.0).texte(") = 0 or l.agent_id is null or l.agent_id = ").valeur(agent);
        if let Some(agence) = self.agence {
            q.texte(" or exists (select 1 from agent g where g.id = l.agent_id and g.territoire_id = ").valeur(agence).texte(")");
        }
        q.texte(")");
    }

    /// No relation adds to what the convention opens: none opens anything to this profile, or the whole département is open,
    /// with all there is to read of a person and every act that its scopes allow.
    fn relations_indifferentes(&self, o: &Ouverte) -> bool {
        self.departement_entier(o) && self.profil.ouvre(Nature::Departement) == Classes::TOUTES
            || self.natures_ouvrantes(o, Classes::PRESENCE).vide()
    }

    /// One column: the natures that bind the caller to `a` today, sixteen bits a part, in the order of [`Relation`].
    pub fn colonne_relation(&self, q: &mut Requete) {
        if self.territoires_agent.is_empty() && self.ouvertes.iter().all(|o| self.relations_indifferentes(o)) {
            q.texte("cast(0 as bigint)");
            return;
        }
        let union = q.union_de_bits();
        q.texte("cast(coalesce((select ").texte(union).texte("l.nature) + 65536 * ").texte(union);
        q.texte("case when l.contact_jusquau >= ").valeur(self.jour).texte(" then l.nature else 0 end) + 4294967296 * ").texte(union);
        q.texte("case when l.identite_jusquau = ")
            .valeur(sans_fin())
            .texte(" then l.nature else 0 end) from lien_dossier l where l.departement = a.departement and l.allocataire_id = a.id");
        self.liens_du_porteur(q, Natures(0xffff));
        q.texte(" and l.identite_jusquau >= ").valeur(self.jour).texte("), 0) as bigint)");
    }
}

/// What a read of persons asks of their relations besides being open today.
#[derive(Clone, Copy)]
struct Depuis {
    /// Columns of an event: when it happened, and the classes that changed.
    le: Option<(&'static str, &'static str)>,
    classes: Classes,
}

impl Depuis {
    fn ouvre(self, profil: Profil, nature: Nature) -> bool {
        profil.ouvre(nature).contient(self.classes.et(Classes::PRESENCE))
    }
}
