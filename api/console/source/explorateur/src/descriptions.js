// Writes into the descriptions what the directives say: the scopes to hold, and the kind of personal data.
const PORTEES = 'Portées : ';

function directive(element, nom) {
  return element?.astNode?.directives?.find(({ name }) => name.value === nom);
}

function valeurs(noeud) {
  return (noeud?.arguments ?? []).flatMap(({ value }) => value.values ?? [value]).map(({ value }) => value);
}

function portees(element, heritees) {
  const propres = valeurs(directive(element, 'portee'));
  return propres.length ? propres : heritees;
}

function complements(element, heritees) {
  const requises = portees(element, heritees);
  const categorie = valeurs(directive(element, 'donneePersonnelle'))[0];
  return [
    requises.length && !element.description?.includes(PORTEES) && PORTEES + requises.map((portee) => `\`${portee}\``).join(' '),
    categorie && `Donnée personnelle : ${categorie.toLowerCase()}.`,
    directive(element, 'sensible') && 'Donnée sensible.',
  ].filter(Boolean);
}

function completer(element, heritees = []) {
  element.description = [element.description, ...complements(element, heritees)].filter(Boolean).join('\n\n') || undefined;
}

function membres(type) {
  return Object.values(type.getFields?.() ?? {}).concat(type.getValues?.() ?? []);
}

export function decrire(schema) {
  for (const type of Object.values(schema.getTypeMap())) {
    const heritees = portees(type, []);
    for (const membre of membres(type)) {
      completer(membre, heritees);
      for (const argument of membre.args ?? []) completer(argument);
    }
    completer(type);
  }
  return schema;
}
