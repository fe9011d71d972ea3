// The states a page is taken through, in the order of the command line. Each waits for what it shows.
import { TABLEAU } from './tableau.mjs';

const BARRE = '.graphiql-sidebar';
const EDITEUR = '.graphiql-query-editor .view-lines';

async function fermerDialogue(page) {
  await page.keyboard.press('Escape');
  await page.locator('.graphiql-dialog').waitFor({ state: 'detached' });
}

async function volet(page, nom) {
  await page.click(`${BARRE} button[aria-label="Afficher le volet ${nom}"]`);
  await page.locator('.graphiql-plugin > *').first().waitFor();
}

async function entrer(page) {
  await page.click(EDITEUR, { position: { x: 5, y: 5 } });
}

async function ecrire(page, texte) {
  await entrer(page);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(texte, { delay: 30 });
}

// Dark and light dialogs fade in: axe reads the colours of the moment.
const posee = (page) => page.waitForTimeout(400);

export const ETATS = {
  ...TABLEAU,
  async arrivee(page) {
    if (await page.locator('#page').count()) await page.locator(EDITEUR).waitFor();
    await posee(page);
  },
  async reponse(page) {
    await page.click('.graphiql-execute-button');
    await page.locator('.result-window .view-line').nth(3).waitFor();
    await posee(page);
  },
  async docs(page) {
    await volet(page, 'Documentation');
    await page.locator('.graphiql-doc-explorer-section-content a').first().waitFor();
  },
  // Typed with an accent that names do not have.
  async type(page) {
    await page.fill('.graphiql-doc-explorer-search input', 'Évaluation');
    await page.locator('.graphiql-doc-explorer-search [role=option]').first().click();
    await page.locator('.graphiql-doc-explorer-back').waitFor();
    await posee(page);
  },
  async operations(page) {
    await volet(page, 'Opérations');
    await page.click('.operations button:enabled >> nth=1');
    await page.locator('.graphiql-tab').nth(1).waitFor();
    await posee(page);
  },
  async reglages(page) {
    await page.click(`${BARRE} button[data-value=settings]`);
    await page.locator('.graphiql-dialog').waitFor();
    await posee(page);
  },
  async raccourcis(page) {
    await fermerDialogue(page);
    await page.click(`${BARRE} button[data-value=short-keys]`);
    await page.locator('.graphiql-dialog').waitFor();
    await posee(page);
  },
  async historique(page) {
    await fermerDialogue(page);
    await volet(page, 'Historique');
    await page.locator('.graphiql-history-item').first().waitFor();
  },
  // Completion and the underline of unknown fields break without any error, so they are used.
  async usage(page) {
    await ecrire(page, '{ zzz mo');
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row');
    await page.keyboard.press('Escape');
    const soulignee = page.locator('.squiggly-error').first();
    await soulignee.waitFor({ state: 'attached' });
    const trait = await soulignee.evaluate((element) => getComputedStyle(element).borderBottomWidth);
    if (trait !== '2px') throw new Error(`an unknown field is underlined by ${trait}`);
  },
  // Tab leaves the editor (WCAG 2.1.2).
  async clavier(page) {
    await entrer(page);
    await page.keyboard.press('Tab');
    const dedans = await page.evaluate(() => Boolean(document.activeElement.closest('.graphiql-query-editor .graphiql-editor')));
    if (dedans) throw new Error('Tab stays in the editor');
  },
  // The page holds in the width of a phone, and both panes are there.
  async telephone(page) {
    await page.setViewportSize({ width: 360, height: 740 });
    await posee(page);
    const largeur = await page.evaluate(() => document.documentElement.scrollWidth);
    if (largeur > 360) throw new Error(`${largeur} px wide on a screen of 360`);
  },
};
