// A page of Chromium that writes down what went wrong without stopping: console, security policy, other hosts.
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const DELAI = 15_000;

// Chromium logs on its own the answers that a page asks for and understands: no list of tokens outside the demo, a
// token that is refused.
const ATTENDUES = [['/demo/jetons', '404'], ['/graphql', '401']];
const attendue = (message) => ATTENDUES.some(([fin, statut]) => message.location().url.endsWith(fin) && message.text().includes(statut));

function suivrePolitique() {
  globalThis.refus = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    globalThis.refus.push(`${violatedDirective} ${blockedURI}`);
  });
}

function suivre(page, base) {
  const console_ = [];
  const dehors = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !attendue(message)) console_.push(message.text());
  });
  page.on('pageerror', (erreur) => console_.push(String(erreur)));
  page.on('request', (requete) => {
    const adresse = requete.url();
    if (!adresse.startsWith(base) && !/^(blob|data):/.test(adresse)) dehors.push(adresse);
  });
  return { console: console_, dehors };
}

export async function ouvrir(base, chemin, theme, viewport = { width: 1280, height: 800 }) {
  const racine = new URL(base).origin;
  const navigateur = await chromium.launch({
    executablePath: EXECUTABLE,
    // Nothing else resolves: a page that needs another host breaks here.
    args: ['--no-sandbox', `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${new URL(base).hostname}`],
  });
  const page = await navigateur.newPage({ viewport, colorScheme: theme, locale: 'fr-FR' });
  page.setDefaultTimeout(DELAI);
  await page.addInitScript(suivrePolitique);
  const suivi = suivre(page, racine);
  await page.goto(racine + chemin, { waitUntil: 'networkidle' });
  const journal = async () => ({ ...suivi, politique: await page.evaluate(() => globalThis.refus) });
  return { page, journal, fermer: () => navigateur.close() };
}
