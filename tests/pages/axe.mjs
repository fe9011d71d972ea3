// node axe.mjs BASE PAGE[:STATE]…
// Opens each page in apt's Chromium, light then dark, takes it through the states and runs axe in each of them
// (WCAG 2.0 to 2.2, A and AA). Exits with 1 on a violation, a state that fails, a console error, a refusal of the
// page's security policy, or a request to another host.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { ETATS } from './etats.mjs';
import { ouvrir } from './navigateur.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const REGLES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const THEMES = ['light', 'dark'];

function detail({ id, impact, nodes }) {
  const premiers = nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary.split('\n').at(-1).trim()}`);
  return `   ${impact} ${id} x${nodes.length} - ${premiers.join(' ; ').slice(0, 500)}`;
}

// evaluate() runs outside the page's policy, which therefore stays as it was served.
async function analyser(page) {
  await page.evaluate(AXE);
  return page.evaluate((regles) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: regles } }), REGLES);
}

async function passer(page, chemin, etat) {
  try {
    await ETATS[etat](page);
  } catch (erreur) {
    console.log(`${chemin} [${etat}] cannot be reached: ${String(erreur).slice(0, 300)}`);
    return 1;
  }
  const { violations, incomplete } = await analyser(page);
  console.log(`${chemin} [${etat}] ${violations.length} violation(s), ${incomplete.length} for a human eye`);
  for (const violation of violations) console.log(detail(violation));
  return violations.length;
}

function rapporter(journal) {
  for (const [nature, lignes] of Object.entries(journal)) {
    for (const ligne of lignes) console.log(`   ${nature}: ${ligne.slice(0, 200)}`);
  }
  return Object.values(journal).flat().length;
}

async function verifier(base, chemin, etats, theme) {
  const { page, journal, fermer } = await ouvrir(base, chemin, theme);
  console.log(`-- ${chemin} (${theme})`);
  let total = 0;
  for (const etat of ['arrivee', ...etats]) total += await passer(page, chemin, etat);
  total += rapporter(await journal());
  await fermer();
  return total;
}

const [base, ...pages] = process.argv.slice(2);
const inconnus = pages.flatMap((page) => page.split(':').slice(1)).filter((etat) => !(etat in ETATS));
if (!base || !pages.length || inconnus.length) {
  console.error(`node axe.mjs BASE PAGE[:STATE]...   states: ${Object.keys(ETATS).join(' ')}`);
  process.exit(2);
}
let total = 0;
for (const theme of THEMES) {
  for (const page of pages) {
    const [chemin, ...etats] = page.split(':');
    total += await verifier(base, chemin, etats, theme);
  }
}
console.log(total ? `${total} problem(s)` : 'no problem');
process.exit(total ? 1 : 0);
