// The states of the dashboard. Those that the demo's people cannot give are feigned: see factice.mjs.
import { calculs } from './calculs.mjs';
import { PANNES, feindre } from './factice.mjs';

const FIGURE = '.carte:not([aria-busy])';

async function attendre(page) {
  await page.locator(FIGURE).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'));
}

function exiger(vrai, plainte) {
  if (!vrai) throw new Error(plainte);
}

// The page as it is opened afresh, with other answers.
async function rouvrir(page, changees, waitUntil = 'networkidle') {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  if (changees) await feindre(page, changees);
  await page.goto(new URL('/tableau-de-bord', page.url()).href, { waitUntil });
}

const message = (page, texte) => page.locator('#corps', { hasText: texte }).waitFor();

async function choisir(page, nom, valeur) {
  await page.selectOption(`#choix-${nom}`, { value: valeur });
  await page.waitForURL((adresse) => (adresse.searchParams.get(nom) ?? '') === valeur);
  await attendre(page);
}

// Width of the page, and no scroll bar but those of its tables.
async function tenir(page, largeur) {
  await page.setViewportSize({ width: largeur, height: 740 });
  await page.waitForTimeout(300);
  const large = await page.evaluate(() => document.documentElement.scrollWidth);
  exiger(large <= largeur, `${large} px wide on a screen of ${largeur}`);
}

export const TABLEAU = {
  calculs,
  // A whole pacte: every section says something.
  async pacte(page) {
    await attendre(page);
    for (const section of ['synthese', 'indicateurs', 'fiches', 'actions']) {
      exiger((await page.locator(`#${section}`).innerText()).length > 20, `the section ${section} is empty`);
    }
  },
  // Whoever acts, the choices stay; a reader of aggregates is answered too.
  async porteur(page) {
    const adresse = page.url();
    await page.selectOption('#persona', 'bi-31');
    await page.locator('#corps > .attente').waitFor({ state: 'detached' });
    await attendre(page);
    exiger(page.url() === adresse, 'the address has changed with the bearer');
    await page.selectOption('#persona', 'departement-31');
    await page.locator('#corps > .attente').waitFor({ state: 'detached' });
    await attendre(page);
  },
  // The choice stands in the address, which gives the same page to whoever opens it.
  async fiche(page) {
    const code = await page.locator('#choix-fiche option').nth(1).getAttribute('value');
    const titre = page.locator('h1', { hasText: `${code} –` });
    await choisir(page, 'fiche', code);
    await titre.waitFor();
    await page.goBack();
    await titre.waitFor({ state: 'detached' });
    await page.goForward();
    await titre.waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await attendre(page);
    exiger(await titre.count(), 'the address does not give the fiche back');
    exiger(!/ey[\w-]+\./.test(page.url()), 'a token is in the address');
  },
  // The token goes in a header, so the page fetches the file itself.
  async export(page) {
    await page.route('**/exports/**', (route) => route.fulfill({ status: route.request().headers().authorization ? 200 : 401, contentType: 'text/csv', body: 'pacte;valeur\n' }));
    const [fichier] = await Promise.all([page.waitForEvent('download'), page.locator('.exports a').first().click()]);
    exiger(/^indicateurs-.+\.csv$/.test(fichier.suggestedFilename()), `the file is named ${fichier.suggestedFilename()}`);
    await page.locator('#annonce', { hasText: 'téléchargé' }).waitFor({ state: 'attached' });
  },
  async details(page) {
    for (const resume of await page.locator('summary').all()) await resume.click();
  },
  async ventilation(page) {
    await choisir(page, 'ventilation', 'SEXE');
  },
  // Known, provisional, withheld, missing and unfilled values, a printed figure, objectives of every sense.
  async secret(page) {
    await rouvrir(page, {});
    await attendre(page);
    for (const marque of ['.masque', '.absent', '.barre.provisoire', '.rond.provisoire', '.objectif', '.objectif-bande', '.imprime', '.atteint', '.manque']) {
      exiger(await page.locator(`.carte ${marque}`).count(), `nothing is drawn as ${marque}`);
    }
    exiger((await page.locator('.carte').first().innerText()).includes('masquée par le secret statistique'), 'a withheld value is not told');
  },
  // One stop of the keyboard a drawing; arrows read each point aloud.
  async clavier_points(page) {
    const points = page.locator('.trace').first().locator('.point');
    await points.first().focus();
    await page.keyboard.press('ArrowRight');
    exiger(await points.nth(1).evaluate((point) => point === document.activeElement), 'the arrow does not move to the next point');
    exiger(await page.locator('.trace').first().locator('[tabindex="0"]').count() === 1, 'a drawing has more than one tab stop');
    await page.keyboard.press('End');
    const dit = await points.last().getAttribute('aria-label');
    exiger(dit.includes('provisoire') && (await page.locator('.lecture').first().innerText()) === dit, `the last point says « ${dit} »`);
  },
  async parts_masquees(page) {
    await choisir(page, 'ventilation', 'MODALITE');
    exiger(await page.locator('.petits .masque').count(), 'no part is withheld');
  },
  async projection(page) {
    await choisir(page, 'ventilation', '');
    await page.click('text=Projeter');
    await page.keyboard.press('PageDown');
    exiger(await page.locator('.carte:visible').count() === 1, 'more than one figure is projected');
  },
  async fin_projection(page) {
    await page.keyboard.press('Escape');
    exiger(await page.locator('header').isVisible(), 'the page does not come back');
  },
  // What is closed opens on paper, and closes again; a drawing is never cut.
  async papier(page) {
    await page.evaluate(() => addEventListener('beforeprint', () => { globalThis.ouverts = [...document.querySelectorAll('details')].every(({ open }) => open); }));
    await page.pdf({ preferCSSPageSize: true });
    exiger(await page.evaluate(() => globalThis.ouverts), 'a table stays closed on paper');
    await page.emulateMedia({ media: 'print' });
    exiger(await page.locator('.carte .haut').first().evaluate((haut) => getComputedStyle(haut).breakInside) === 'avoid', 'a drawing may be cut');
    await page.emulateMedia({ media: null });
  },
  async petit_telephone(page) {
    await tenir(page, 360);
    await page.setViewportSize({ width: 1280, height: 800 });
  },
  async attente(page) {
    await rouvrir(page, PANNES.attente, 'load');
    await message(page, 'Lecture des valeurs');
  },
  async limite(page) {
    await rouvrir(page, PANNES.limite);
    await message(page, 'trop de valeurs');
  },
  // What an indicator cannot answer is said, without a button that would ask again.
  async dimension(page) {
    await rouvrir(page, PANNES.dimension);
    await message(page, 'ne se ventile pas');
    exiger(!await page.locator('.carte button').count(), 'a question without an answer may be asked again');
  },
  async vide(page) {
    await rouvrir(page, PANNES.vide);
    await message(page, 'Aucun indicateur');
  },
  async portee(page) {
    await rouvrir(page, PANNES.portee);
    await message(page, 'indicateurs:lire');
    exiger((await page.locator('#fiches, #budget').innerText()).length > 20, 'the rest of the page is gone');
  },
  async jeton_refuse(page) {
    await rouvrir(page, null);
    await page.fill('#jeton', 'nimporte.quoi.ici');
    await page.click('text=Utiliser');
    await message(page, 'Ce jeton est refusé');
  },
  async sans_jeton(page) {
    await page.route('**/demo/jetons', (route) => route.fulfill({ status: 404, body: '' }));
    await page.reload({ waitUntil: 'networkidle' });
    await message(page, 'Collez un jeton');
  },
};
