// The dashboard's own reckoning, tried on its modules as they are served: [what, expected, computed in the page].
const annee = (an) => ({ du: `${an}-01-01`, au: `${an}-12-31`, libelle: String(an) });
const ligne = (periode, valeur, suites = {}) => ({ periode, territoire: null, dimensions: [], valeur, qualite: valeur === null ? 'NON_RENSEIGNEE' : 'OBSERVEE', cohorteMature: true, imprimee: null, texte: null, ...suites });
const vise = (valeur, suites = {}) => ({ periode: null, valeur, valeurMaximale: null, sens: 'AU_MOINS', ...suites });
const trimestre = { du: '2021-01-01', au: '2021-03-31', libelle: 'Trimestre 1 2021' };
const imprimee = (precision) => ({ texte: '12', precision });

const CAS = [
  ['an axis goes up by round steps', [0, 25, 50, 75], ['echelle', 'echelle', [0, 71], 3], (e) => e.marches],
  ['an axis holds zero and what is below', [-2, 0, 2, 4], ['echelle', 'echelle', [-1, 4], 3], (e) => e.marches],
  ['an axis of nothing stands', [0, 1], ['echelle', 'echelle', [0, 0]], (e) => e.marches],
  ['small steps stay exact', [0, 0.1, 0.2, 0.3], ['echelle', 'echelle', [0, 0.3], 3], (e) => e.marches],
  ['a year, a quarter, a month', ['2021', ''], ['ecriture', 'repere', annee(2021)]],
  ['a quarter', ['T1', '2021'], ['ecriture', 'repere', trimestre]],
  ['a month of 29 days', ['févr.', '2024'], ['ecriture', 'repere', { du: '2024-02-01', au: '2024-02-29' }]],
  ['ten months', ['10 mois', '2021'], ['ecriture', 'repere', { du: '2021-01-01', au: '2021-10-31' }]],
  ['a day', ['31/10/21', ''], ['ecriture', 'repere', { du: '2021-10-31', au: '2021-10-31' }]],
  ['a printed number', 5562, ['series', 'nombreImprime', '5\u202f562']],
  ['a printed rate', 86.5, ['series', 'nombreImprime', '86,5 %']],
  ['a printed sentence is no number', null, ['series', 'nombreImprime', '12 millions d’euros']],
  ['an objective of a year is one of the year', 900, ['series', 'series', [ligne(annee(2021), '416')], { unite: 'NOMBRE', objectifs: [vise('900')] }], ([{ points }]) => points[0].objectif?.valeur],
  ['and none of its first quarter', null, ['series', 'series', [ligne(trimestre, '100')], { unite: 'NOMBRE', objectifs: [vise('900')] }], ([{ points }]) => points[0].objectif],
  ['a rate aims at the same whatever the period', 60, ['series', 'series', [ligne(trimestre, '52')], { unite: 'POURCENTAGE', objectifs: [vise('60')] }], ([{ points }]) => points[0].objectif?.valeur],
  ['an objective for all is none for a part', null, ['series', 'series', [ligne(annee(2021), '10', { dimensions: [{ dimension: 'SEXE', code: 'F', libelle: 'Femmes' }] })], { unite: 'NOMBRE', objectifs: [vise('900')] }], ([{ points }]) => points[0].objectif],
  ['two figures of one period are two series', ['femmes', 'hommes'], ['series', 'series', [ligne(annee(2021), '1', { imprimee: imprimee('femmes') }), ligne(annee(2021), '2', { imprimee: imprimee('hommes') })], { unite: 'NOMBRE', objectifs: [] }], (rangees) => rangees.map(({ nom }) => nom)],
  ['one figure a period is one series', 1, ['series', 'series', [ligne(annee(2020), '1', { imprimee: imprimee('ensemble') }), ligne(annee(2021), '2')], { unite: 'NOMBRE', objectifs: [] }], (rangees) => rangees.length],
  ['a value that is not there is no zero', [null, 3], ['series', 'series', [ligne(annee(2021), '3'), ligne(annee(2020), null)], { unite: 'NOMBRE', objectifs: [] }], ([{ points }]) => points.map(({ valeur }) => valeur)],
  ['a gap between rates is in points', '−2,5\u00a0points', ['ecriture', 'ecart', '-2.5', 'POURCENTAGE']],
  ['a ceiling is kept from below', true, ['series', 'atteint', { valeur: 28, objectif: { sens: 'AU_PLUS', valeur: 30, maximum: null } }]],
  ['a range is missed from above', false, ['series', 'atteint', { valeur: 520, objectif: { sens: 'ENTRE', valeur: 400, maximum: 500 } }]],
];

// Three silent years make one place, two stay.
const SILENCES = [[2019, null], [2020, '5'], [2021, null], [2022, null], [2023, '6'], [2024, null], [2025, null], [2026, null]];

async function silences(page) {
  const lignes = SILENCES.map(([an, valeur]) => ligne(annee(an), valeur));
  const vus = await page.evaluate(async (siennes) => {
    const [{ series }, { resserrer }] = await Promise.all([import('/tableau/series.js'), import('/tableau/silences.js')]);
    return resserrer(series(siennes, { unite: 'NOMBRE', objectifs: [] }))[0].points.map(({ repere }) => repere[0]);
  }, lignes);
  return [['silent years', ['2019', '2020', '2021', '2022', '2023', '2024-26'], vus]];
}

export async function calculs(page) {
  const rendus = await page.evaluate((appels) => Promise.all(appels.map(async ([module, fonction, ...arguments_]) => (await import(`/tableau/${module}.js`))[fonction](...arguments_))), CAS.map(([, , appel]) => appel));
  const cas = [...CAS.map(([quoi, attendu, , lire = (x) => x], rang) => [quoi, attendu, lire(rendus[rang])]), ...await silences(page)];
  const faux = cas.filter(([, attendu, vu]) => JSON.stringify(attendu) !== JSON.stringify(vu));
  if (faux.length) throw new Error(faux.map(([quoi, attendu, vu]) => `${quoi}: ${JSON.stringify(vu)} and not ${JSON.stringify(attendu)}`).join(' ; '));
}
