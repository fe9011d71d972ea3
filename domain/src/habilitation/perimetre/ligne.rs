//! Rows about a person: which the caller reads, and by which way.

use super::{Perimetre, Relation, Situation};
use crate::habilitation::{LienDossier, Ouverte};
use crate::lien::{Nature, Natures};
use crate::portee::Portees;
use crate::requete::Requete;

/// A table of rows about a person, read under the alias `p`.
#[derive(Clone, Copy, Debug)]
pub struct LigneDossier {
    /// Columns that name who always reads its own row.
    pub parties: &'static [&'static str],
    /// When it happened, as an expression: a follower reads what came after its designation. `None` when the row is shown
    /// whatever its age.
    pub le: Option<&'static str>,
}

/// See [`Perimetre::voies`].
#[derive(Clone, Copy)]
pub enum Voie<'a> {
    Departement(&'a Ouverte),
    Partie(&'a Ouverte, &'static str),
    Suivi(&'a Ouverte),
}

impl Perimetre {
    /// ` and ( … )`: row `p` about person `a` is the caller's to read in one of the ways.
    pub fn ligne(&self, q: &mut Requete, portees: Portees, ligne: LigneDossier) {
        q.texte(" and (false");
        for voie in self.voies(portees, ligne) {
            q.texte(" or (true");
            self.par_voie(q, voie, ligne);
            q.texte(")");
        }
        q.texte(")");
    }

    /// The ways in which row `p` about person `a` may be the caller's to read, each an indexed condition of its own.
    #[must_use]
    pub fn voies(&self, portees: Portees, ligne: LigneDossier) -> Vec<Voie<'_>> {
        self.qui_portent(portees).flat_map(|o| self.voies_de(o, ligne.parties)).collect()
    }

    /// One of these ways asks where person `a` lives.
    pub(crate) fn ligne_lit_la_personne(&self, portees: Portees) -> bool {
        self.qui_portent(portees).any(|o| o.liens.contient(LienDossier::Departement) && !self.sans_territoire(o))
    }

    /// Everything of the Département is there already: a narrower way would only repeat it.
    fn voies_de<'a>(&self, o: &'a Ouverte, parties: &'static [&'static str]) -> Vec<Voie<'a>> {
        let entier = self.departement_entier(o);
        let mut voies: Vec<Voie<'a>> = parties.iter().filter(|_| !entier).map(|colonne| Voie::Partie(o, colonne)).collect();
        voies.extend(o.liens.contient(LienDossier::Departement).then_some(Voie::Departement(o)));
        voies.extend(o.liens.contient(LienDossier::Reference).then_some(Voie::Suivi(o)));
        voies
    }

    /// What [`Self::ligne`] says of rows without an age that third parties made, once the person was read; `suit`: she is
    /// among the caller's own.
    pub(crate) fn lit_les_lignes(&self, portees: Portees, relation: Relation, situation: &Situation, suit: bool) -> bool {
        self.qui_portent(portees).filter(|o| o.departements.contains(&situation.departement)).any(|o| {
            let departement = self.natures_propres(o, situation, relation).contient(Nature::Departement);
            departement || suit && o.liens.contient(LienDossier::Reference)
        })
    }

    /// ` and …`: one way, on `p` and `a`. What happened before a designation stays closed to a follower.
    pub fn par_voie(&self, q: &mut Requete, voie: Voie<'_>, ligne: LigneDossier) {
        match voie {
            // Without a territory the row says enough, and the person need not be met.
            Voie::Departement(o) if self.sans_territoire(o) => {
                q.texte(" and p.departement").parmi_textes(&o.departements);
            }
            Voie::Departement(o) => {
                q.texte(" and (false");
                self.par_departement(q, o);
                q.texte(")");
            }
            Voie::Partie(o, colonne) => {
                q.texte(" and p.").texte(colonne).texte(" = ").valeur(self.partenaire);
                q.texte(" and p.departement").parmi_textes(&o.departements);
            }
            Voie::Suivi(o) => {
                q.texte(" and p.departement").parmi_textes(&o.departements);
                q.texte(
                    " and exists (select 1 from lien_dossier l where l.departement = p.departement and l.allocataire_id = p.allocataire_id",
                );
                self.liens_du_porteur(q, Natures::SUIVI);
                q.texte(" and l.identite_jusquau >= ").valeur(self.jour);
                if let Some(le) = ligne.le {
                    q.texte(" and l.ouvert_le <= ").texte(le);
                }
                q.texte(")");
            }
        }
    }
}
