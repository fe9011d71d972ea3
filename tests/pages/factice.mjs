// Answers of the API that the demo's people cannot give at will: withheld values, refusals, a slow or silent server.
// They replace two operations of the dashboard; everything else comes from the server under test.
const DUREES = { MOIS: 1, TRIMESTRE: 3, ANNEE: 12 };
const NOMS = { MOIS: (an, mois) => new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric' }).format(new Date(an, mois)), TRIMESTRE: (an, mois) => `Trimestre ${mois / 3 + 1} ${an}`, ANNEE: (an) => `Année ${an}` };
const iso = (an, mois, jour) => new Date(Date.UTC(an, mois, jour)).toISOString().slice(0, 10);

function pas({ du, au }, duree) {
  const mois = DUREES[duree];
  if (!mois) return [{ du, au, libelle: `Du ${du} au ${au}` }];
  const periodes = [];
  for (let an = +du.slice(0, 4), rang = Math.floor((+du.slice(5, 7) - 1) / mois) * mois; iso(an, rang, 1) <= au; rang += mois) {
    const debut = new Date(Date.UTC(an, rang, 1));
    const [a, m] = [debut.getUTCFullYear(), debut.getUTCMonth()];
    periodes.push({ du: iso(a, m, 1), au: iso(a, m + mois, 0), libelle: NOMS[duree](a, m) });
  }
  return periodes;
}

function indicateur(rang, libelle, unite, suites = {}) {
  return {
    id: `ind_factice_${rang}`, code: `factice-${rang}`, libelle, nature: unite === 'TEXTE' ? 'QUALITATIF' : 'QUANTITATIF', unite, mode: 'CALCULE', definition: 'Population : personnes en droits et devoirs orientées dans la période. Numérateur : celles qui ont signé un premier contrat dans les deux mois. Exclusions : dossiers transférés.',
    versionDefinition: 2, mesure: 'premiers_contrats_2_mois', horsDePortee: null, note: null, source: 'document 004, ligne 795', anomalies: [], delaiConsolidationJours: 60, periodicite: null, axe: null, ficheAction: null, objectifs: [], responsables: [],
    definitions: [{ version: 1, texte: 'Sans les exclusions.', depuis: '2019-01-01', jusquA: '2020-12-31' }, { version: 2, texte: 'Avec les exclusions.', depuis: '2021-01-01', jusquA: null }], ...suites,
  };
}

const vise = (valeur, sens, suites = {}) => ({ periode: null, texte: null, valeur: String(valeur), valeurMaximale: null, sens, echeance: null, source: 'Pacte, page 12', ...suites });
const declare = { mode: 'DECLARE', mesure: null, periodicite: 'ANNEE', responsables: [{ nom: 'Pôle emploi Occitanie', sigle: 'PE' }] };

// [indicator, value of a step and of a part]
const CATALOGUE = [
  [indicateur(0, 'Part des personnes orientées qui signent un contrat dans les deux mois', 'POURCENTAGE', { objectifs: [vise(55, 'AU_MOINS')] }), (i, p) => Math.min(97, 38 + 4.6 * i - 5 * p)],
  [indicateur(1, 'Nouveaux entrants dans le champ des droits et devoirs', 'NOMBRE', { objectifs: [vise(6500, 'AU_MOINS')] }), (i, p) => Math.round((5562 + 340 * i) / (1 + p))],
  [indicateur(2, 'Délai moyen entre l’ouverture du droit et la première orientation', 'JOURS', { objectifs: [vise(30, 'AU_PLUS')] }), (i, p) => Math.max(12, 47 - 3.5 * i + p)],
  [indicateur(3, 'Montant des aides accordées', 'EUROS', { ...declare }), (i, p) => Math.round((1_210_000 + 95_000 * i) / (1 + p))],
  [indicateur(4, 'Freins rencontrés par les référents', 'TEXTE', { ...declare }), () => null],
  [indicateur(5, 'Participants aux kiosques de l’insertion', 'NOMBRE', { ...declare, objectifs: [vise(400, 'ENTRE', { valeurMaximale: '500' })] }), (i) => 310 + 30 * i],
];

// Withheld, missing and unfilled values at known places; the last step is not settled.
function qualite(rang, i, p, dernier) {
  if (rang === 0 && i === 2) return 'SECRET_STATISTIQUE';
  if (p === 2 && i % 3 === 1) return 'SECRET_STATISTIQUE';
  if (rang === 0 && i === 4) return 'NON_DISPONIBLE';
  if (rang === 5 && i < 2) return 'NON_RENSEIGNEE';
  return i === dernier ? 'PROVISOIRE' : 'OBSERVEE';
}

const PARTS = [['', ''], ['SOCIAL', 'Social'], ['PROFESSIONNEL', 'Professionnel'], ['SOCIO_PROFESSIONNEL', 'Socioprofessionnel'], ['INCONNU', 'Inconnu']];

function ligne(rang, calcul, periode, i, p, dernier, dimension) {
  const qualiteDite = qualite(rang, i, p, dernier);
  const montree = ['OBSERVEE', 'PROVISOIRE'].includes(qualiteDite);
  const valeur = montree ? calcul(i, p) : null;
  const texte = rang === 4 && montree ? 'Garde d’enfants et mobilité en zone rurale ; délais d’accès aux soins.' : null;
  return {
    periode, territoire: null, dimensions: dimension ? [{ dimension, code: PARTS[p][0], libelle: PARTS[p][1] }] : [],
    valeur: valeur === null ? null : String(valeur), texte, numerateur: rang === 0 && montree ? String(120 + i) : null, denominateur: rang === 0 && montree ? '312' : null,
    mediane: rang === 2 && montree ? String(valeur - 6) : null, quantile90: rang === 2 && montree ? String(valeur + 31) : null,
    imprimee: rang === 1 && i === 2 ? { texte: '6 870', precision: null, source: 'Rapport d’exécution 2021, page 9', anomalie: { code: 'A-12', description: 'Le tableau et le texte donnent deux chiffres.' } } : null,
    declareePar: rang > 2 ? { nom: 'Pôle emploi Occitanie', sigle: 'PE' } : null, declareeLe: null, publieeLe: null, qualite: qualiteDite, cohorteMature: i !== dernier,
    justification: qualiteDite === 'NON_DISPONIBLE' ? 'Période non encore arrêtée.' : null, source: 'Dossiers de la plateforme', etabliLe: '2026-11-28T04:00:00Z', ecart: rang === 0 && montree ? (valeur - 55).toFixed(1) : null,
  };
}

function valeurs({ id, periode, pas: duree, ventilation }) {
  const rang = +id.split('_').at(-1);
  const periodes = pas(periode, duree);
  const parts = ventilation ? [1, 2, 3, 4] : [0];
  return parts.flatMap((p) => periodes.map((une, i) => ligne(rang, CATALOGUE[rang][1], une, i, p, periodes.length - 1, ventilation?.[0])));
}

const erreur = (statut, code, message, entetes = {}) => ({ statut, entetes, corps: { errors: [{ message, extensions: { code } }] } });

const REPONSES = {
  Indicateurs: () => ({ corps: { data: { indicateurs: { nombreTotal: CATALOGUE.length, nodes: CATALOGUE.map(([un]) => un), pageInfo: { hasNextPage: false, endCursor: null } } } } }),
  Valeurs: ({ variables }) => ({ corps: { data: { node: { valeurs: valeurs(variables) } } } }),
};

export const PANNES = {
  vide: { Indicateurs: () => ({ corps: { data: { indicateurs: { nombreTotal: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } } }) },
  portee: { Ouverture: ({ corps }) => ({ corps: { data: { ...corps.data, moi: { ...corps.data.moi, portees: [] } } } }) },
  limite: { Valeurs: () => erreur(200, 'LIMITE_DEPASSEE', 'Limite dépassée : cout atteint 30000 pour un maximum de 20000.') },
  attente: { Valeurs: () => null },
  dimension: { Valeurs: () => erreur(200, 'REQUETE_INVALIDE', 'La mesure ne se ventile pas par SEXE.') },
};

// `changees`: operations that answer otherwise than in REPONSES.
export async function feindre(page, changees = {}) {
  const reponses = { ...REPONSES, ...changees };
  await page.route('**/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON();
    const nom = query.match(/^query (\w+)/)?.[1];
    if (!(nom in reponses)) return route.fallback();
    const vraie = nom in REPONSES ? null : await (await route.fetch()).json();
    const reponse = reponses[nom]({ variables, corps: vraie });
    // An answer that never comes leaves the page waiting.
    if (!reponse) return undefined;
    return route.fulfill({ status: reponse.statut ?? 200, headers: reponse.entetes, contentType: 'application/json', body: JSON.stringify(reponse.corps) });
  });
}
