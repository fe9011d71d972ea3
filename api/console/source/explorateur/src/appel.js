// Every call to the server: the bearer's token, and one more try with a fresh token when the demo's has expired.
function avecJeton(jeton, options) {
  const autorisation = jeton ? { authorization: `Bearer ${jeton}` } : {};
  return { ...options, headers: { ...autorisation, ...options.headers } };
}

export async function appeler(porteur, adresse, options = {}) {
  const reponse = await fetch(adresse, avecJeton(porteur?.jeton, options));
  if (reponse.status !== 401 || !porteur?.renouveler) return reponse;
  const jeton = await porteur.renouveler();
  if (!jeton || jeton === porteur.jeton) return reponse;
  porteur.jeton = jeton;
  return fetch(adresse, avecJeton(jeton, options));
}
