// Who the page speaks for: a persona of the demo, whose name the explorer shares, or the token that was pasted. A token
// stays in memory: neither the address nor the browser's storage ever holds it.
const CLE = 'passerelle:persona';
const PREMIERE = 'departement-31';

// Outside the demo the address answers 404 and there is no persona to choose.
export async function lirePersonas() {
  const reponse = await fetch('/demo/jetons', { headers: { accept: 'application/json' } }).catch(() => null);
  if (!reponse?.ok) return null;
  const jetons = await reponse.json().catch(() => null);
  return jetons && Object.keys(jetons).length ? jetons : null;
}

// Demo tokens expire: renewing one means asking for the list again.
export function persona(cle, personas) {
  sessionStorage.setItem(CLE, cle);
  return { cle, jeton: personas[cle], renouveler: async () => (await lirePersonas())?.[cle] ?? null };
}

export function colle(texte) {
  return { cle: null, jeton: texte.trim().replace(/^bearer\s+/i, ''), renouveler: null };
}

export function personaInitiale(personas) {
  const cle = [sessionStorage.getItem(CLE), PREMIERE].find((connue) => connue in personas) ?? Object.keys(personas)[0];
  return persona(cle, personas);
}
