// Years of which nobody says anything would squeeze those that count: on a drawing, three or more of them in a row take
// one place. The table keeps them all.
const LONG = 3;
const MUETTES = ['NON_DISPONIBLE', 'NON_RENSEIGNEE'];

const muette = ({ valeur, imprime, qualite, ligne }) => valeur === null && imprime === null && !ligne?.texte && (qualite === null || MUETTES.includes(qualite));

// Nothing to draw: neither a value, nor one that is withheld.
export const silencieuses = (series) => series.every(({ points }) => points.every(muette));

// What a period is for all series: silent for the same reasons, or not.
function signature(series, rang) {
  const points = series.map(({ points: siens }) => siens[rang]);
  return points.every(muette) ? points.map(({ qualite }) => qualite).join() : null;
}

function suites(series) {
  const liste = [];
  series[0].points.forEach((_, rang) => {
    const silence = signature(series, rang);
    const fin = liste.at(-1);
    if (silence !== null && fin?.silence === silence) fin.rangs.push(rang);
    else liste.push({ silence, rangs: [rang] });
  });
  return liste;
}

const bref = ([haut, bas]) => (bas ? `${haut} ${bas}` : haut);

function fondre(points, rangs) {
  const [premier, dernier] = [points[rangs[0]], points[rangs.at(-1)]];
  const repere = premier.repere[1] ? ['…', ''] : [`${bref(premier.repere)}-${bref(dernier.repere).slice(-2)}`, ''];
  return { ...premier, au: dernier.au, libelle: `De ${premier.libelle} à ${dernier.libelle}`, repere, objectif: null };
}

export function resserrer(series) {
  if (!series.length) return series;
  const plan = suites(series).flatMap(({ silence, rangs }) => (silence !== null && rangs.length >= LONG ? [rangs] : rangs.map((rang) => [rang])));
  return series.map(({ nom, points }) => ({ nom, points: plan.map((rangs) => (rangs.length > 1 ? fondre(points, rangs) : points[rangs[0]])) }));
}
