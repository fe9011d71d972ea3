// Who the page speaks for: a persona of the demo, or the token that was pasted. A pasted token stays in memory only.
import { useEffect, useState } from 'react';

const CLE = 'passerelle:persona';
const PREMIERE = 'departement-31';

// Outside the demo the address answers 404 and there is no persona to choose.
async function lirePersonas() {
  const reponse = await fetch('/demo/jetons', { headers: { accept: 'application/json' } }).catch(() => null);
  if (!reponse?.ok) return null;
  const jetons = await reponse.json().catch(() => null);
  return jetons && Object.keys(jetons).length ? jetons : null;
}

// Demo tokens expire: renewing one means asking for the list again.
function porteurDemo(cle, jeton) {
  const renouveler = async () => (await lirePersonas())?.[cle] ?? null;
  return { cle, jeton, renouveler };
}

function porteurColle(jeton) {
  return { cle: null, jeton: jeton.trim().replace(/^bearer\s+/i, '') };
}

function personaInitiale(personas) {
  return [sessionStorage.getItem(CLE), PREMIERE].find((cle) => cle in personas) ?? Object.keys(personas)[0];
}

export function usePorteur() {
  const [personas, setPersonas] = useState(null);
  const [porteur, setPorteur] = useState(null);
  const choisirPersona = (cle, jetons = personas) => {
    sessionStorage.setItem(CLE, cle);
    setPorteur(porteurDemo(cle, jetons[cle]));
  };
  useEffect(() => {
    lirePersonas().then((jetons) => {
      if (!jetons) return;
      setPersonas(jetons);
      choisirPersona(personaInitiale(jetons), jetons);
    });
  }, []);
  return { porteur, personas, choisirPersona, collerJeton: (jeton) => setPorteur(porteurColle(jeton)) };
}
