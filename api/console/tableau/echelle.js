// Round steps of an axis that holds zero.
const RONDS = [1, 2, 2.5, 5, 10];

function pasRond(etendue, combien) {
  const vise = etendue / combien;
  const puissance = 10 ** Math.floor(Math.log10(vise));
  return RONDS.map((rond) => rond * puissance).find((rond) => rond >= vise * (1 - 1e-9));
}

export function echelle([creux, sommet], combien = 4) {
  const pas = sommet > creux ? pasRond(sommet - creux, combien) : 1;
  const [bas, haut] = [Math.floor(creux / pas + 1e-9), Math.max(Math.ceil(sommet / pas - 1e-9), creux < 0 ? 0 : 1)];
  // Multiplied, not added up: no 0,30000000000000004.
  const marches = Array.from({ length: haut - bas + 1 }, (_, rang) => +(pas * (bas + rang)).toPrecision(12));
  return { bas: pas * bas, haut: pas * haut, marches };
}
