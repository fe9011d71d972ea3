// What enumerations of the API are called on the page.
export const PAS = { MOIS: 'Mois', TRIMESTRE: 'Trimestre', ANNEE: 'Année', PERIODE: 'Toute la période' };

export const DIMENSIONS = {
  TERRITOIRE: 'Territoire',
  MODALITE: 'Modalité de parcours',
  PUBLIC: 'Public',
  ORGANISME_PAYEUR: 'Organisme payeur',
  TRANCHE_AGE: 'Tranche d’âge',
  SEXE: 'Sexe',
  PARTENAIRE: 'Partenaire',
  TYPE_STRUCTURE: 'Type de structure',
  DISPOSITIF: 'Dispositif',
  TYPE_PRESCRIPTION: 'Type de prescription',
  NATURE_AIDE: 'Nature de l’aide',
  MODE_DESIGNATION: 'Mode de désignation',
  TYPE_CONTRAT: 'Type de contrat',
  CATEGORIE_SORTIE: 'Catégorie de sortie',
  BESOIN_LINGUISTIQUE: 'Besoin linguistique',
  TYPE_RENCONTRE: 'Type de rencontre',
  PRESCRIPTEUR: 'Prescripteur',
  ANCIENNETE_RSA: 'Ancienneté au RSA',
  NIVEAU_FORMATION: 'Niveau de formation',
};

export const NIVEAUX = {
  DIRECTION_TERRITORIALE: 'Direction territoriale',
  SDSEI: 'Service départemental des solidarités et de l’insertion',
  MAISON_DES_SOLIDARITES: 'Maison des solidarités',
  INTERCOMMUNALITE: 'Intercommunalité',
  BASSIN_EMPLOI: 'Bassin d’emploi',
  QPV: 'Quartier prioritaire',
  ARRONDISSEMENT: 'Arrondissement',
  CANTON: 'Canton',
  SECTEUR_OPERATEUR: 'Secteur d’opérateur',
  AGENCE: 'Agence',
};

// In the order in which an action moves.
export const STATUTS = {
  REALISE: 'réalisée',
  EN_COURS: 'en cours',
  REPORTE: 'reportée',
  NON_ENGAGE: 'non engagée',
  ABANDONNE: 'abandonnée',
  NON_RENSEIGNE: 'non renseignée',
};

// [on the drawing, in a sentence]
export const QUALITES = {
  OBSERVEE: ['', 'définitive'],
  PROVISOIRE: ['p', 'provisoire'],
  SECRET_STATISTIQUE: ['secret', 'masquée par le secret statistique'],
  NON_DISPONIBLE: ['n. d.', 'non disponible'],
  NON_RENSEIGNEE: ['n. r.', 'non renseignée'],
};

export const SENS = { AU_MOINS: 'au moins', AU_PLUS: 'au plus', PLUS_DE: 'plus de', EGAL: '', ENTRE: 'entre' };
export const MODES = { CALCULE: 'calculé par la plateforme', DECLARE: 'déclaré par les partenaires' };
