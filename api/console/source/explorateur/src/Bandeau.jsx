import { useState } from 'react';

function Personas({ porteur, personas, choisirPersona }) {
  return (
    <div className="champ">
      <label htmlFor="persona">Agir comme</label>
      <select id="persona" value={porteur?.cle ?? ''} onChange={(evenement) => choisirPersona(evenement.target.value)}>
        {!porteur?.cle && <option value="">jeton collé</option>}
        {Object.keys(personas).map((cle) => <option key={cle} value={cle}>{cle}</option>)}
      </select>
    </div>
  );
}

function Jeton({ collerJeton }) {
  const [jeton, ecrire] = useState('');
  const envoyer = (evenement) => {
    evenement.preventDefault();
    if (!jeton.trim()) return;
    collerJeton(jeton);
    ecrire('');
  };
  return (
    <form className="champ" onSubmit={envoyer}>
      <label htmlFor="jeton">Jeton d’accès</label>
      <input id="jeton" className="secret" value={jeton} onChange={(evenement) => ecrire(evenement.target.value)} autoComplete="off" spellCheck="false" />
      <button type="submit">Utiliser</button>
    </form>
  );
}

export function Bandeau({ porteur, personas, choisirPersona, collerJeton, etat }) {
  return (
    <header className="bandeau">
      <p className="marque"><a href="/">Passerelle</a></p>
      <h1>Explorateur</h1>
      <p><a href="/tableau-de-bord">Tableau de bord</a></p>
      {personas && <Personas {...{ porteur, personas, choisirPersona }} />}
      <Jeton collerJeton={collerJeton} />
      <p role="status">{etat}</p>
    </header>
  );
}
