// Where the built and the committed files of the explorer are, and how they are compared.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { createHash } from 'node:crypto';

const ICI = import.meta.dirname;

export const SOURCE = path.join(ICI, 'explorateur');
export const COMMIS = path.resolve(ICI, '../explorateur');

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_QUALITY } = zlib.constants;

export function lister(dossier) {
  return fs.readdirSync(dossier, { withFileTypes: true, recursive: true })
    .filter((entree) => entree.isFile())
    .map((entree) => path.relative(dossier, path.join(entree.parentPath, entree.name)))
    .sort();
}

export function comprimer(octets) {
  return zlib.brotliCompressSync(octets, {
    params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: octets.length },
  });
}

function empreinte(octets) {
  return createHash('sha256').update(octets).digest('hex');
}

export function empreintesConstruites(dossier) {
  return new Map(lister(dossier).map((nom) => [nom, empreinte(fs.readFileSync(path.join(dossier, nom)))]));
}

// Of the decompressed bytes: those of brotli itself may change with the version of Node.
export function empreintesCommises() {
  return new Map(lister(COMMIS).map((nom) => [
    nom.replace(/\.br$/, ''),
    empreinte(zlib.brotliDecompressSync(fs.readFileSync(path.join(COMMIS, nom)))),
  ]));
}
