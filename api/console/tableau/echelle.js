// Round steps of an axis that starts at zero.
const RONDS = [1, 2, 2.5, 5, 10];

export function echelle(maximum, combien = 4) {
  const visee = Math.max(maximum, Number.MIN_VALUE) / combien;
  const puissance = maximum > 0 ? 10 ** Math.floor(Math.log10(visee)) : 1;
  const pas = maximum > 0 ? RONDS.map((rond) => rond * puissance).find((rond) => rond >= visee * (1 - 1e-9)) : 1;
  const nombre = Math.max(1, Math.ceil(maximum / pas - 1e-9));
  // Multiplied, not added up: no 0,30000000000000004.
  return { haut: pas * nombre, marches: Array.from({ length: nombre + 1 }, (_, rang) => +(pas * rang).toPrecision(12)) };
}
